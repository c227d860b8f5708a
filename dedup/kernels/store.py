"""The cache of compiled kernels: a file each, named after all that the machine code depends on.

numba's own cache asks only whether the file that a kernel stands in is another one now. A kernel that takes in parts
from other files would go on as it was when those change, and it would be compiled anew for a changed comment. Here the
name of the file stands for the code of the kernel and of its parts, their constants, the versions and the processor.
"""

import hashlib
import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import CodeType
from typing import Any, Final

import llvmlite
import numba
import numpy as np
from filelock import FileLock, Timeout
from numba.core import compiler, config, serialize
from numba.core.dispatcher import Dispatcher
from numba.core.runtime.nrt import rtsys

from dedup.kernels.folders import folders_of_process

# What numba's own caches are made of, which it gives no types.
_results: Final[Any] = compiler.CompileResult
_dumps: Final[Any] = serialize.dumps
_settings: Final[Any] = config

_LONGEST_WAIT: Final = 120
"""Seconds to wait for another process that compiles the same kernel; none takes longer than a few."""


class Store:
    """Keeps the machine code of one kernel. numba asks it as it asks its own caches."""

    def __init__(self, compiled: Dispatcher, signature: str) -> None:
        self._compiled: Any = compiled
        self._signature = signature
        self._known: str | None = None

    @property
    def cache_path(self) -> str:
        """The folder, as numba's statistics show it."""
        return str(folders_of_process().written or "")

    def find(self) -> Path | None:
        """Return the file that holds it, if there is one."""
        paths = (folder / self._name for folder in folders_of_process().read)
        return next((path for path in paths if path.is_file()), None)

    @contextmanager
    def turn(self, wait: bool) -> Iterator[bool]:
        """Hold the right to compile it, so that no two processes do; yields whether it was to be had."""
        folder = folders_of_process().written
        if folder is None or self.find() is not None:
            yield True
            return
        lock = FileLock(folder / f"{self._name}.lock")
        try:
            lock.acquire(timeout=_LONGEST_WAIT if wait else 0)
        except (Timeout, OSError) as failed:
            # Better compiled twice than not at all.
            yield wait or not isinstance(failed, Timeout)
            return
        try:
            yield True
        finally:
            with suppress(OSError):
                os.unlink(lock.lock_file)
            lock.release()

    def load_overload(self, _signature: Any, context: Any) -> Any:
        """Return the kept machine code, or None; what cannot be read counts as not there."""
        path = self.find()
        if path is None:
            return None
        # Not `context.refresh()`, as numba's own caches do: it loads all that compiling may need, a third of a second.
        rtsys.initialize(context)
        try:
            return _results._rebuild(context, *pickle.loads(path.read_bytes()))
        except Exception:
            return None

    def save_overload(self, _signature: Any, result: Any) -> None:
        """Keep machine code, whole or not at all; a folder that takes none is no reason to fail."""
        folders_of_process().keep(self._name, lambda: _dumps(result._reduce()))

    @property
    def _name(self) -> str:
        if self._known is None:
            versions = (numba.__version__, llvmlite.__version__, _settings.OPT, sys.version)
            target = self._compiled.targetctx.codegen().magic_tuple()
            depends = (_fingerprint(self._compiled), self._signature, versions, target)
            digest = hashlib.sha256(repr(depends).encode()).hexdigest()
            function = self._compiled.py_func
            self._known = f"{function.__module__}.{function.__qualname__}-{digest[:24]}.kernel"
        return self._known


def _fingerprint(compiled: Dispatcher) -> tuple[object, ...]:
    """Whatever of the sources decides on the machine code of a function and of the parts that it takes in."""
    code, values = compiled.py_func.__code__, compiled.py_func.__globals__
    assert not code.co_freevars, "a kernel is no closure: what it closes over would not be seen"
    used: list[object] = []
    for name in code.co_names:
        value = values.get(name)
        if isinstance(value, Dispatcher):
            used.append((name, _fingerprint(value)))
        elif isinstance(value, bool | int | float | tuple | np.generic | np.dtype):
            used.append((name, type(value).__name__, repr(value)))
        else:
            used.append(name)
    return (*_code(code), *used, repr(sorted(compiled.targetoptions.items(), key=str)))


def _code(code: CodeType) -> tuple[object, ...]:
    inner = [_code(value) if isinstance(value, CodeType) else repr(value) for value in code.co_consts]
    return code.co_code.hex(), code.co_varnames, inner
