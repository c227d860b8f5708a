"""The commands that keep an archive: it is added to, asked as articles stream by, and worked out afresh."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from dedup.cli.commands.options import (
    AsJson,
    CopyThreshold,
    Dumps,
    KeptArchive,
    Kinds,
    Mapped,
    Memory,
    Quiet,
    ReadOnly,
    Threads,
    Wait,
    Window,
)
from dedup.config import Config, ConfigError, MachineConfig, MatchConfig, SketchConfig, bytes_of, mapping_of


def add_command(
    dumps: Dumps,
    archive: KeptArchive,
    mapped: Mapped = None,
    kinds: Annotated[
        str | None, typer.Option(metavar="KINDS", help="What a new archive looks for, with commas; all by default.")
    ] = None,
    copy_threshold: CopyThreshold = None,
    memory: Memory = "4GiB",
    threads: Threads = 0,
    wait: Wait = 0.0,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Add dumps to an archive: new articles are compared with all that is there.

    Adding a dump again changes nothing. Who is interrupted adds the same dumps again; it goes on where it stopped.
    """
    from dataclasses import asdict

    from dedup.cli.render.terminal import bars, json_line, print_added, say
    from dedup.jobs import add_dumps as add

    config = _config(mapped, kinds, copy_threshold, archive, memory, threads)
    with bars() if sys.stderr.isatty() and not quiet else nullcontext() as watch:
        found = add(dumps, archive, config, wait=wait, watch=watch)
    if not quiet:
        print_added(found)
    if as_json:
        typer.echo(json_line(asdict(found)))
    if not found.read:
        say("no article could be read; `rejected` in the archive's export says why")
        raise typer.Exit(3)


def refresh_command(
    archive: KeptArchive, memory: Memory = "4GiB", threads: Threads = 0, wait: Wait = 0.0, quiet: Quiet = False
) -> None:
    """Work out an archive afresh: the same as one run over all that was ever added to it."""
    from dedup.cli.render.terminal import bars, print_stages
    from dedup.jobs import refresh_archive as refresh

    config = _config(None, None, None, archive, memory, threads)
    with bars() if sys.stderr.isatty() and not quiet else nullcontext() as watch:
        stages = refresh(archive, config, wait=wait, watch=watch)
    if not quiet:
        print_stages(stages)


def filter_command(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE...]", help="JSON Lines; standard input by default.")
    ] = None,
    archive: KeptArchive = ...,  # type: ignore[assignment]
    annotate: Annotated[
        bool, typer.Option("--annotate", help="Pass on every line, with a field `dedup` that says what it is.")
    ] = False,
    rejects: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where lines go that are not passed on, marked.")
    ] = None,
    kinds: Kinds = "copy,rewrite",
    window: Window = None,
    read_only: ReadOnly = False,
    mapped: Mapped = None,
    wait: Wait = 0.0,
    quiet: Quiet = False,
) -> None:
    """Pass on the articles that nobody told before, of JSON Lines that stream by.

    Each is compared with the archive and with those before it, and added. Lines are passed on byte for byte, as soon as
    they come; lines without an article in them are passed on as well.
    """
    from dataclasses import asdict

    from dedup.archive import Archive
    from dedup.cli.render.terminal import say
    from dedup.integrations import filter_lines, line_batches
    from dedup.jobs import create
    from dedup.pipeline import Filter, FilterConfig, settings_of

    settings = FilterConfig.of(kinds.split(","), window)
    _refuse_own_inputs(files or (), rejects, archive)
    if not read_only and not archive.exists():
        create(archive, Config(), wait)
    with ExitStack() as opened:
        held = opened.enter_context(Archive.open(archive, write=not read_only, wait=wait))
        config = Config.of(held.settings)
        if mapped:
            config = settings_of(held, with_fields(config, mapped))
        judge = Filter(held, settings, config)
        inputs: list[BinaryIO] = [opened.enter_context(open(name, "rb")) for name in files or ()]
        aside = opened.enter_context(open(rejects, "ab")) if rejects is not None else None
        found = filter_lines(
            line_batches(inputs or [sys.stdin.buffer], files or (), config.read.max_record_bytes),
            sys.stdout.buffer,
            judge,
            annotate=annotate,
            rejects=aside,
            name=files[0] if files else "stdin",
        )
    if not quiet:
        say(", ".join(f"{value:,} {name}" for name, value in asdict(found).items()))
    if found.lines and found.unreadable == found.lines:
        say("no article could be read")
        raise typer.Exit(3)


def _refuse_own_inputs(files: Sequence[str], rejects: Path | None, archive: Path) -> None:
    """Raises:
    ConfigError: if what is written is read as well, or is the archive or a file that belongs to it.
    """
    from dedup.jobs import same_file

    inputs = [Path(name) for name in files] if files else [Path("/dev/fd/0")]
    for source in inputs:
        if rejects is not None and same_file(source, rejects):
            raise ConfigError(f"--rejects {rejects}: is read by this command")
        if source.is_file() and same_file(source, "/dev/fd/1"):
            raise ConfigError(f"{source}: is read by this command, which also writes to it")
    if rejects is not None and rejects.resolve().parent == archive.resolve().parent:
        name = rejects.resolve().name
        if name == archive.resolve().name or name.startswith(f"{archive.resolve().name}."):
            raise ConfigError(f"--rejects {rejects}: is the archive, or belongs to it")


def with_fields(config: Config, mapped: list[str]) -> Config:
    """The same with other names of fields."""
    from dataclasses import replace

    return replace(config, read=replace(config.read, fields=mapping_of(mapped)))


def made_with(archive: Path) -> Config:
    """What an archive was made with, or one that is not there yet will be."""
    from dedup.archive import Archive

    if not archive.exists():
        return Config()
    with Archive.open(archive) as opened:
        return Config.of(opened.settings)


def _config(
    mapped: list[str] | None, kinds: str | None, copy_threshold: float | None, archive: Path, memory: str, threads: int
) -> Config | None:
    """The settings asked for; what is not asked for is as the archive has it."""
    from dataclasses import replace

    machine = MachineConfig(memory=bytes_of(memory), threads=threads)
    made = made_with(archive)
    match = made.match if kinds is None else MatchConfig.of_kinds(kinds.split(","))
    sketch = made.sketch if copy_threshold is None else SketchConfig.of_copy_threshold(copy_threshold)
    return replace(with_fields(made, mapped or []), sketch=sketch, match=match, machine=machine)
