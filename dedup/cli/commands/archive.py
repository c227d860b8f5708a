"""The commands that look after an archive: what it is made of, whether it is in order, and what is to go."""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from dedup.cli.commands.options import AsJson, Memory, Quiet, Threads, Wait

archive_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Look after an archive.")

Kept = Annotated[Path, typer.Option("--archive", metavar="FILE", help="The archive.", show_default=False)]


@archive_app.command("info")
def info_command(archive: Kept, as_json: AsJson = False) -> None:
    """Print what an archive is made of, and what it takes on disk."""
    from dataclasses import asdict

    from dedup.archive import Archive
    from dedup.cli.render.archive import info_text
    from dedup.cli.render.terminal import json_line
    from dedup.jobs import info

    with Archive.open(archive) as opened:
        found = info(opened)
    typer.echo(json_line(asdict(found)) if as_json else info_text(found))


@archive_app.command("check")
def check_command(archive: Kept, as_json: AsJson = False) -> None:
    """Read all of an archive and say what is wrong with it; exit code 1 if anything is."""
    from dedup.archive import Archive
    from dedup.cli.render.terminal import json_line, line
    from dedup.jobs import check_archive as check

    with Archive.open(archive) as opened:
        found = check(opened)
    for problem in found:
        typer.echo(json_line({"problem": problem}) if as_json else line(problem))
    if found:
        raise typer.Exit(1)
    if not as_json:
        typer.echo("in order")


@archive_app.command("compact")
def compact_command(archive: Kept, wait: Wait = 0.0, quiet: Quiet = False) -> None:
    """Fold the log of what was added into the archive's file, and the keys with it."""
    from dedup.cli.render.terminal import say
    from dedup.jobs import compact

    folded = compact(archive, wait=wait)
    if not quiet:
        say(f"{folded:,} commits folded into the file" if folded else "nothing to fold: the archive is as it was")


@archive_app.command("migrate")
def migrate_command(
    archive: Kept, memory: Memory = "4GiB", threads: Threads = 0, wait: Wait = 0.0, quiet: Quiet = False
) -> None:
    """Bring an archive that an earlier version wrote up to date; its articles are worked out afresh."""
    from dedup.cli.render.terminal import bars, say
    from dedup.config import MachineConfig, bytes_of
    from dedup.jobs import migrate_archive as migrate

    machine = MachineConfig(memory=bytes_of(memory), threads=threads)
    with bars() if sys.stderr.isatty() and not quiet else nullcontext() as watch:
        former = migrate(archive, machine, wait=wait, watch=watch)
    if not quiet:
        say("up to date already" if former is None else f"was of format {former}, is up to date")


@archive_app.command("forget")
def forget_command(
    names: Annotated[list[str], typer.Argument(metavar="ID|URL|OUTLET...", help="What to forget.", show_default=False)],
    archive: Kept,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: AsJson = False,
    wait: Wait = 0.0,
) -> None:
    """Remove articles with all that rests on them: texts, matches, links, keys; all of an outlet, if it is named.

    The archive's file is written anew without them. Adding a dump that holds them brings them back.
    """
    from dataclasses import asdict

    from dedup.archive import Archive
    from dedup.cli.render.terminal import json_line, line, say
    from dedup.jobs import find
    from dedup.jobs import forget_articles as forget

    with Archive.open(archive, write=True, wait=wait) as opened:
        doomed = find(opened, names)
        if sys.stdin.isatty() and not yes:
            for name in sorted(doomed.articles.values())[:20]:
                typer.echo(line(name), err=True)
            typer.confirm(
                f"Forget {len(doomed.articles):,} articles and {doomed.revisions:,} other records of them?",
                abort=True,
                err=True,
            )
        found = forget(opened, doomed)
    if as_json:
        typer.echo(json_line(asdict(found)))
        return
    for name in found.articles:
        typer.echo(line(name))
    say(
        f"forgot {len(found.articles):,} articles, {found.revisions:,} other records of them, "
        f"{found.matches:,} matches; {found.stories:,} stories were told anew"
    )
