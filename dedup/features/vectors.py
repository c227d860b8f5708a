"""Vectors in whole numbers, so that their products are exact.

The sum of a product of matrices depends on how the library blocks it. Whole numbers of at most 24 bits in all add up
the same in any order, so what is alike does not depend on the size of a block, the number of threads or the machine.
"""

from collections.abc import Iterator
from math import isqrt

import numpy as np
from numpy.typing import NDArray


def quantised(vectors: NDArray[np.float32]) -> NDArray[np.int16]:
    """Return vectors of length 1 as whole numbers: up to 127, less if there are more than 1,024 dimensions."""
    return np.round(vectors * _scale(vectors.shape[1])).astype(np.int16)


def cosines(left: NDArray[np.int16], right: NDArray[np.int16]) -> NDArray[np.float32]:
    """Return the cosine of each vector of `left` with that of the same place in `right`; 0 where one of them is
    nothing."""
    products = np.einsum("ij,ij->i", left.astype(np.int64), right.astype(np.int64))
    return _divided(products, _lengths(left) * _lengths(right))


def likeliest(
    left: NDArray[np.int16], right: NDArray[np.int16], most: int, least: float
) -> Iterator[tuple[int, int, float]]:
    """For each vector of `left` the `most` nearest of `right` with a cosine of at least `least`, as (row, row, cosine).

    Equally near ones by their place.
    """
    if not len(left) or not len(right):
        return
    products = left.astype(np.float32) @ right.astype(np.float32).T
    alike = _divided(products, np.outer(_lengths(left), _lengths(right)))
    for row, near in enumerate(alike):
        good = np.flatnonzero(near >= least)
        for other in good[np.lexsort((good, -near[good]))][:most].tolist():
            yield row, other, float(near[other])


def _scale(dimensions: int) -> int:
    return min(127, isqrt(2**24 // max(1, dimensions)))


def _lengths(vectors: NDArray[np.int16]) -> NDArray[np.float64]:
    squares = np.einsum("ij,ij->i", vectors.astype(np.int64), vectors.astype(np.int64))
    return np.asarray(np.sqrt(squares), np.float64)


def _divided(products: NDArray[np.number], lengths: NDArray[np.float64]) -> NDArray[np.float32]:
    return np.round(products / np.where(lengths > 0, lengths, 1), 4).astype(np.float32)
