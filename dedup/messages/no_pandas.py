"""Keeps pandas out of processes of the program: pyarrow and DuckDB load it wherever it is installed."""

import sys
from importlib.abc import MetaPathFinder
from types import FrameType
from typing import Any, Final

_OURS: Final = frozenset({"dedup", "pyarrow", "duckdb"})
_UNPICKLES: Final = "dedup.messages.worker"
"""Where a worker takes in what it is given. Of pyarrow's times some are those of pandas, where that is loaded."""


def keep_pandas_out() -> None:
    """Hide pandas from this program, pyarrow and DuckDB; whoever else asks gets it.

    Those two load it wherever it is installed, only to ask whether what they are given is one of its frames, and that
    takes as long as all else a short command does. For the program and its workers alone: a Python process that
    imports dedup may well have frames.
    """
    if "pandas" not in sys.modules:
        sys.meta_path.insert(0, _Finder())


def is_pandas_out() -> bool:
    """Return whether this process keeps pandas out."""
    return any(isinstance(finder, _Finder) for finder in sys.meta_path)


class _Finder(MetaPathFinder):
    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> None:
        if name == "pandas":
            asking = _asked_by(sys._getframe(1))
            if asking.partition(".")[0] in _OURS and asking != _UNPICKLES:
                raise ModuleNotFoundError(f"{name} is not for this program", name=name)


def _asked_by(frame: FrameType | None) -> str:
    """The module of the nearest caller that is none of the import system; native code has no frame of its own, and
    the nearest is then who called it."""
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] not in ("importlib", "_frozen_importlib", "_frozen_importlib_external"):
            return module
        frame = frame.f_back
    return ""
