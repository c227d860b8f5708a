"""`dedup archive migrate`."""

import sys
from contextlib import nullcontext

from dedup.cli.commands.options import ExistingArchive, Memory, Quiet, Threads, Wait


def migrate_command(
    archive: ExistingArchive, memory: Memory = "4GiB", threads: Threads = 0, wait: Wait = 0.0, quiet: Quiet = False
) -> None:
    """Bring an archive of an earlier version up to date.

    Its articles are compared again from scratch.
    """
    from dedup.cli.render.terminal import bars, say
    from dedup.config import MachineConfig, bytes_of
    from dedup.jobs import migrate_archive as migrate

    machine = MachineConfig(memory=bytes_of(memory), threads=threads)
    with bars() if sys.stderr.isatty() and not quiet else nullcontext() as watch:
        former = migrate(archive, machine, wait=wait, watch=watch)
    if not quiet:
        say("up to date already" if former is None else f"was of format {former}, is up to date")
