"""What becomes of memory that a batch frees: the next one takes as much."""

import gc
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3
"""As `malloc.h` of glibc numbers them."""
_KEPT: Final = {_TRIM_THRESHOLD: 256 << 20, _TOP_PAD: 32 << 20, _MMAP_THRESHOLD: 32 << 20}
"""More bytes than the arrays of a batch take, each and all; the last is the most that glibc allows."""
_GIVEN_BACK: Final = {_TRIM_THRESHOLD: 32 << 20, _MMAP_THRESHOLD: 1 << 20}
"""Arrays of a megabyte go back by themselves; what is above all that is in use goes back from 32 MB. 125 MB of reprints
and a live blog with 500 MB held 673 MiB so, in 163 seconds of processor time; 744 in 132 where freed memory is kept.
To trim from a megabyte held 628, in 220; arrays of two megabytes and more alone 690, in 141."""


def choose_freed_memory(*, gives_back: bool) -> None:
    """Have a process of our own keep what is freed, or give it back: what `run` and `add` do first."""
    if gives_back:
        give_freed_memory_back()
    else:
        keep_freed_memory()


def keep_freed_memory() -> None:
    """Have the C library keep what is freed for what is asked for next, where it is glibc.

    It gives the arrays of each batch back to the system, which fills their pages with zeros for the next one: a
    fifteenth of the processor time of a run. For a process of our own.
    """
    _call_mallopt(_KEPT)


def give_freed_memory_back() -> None:
    """Have the C library, where it is glibc, and Arrow give large arrays back to the system once they are freed.

    Once one of 30 MB was freed, glibc takes all smaller ones from its heap, where what is freed between others stays;
    Arrow's own pool keeps what it has had. For a process of our own that has little memory.
    """
    import pyarrow as pa

    pa.set_memory_pool(pa.system_memory_pool())
    _call_mallopt(_GIVEN_BACK)


def release_freed_memory() -> None:
    """Give back to the system what nobody refers to: cycles of objects, what Arrow and the C library keep for later.

    For a run of little memory, between its stages: what one has freed lies in other places than the next one asks for.
    """
    import pyarrow as pa

    gc.collect()
    pa.default_memory_pool().release_unused()
    _call("malloc_trim", 0)


def _call_mallopt(sizes: Mapping[int, int]) -> None:
    for what, size in sizes.items():
        _call("mallopt", what, size)


def _call(function: str, *numbers: int) -> None:
    """Call a function of the C library, if it has one of this name."""
    if sys.platform != "linux":
        return
    import ctypes

    with suppress(OSError, AttributeError):
        getattr(ctypes.CDLL(None), function)(*numbers)
