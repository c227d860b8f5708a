"""`dedup archive`: the commands that look after an archive. One file per command."""

import typer

from dedup.cli.commands.archive.check import check_command
from dedup.cli.commands.archive.compact import compact_command
from dedup.cli.commands.archive.forget import forget_command
from dedup.cli.commands.archive.info import info_command
from dedup.cli.commands.archive.migrate import migrate_command
from dedup.cli.help_texts import Command, Group

archive_app = typer.Typer(
    cls=Group,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Look after an archive: info, check, compact, migrate, forget.",
)
archive_app.command("info", cls=Command)(info_command)
archive_app.command("check", cls=Command)(check_command)
archive_app.command("compact", cls=Command)(compact_command)
archive_app.command("migrate", cls=Command)(migrate_command)
archive_app.command("forget", cls=Command)(forget_command)

__all__ = ["archive_app"]
