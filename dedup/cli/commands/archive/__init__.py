"""`dedup archive`: the commands that look after an archive. One file a command."""

import typer

from dedup.cli.commands.archive.check import check_command
from dedup.cli.commands.archive.compact import compact_command
from dedup.cli.commands.archive.forget import forget_command
from dedup.cli.commands.archive.info import info_command
from dedup.cli.commands.archive.migrate import migrate_command

archive_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Look after an archive.")
archive_app.command("info")(info_command)
archive_app.command("check")(check_command)
archive_app.command("compact")(compact_command)
archive_app.command("migrate")(migrate_command)
archive_app.command("forget")(forget_command)

__all__ = ["archive_app"]
