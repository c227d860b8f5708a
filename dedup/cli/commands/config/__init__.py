"""`dedup config`: the commands that show settings and write a file of them."""

import typer

from dedup.cli.commands.config.init import init_command
from dedup.cli.commands.config.show import show_command
from dedup.cli.help_texts import Command, Group

config_app = typer.Typer(
    cls=Group, add_completion=False, no_args_is_help=True, rich_markup_mode=None, help="Show settings, or write a file."
)
config_app.command("show", cls=Command)(show_command)
config_app.command("init", cls=Command)(init_command)

__all__ = ["config_app"]
