"""`dedup archive`: the commands that look after an archive."""

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Final

import typer

from dedup.cli.commands.options import ArchivePath, AsJson, Memory, Quiet, Threads, Wait
from dedup.cli.commands.settings import naming
from dedup.cli.help_texts import Command, Group
from dedup.messages import ConfigError, count, json_line, line

if TYPE_CHECKING:
    from dedup.jobs import Forgotten, ToDelete

archive_app = typer.Typer(
    cls=Group,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Look after an archive: info, check, compact, migrate, forget.",
)

_SHOWN: Final = 20
"""Articles that are named before the question whether to remove them."""


@archive_app.command("info", cls=Command)
def info_command(
    archive: ArchivePath,
    everything: Annotated[bool, typer.Option("--all", help="Also the size of each part, and every setting.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print what an archive holds, and what it takes on disk."""
    from dedup.api import Archive
    from dedup.cli.render.archive import info_text
    from dedup.jobs import info

    with Archive.open(archive) as opened:
        found = info(opened)
    typer.echo(json_line(found) if as_json else info_text(found, everything))


@archive_app.command("check", cls=Command)
def check_command(archive: ArchivePath, as_json: AsJson = False) -> None:
    """Check an archive; exit code 1 if anything is wrong."""
    from dedup.api import Archive
    from dedup.jobs import check_archive as check

    with Archive.open(archive) as opened:
        found = check(opened)
    for problem in found:
        typer.echo(json_line({"problem": problem}) if as_json else line(problem))
    if found:
        raise typer.Exit(1)
    if not as_json:
        typer.echo("no problems found")


@archive_app.command("compact", cls=Command)
def compact_command(archive: ArchivePath, wait: Wait = 0.0, quiet: Quiet = False) -> None:
    """Fold the log of additions into the archive's file."""
    from dedup.cli.render.terminal import say
    from dedup.jobs import compact

    folded = compact(archive, wait=wait)
    if not quiet:
        say(
            f"folded {count(folded, 'commit')} into the file" if folded else "nothing to fold: the archive is as it was"
        )


@archive_app.command("migrate", cls=Command)
def migrate_command(
    archive: ArchivePath, memory: Memory = None, threads: Threads = None, wait: Wait = 0.0, quiet: Quiet = False
) -> None:
    """Bring an archive of an earlier version up to date.

    Its articles are compared again from scratch.
    """
    from dedup.cli.render.progress import progress
    from dedup.cli.render.terminal import say
    from dedup.config import MachineConfig, bytes_of
    from dedup.jobs import migrate_archive as migrate

    machine = MachineConfig(threads=threads or 0)
    if memory is not None:
        with naming("--memory"):
            machine = replace(machine, memory=bytes_of(memory))
    with progress(quiet=quiet) as watch:
        former = migrate(archive, machine, wait=wait, watch=watch)
    if not quiet:
        say("up to date already" if former is None else f"was of format {former}, is up to date")


@archive_app.command("forget", cls=Command)
def forget_command(
    archive: ArchivePath,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID|URL|OUTLET...", help="Articles or outlets to remove.", show_default=False),
    ] = None,
    older_than: Annotated[
        str | None,
        typer.Option(
            "--older-than",
            metavar="DATE|SPAN",
            help="Only what was published before: 2025, 2025-05-06, 30d, 2w; without names, of all articles.",
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask; needed without a terminal.")] = False,
    as_json: AsJson = False,
    wait: Wait = 0.0,
) -> None:
    """Remove articles, a whole outlet, or what is old, from an archive.

    Texts, matches, links and keys go, from the disk as well: the archive's file is rewritten without them. Adding a
    dump that holds them brings them back. --older-than leaves articles without a date, and those whose date is too
    vague to say (2025, where 2025-05 is asked for).
    """
    from dedup.api import Archive
    from dedup.cli.render.terminal import say
    from dedup.jobs import find
    from dedup.jobs import forget_articles as forget

    if not names and older_than is None:
        raise ConfigError("name articles or outlets to remove, or give --older-than DATE")
    if not yes and not sys.stdin.isatty():
        raise ConfigError("nobody can be asked here: give --yes to remove articles")
    with Archive.open(archive, write=True, wait=wait) as opened:
        to_delete = find(opened, names or [], older_than)
        if to_delete.undated:
            say(f"{count(to_delete.undated, 'article')} without a date {'stays' if to_delete.undated == 1 else 'stay'}")
        if to_delete.also:
            others = " and ".join(map(repr, to_delete.also))
            say(f"articles of {others} stay: another name of what you named; name it as well to remove them")
        if older_than is not None and not to_delete.articles:
            say("nothing that old is in the archive")
        if not yes and to_delete.records.num_rows:
            _ask(to_delete)
        found = forget(opened, to_delete)
    if as_json:
        typer.echo(json_line(found))
    else:
        _print_forgotten(found)


def _ask(to_delete: "ToDelete") -> None:
    """Show what is to be removed, and ask for leave; a no ends the command."""

    for name in sorted(to_delete.articles.values())[:_SHOWN]:
        typer.echo(line(name), err=True)
    typer.confirm(
        f"Forget {count(len(to_delete.articles), 'article')} and "
        f"{count(to_delete.revisions, 'other record')} of the same pages?",
        abort=True,
        err=True,
    )


def _print_forgotten(found: "Forgotten") -> None:
    """Print the articles that were removed, and on stderr how much else went with them."""
    from dedup.cli.render.terminal import say

    for name in found.articles:
        typer.echo(line(name))
    say(
        f"forgot {count(len(found.articles), 'article')}, {count(found.revisions, 'other record')} of the same pages, "
        f"{count(found.matches, 'match', 'matches')}; {count(found.stories, 'story', 'stories')} "
        f"{'was' if found.stories == 1 else 'were'} rebuilt"
    )
