"""`dedup lexicon`."""

from typing import Annotated

import typer

from dedup.cli.commands.options import ArchivePath, AsJson


def lexicon_command(
    lang: Annotated[str, typer.Argument(metavar="LANG", help="A language, by its code.", show_default=False)],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another.", show_default=False)],
    archive: ArchivePath,
    as_json: AsJson = False,
) -> None:
    """Print the word translations that a run learned, the strongest first: stem, stem, strength, pieces."""
    from dedup.archive import Archive
    from dedup.plain import json_line
    from dedup.queries import read_lexicon as lexicon

    with Archive.open(archive) as opened:
        for found in lexicon(opened, lang, other):
            typer.echo(json_line(found._asdict()) if as_json else "\t".join(map(str, found)))
