"""How far a command is: bars on a terminal, one line per minute where nobody looks (cron, a container, a file), or
JSON.

Lines come no more than once a minute: a scheduler keeps all of them, and a run of seconds needs none.

What commands say of kernels that must be compiled, which is most of what a first run takes.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from dedup.cli.render.log import log_event, logs_json
from dedup.cli.render.terminal import bars, say
from dedup.messages import count

if TYPE_CHECKING:
    from dedup.jobs import Warmed
    from dedup.pipeline import Watch

EVERY: Final = 60.0
"""Seconds between two lines."""


@contextmanager
def progress(*, quiet: bool = False) -> Iterator["Watch | None"]:
    """Give what a job reports to, for as long as the context lasts; None where nobody wants to know."""
    if quiet:
        yield None
    elif logs_json():
        yield Lines(_log)
    elif sys.stderr.isatty():
        with bars() as watch:
            yield watch
    else:
        yield Lines(_say)


class Lines:
    """Passes on how far a stage is, at most once a minute."""

    def __init__(
        self, write: Callable[[str, int, int, float], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._write = write
        self._clock = clock
        self._started = self._last = clock()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note that `done` of `total` parts of a stage are done."""
        now = self._clock()
        if now - self._last >= EVERY:
            self._last = now
            self._write(stage, done, total, now - self._started)


def _say(stage: str, done: int, total: int, seconds: float) -> None:
    part = f" {done:,} of {total:,} ({100 * done // total}%)," if total > 1 else ""
    say(f"{stage}:{part} {seconds / 60:,.0f} min so far")


def _log(stage: str, done: int, total: int, seconds: float) -> None:
    log_event("progress", stage=stage, done=done, total=total, seconds=round(seconds, 1))


_READING: Final = "read"
"""The stage that needs no kernels."""


def saying_what_compiles(watch: "Watch") -> "Watch":
    """Return `watch`, which first says what must be compiled when a stage begins that has something to do: a run that
    reads no article compiles nothing."""
    said = False

    def saying(stage: str, done: int, total: int) -> None:
        nonlocal said
        if total and stage != _READING and not said:
            said = True
            _say_compiling()
        watch(stage, done, total)

    return saying


def _say_compiling() -> None:
    """Say what a first run compiles, how long that takes here, and where it is kept; nothing where all is there."""
    from dedup.jobs import compiling_cost

    cost = compiling_cost()
    if cost is None:
        return
    kernels = count(cost.kernels, "kernel")
    took = f"about {cost.seconds:.0f} s of processor time here" if cost.seconds >= 1 else "a moment"
    if cost.folder is None:
        say(f"compiling {kernels}, {took}, in each run: nothing can be written where they would be kept")
        say("set NUMBA_CACHE_DIR to a folder that can be written to, and this is done once")
    else:
        say(f"compiling {kernels}, once: {took}, beside the first stages; kept in {cost.folder}")


def print_warmed(warmed: "Warmed") -> None:
    """Print what compiling took, on stderr."""
    if warmed.compiled:
        say(f"compiled {warmed.compiled} of {warmed.kernels} kernels in {warmed.seconds:.1f} s")
    else:
        say(f"all {warmed.kernels} kernels are compiled already")
    if warmed.folder is not None:
        say(f"kept in {warmed.folder}")
