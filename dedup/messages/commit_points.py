"""What a command did that stays done, whatever happens to its process then: a message about a stop must not deny it."""

import signal
from typing import Final

STOPS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""The signals that stop a command; while files are put in their places they wait."""

_passed: list[str] = []


def pass_point(what: str) -> None:
    """Note that `what` is done and stays done."""
    if what not in _passed:
        _passed.append(what)


def begin_command() -> None:
    """Drop what commands before this one did, in a process that runs several."""
    _passed.clear()


def passed() -> list[str]:
    """Return what was noted, in order."""
    return list(_passed)
