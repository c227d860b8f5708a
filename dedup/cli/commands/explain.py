"""`dedup explain`."""

from typing import Annotated

import typer

from dedup.cli.commands.options import ArchivePath, AsJson, Verbose, Width


def explain_command(
    a: Annotated[str, typer.Argument(metavar="A", help="An article's id or URL.", show_default=False)],
    b: Annotated[str, typer.Argument(metavar="B", help="The other article's id or URL.", show_default=False)],
    archive: ArchivePath,
    as_json: AsJson = False,
    verbose: Verbose = False,
    width: Width = None,
) -> None:
    """Show why two articles were matched, or not.

    Aligned passages with their edits, links, and the evidence of each.
    """
    from dedup.api import Archive
    from dedup.cli.render.terminal import print_page
    from dedup.messages import json_line
    from dedup.queries import explain_pair as explain
    from dedup.queries.printed import explanation_page

    with Archive.open(archive) as opened:
        found = explain(opened, a, b)
        page = [] if as_json else explanation_page(found, verbose)
    if as_json:
        typer.echo(json_line(found))
    else:
        print_page(page, width)
