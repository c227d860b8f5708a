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
    png: Annotated[
        Path | None,
        typer.Option("--png", metavar="FILE", help="The same as pixels (extra png).", show_default=False),
    ] = None,
    force: Force = False,
    as_json: AsJson = False,
    verbose: Verbose = False,
    width: Width = None,
) -> None:
    """Show a story: its articles by time, and which came from which.

    With --svg or --png its timeline and its chain go into FILE, to be printed or published.
    """
    from dataclasses import asdict

    from dedup.api import Archive
    from dedup.archive import write_file
    from dedup.cli.render.terminal import print_page
    from dedup.export import png_of, story_picture
    from dedup.jobs import OutputExistsError
    from dedup.messages import json_line
    from dedup.queries import story_of
    from dedup.queries.printed import story_page

    for flag, picture in (("--svg", svg), ("--png", png)):
        if picture is not None:
            refuse_archives(flag, picture, [archive])
            if picture.exists() and not force:
                raise OutputExistsError(f"{picture} exists already; --force writes over it")
    with Archive.open(archive) as opened:
        found = story_of(opened, name)
        settings = opened.settings
        page = [] if as_json else story_page(found, verbose)
    if svg is not None or png is not None:
        drawn = story_picture(asdict(found), settings)
        # Pixels first: should the package be missing, nothing is left behind.
        if png is not None:
            write_file(png, png_of(drawn))
        if svg is not None:
            write_file(svg, drawn.encode())
    if as_json:
        typer.echo(json_line(found))
    else:
        print_page(page, width)
