"""`dedup open`."""

from pathlib import Path
from typing import Annotated

import typer

from dedup.cli.commands.serve import need_packages
from dedup.cli.paths import existing_archive


def open_command(
    archive: Annotated[
        Path, typer.Argument(metavar="ARCHIVE", help="An archive, or the folder of a run.", show_default=False)
    ],
    port: Annotated[int, typer.Option(min=0, max=65_535, metavar="PORT", help="0 for a free one.")] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Whether to open the browser.")] = True,
) -> None:
    """Show an archive in the browser: stories, pairs, outlets, search.

    Nothing is added. Only this machine is answered. Ctrl-C ends it.
    """
    import webbrowser

    from dedup.cli.render.terminal import say

    need_packages()
    from dedup.cli.stopping import allow_seconds
    from dedup.integrations.rest import CLOSING_SECONDS, GRACE_SECONDS, serve

    allow_seconds(GRACE_SECONDS + CLOSING_SECONDS)
    path = existing_archive(archive)

    def started(address: str) -> None:
        say(f"answering on {address}")
        if browser:
            webbrowser.open(address)

    serve(path, port=port, read_only=True, started=started)
