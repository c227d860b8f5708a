"""`dedup filter`."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from dedup.cli.commands import options
from dedup.cli.commands.settings import filter_config, with_fields
from dedup.cli.paths import refuse_missing_inputs
from dedup.config import Config, ConfigError


def filter_command(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE...]", help="JSON Lines; standard input by default.")
    ] = None,
    archive: options.KeptArchive = ...,  # type: ignore[assignment]
    annotate: Annotated[
        bool, typer.Option("--annotate", help="Pass on every line, marked in a field `dedup`.")
    ] = False,
    rejects: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the lines that are not passed on to FILE, marked.")
    ] = None,
    against: options.Against = None,
    kinds: options.Kinds = None,
    window: options.Window = None,
    read_only: options.ReadOnly = False,
    mapped: options.Mapped = None,
    wait: options.Wait = 0.0,
    quiet: options.Quiet = False,
) -> None:
    """Read JSON Lines and pass on only articles that are new.

    Each article is compared with the archive and with those before it, and added. Lines are passed on byte for byte, as
    soon as they come; lines without an article in them are passed on as well.
    """
    refuse_missing_inputs(files or ())

    from dedup.api import opened, opened_beside
    from dedup.cli.render.terminal import say
    from dedup.integrations import filter_lines, line_batches
    from dedup.pipeline import Filter, settings_of

    settings = filter_config(kinds, window)
    _refuse_own_inputs(files or (), rejects)
    if rejects is not None:
        options.refuse_archives("--rejects", rejects, [archive, *(against or ())])
    options.refuse_itself(archive, against or ())
    with ExitStack() as resources:
        held = resources.enter_context(opened(archive, read_only=read_only, wait=wait))
        config = Config.of(held.settings)
        if mapped:
            config = settings_of(held, with_fields(config, mapped))
        references = resources.enter_context(opened_beside(against or ()))
        filter_ = Filter(held, settings, config, against=references)
        inputs: list[BinaryIO] = [resources.enter_context(open(name, "rb")) for name in files or ()]
        aside = resources.enter_context(open(rejects, "ab")) if rejects is not None else None
        found = filter_lines(
            line_batches(inputs or [sys.stdin.buffer], files or (), config.read.max_record_bytes),
            sys.stdout.buffer,
            filter_,
            annotate=annotate,
            rejects=aside,
            name=files[0] if files else "stdin",
        )
    if not quiet:
        say(str(found))
        for reason in found.kinds.commonest():
            say(f"passed on unread: {reason}")
    if found.lines and found.unreadable == found.lines:
        say("no article could be read")
        raise typer.Exit(3)


def _refuse_own_inputs(files: Sequence[str], rejects: Path | None) -> None:
    """Refuse to read what is written.

    Raises:
        ConfigError: if what is written is read as well.
    """
    from dedup.archive import same_file

    inputs = [Path(name) for name in files] if files else [Path("/dev/fd/0")]
    for source in inputs:
        if rejects is not None and same_file(source, rejects):
            raise ConfigError(f"--rejects {rejects}: is read by this command")
        if source.is_file() and same_file(source, "/dev/fd/1"):
            raise ConfigError(f"{source}: is read by this command, which also writes to it")
