"""Kernels of a table of words: what was worked out for a word once is found by its hash, for a whole batch at a time.

Open addressing with linear probing. An entry is a hash and a place; the hash 0 means that there is none.
"""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def look_up(hashes, places, wanted):  # type: ignore[no-untyped-def]
    """The place of each of `wanted`, -1 where it is unknown. `len(hashes)` is a power of two."""
    found = np.full(len(wanted), -1, np.int32)
    mask = np.uint64(len(hashes) - 1)
    for number in range(len(wanted)):
        slot = wanted[number] & mask
        while hashes[slot] != 0:
            if hashes[slot] == wanted[number]:
                found[number] = places[slot]
                break
            slot = (slot + np.uint64(1)) & mask
    return found


@njit(cache=True, nogil=True)
def put(hashes, places, new, new_places):  # type: ignore[no-untyped-def]
    """Add entries, of which none is there yet, to a table with room for them."""
    mask = np.uint64(len(hashes) - 1)
    for number in range(len(new)):
        slot = new[number] & mask
        while hashes[slot] != 0:
            slot = (slot + np.uint64(1)) & mask
        hashes[slot] = new[number]
        places[slot] = new_places[number]


@njit(cache=True, nogil=True)
def grown(hashes, places):  # type: ignore[no-untyped-def]
    """The same table with twice the room."""
    kept = hashes != 0
    larger = np.zeros(2 * len(hashes), np.uint64)
    larger_places = np.zeros(2 * len(places), np.int32)
    put(larger, larger_places, hashes[kept], places[kept])
    return larger, larger_places


@njit(cache=True, nogil=True)
def count_owners(places, owners, most):  # type: ignore[no-untyped-def]
    """The distinct `places`, rising, and of how many of `owners` each is; owners come in rising order, and places are
    below `most`."""
    last = np.full(most, -1, np.int64)
    count = np.zeros(most, np.int64)
    for number in range(len(places)):
        place = places[number]
        if last[place] != owners[number]:
            last[place] = owners[number]
            count[place] += 1
    distinct = np.flatnonzero(count)
    return distinct, count[distinct]
