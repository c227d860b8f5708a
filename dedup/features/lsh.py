"""Bands: the parts of a signature that are LSH keys.

P. Indyk and R. Motwani, "Approximate nearest neighbors", 1998: two signatures share at least one of b bands of r rows
with probability 1 - (1 - s^r)^b at similarity s.
"""

import numpy as np
from numba import njit

from dedup.text import HASH_START, HASH_STEP, mix


def bands_of(threshold: float, permutations: int) -> tuple[int, int]:
    """Bands and rows for a similarity threshold, as datasketch's `MinHashLSH` chooses them."""
    from datasketch import MinHashLSH  # imports scipy

    index = MinHashLSH(threshold=threshold, num_perm=permutations)
    return index.b, index.r


@njit(cache=True, nogil=True)
def band_keys(signatures, bands, rows, salt):  # type: ignore[no-untyped-def]
    """The keys of each signature: `[passages, bands]` of uint64. The same rows in another band are another key."""
    out = np.empty((len(signatures), bands), np.uint64)
    for passage in range(len(signatures)):
        for band in range(bands):
            chain = (HASH_START ^ salt) * HASH_STEP
            chain = (chain ^ np.uint64(band + 1)) * HASH_STEP
            for row in range(band * rows, (band + 1) * rows):
                chain = (chain ^ np.uint64(signatures[passage, row])) * HASH_STEP
            out[passage, band] = mix(chain)
    return out


@njit(cache=True, nogil=True)
def distinct_keys(article, keys):  # type: ignore[no-untyped-def]
    """(article, key) once each, in their order, from the keys `[passages, bands]` of the passages of `article`, of
    which those of one article stand together, by rising number."""
    bands = keys.shape[1]
    owners = np.empty(keys.size, np.int64)
    distinct = np.empty(keys.size, np.uint64)
    n = 0
    first = 0
    while first < len(article):
        last = first + 1
        while last < len(article) and article[last] == article[first]:
            last += 1
        own = np.sort(keys[first:last].copy().reshape((last - first) * bands))
        for at in range(len(own)):
            if at == 0 or own[at] != own[at - 1]:
                owners[n] = article[first]
                distinct[n] = own[at]
                n += 1
        first = last
    return owners[:n], distinct[:n]
