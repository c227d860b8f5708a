"""`dedup add`."""

from typing import Annotated

import typer

from dedup.cli.commands.options import (
    AsJson,
    ConfigFile,
    CopyThreshold,
    Dumps,
    KeptArchive,
    LogJson,
    Mapped,
    Memory,
    OutletFrom,
    Quiet,
    SameOutlet,
    Sets,
    Threads,
    Timezone,
    Wait,
    Window,
)
from dedup.cli.commands.settings import config_of, made_with
from dedup.cli.paths import check_inputs


def add_command(
    dumps: Dumps,
    archive: KeptArchive,
    mapped: Mapped = None,
    outlet_from: OutletFrom = None,
    same_outlet: SameOutlet = None,
    timezone: Timezone = None,
    kinds: Annotated[
        str | None,
        typer.Option(metavar="KINDS", help="What a new archive looks for, comma-separated; all by default."),
    ] = None,
    copy_threshold: CopyThreshold = None,
    window: Window = None,
    config_file: ConfigFile = None,
    sets: Sets = None,
    memory: Memory = None,
    threads: Threads = None,
    wait: Wait = 0.0,
    as_json: AsJson = False,
    quiet: Quiet = False,
    log_json: LogJson = False,
) -> None:
    """Add DUMPs to an archive, compared with all that it holds.

    Adding a dump again changes nothing. If interrupted, run the same command again; it resumes.
    """
    check_inputs(dumps)
    from dataclasses import asdict

    from dedup.cli.render.progress import progress
    from dedup.cli.render.terminal import print_added, say
    from dedup.jobs import add_dumps as add
    from dedup.messages import json_line

    config = config_of(
        made_with(archive),
        config_file=config_file,
        sets=sets,
        mapped=mapped,
        outlet_from=outlet_from,
        same_outlet=same_outlet,
        timezone=timezone,
        window=window,
        kinds=kinds,
        copy_threshold=copy_threshold,
        memory=memory,
        threads=threads,
    )
    with progress(quiet=quiet) as watch:
        found = add(dumps, archive, config, wait=wait, watch=watch)
    if not quiet:
        print_added(found)
    if as_json:
        typer.echo(json_line(asdict(found)))
    if not found.read:
        say("no article could be read; rejected.jsonl of `dedup export` says why")
        raise typer.Exit(3)
