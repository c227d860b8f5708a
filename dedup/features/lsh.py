"""Bands: the parts of a signature that are LSH keys.

P. Indyk and R. Motwani, "Approximate nearest neighbors", 1998: two signatures share at least one of b bands of r rows
with probability 1 - (1 - s^r)^b at similarity s.
"""

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import kernel, sort
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
    """(article, key) once each, in their order, from the keys `[passages, bands]` of the passages of `article`, of
    which those of one article stand together, by rising number."""
    owners = np.empty(keys.size, np.int64)
    distinct = keys.reshape(-1).copy()
    count = _distinct_keys(article, keys.shape[1], owners, distinct)
    return owners[:count], distinct[:count]


@kernel("i8[] i8 i8[]! u8[]!")
def _distinct_keys(article, bands, owners, keys):  # type: ignore[no-untyped-def]
    """Write the distinct keys of each article over `keys`, and whose they are; returns how many there are."""
    n = 0
    before = np.uint64(0)
    first = 0
    while first < len(article):
        last = first + 1
        while last < len(article) and article[last] == article[first]:
            last += 1
        sort(keys, first * bands, last * bands)
        for at in range(first * bands, last * bands):
            key = keys[at]
            if at == first * bands or key != before:
                owners[n] = article[first]
                keys[n] = key
                n += 1
            before = key
        first = last
    return n
