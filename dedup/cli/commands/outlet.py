"""`dedup outlet`."""

from typing import Annotated

import typer

from dedup.cli.commands.options import ArchivePath, AsJson


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
