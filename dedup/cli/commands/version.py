"""`dedup version`."""

import typer

from dedup import __version__


def version_command() -> None:
    """Print the version."""
    typer.echo(f"dedup {__version__}")
