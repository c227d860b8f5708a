"""`dedup explain`."""

from typing import Annotated

import typer

from dedup.cli.commands.options import ArchivePath, AsJson


def explain_command(
    a: Annotated[str, typer.Argument(metavar="A", help="An article's id or URL.", show_default=False)],
    b: Annotated[str, typer.Argument(metavar="B", help="Another's.", show_default=False)],
    archive: ArchivePath,
    as_json: AsJson = False,
) -> None:
    """Show why two articles are said to tell the same, or not: aligned passages, links, evidence."""
    from dedup.archive import Archive
    from dedup.cli.render.terminal import explanation_json, explanation_text
    from dedup.queries import explain_pair as explain

    with Archive.open(archive) as opened:
        found = explain(opened, a, b)
    typer.echo(explanation_json(found) if as_json else explanation_text(found))
