"""`dedup outlet`."""

from pathlib import Path
from typing import Annotated

import typer

from dedup.cli.commands.options import ArchivePath, AsJson, Width
from dedup.cli.paths import names_in


def outlet_command(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME...", help="Outlets' domains, or names of them.", show_default=False),
    ] = None,
    archive: ArchivePath = ...,  # type: ignore[assignment]
    listed: Annotated[
        Path | None, typer.Option("--outlets", metavar="FILE", help="Outlets in a file too, one a line.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only articles from 2025, 2025-05 or 2025-05-06 on.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Only articles up to and including it.")] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a table in CSV, one row per outlet.")] = False,
    as_json: AsJson = False,
    width: Width = None,
) -> None:
    """Show what an outlet originated, and whom it took the rest from.

    In one sentence and a table: how many of its articles originated a story, came from whom and how late, come
    independently from a source in another language, or are not known, with examples; then who takes from it.
    Several outlets are answered one by one; with --json each is a line.
    """
    asked = [*(names or ()), *(names_in(listed, "--outlets") if listed is not None else ())]
    if not asked:
        raise typer.BadParameter("name an outlet, or give --outlets FILE")
    if as_csv and as_json:
        raise typer.BadParameter("--csv and --json exclude each other")
    from dedup.api import Archive
    from dedup.cli.render.terminal import print_page, say
    from dedup.messages import json_line
    from dedup.queries import OutletAnswer, UnknownOutletError, find_outlet
    from dedup.queries.printed import outlet_page, outlets_csv

    found: list[OutletAnswer] = []
    with Archive.open(archive) as opened:
        for name in dict.fromkeys(asked):
            try:
                found.append(find_outlet(opened, name, since=since, until=until))
            except UnknownOutletError as error:
                if len(asked) == 1:
                    raise
                say(str(error))
    if not found:
        raise UnknownOutletError(f"{archive}: no article of any of the {len(asked):,} outlets")
    if as_csv:
        typer.echo(outlets_csv(found), nl=False)
    elif as_json:
        for one in found:
            typer.echo(json_line(one))
    else:
        for place, one in enumerate(found):
            if place:
                typer.echo()
            print_page(outlet_page(one), width)
