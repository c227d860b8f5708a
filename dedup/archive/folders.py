"""Folders in which a process writes what is to stand beside an archive, and how those of the dead are known.

A folder belongs to the process that holds a lock on the file `lock` in it. The lock ends with the process, however that
ends, and every process that shares the disk sees it. A process number in the folder's name, as earlier versions had it,
says neither: in a container the same number always lives, and the processes of another container seem to be dead.
"""

import fcntl
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from dedup.archive.connection import awkward

PREFIX: Final = ".dedup-"
_LOCK: Final = "lock"
_BORN_SECONDS: Final = 60.0
"""A folder without a lock that is younger is about to get one."""


def folder_beside(path: Path) -> Path:
    """Return where a process may write what is to stand at `path`; should it die, the next deletes it.

    Where the database cannot write beside it, the folder is one of the system's for what is temporary.
    """
    parent = Path(tempfile.gettempdir()) if awkward(path.parent.absolute()) else path.parent
    return parent / f"{PREFIX}{secrets.token_hex(8)}"


@contextmanager
def working_folder(folder: Path) -> Iterator[Path]:
    """The folder `folder`, made and held until the end, and then deleted if it is still there.

    Raises:
        OSError: if it cannot be made.
    """
    held = None
    try:
        folder.mkdir(mode=0o700)
        held = _hold(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if held is not None:
            os.close(held)


def _hold(folder: Path) -> int:
    """Lock a file, and then name it: a process that finds the named file unlocked knows that its maker died."""
    new = folder / f"{_LOCK}.new"
    held = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    # Some disks have no locks. Whoever asks for one there is refused as well, and leaves the folder alone.
    with suppress(OSError):
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    new.rename(folder / _LOCK)
    return held


def abandoned(folder: Path) -> bool:
    """Check whether the process that worked in `folder` has ended."""
    try:
        asked = os.open(folder / _LOCK, os.O_RDWR)
    except OSError:
        with suppress(OSError):
            return not (folder / _LOCK).exists() and time.time() - folder.stat().st_mtime > _BORN_SECONDS
        return False
    try:
        fcntl.flock(asked, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(asked)


def sweep_folders(parent: Path) -> None:
    """Delete the folders of processes that died."""
    for left in parent.glob(f"{PREFIX}*"):
        if left.is_dir() and left.name != PLACING and abandoned(left):
            shutil.rmtree(left, ignore_errors=True)


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder to disk, so that they outlive a power failure."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


PLACING: Final = f"{PREFIX}placing"
"""See `dedup.archive.placing`."""
