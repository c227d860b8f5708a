"""`dedup add`."""

from typing import Annotated

import typer

from dedup.cli.commands import options
from dedup.cli.commands.settings import config_of, made_with
from dedup.cli.paths import refuse_missing_inputs


def add_command(
    context: typer.Context,
    dumps: options.Dumps,
    archive: options.KeptArchive,
    mapped: options.Mapped = None,
    outlet_from: options.OutletFrom = None,
    same_outlet: options.SameOutlet = None,
    timezone: options.Timezone = None,
    kinds: Annotated[
        str | None,
        typer.Option(metavar="KINDS", help="What a new archive looks for, comma-separated; all by default."),
    ] = None,
    copy_threshold: options.CopyThreshold = None,
    window: options.Window = None,
    config_file: options.ConfigFile = None,
    sets: options.Sets = None,
    memory: options.Memory = None,
    threads: options.Threads = None,
    wait: options.Wait = 0.0,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
    log_json: options.LogJson = False,
) -> None:
    """Add DUMPs to an archive, compared with all that it holds.

    Adding a dump again changes nothing. If interrupted, run the same command again; it resumes.
    """
    refuse_missing_inputs(dumps)
    from dedup.cli.render.progress import progress
    from dedup.cli.render.terminal import print_added, say
    from dedup.jobs import add_dumps as add
    from dedup.messages import choose_freed_memory, json_line

    config = config_of(made_with(archive), **context.params)
    choose_freed_memory(gives_back=config.machine.gives_back)
    with progress(quiet=quiet) as watch:
        found = add(dumps, archive, config, wait=wait, watch=watch)
    if not quiet:
        print_added(found)
    if as_json:
        typer.echo(json_line(found))
    if not found.read:
        say("no article could be read; rejected.jsonl of `dedup export` says why")
        raise typer.Exit(3)
