"""Bands: the parts of a signature that are LSH keys.

P. Indyk and R. Motwani, "Approximate nearest neighbors", 1998: two signatures share at least one of b bands of r rows
with probability 1 - (1 - s^r)^b at similarity s.
"""

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import kernel
from dedup.text import HASH_START, HASH_STEP, mix


def band_keys(signatures: NDArray[np.uint32], bands: int, rows: int, salt: np.uint64) -> NDArray[np.uint64]:
    """Return the keys of each signature: `[passages, bands]` of uint64. The same rows in another band are another
    key."""
    out = np.empty((len(signatures), bands), np.uint64)
    _band_keys(signatures, rows, salt, out)
    return out


@kernel("u4[,] i8 u8 u8[,]!")
def _band_keys(signatures, rows, salt, out):  # type: ignore[no-untyped-def]
    bands = out.shape[1]
    for passage in range(len(signatures)):
        for band in range(bands):
            chain = (HASH_START ^ salt) * HASH_STEP
            chain = (chain ^ np.uint64(band + 1)) * HASH_STEP
            for row in range(band * rows, (band + 1) * rows):
                chain = (chain ^ np.uint64(signatures[passage, row])) * HASH_STEP
            out[passage, band] = mix(chain)


def distinct_keys(article: NDArray[np.int64], keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Return (article, key) once each, in the order in which they come, from the keys `[passages, bands]` of the
    passages of `article`, of which those of one article stand together."""
    owners = np.empty(keys.size, np.int64)
    distinct = keys.reshape(-1).copy()
    # By where an article ends and not by its number: of an archive a few far numbers may come.
    ends = np.flatnonzero(np.diff(article, append=-1))
    most = int(np.diff(ends, prepend=-1).max(initial=0))
    slots = np.empty(4 * most * keys.shape[1], np.int64)
    count = _distinct_keys(article, keys.shape[1], slots, owners, distinct)
    return owners[:count], distinct[:count]


@kernel("i8[] i8 i8[]! i8[]! u8[]!")
def _distinct_keys(article, bands, slots, owners, keys):  # type: ignore[no-untyped-def]
    """Write the distinct keys of each article over `keys`, and whose they are; returns how many there are.

    `slots` is room for a hash table of an article: behind which of the keys written so far each slot points, 0 for
    none."""
    n = 0
    first = 0
    while first < len(article):
        last = first + 1
        while last < len(article) and article[last] == article[first]:
            last += 1
        size = 1
        while size < 2 * (last - first) * bands:
            size *= 2
        for empty in range(size):
            slots[empty] = 0
        for at in range(first * bands, last * bands):
            key = keys[at]
            slot = np.int64(key & np.uint64(size - 1))
            while slots[slot] > 0 and keys[slots[slot] - 1] != key:
                slot = (slot + 1) & (size - 1)
            if slots[slot] == 0:
                owners[n] = article[first]
                keys[n] = key
                n += 1
                slots[slot] = n
        first = last
    return n
