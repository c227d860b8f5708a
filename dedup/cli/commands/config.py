"""`dedup config`: the commands that show settings and write a file of them."""

from pathlib import Path
from typing import Annotated

import typer

from dedup.cli.commands.options import ConfigFile, Force, Sets
from dedup.cli.help_texts import Command, Group
from dedup.config import Config
from dedup.messages import OutputExistsError, line

config_app = typer.Typer(
    cls=Group, add_completion=False, no_args_is_help=True, rich_markup_mode=None, help="Show settings, or write a file."
)


@config_app.command("show", cls=Command)
def show_command(config_file: ConfigFile = None, sets: Sets = None) -> None:
    """Print the settings that a command would use, as TOML.

    What a file, the environment or --set chose says where it comes from.
    """
    from dedup.cli.settings_file import chosen_settings, settings_toml, with_settings

    chosen = chosen_settings(config_file, sets or ())
    typer.echo(settings_toml(with_settings(Config(), chosen), chosen), nl=False)


@config_app.command("init", cls=Command)
def init_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What to write.")] = Path("dedup.toml"),
    force: Force = False,
) -> None:
    """Write a file of all settings, each with its default and reason."""
    from dedup.cli.render.terminal import say
    from dedup.cli.settings_file import settings_template

    if file.exists() and not force:
        raise OutputExistsError(f"{file} exists already")
    file.write_text(settings_template(), "utf-8")
    say(f"written to {line(file)}; next: dedup run DUMP... -o out --config {line(file)}")
