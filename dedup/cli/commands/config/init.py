"""`dedup config init`."""

from pathlib import Path
from typing import Annotated

import typer

from dedup.cli.commands.options import Force


def init_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What to write.")] = Path("dedup.toml"),
    force: Force = False,
) -> None:
    """Write a file of all settings, each with its default and reason."""
    from dedup.cli.render.terminal import say
    from dedup.cli.settings_file import settings_template
    from dedup.messages import OutputExistsError, line

    if file.exists() and not force:
        raise OutputExistsError(f"{file} exists already")
    file.write_text(settings_template(), "utf-8")
    say(f"written to {line(file)}; next: dedup run DUMP... -o out --config {line(file)}")
