"""The commands that ask an archive what it knows."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final

import typer

from dedup.cli.commands.options import ArchivePath, AsJson, Force

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


def story_command(
    name: Annotated[
        str,
        typer.Argument(metavar="ID", help="A story's id, or the id or URL of one of its articles.", show_default=False),
    ],
    archive: ArchivePath,
    svg: Annotated[
        Path | None,
        typer.Option("--svg", metavar="FILE", help="Write its timeline and chain as a picture.", show_default=False),
    ] = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Show a story: its articles by time, who took it from whom, where it comes from.

    With --svg its timeline and its chain go into FILE, to be printed or published.
    """
    from dataclasses import asdict

    from dedup.archive import Archive
    from dedup.cli.render.origin import story_json, story_text
    from dedup.export import story_picture
    from dedup.jobs import OutputExistsError
    from dedup.queries import story_of

    if svg is not None and svg.exists() and not force:
        raise OutputExistsError(f"{svg} exists already")
    with Archive.open(archive) as opened:
        found = story_of(opened, name)
        settings = opened.settings
    if svg is not None:
        svg.write_text(story_picture(asdict(found), settings), "utf-8")
    typer.echo(story_json(found) if as_json else story_text(found))


def outlet_command(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="An outlet's domain, or a name of it.", show_default=False)
    ],
    archive: ArchivePath,
    as_json: AsJson = False,
) -> None:
    """Show what an outlet does with stories: how much is its own, whom it takes from, how late, who takes from it."""
    from dedup.archive import Archive
    from dedup.cli.render.origin import outlet_json, outlet_text
    from dedup.queries import find_outlet as outlet

    with Archive.open(archive) as opened:
        found = outlet(opened, name)
    typer.echo(outlet_json(found) if as_json else outlet_text(found))


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


def lexicon_command(
    lang: Annotated[str, typer.Argument(metavar="LANG", help="A language, by its code.", show_default=False)],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another.", show_default=False)],
    archive: ArchivePath,
    as_json: AsJson = False,
) -> None:
    """Print the word translations that a run learned, the strongest first: stem, stem, strength, pieces."""
    from dedup.archive import Archive
    from dedup.cli.render.terminal import json_line
    from dedup.queries import read_lexicon as lexicon

    with Archive.open(archive) as opened:
        for found in lexicon(opened, lang, other):
            typer.echo(json_line(found._asdict()) if as_json else "\t".join(map(str, found)))
