"""The files beside an archive, its log and its lock, and which file the archive is, by whatever name it is called.

An archive is its file. A symbolic link leads to it, and a hard link is another name of it; of all names one is used for
the log and the lock, else two would be written side by side and part for good.

The file itself knows that it has a log: with the first commit the name of the log is written behind its last block,
where the database does not look. So a file that was moved or copied without its log says so when it is opened, instead
of passing for the whole archive.
"""

import fcntl
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from dedup.archive.connection import connect
from dedup.archive.errors import ArchiveBusyError, ArchiveError
from dedup.archive.file import attach
from dedup.config import ARCHIVE_FILE, ConfigError

_HEADERS: Final = 3 * 4096
_UNIT: Final = 4096
"""The database's file is headers and blocks, all of a size that this divides."""
_MARK: Final = 512
_BEFORE: Final = b"\ndedup log: "
_DATABASE: Final = (8, b"DUCK")
_LOG: Final = re.compile(r"(.+)\.([0-9a-f]{16})\.live", re.DOTALL)


def companion(path: Path, generation: str, name: str) -> Path:
    """Return a file that belongs to one generation of the archive at `path`."""
    return path.with_name(f"{path.name}.{generation}.{name}")


def real_path(path: str | Path) -> Path:
    """Return the name under which the archive at `path` has its log and its lock; a folder of a run is the archive in
    it."""
    path = Path(path)
    if path.is_dir() and (path / ARCHIVE_FILE).exists():
        path = path / ARCHIVE_FILE
    if path.is_symlink():
        path = path.resolve()
    if found := _LOG.fullmatch(marked_log(path) or ""):
        owner = path.with_name(found[1])
        with suppress(OSError):
            if owner.samefile(path):
                return owner
    return path


def same_file(one: str | Path, other: str | Path) -> bool:
    """Return whether two paths lead to one file that is there."""
    with suppress(OSError):
        return Path(one).samefile(other)
    return False


def marked_log(path: Path) -> str | None:
    """Return the name of the log that the archive's file at `path` says it has; empty if it can no longer be read, None
    if it says none."""
    with suppress(OSError), path.open("rb") as file:
        start, magic = _DATABASE
        file.seek(start)
        if file.read(len(magic)) != magic:
            return None
        size = os.fstat(file.fileno()).st_size
        tail = (size - _HEADERS) % _UNIT
        if not tail:
            return None
        file.seek(size - tail)
        mark = file.read(tail).rstrip(b"\0")
        return os.fsdecode(mark[len(_BEFORE) :]) if mark.startswith(_BEFORE) else ""
    return None


def mark_log(path: Path, log: Path) -> None:
    """Let the archive's file at `path` say that its log is `log`, through to the disk.

    Raises:
        ArchiveError: if it says that another is, which is there.
        OSError: if it cannot be written. One that may only be read stays as it is.
    """
    try:
        opened = os.open(path, os.O_RDWR)
    except PermissionError:
        return
    try:
        # Two names of one file have two locks.
        fcntl.flock(opened, fcntl.LOCK_EX)
        named = marked_log(path)
        if named == log.name:
            return
        if named and path.with_name(named).exists():
            raise ArchiveError(f"{path}: is another name of an archive whose log is {named}, and is written to as that")
        size = os.fstat(opened).st_size
        end = size - (size - _HEADERS) % _UNIT
        os.pwrite(opened, (_BEFORE + os.fsencode(log.name)).ljust(_MARK, b"\0"), end)
        os.fsync(opened)
    finally:
        os.close(opened)


def log_of(path: Path, generation: str) -> Path:
    """Return where the log of the archive's file at `path` is or will be: beside it, under its own name or, if the file
    was renamed, under the one it had.

    Raises:
        ArchiveError: if the file has a log and that is not there, or belongs to another file.
    """
    own = companion(path, generation, "live")
    named = marked_log(path)
    if named is None or own.exists():
        return own
    other, found = path.with_name(named), _LOG.fullmatch(named)
    if found and found[2] == generation and other.exists():
        owner = path.with_name(found[1])
        if generation_of(owner) != generation:
            return other
        raise ArchiveError(
            f"{path}: a copy of {owner.name} without its log {named}, where what was added since the file was written "
            f"is. Copy that too, as {own.name}, or copy the file after `dedup archive compact`"
        )
    raise ArchiveError(
        f"{path}: was moved or copied without its log {named or own.name}, where what was added since the file was "
        f"written is. Put that beside it as {own.name}. If it is lost for good, an empty file of that name lets the "
        "rest be read"
    )


def lock_archive(path: Path, wait: float) -> FileLock:
    """Take the right to write to the archive at `path`; it ends with the process at the latest.

    Raises:
        ArchiveBusyError: if another process has it and does not give it up within `wait` seconds.
        ConfigError: if `wait` is below 0 or no number.
        OSError: if nothing can be written there.
    """
    if not wait >= 0:
        raise ConfigError(f"cannot wait {wait} seconds: 0 or more")
    path = real_path(path)
    lock = FileLock(f"{path}.lock", thread_local=False)
    try:
        lock.acquire(timeout=wait)
    except Timeout as error:
        raise ArchiveBusyError(f"{path}: another process writes to it") from error
    return lock


def generation_of(path: Path) -> str | None:
    """Return the generation of the archive's file at `path`; None if there is none that can be read."""
    if path.is_file():  # asked first: to start the database takes longer than most other things in a small run
        with suppress(ArchiveError, OSError), connect([path]) as connection:
            return attach(connection, path).get("generation")
    return None
