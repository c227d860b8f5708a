"""Titles that name what a form was filled with: a tender for another road, an act on another matter.

A copy may bear any title, but its text has what the original's title names. Where each title has a word that its own
text has and the other text nowhere has, the texts say different things in one form.
"""

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import kernel, part
from dedup.matching.tokens import Tokens


def named_apart(
    chosen: NDArray[np.int64], left: NDArray[np.int64], right: NDArray[np.int64], tokens: Tokens
) -> NDArray[np.int64]:
    """Return how many words of the titles of the pairs `chosen` stand in their own text and not in the other title or
    text, of the side that has fewer; 0 where a title is missing. A script without spaces counts pairs of characters."""
    out = np.zeros(len(chosen), np.int64)
    _named_apart(
        chosen, left, right, tokens.words.values, tokens.words.offsets, tokens.title.values, tokens.title.offsets, out
    )
    return out


@part
def _has(values, low, high, wanted):  # type: ignore[no-untyped-def]
    """Return whether one of `values[low:high]` is the `wanted`."""
    while low < high and values[low] != wanted:
        low += 1
    return low < high


@kernel("i8[] i8[] i8[] u4[] i8[] u4[] i8[] i8[]!")
def _named_apart(chosen, left, right, words, offsets, titles, title_offsets, out):  # type: ignore[no-untyped-def]
    for at in range(len(chosen)):
        fewest = 1 << 30
        for side in range(2):
            own = left[chosen[at]] if side == 0 else right[chosen[at]]
            other = right[chosen[at]] if side == 0 else left[chosen[at]]
            count = 0
            for place in range(title_offsets[own], title_offsets[own + 1]):
                word = titles[place]
                if (
                    not _has(titles, title_offsets[other], title_offsets[other + 1], word)
                    and not _has(words, offsets[other], offsets[other + 1], word)
                    and _has(words, offsets[own], offsets[own + 1], word)
                ):
                    count += 1
            fewest = min(fewest, count)
            if fewest == 0:
                break
        out[at] = fewest
