"""What becomes of memory that a batch frees: the next one takes as much."""

import gc
import sys
from contextlib import suppress
from typing import Final

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3
"""As `malloc.h` of glibc numbers them."""
_KEPT: Final = {_TRIM_THRESHOLD: 256 << 20, _TOP_PAD: 32 << 20, _MMAP_THRESHOLD: 32 << 20}
"""More bytes than the arrays of a batch take, each and all; the last is the most that glibc allows."""


def keep_freed_memory() -> None:
    """Have the C library keep what is freed for what is asked for next, where it is glibc.

    It gives the arrays of each batch back to the system, which fills their pages with zeros for the next one: a
    fifteenth of the processor time of a run. For a process of our own; the peak of memory was the same.
    """
    if sys.platform != "linux":
        return
    import ctypes

    with suppress(OSError, AttributeError):  # another C library has no such function
        mallopt = ctypes.CDLL(None).mallopt
        for what, size in _KEPT.items():
            mallopt(what, size)


def release_freed_memory() -> None:
    """Give back to the system what nobody refers to: cycles of objects, what Arrow and the C library keep for later.

    For a run of little memory, between its stages: what one has freed lies in other places than the next one asks for.
    """
    import pyarrow as pa

    gc.collect()
    pa.default_memory_pool().release_unused()
    if sys.platform != "linux":
        return
    import ctypes

    with suppress(OSError, AttributeError):  # another C library has no such function
        ctypes.CDLL(None).malloc_trim(0)
