"""`dedup outlet`."""

from typing import Annotated

import typer

from dedup.cli.commands.options import ArchivePath, AsJson, Width


def outlet_command(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="An outlet's domain, or a name of it.", show_default=False)
    ],
    archive: ArchivePath,
    as_json: AsJson = False,
    width: Width = None,
) -> None:
    """Show what share of an outlet is its own, and whom it takes from.

    Also how late it is, and who takes from it.
    """
    from dedup.api import Archive
    from dedup.cli.render.origin import outlet_json
    from dedup.cli.render.terminal import print_page
    from dedup.queries import find_outlet as outlet
    from dedup.queries.printed import outlet_page

    with Archive.open(archive) as opened:
        found = outlet(opened, name)
    if as_json:
        typer.echo(outlet_json(found))
    else:
        print_page(outlet_page(found), width)
