"""Puts the files of a run in place: all of them or none.

Names are given one by one, and a process may die between any two. So the folder that the files were written in is
renamed first, to `.dedup-placing` beside the place. That rename is the point from which the new files count: before it
nothing has changed, after it whoever comes next gives the files that are left their names, be it the next command that
writes there or one that opens the archive. `run.json` is taken away first and put there last, so who reads the folder
without dedup knows by it that the files are of one run.

Tried and left: two whole folders that swap names (the folder may hold files of the user, or be a mount).
"""

import errno
import fcntl
import os
import secrets
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any, Final

import orjson

from dedup.archive.errors import named_errors
from dedup.archive.folders import PLACING, PREFIX, abandoned, sync_folder, working_folder
from dedup.messages import ArchiveBusyError, pass_point

_LIST: Final = "names.json"
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
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
        OSError: if there is none: the folder is none of ours then.
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
    for number in _SIGNALS:
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
