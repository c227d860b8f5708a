"""A watchdog for Ctrl-C, SIGTERM and SIGHUP: a command that does not end in time after one is ended.

Python hands a signal to the main thread between two of its instructions. While that thread is in native code, or
waits for threads that are, nothing is heard. So the number of each signal is also written to a pipe, which C does at
once, and a thread reads it there.
"""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final, NoReturn

from dedup.messages import STOPS, passed

_SECONDS: Final = 1.5
"""In which a command may clean up after itself. What it leaves then is as after SIGKILL: archives stand that, and the
next command deletes working folders of the dead. Half of the three seconds that are promised: where sixteen processes
want two cores, to wake up and to give the memory back took one more."""

_allowed = [_SECONDS]


def allow_seconds(seconds: float) -> None:
    """Set how many seconds the running command has to end after a signal."""
    _allowed[0] = seconds


@contextmanager
def ended_in_time(code: int) -> Iterator[None]:
    """End the process with `code` where a signal to stop is not followed by the end of this context.

    What an earlier command of the process was allowed (`allow_seconds`) does not count here.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _allowed[0] = _SECONDS
    heard, noted = os.pipe()
    os.set_blocking(noted, False)
    ended = threading.Event()
    before = signal.set_wakeup_fd(noted, warn_on_full_buffer=False)
    threading.Thread(target=_listen, args=(heard, ended, code), name="stopping", daemon=True).start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        ended.set()
        # The end of the pipe ends the thread.
        os.close(noted)


def end_now(code: int) -> NoReturn:
    """End the process with `code`, and without Python's own end, which took three seconds more on a machine at work.

    What was printed goes out before, if its reader takes it in time: a pager that stands still does not."""
    flushing = threading.Thread(target=_flush, name="flushing", daemon=True)
    flushing.start()
    flushing.join(_SECONDS)
    os._exit(code)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()


def _listen(heard: int, ended: threading.Event, code: int) -> None:
    with os.fdopen(heard, "rb", buffering=0) as signals:
        while number := signals.read(1):
            if number[0] in STOPS and not ended.wait(_allowed[0]):
                done = "; ".join(passed()) or "what was committed stays"
                os.write(2, f"dedup: stopped at work; {done}\n".encode())
                os._exit(code)
