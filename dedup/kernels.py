"""Whether the kernels are compiled already.

numba compiles a kernel when it is first called and keeps the result on disk: in `NUMBA_CACHE_DIR` if that is set, else
in `__pycache__` beside the source, else, where that cannot be written, in the user's cache folder.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numba.core.dispatcher import Dispatcher


def compiled() -> bool:
    """Say whether any kernel of the modules loaded so far is on disk: none is before the first run, most are after."""
    return any(_kept(kernel) for kernel in _kernels())


def _kernels() -> Iterator["Dispatcher"]:
    from numba.core.dispatcher import Dispatcher

    for name, module in sorted(sys.modules.items()):
        if name.startswith("dedup."):
            yield from (value for value in vars(module).values() if isinstance(value, Dispatcher))


def _kept(kernel: "Dispatcher") -> bool:
    """Look for the index that numba names after the function and the line it begins at."""
    function, folder = kernel.py_func, kernel.stats.cache_path
    index = f"{function.__module__.rpartition('.')[2]}.{function.__qualname__}-{function.__code__.co_firstlineno}.*.nbi"
    return folder is not None and any(Path(folder).glob(index))
