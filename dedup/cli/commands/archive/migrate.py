"""`dedup archive migrate`."""

from dataclasses import replace

from dedup.cli.commands.options import ArchivePath, Memory, Quiet, Threads, Wait


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
        machine = replace(machine, memory=bytes_of(memory))
    with progress(quiet=quiet) as watch:
        former = migrate(archive, machine, wait=wait, watch=watch)
    if not quiet:
        say("up to date already" if former is None else f"was of format {former}, is up to date")
