"""`dedup story`."""

from pathlib import Path
from typing import Annotated

import typer

from dedup.cli.commands.options import ArchivePath, AsJson, Force, Verbose, Width, refuse_archives


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
    verbose: Verbose = False,
    width: Width = None,
) -> None:
    """Show a story: its articles by time, and which came from which.

    With --svg its timeline and its chain go into FILE, to be printed or published.
    """
    from dataclasses import asdict

    from dedup.api import Archive
    from dedup.cli.render.origin import story_json
    from dedup.cli.render.terminal import print_page
    from dedup.export import story_picture
    from dedup.jobs import OutputExistsError
    from dedup.queries import story_of
    from dedup.queries.printed import story_page

    if svg is not None:
        refuse_archives("--svg", svg, [archive])
        if svg.exists() and not force:
            raise OutputExistsError(f"{svg} exists already")
    with Archive.open(archive) as opened:
        found = story_of(opened, name)
        settings = opened.settings
    if svg is not None:
        svg.write_text(story_picture(asdict(found), settings), "utf-8")
    if as_json:
        typer.echo(story_json(found))
    else:
        print_page(story_page(found, verbose), width)
