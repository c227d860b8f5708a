"""Working folders beside an archive, and files that are put from them in their places: all of a run or none.

A folder belongs to the process that holds a lock on the file `lock` in it. The lock ends with the process, however that
ends, and every process that shares the disk sees it, also one of another container.

Names are given one by one, and a process may die between any two. So the folder that the files were written in is
renamed first, to `.dedup-placing` beside the place. That rename is the point from which the new files count: before it
nothing has changed, after it whoever comes next gives the files that are left their names, be it the next command that
writes there or one that opens the archive. `run.json` is taken away first and put there last, so who reads the folder
without dedup knows by it that the files are of one run.
"""

import errno
import fcntl
import os
import secrets
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any, Final

import orjson

from dedup.archive.connection import awkward
from dedup.archive.errors import named_errors
from dedup.archive.looked_through import note_looked_through, version_of
from dedup.messages import STOPS, ArchiveBusyError, pass_point

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
    """Make `folder` and hold it for as long as the context lasts; then delete it if it is still there.

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
"""The folder of files that are being put in their places."""


_LIST: Final = "names.json"
_PATIENCE: Final = 10.0
"""Seconds to wait for another process that is giving names, which takes milliseconds."""


def put(file: Path, target: Path) -> None:
    """Move one file, which was written through to the disk or is written now, over `target`.

    Raises:
        OSError: if it cannot be; nothing has changed then.
    """
    _sync(file)
    if file.parent.parent.resolve() == target.parent.resolve():
        file.replace(target)
    else:
        with working_folder(target.parent / f"{PREFIX}{secrets.token_hex(8)}") as beside:
            shutil.copyfile(file, beside / "file")
            _sync(beside / "file")
            (beside / "file").replace(target)
    sync_folder(target.parent)


def put_written(file: Path, target: Path) -> None:
    """Put an archive's file that this process wrote, which holds nothing but tables, over `target`.

    Raises:
        OSError: if it cannot be; nothing has changed then.
    """
    put(file, target)
    note_looked_through(version_of(target))


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole: what was there stays until all of the new one is on the disk. A pipe or a device is written
    to as it is.

    Raises:
        OSError: if it cannot be written; what was there before is then as it was.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    path = path.resolve()
    # A full disk names no file, and the folder beside it is nothing that the user knows.
    with named_errors(path), working_folder(path.parent / f"{PREFIX}{secrets.token_hex(8)}") as beside:
        (beside / "file").write_bytes(data)
        put(beside / "file", path)


@contextmanager
def output_folder(out: Path) -> Iterator[None]:
    """Hold the right to put files into the folder `out`: what a command found there must not change while it works.

    The lock is on the folder itself, so nothing is left of it. A disk without locks, or one where a folder cannot be
    locked (NFS), has none; what is looked at again in `place` remains.

    Raises:
        ArchiveBusyError: if another process holds it.
        OSError: if there is no such folder.
    """
    held = os.open(out, os.O_RDONLY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ArchiveBusyError(f"{out}: another command is about to write there") from error
        except OSError:
            pass
        yield
    finally:
        os.close(held)


def place(folder: Path, out: Path, names: Sequence[str], look: Callable[[], None] | None = None) -> None:
    """Move the files `names` from `folder`, which then is no more, to `out`, over those that are there; the last of
    `names` stands for all. `look` looks a last time whether it may be, and raises if not.

    Raises:
        OSError: if a folder is in the way, or if it cannot be written: nothing has changed then, or the error says that
            the rest follows.
    """
    finish_placing(out)
    for name in names:
        if (out / name).is_dir():
            raise OSError(errno.EISDIR, "a folder is in the way", str(out / name))
        _sync(folder / name)
    if folder.parent.resolve() != out.resolve():
        with working_folder(out / f"{PREFIX}{secrets.token_hex(8)}") as beside:
            for name in names:
                shutil.copyfile(folder / name, beside / name)
                _sync(beside / name)
            _place(beside, out, names, look)
    else:
        _place(folder, out, names, look)


def _place(folder: Path, out: Path, names: Sequence[str], look: Callable[[], None] | None) -> None:
    (folder / _LIST).write_bytes(orjson.dumps(list(names)))
    _sync(folder / _LIST)
    sync_folder(folder)
    if look is not None:
        look()
    with signals_held():
        folder.rename(out / PLACING)
        sync_folder(out)
        pass_point("the new files are in place")
        _give_names(out)


def finish_placing(out: Path) -> None:
    """Go on where a process died that gave files their names in the folder `out`, if one did.

    Raises:
        OSError: if that cannot be done.
    """
    waited = 0.0
    while (out / PLACING).is_dir():
        if abandoned(out / PLACING):
            with signals_held():
                _give_names(out)
        elif waited > _PATIENCE:
            raise OSError(errno.EBUSY, "another process is putting files in place", str(out / PLACING))
        else:
            time.sleep(0.05)
            waited += 0.05


def _give_names(out: Path) -> None:
    placing = out / PLACING
    names = _names(placing)
    try:
        if (placing / names[-1]).exists():
            (out / names[-1]).unlink(missing_ok=True)
        for name in names:
            # Whoever died here gave some of them their names already.
            with suppress(FileNotFoundError):
                (placing / name).replace(out / name)
    except OSError as error:
        raise OSError(
            error.errno,
            f"{error.strerror}; the new files wait in {PLACING}, the next command there goes on",
            error.filename2 or error.filename,
        ) from error
    sync_folder(out)
    shutil.rmtree(placing)


def _names(placing: Path) -> list[str]:
    """The list that was put there before the folder got its name; it may name nothing outside.

    Raises:
        OSError: if the list is missing: dedup did not make this folder.
    """
    names: object = None
    with suppress(OSError, ValueError):
        names = orjson.loads((placing / _LIST).read_bytes())
    if not isinstance(names, list) or not all(isinstance(name, str) and Path(name).name == name for name in names):
        raise OSError(errno.EINVAL, "not a folder that dedup left", str(placing))
    return names


@contextmanager
def signals_held() -> Iterator[None]:
    """Have a signal to stop wait until the end of this block.

    Not by a mask: Python runs handlers in its main thread, whichever thread the signal came to.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        came.append(number)

    before: dict[signal.Signals, Any] = {}
    for number in STOPS:
        if signal.getsignal(number) not in (signal.SIG_IGN, None):
            before[number] = signal.signal(number, note)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if came:
            os.kill(os.getpid(), came[0])


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
