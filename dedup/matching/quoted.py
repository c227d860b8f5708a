"""Says how much of what two articles share stands in quotation marks on either side."""

import numpy as np
from numpy.typing import NDArray

from dedup.matching.tokens import Column, Tokens


def quoted_shares(
    chosen: NDArray[np.int64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    blocks: NDArray[np.void],
    tokens: Tokens,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each of the pairs `chosen`, which part of the words in its blocks is quoted, on the left and on the right.

    `left` and `right` are the rows of all pairs in `tokens`, `blocks` those of all pairs in order.
    """
    if not len(chosen) or not len(tokens.quoted.values):
        return np.zeros(len(chosen)), np.zeros(len(chosen))
    before = _quoted_before(tokens.words, tokens.quoted)
    blocks = blocks[np.isin(blocks["pair"], chosen)]
    at = np.searchsorted(chosen, blocks["pair"])
    shares = []
    for rows, first, last in ((left, "a_first", "a_last"), (right, "b_first", "b_last")):
        base = tokens.words.offsets[rows[blocks["pair"]]]
        begin, end = base + blocks[first], base + blocks[last]
        words = np.bincount(at, end - begin, len(chosen))
        shares.append(np.bincount(at, before[end] - before[begin], len(chosen)) / np.maximum(words, 1))
    return shares[0], shares[1]


def _quoted_before(words: Column[np.uint32], quoted: Column[np.int32]) -> NDArray[np.int64]:
    """How many quoted words stand before each word of all articles, and before the end. Quotes may lie in quotes."""
    base = np.repeat(words.offsets[:-1], np.diff(quoted.offsets))
    places = quoted.values + base
    total = int(words.offsets[-1])
    depth = np.cumsum(np.bincount(places[::2], minlength=total + 1) - np.bincount(places[1::2], minlength=total + 1))
    before: NDArray[np.int64] = np.concatenate([[0], np.cumsum(depth[:-1] > 0)])
    return before
