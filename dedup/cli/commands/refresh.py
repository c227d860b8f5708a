"""`dedup refresh`."""

import typer

from dedup.cli.commands.options import ArchivePath, ConfigFile, LogJson, Memory, Quiet, Sets, Threads, Wait
from dedup.cli.commands.settings import config_of, made_with


def refresh_command(
    context: typer.Context,
    archive: ArchivePath,
    config_file: ConfigFile = None,
    sets: Sets = None,
    memory: Memory = None,
    threads: Threads = None,
    wait: Wait = 0.0,
    quiet: Quiet = False,
    log_json: LogJson = False,
) -> None:
    """Recompute an archive from scratch.

    The result is that of one run over all that was ever added to it.
    """
    from dedup.cli.render.progress import progress
    from dedup.cli.render.terminal import print_stages
    from dedup.jobs import refresh_archive as refresh

    config = config_of(made_with(archive), **context.params)
    with progress(quiet=quiet) as watch:
        stages = refresh(archive, config, wait=wait, watch=watch)
    if not quiet:
        print_stages(stages)
