"""`dedup origin`."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final

import typer

from dedup.cli.commands.options import ArchivePath, AsJson, Verbose, Width

ORIGIN_CODES: Final[Mapping[str, int]] = MappingProxyType(
    {"originated": 0, "earliest_here": 10, "taken": 11, "outside": 12, "undetermined": 13}
)
"""The exit code of each answer of `dedup origin --exit-code`, where one article was asked about."""


def origin_command(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="URL|ID|FILE...",
            help="Articles of the archive, or files that are not in it.",
            show_default=False,
        ),
    ],
    archive: ArchivePath,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with the answer on one article: 0, or 10 to 13.")
    ] = False,
    as_json: AsJson = False,
    verbose: Verbose = False,
    width: Width = None,
) -> None:
    """Say where a story comes from: verdict, chain and evidence.

    Did the outlet originate it, or whom did it take it from? Several articles are answered one by one; a last line says
    how many stories and independent sources they come to.

    A FILE (a page, or a dump of a few records) is compared with everything in the archive, translations included;
    nothing is added. The first time that an archive is asked so, its keys are made, which takes a while.

    With --exit-code and one article the exit code is the answer: 0 it originated the story, 10 it is the earliest of
    its story in the archive, 11 taken from another article, 12 taken from a source outside the archive, 13 not
    determined. Without, it is 0 whatever the answer is.
    """
    from dataclasses import asdict

    from dedup.api import Archive
    from dedup.cli.paths import why_no_file
    from dedup.cli.render.terminal import print_page
    from dedup.messages import json_line
    from dedup.queries import UnknownArticleError, origin_of_file, tally
    from dedup.queries import find_origin as origin
    from dedup.queries.printed import origin_page, tally_page

    answers = []
    with Archive.open(archive) as opened:
        for name in names:
            try:
                # A file that is there is meant before an article whose id resembles its name.
                answers.append(origin(opened, name, near=not Path(name).is_file()))
            except UnknownArticleError as error:
                if not Path(name).is_file():
                    reason = why_no_file(name)
                    raise UnknownArticleError(reason) if reason else error from None
                answers += origin_of_file(opened, name)
        pages = [] if as_json else [origin_page(answer, verbose) for answer in answers]
    tallied = tally(answers)
    if as_json:
        answered = [asdict(answer) for answer in answers]
        typer.echo(json_line(answered[0] if len(answered) == 1 else {"answers": answered, **asdict(tallied)}))
    else:
        for place, page in enumerate(pages):
            if place:
                typer.echo("\n")
            print_page(page, width)
        if len(answers) > 1:
            typer.echo("\n")
            print_page(tally_page(tallied), width)
    if exit_code and len(answers) == 1:
        raise typer.Exit(ORIGIN_CODES[answers[0].answer])
