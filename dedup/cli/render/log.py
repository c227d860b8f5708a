"""`--log-json`: all that a command says on stderr as JSON, one line per event, for whoever gathers logs.

An event has `time` (UTC), `event` (`message`, `progress`, `summary`, `stopping`) and what belongs to it. Whether a
command logs so is held for that command alone, since a process may run several (tests do, and so may a scheduler).
"""

import datetime
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

_LOGS: Final = ContextVar("dedup_log_json", default=False)


@contextmanager
def one_command() -> Iterator[None]:
    """Give a context in which a command logs as text until `log_as_json` says otherwise."""
    token = _LOGS.set(False)
    try:
        yield
    finally:
        _LOGS.reset(token)


def log_as_json(wanted: bool) -> bool:
    """Let the command that runs say all as JSON, if that is wanted."""
    _LOGS.set(wanted)
    return wanted


def logs_json() -> bool:
    """Return whether the command that runs says all as JSON."""
    return _LOGS.get()


def log_event(event: str, **values: Any) -> None:
    """Write an event to stderr."""
    from dedup.messages import json_line

    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    print(json_line({"time": now, "event": event, **values}), file=sys.stderr, flush=True)
