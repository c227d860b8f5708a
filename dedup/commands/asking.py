"""The commands that ask an archive what it knows."""

from typing import Annotated

import typer

from dedup.commands.options import ArchivePath, AsJson


def explain_command(
    a: Annotated[str, typer.Argument(metavar="A", help="An article's id or URL.", show_default=False)],
    b: Annotated[str, typer.Argument(metavar="B", help="Another's.", show_default=False)],
    archive: ArchivePath,
    as_json: AsJson = False,
) -> None:
    """Show why two articles are said to tell the same, or not: aligned passages, links, evidence."""
    from dedup.archive import Archive
    from dedup.explaining import explain
    from dedup.terminal import explanation_json, explanation_text

    with Archive.open(archive) as opened:
        found = explain(opened, a, b)
    typer.echo(explanation_json(found) if as_json else explanation_text(found))


def lexicon_command(
    lang: Annotated[str, typer.Argument(metavar="LANG", help="A language, by its code.", show_default=False)],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another.", show_default=False)],
    archive: ArchivePath,
    as_json: AsJson = False,
) -> None:
    """Print the word translations that a run learned, the strongest first: stem, stem, strength, pieces."""
    from dedup.archive import Archive
    from dedup.learned import lexicon
    from dedup.terminal import json_line

    with Archive.open(archive) as opened:
        for found in lexicon(opened, lang, other):
            typer.echo(json_line(found._asdict()) if as_json else "\t".join(map(str, found)))
