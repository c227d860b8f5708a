"""`dedup archive info`."""

from typing import Annotated

import typer

from dedup.cli.commands.options import ArchivePath, AsJson


def info_command(
    archive: ArchivePath,
    everything: Annotated[bool, typer.Option("--all", help="Also the size of each part, and every setting.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print what an archive holds, and what it takes on disk."""
    from dataclasses import asdict

    from dedup.api import Archive
    from dedup.cli.render.archive import info_text
    from dedup.jobs import info
    from dedup.messages import json_line

    with Archive.open(archive) as opened:
        found = info(opened)
    typer.echo(json_line(asdict(found)) if as_json else info_text(found, everything))
