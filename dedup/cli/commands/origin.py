"""`dedup origin`."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final

import typer

from dedup.cli.commands.options import ArchivePath, AsJson

ORIGIN_CODES: Final[Mapping[str, int]] = MappingProxyType(
    {"originated": 0, "earliest_here": 10, "taken": 11, "outside": 12, "undetermined": 13}
)
"""The exit code of each answer of `dedup origin`, where one article was asked about."""


def origin_command(
    names: Annotated[
        list[str],
        typer.Argument(metavar="URL|ID|FILE...", help="Articles, or files not in the archive.", show_default=False),
    ],
    archive: ArchivePath,
    as_json: AsJson = False,
) -> None:
    """Tell whether an outlet originated its story, or whom it took it from: verdict, chain, evidence.

    Several articles are answered one by one; a last line says how many stories and independent sources they come to.
    The exit code tells the answer where one article was asked about: 0 it originated the story, 10 it is the earliest
    of its story in the archive, 11 taken from another article of the archive, 12 taken from a source that is not in it,
    13 not determined. With several it is 0.

    A FILE (a page, or a dump of a few records) is compared with everything in the archive, translations included;
    nothing is added. The first time that an archive is asked so, its keys are made, which takes a while.
    """
    from dedup.archive import Archive
    from dedup.cli.render.origin import origin_json, origin_text, tally_text
    from dedup.queries import UnknownArticleError, origin_of_file, tally
    from dedup.queries import find_origin as origin

    answers = []
    with Archive.open(archive) as opened:
        for name in names:
            try:
                answers.append(origin(opened, name))
            except UnknownArticleError:
                if not Path(name).is_file():
                    raise
                answers += origin_of_file(opened, name)
    tallied = tally(answers)
    if as_json:
        typer.echo(origin_json(answers, tallied))
    else:
        typer.echo("\n\n\n".join(map(origin_text, answers)))
        if len(answers) > 1:
            typer.echo("\n\n" + tally_text(tallied))
    if len(answers) == 1:
        raise typer.Exit(ORIGIN_CODES[answers[0].answer])
