"""How far a command is: bars on a terminal, one line per minute where nobody looks (cron, a container, a file), or
JSON.

Lines come no more than once a minute: a scheduler keeps all of them, and a run of seconds needs none.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from dedup.cli.render.log import log_event, logs_json
from dedup.cli.render.terminal import bars, say

if TYPE_CHECKING:
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
