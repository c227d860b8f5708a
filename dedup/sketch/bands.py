"""Bands: the parts of a signature that are LSH keys.

P. Indyk and R. Motwani, "Approximate nearest neighbors", 1998: two signatures share at least one of b bands of r rows
with probability 1 - (1 - s^r)^b at similarity s.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from dedup.text.words import HASH_START, HASH_STEP, mix


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


def distinct_keys(article: NDArray[np.int64], keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """(article, key) once each, from the keys `[passages, bands]` of the passages of `article`."""
    owners = np.repeat(article, keys.shape[1])
    flat = keys.ravel()
    order = np.lexsort((flat, owners))
    owners, flat = owners[order], flat[order]
    fresh = np.ones(len(flat), bool)
    fresh[1:] = (owners[1:] != owners[:-1]) | (flat[1:] != flat[:-1])
    return owners[fresh], flat[fresh]
