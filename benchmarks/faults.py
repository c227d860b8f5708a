"""Ways for a process to end, or for what it asks of the system to fail, at a moment that is chosen.

Placed ends hit between two steps that change files: `Placed` counts renames, removals, folders made and commits of the
log, and sends the signal when it is about to take one of them, or has just committed. Faults of the disk and of the
clock come from a small library that is loaded before all others (`preloaded`; it needs a C compiler), and from a disk
of memory that is full of bytes or of files (`Room`; it needs the right to mount one).
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

_SOURCE: Final = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>
/* So many writes to files are left before each fails; below zero none does. */
long dedup_writes_left = -1;
/* So many looks at the clock are left before it shows seconds less. */
long dedup_looks_left = -1;
long dedup_seconds_back = 0;
static int fails(int fd) {
    struct stat found;
    /* What a command says goes to a file as well, and is to be read. */
    if (fd == 2 || dedup_writes_left < 0 || fstat(fd, &found) || !S_ISREG(found.st_mode)) return 0;
    if (__sync_fetch_and_sub(&dedup_writes_left, 1) > 0) return 0;
    dedup_writes_left = 0;
    errno = EIO;
    return 1;
}
#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)
ssize_t write(int fd, const void *data, size_t size) { REAL(write); return fails(fd) ? -1 : real(fd, data, size); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    REAL(pwrite); return fails(fd) ? -1 : real(fd, data, size, at); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    REAL(pwrite64); return fails(fd) ? -1 : real(fd, data, size, at); }
int fsync(int fd) { REAL(fsync); return fails(fd) ? -1 : real(fd); }
int fdatasync(int fd) { REAL(fdatasync); return fails(fd) ? -1 : real(fd); }
int clock_gettime(clockid_t which, struct timespec *now) {
    REAL(clock_gettime);
    int answer = real(which, now);
    if (which == CLOCK_REALTIME && dedup_looks_left >= 0 && __sync_fetch_and_sub(&dedup_looks_left, 1) <= 0) {
        dedup_looks_left = 0;
        now->tv_sec -= dedup_seconds_back;
    }
    return answer;
}
"""


_CHANGES: Final = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate")
"""What Python tells its audit hooks before it does it."""


def preload(arguments: list[str]) -> None:
    """Start this program again, `python` with `arguments`, with the library before all others; return where there is no
    C compiler, or where it is loaded."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if preloaded() is not None or compiler is None or sys.platform != "linux":
        return
    folder = tempfile.mkdtemp(prefix="dedup-faults-")
    library = Path(folder) / "faults.so"
    made = subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-x", "c", "-", "-o", str(library), "-ldl"],
        input=_SOURCE.encode(),
        check=False,
        capture_output=True,
    )
    if made.returncode == 0:
        os.execve(sys.executable, [sys.executable, *arguments], os.environ | {"LD_PRELOAD": str(library)})


def preloaded() -> ctypes.CDLL | None:
    """The library, if it was loaded before this process began."""
    library = ctypes.CDLL(None)
    return library if hasattr(library, "dedup_writes_left") else None


def failing(work: Callable[[], None], writes: int) -> Callable[[], None]:
    """`work`, whose writes fail (EIO) after so many."""
    return _set(work, dedup_writes_left=writes)


def going_back(work: Callable[[], None], looks: int, seconds: int) -> Callable[[], None]:
    """`work`, whose clock jumps back by `seconds` after so many looks at it."""
    return _set(work, dedup_seconds_back=seconds, dedup_looks_left=looks)


def _set(work: Callable[[], None], **values: int) -> Callable[[], None]:
    def changed() -> None:
        for name, value in values.items():
            ctypes.c_long.in_dll(ctypes.CDLL(None), name).value = value
        work()

    return changed


class Placed:
    """Counts the steps of a process that change files under a folder, and may end it at one of them."""

    def __init__(self, place: Path, at: int | None = None, end: signal.Signals = signal.SIGKILL) -> None:
        self.place = str(place)
        self.at = at
        self.end = end
        self.steps = 0

    def watch(self) -> None:
        """Begin; a process cannot be unwatched, so this is for one that was forked for it."""
        from dedup.archive.log import Log

        commit = Log.commit

        def committed(live: Log, *given: Any, **named: Any) -> int:
            self._step()
            number = commit(live, *given, **named)
            self._step()
            return number

        Log.commit = committed  # type: ignore[method-assign]
        sys.addaudithook(self._heard)

    def _heard(self, event: str, given: tuple[Any, ...]) -> None:
        if event in _CHANGES and any(
            isinstance(one, str | os.PathLike) and os.fspath(one).startswith(self.place) for one in given
        ):
            self._step()

    def _step(self) -> None:
        if self.steps == self.at:
            os.kill(os.getpid(), self.end)
        self.steps += 1


class Room:
    """A folder whose disk can be full: a tmpfs, or where that may not be mounted, a limit on the size of files."""

    _WIDE: Final = "size=64m,nr_inodes=0"

    def __init__(self, place: Path, opened: ExitStack) -> None:
        self.place = place
        self.mounted = self._mount(self._WIDE)
        if self.mounted:
            opened.callback(subprocess.run, ["umount", "-l", str(place)], check=True)

    def filled(self, work: Callable[[], None], left: int) -> Callable[[], None]:
        """`work` with so many bytes left."""
        if self.mounted:
            used = sum(path.stat().st_blocks * 512 for path in self.place.rglob("*"))
            self._mount(f"remount,size={used + left // 4096 * 4096 + 4096}")
            return work

        def limited() -> None:
            import resource

            resource.setrlimit(resource.RLIMIT_FSIZE, (left, left))
            work()

        return limited

    def crowded(self, work: Callable[[], None], left: int) -> Callable[[], None]:
        """`work` with room for so many more files; only where a disk could be mounted."""
        used = 1 + sum(1 for _ in self.place.rglob("*"))
        self._mount(f"remount,nr_inodes={used + left}")
        return work

    def empty(self) -> None:
        """Have room again."""
        if self.mounted:
            self._mount(f"remount,{self._WIDE}")

    def _mount(self, options: str) -> bool:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self.place)]
        try:
            return subprocess.run(command, capture_output=True, check=False).returncode == 0
        except OSError:
            return False


def at_a_step(work: Callable[[], None], placed: Placed) -> Callable[[], None]:
    """`work`, which ends where `placed` says."""

    def watched() -> None:
        placed.watch()
        work()

    return watched


def a_minute_later(place: Path) -> None:
    """Let folders look older that a process left between making them and locking them: for a minute they may be about
    to be locked, and the next command deletes them after that."""
    for folder in place.glob(".dedup-*"):
        os.utime(folder, (time.time() - 120, time.time() - 120))
