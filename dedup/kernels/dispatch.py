"""A kernel: a function over arrays and numbers that numba compiles for one signature, and the cache of what it made.

The signature is written down beside the function, and what a caller gives is brought into its form, so a kernel is
compiled once and not once for each mixture of types that callers happen to have: read-only arrays beside writeable
ones, int32 beside int64. Compiling is most of what a first run takes, so kernels keep to what compiles quickly:

- a kernel calls no other kernel; what kernels share is a `part`, which is compiled as a piece of each
- no numpy functions: `np.isin` alone took 8 s, `np.argsort` 2 s for each type, `np.zeros` 0.1 s for each type. Arrays
  are made by the caller and filled by the kernel, which returns numbers
- sets, sorts and sums by group are made in numpy before and after

The cache has one file per kernel, named after all that its machine code depends on. numba's own asks only whether the
file that a kernel stands in is another one now: a kernel that takes in parts from other files would go on as it was
when those change, and it would be compiled anew for a changed comment. Here the name of the file stands for the code of
the kernel and of its parts, their constants, the versions and the processor.
"""

import hashlib
import os
import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import CodeType
from typing import Any, Final

import llvmlite
import numba
import numpy as np
from filelock import FileLock, Timeout
from numba import from_dtype, njit, types
from numba.core import compiler, config, serialize
from numba.core.compiler_lock import global_compiler_lock
from numba.core.dispatcher import Dispatcher
from numba.core.runtime.nrt import rtsys
from numpy.typing import NDArray

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


_NUMBERS: Final = {"i8": int, "f8": float, "u8": np.uint64, "f4": np.float32}
"""What makes a number of each type that a kernel may take."""


_njit: Final[Any] = njit
part: Final = _njit(nogil=True, error_model="numpy", inline="always")
# A wrapper for calls from C is another function to compile, and nobody calls a kernel from there.
large_part: Final = _njit(nogil=True, error_model="numpy", no_cfunc_wrapper=True)
"""The same for a long function, compiled by itself into the kernel: as lines of `_compare` those of `align` and
`shared_runs` took 2 s more, for what compiling takes grows faster than the length of a function."""
"""Make a function a part of the kernels that call it, compiled as lines of each and never by itself."""


class Kernel:
    """A compiled function. Called as the function is, with arguments that are brought into the form it declares."""

    def __init__(self, function: Callable[..., Any], signature: str, records: dict[str, np.dtype[Any]]) -> None:
        self.function = function
        self.name = f"{function.__module__}.{function.__qualname__}"
        self._arguments = [_Argument(word, records) for word in signature.split()]
        self._compiled: Any = large_part(function)
        self._store = Store(self._compiled, signature)
        self._compiled._cache = self._store
        self._ready = False

    def __call__(self, *given: Any) -> Any:
        """Run it, compiling it if need be."""
        if not self._ready:
            self.compile()
        return self._compiled(*[argument.fit(value) for argument, value in zip(self._arguments, given, strict=True)])

    def compile(self, wait: bool = True) -> bool:
        """Load it from where kernels are kept, or compile it and keep it there.

        Returns False, having done nothing, where another process compiles it at this moment and `wait` is false.
        """
        with global_compiler_lock, self._store.turn(wait) as ours:
            if ours and not self._ready:
                self._compiled.compile(tuple(argument.type for argument in self._arguments))
                # Whatever else it may be given is a mistake, and not a reason to compile it again.
                self._compiled.disable_compile()
                self._ready = True
            return ours

    @property
    def kept(self) -> bool:
        """Whether it need not be compiled: it is in this process, or on disk."""
        return self._ready or self._store.find() is not None

    @property
    def size(self) -> int:
        """The length of its code, parts taken in, to which the time of compiling is about in proportion."""
        return _length(self.function)

    @property
    def misses(self) -> int:
        """How many times this process compiled it."""
        return sum(self._compiled.stats.cache_misses.values())

    @property
    def signatures(self) -> int:
        """For how many signatures it is compiled in this process."""
        return len(self._compiled.signatures)


KERNELS: Final[dict[str, Kernel]] = {}
"""All kernels of the modules loaded so far, by name."""


def kernel(signature: str, **records: np.dtype[Any]) -> Callable[[Callable[..., Any]], Kernel]:
    """Make a function a kernel. The signature names the type of each argument: `u4[]` for an array of one dimension
    that is only read, `u4[,]` for one of two, `u4[]!` for one that is written, `i8` for a number. Record types go by
    the names of `records`."""

    def made(function: Callable[..., Any]) -> Kernel:
        one = Kernel(function, signature, records)
        KERNELS[one.name] = one
        return one

    return made


def _length(function: Callable[..., Any]) -> int:
    parts = (function.__globals__.get(name) for name in function.__code__.co_names)
    return len(function.__code__.co_code) + sum(_length(part.py_func) for part in parts if isinstance(part, Dispatcher))


class _Argument:
    """The form of one argument."""

    def __init__(self, word: str, records: dict[str, np.dtype[Any]]) -> None:
        self._written = word.endswith("!")
        name, _, shape = word.rstrip("!").partition("[")
        self._number = None if shape else _NUMBERS[name]
        self._dtype = records[name] if name in records else np.dtype(name)
        self._dimensions = shape.count(",") + 1
        self.type = from_dtype(self._dtype)
        if shape:
            self.type = types.Array(self.type, self._dimensions, "C", readonly=not self._written)

    def fit(self, value: Any) -> Any:
        """Return `value` in this form: the same array where that can be. One that may be written to is also taken where
        it is only read: what is compiled so holds no line that would write."""
        if self._number is not None:
            return self._number(value)
        array: NDArray[Any] = np.asarray(value)
        flags = array.flags
        same = array.dtype == self._dtype
        if same and flags.carray and array.ndim == self._dimensions:
            return array
        if array.ndim != self._dimensions or not (same or np.can_cast(array.dtype, self._dtype, "safe")):
            raise TypeError(f"{array.dtype} of {array.ndim} dimensions where {self._dtype} is wanted")
        if self._written:
            raise TypeError("a kernel writes to contiguous arrays of its own type only")
        if not (same and flags.c_contiguous and flags.aligned):
            # Takes as long as all the rest, and is rarely needed.
            array = np.require(array, self._dtype, ["C", "A"])
        return array
