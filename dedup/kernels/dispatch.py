"""A kernel: a function over arrays and numbers that numba compiles for one signature.

The signature is written down beside the function, and what a caller gives is brought into its form, so a kernel is
compiled once and not once for each mixture of types that callers happen to have: read-only arrays beside writeable
ones, int32 beside int64. Compiling is most of what a first run takes, so kernels keep to what compiles quickly:

- a kernel calls no other kernel; what kernels share is a `part`, which is compiled as a piece of each
- no numpy functions: `np.isin` alone took 8 s, `np.argsort` 2 s for each type, `np.zeros` 0.1 s for each type. Arrays
  are made by the caller and filled by the kernel, which returns numbers
- sets, sorts and sums by group are made in numpy before and after
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numba import from_dtype, njit, types
from numba.core.compiler_lock import global_compiler_lock
from numba.core.dispatcher import Dispatcher
from numpy.typing import NDArray

from dedup.kernels.store import Store

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
        """`value` in this form: the same bytes where that can be, read-only where they are only read."""
        if self._number is not None:
            return self._number(value)
        array: NDArray[Any] = np.asarray(value)
        if array.ndim != self._dimensions or not np.can_cast(array.dtype, self._dtype, "safe"):
            raise TypeError(f"{array.dtype} of {array.ndim} dimensions where {self._dtype} is wanted")
        if self._written:
            if array.dtype != self._dtype or not array.flags.carray:
                raise TypeError("a kernel writes to contiguous arrays of its own type only")
            return array
        array = np.require(array, self._dtype, ["C", "A"])
        if array.flags.writeable:
            array = array.view()
            array.flags.writeable = False
        return array
