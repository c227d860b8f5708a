"""`dedup archive compact`."""

from dedup.cli.commands.options import ArchivePath, Quiet, Wait


def compact_command(archive: ArchivePath, wait: Wait = 0.0, quiet: Quiet = False) -> None:
    """Fold the log of additions into the archive's file."""
    from dedup.cli.render.terminal import say
    from dedup.jobs import compact
    from dedup.messages import count

    folded = compact(archive, wait=wait)
    if not quiet:
        say(
            f"folded {count(folded, 'commit')} into the file" if folded else "nothing to fold: the archive is as it was"
        )
