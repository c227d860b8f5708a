"""`dedup lexicon`."""

from typing import Annotated

import typer

from dedup.cli.commands.options import ArchivePath, AsJson


def lexicon_command(
    lang: Annotated[str, typer.Argument(metavar="LANG", help="A language code, such as ru.", show_default=False)],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The other language's code.", show_default=False)],
    archive: ArchivePath,
    as_json: AsJson = False,
) -> None:
    """Print the word translations that a run learned.

    The strongest come first. Columns: a stem of LANG, a stem of OTHER, strength (0 to 1), and pieces of parallel text
    that hold both.
    """
    from dedup.api import Archive
    from dedup.cli.render.terminal import say
    from dedup.messages import json_line, line
    from dedup.queries import read_lexicon as lexicon

    with Archive.open(archive) as opened:
        pairs = list(lexicon(opened, lang, other))
    if not as_json and pairs:
        say(f"{lang}, {other}, strength, pieces")
    for found in pairs:
        typer.echo(json_line(found._asdict()) if as_json else "\t".join(map(str, found)))
    if not pairs:
        say(f"nothing was learned of {line(lang)} and {line(other)}: no translations between them in this archive")
