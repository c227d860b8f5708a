"""What is done about files that a crash left beside an archive, or that were moved without each other.

Other files decide the rest of recovery: `dedup.archive.log` (a transaction that was cut short),
`dedup.archive.companions` (an archive without its log), `dedup.archive.placing` (files of a run without their names,
folders of dead processes), `ArchiveStore._attach` (a file that is replaced while it is
opened), `dedup.jobs.add` (articles that were committed and not compared), `Lookup.prepare` (missing keys).
docs/architecture.md has a table of all.

Nothing that holds commits is deleted unless the archive's file or its own log holds them as well. The file says which
one it took the place of (`follows` in `meta`): that one's log is in it. The log that was made for a file that never got
its name says whose place that was to take: what it holds is in the log of that.
"""

import glob
from contextlib import suppress
from pathlib import Path

from dedup.archive.companions import companion, lock_archive, log_of, mark_log
from dedup.archive.errors import ArchiveError
from dedup.archive.file import GENERATION
from dedup.archive.log import Log
from dedup.archive.placing import sweep_folders


def own_log(path: Path, generation: str) -> Path:
    """Return the log of the archive's file at `path`, under its name; one that has the name of before the file was
    renamed gets it. For the one that may write.

    Raises:
        ArchiveError, OSError: as `log_of`.
        ArchiveBusyError: if another process writes to it under the former name.
    """
    own, log = companion(path, generation, "live"), log_of(path, generation)
    if log != own:
        lock = lock_archive(log.with_name(log.name.removesuffix(f".{generation}.live")), 0)
        try:
            Log.checkpoint(log)
            log.rename(own)
            mark_log(path, own)
        finally:
            lock.release()
    return own


def sweep_companions(path: Path, generation: str, follows: str | None) -> None:
    """Delete what belongs to files that are no longer there, or was never finished; for the one that may write. A log
    that belongs to another file stays."""
    sweep_folders(path.parent)
    kept = [log.name for log in other_logs(path, generation, follows)]
    for left in _companions(path):
        if _generation_of(left, path) != generation and not left.name.startswith(tuple(kept)):
            left.unlink(missing_ok=True)


def other_logs(path: Path, generation: str, follows: str | None) -> list[Path]:
    """Return the logs under the name of the archive at `path` that hold commits and belong to another file, such as one
    that was moved away without its log."""

    def ended(log: Path) -> bool:
        if _generation_of(log, path) in (generation, follows):
            return True
        with suppress(ArchiveError, OSError), Log.open(log) as opened:
            return not opened.last() or opened.follows() == generation
        return False

    return sorted(log for log in _companions(path) if log.name.endswith(".live") and not ended(log))


def _companions(path: Path) -> list[Path]:
    found = path.parent.glob(f"{glob.escape(path.name)}.*.*")
    return [one for one in found if GENERATION.fullmatch(_generation_of(one, path))]


def _generation_of(companion: Path, path: Path) -> str:
    return companion.name.removeprefix(f"{path.name}.").partition(".")[0]
