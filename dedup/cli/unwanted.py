"""Keeps pandas out of a process that has no frames: pyarrow and DuckDB load it wherever it is installed, only to ask
whether what they are given is one of its frames, and that takes as long as all else a short command does."""

import sys
from importlib.abc import MetaPathFinder
from types import FrameType
from typing import Any, Final

_OURS: Final = frozenset({"dedup", "pyarrow", "duckdb"})


def keep_pandas_out() -> None:
    """Have pandas not found where this program, pyarrow or DuckDB asks for it; whoever else asks gets it.

    For the program alone: a Python process that imports dedup may well have frames.
    """
    if "pandas" not in sys.modules:
        sys.meta_path.insert(0, _Finder())


class _Finder(MetaPathFinder):
    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> None:
        if name == "pandas" and _asked_by(sys._getframe(1)) in _OURS:
            raise ModuleNotFoundError(f"{name} is not for this program", name=name)


def _asked_by(frame: FrameType | None) -> str:
    """The package of the nearest caller that is none of the import system; native code has no frame of its own, and
    the nearest is then who called it."""
    while frame is not None:
        package = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        if package not in ("importlib", "_frozen_importlib", "_frozen_importlib_external"):
            return package
        frame = frame.f_back
    return ""
