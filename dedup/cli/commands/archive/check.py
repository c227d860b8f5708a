"""`dedup archive check`."""

import typer

from dedup.cli.commands.options import ArchivePath, AsJson


def check_command(archive: ArchivePath, as_json: AsJson = False) -> None:
    """Check an archive; exit code 1 if anything is wrong."""
    from dedup.api import Archive
    from dedup.jobs import check_archive as check
    from dedup.messages import json_line, line

    with Archive.open(archive) as opened:
        found = check(opened)
    for problem in found:
        typer.echo(json_line({"problem": problem}) if as_json else line(problem))
    if found:
        raise typer.Exit(1)
    if not as_json:
        typer.echo("no problems found")
