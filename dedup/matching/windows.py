"""Windows: each paragraph of an article, and its joins with the ones that follow, as weighted sets of elements."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.features import Values
from dedup.kernels import kernel

MOST_JOINED = 3
"""Paragraphs of one side that may join into one window."""


@dataclass(frozen=True)
class Windows:
    """The sets of every article's windows, end to end and sorted. Article i has the windows from `first[i]` on, the one
    of `joined` paragraphs from its paragraph p at row `3 * p + joined - 1`, and one row more for the end of its last
    set. A window that is too long, or runs past the end of its article, is empty."""

    sets: NDArray[np.uint32]
    values: NDArray[np.float32]
    costs: NDArray[np.float32]
    begins: NDArray[np.int64]
    """Where each window's set begins."""
    totals: NDArray[np.float32]
    """What each window costs."""
    worths: NDArray[np.float32]
    """What each window's elements are worth together."""
    first: NDArray[np.int64]

    def sizes(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many elements the windows of each of some articles hold together."""
        sizes: NDArray[np.int64] = self.begins[self.first[rows + 1] - 1] - self.begins[self.first[rows]]
        return sizes

    @classmethod
    def none(cls) -> "Windows":
        """Return windows without elements, for pairs that are aligned verbatim only."""
        empty = np.zeros(0, np.float32)
        return cls(np.zeros(0, np.uint32), empty, empty, np.zeros(0, np.int64), empty, empty, np.zeros(0, np.int64))

    @classmethod
    def of(
        cls,
        elements: NDArray[np.uint32],
        offsets: NDArray[np.int64],
        ends: NDArray[np.int64],
        half_words: NDArray[np.int64],
        paragraph_offsets: NDArray[np.int64],
        values: Values,
        most_half: int,
    ) -> "Windows":
        """Return the windows of articles: article i has `elements[offsets[i]:offsets[i + 1]]`, as they stand in its
        text, and the paragraphs `paragraph_offsets[i]:paragraph_offsets[i + 1]`, of which each ends before the element
        `ends[p]` of its article. Elements of no value are left out; joins of more than `most_half` half-words are
        empty."""
        articles = len(offsets) - 1
        counts = np.diff(paragraph_offsets)
        owner = np.repeat(np.arange(articles), counts)
        begins = np.concatenate([np.zeros(1, np.int64), ends[:-1]])
        begins[paragraph_offsets[:-1][counts > 0]] = 0
        own, own_values, own_costs, set_begins = _distinct(elements, offsets[owner] + begins, ends - begins, values)
        first = np.concatenate([np.zeros(1, np.int64), np.cumsum(MOST_JOINED * counts + 1)])
        # A paragraph stands in its own window, in two joins of two and in three of three.
        room = 6 * len(own) + 1
        sets, set_values, set_costs = np.empty(room, np.uint32), np.empty(room, np.float32), np.empty(room, np.float32)
        windows = np.zeros(first[-1], np.int64)
        totals, worths = np.zeros((2, first[-1]), np.float32)
        used = _join(
            own, own_values, own_costs, set_begins, half_words, paragraph_offsets, most_half, sets, set_values,
            set_costs, windows, totals, worths,
        )  # fmt: skip
        return cls(sets[:used], set_values[:used], set_costs[:used], windows, totals, worths, first)


def _distinct(
    elements: NDArray[np.uint32], begins: NDArray[np.int64], lengths: NDArray[np.int64], values: Values
) -> tuple[NDArray[np.uint32], NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]]:
    """The elements of each paragraph that are worth anything, once and sorted, their values and costs, and where each
    paragraph's begin."""
    paragraphs = np.arange(len(begins) + 1, dtype=np.uint64)
    at = np.arange(int(lengths.sum())) + np.repeat(begins - np.cumsum(lengths) + lengths, lengths)
    keyed = np.repeat(paragraphs[:-1], lengths) << np.uint64(32) | elements[at]
    keyed.sort()
    fresh = np.ones(len(keyed), np.bool_)
    np.not_equal(keyed[1:], keyed[:-1], out=fresh[1:])
    keyed = keyed[fresh]
    own = (keyed & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    worths, costs = values.of(own)
    kept = worths > 0
    return own[kept], worths[kept], costs[kept], np.searchsorted(keyed[kept], paragraphs << np.uint64(32))


@kernel("u4[] f4[] f4[] i8[] i8[] i8[] i8 u4[]! f4[]! f4[]! i8[]! f4[]! f4[]!")
def _join(  # type: ignore[no-untyped-def]
    elements, values, costs, begins, half_words, paragraph_offsets, most_half, sets, set_values, set_costs, windows,
    totals, worths,
):  # fmt: skip
    """Merge the sets of paragraphs that stand together; returns how many elements were written."""
    n = 0
    row = 0
    for article in range(len(paragraph_offsets) - 1):
        end = paragraph_offsets[article + 1]
        for paragraph in range(paragraph_offsets[article], end):
            length = 0
            for joined in range(MOST_JOINED):
                windows[row] = n
                last = paragraph + joined
                if last < end:
                    length += half_words[last]
                if last < end and (joined == 0 or length <= most_half):
                    # A join goes on from the window before it, which holds all but its last paragraph.
                    left = n if joined == 0 else windows[row - 1]
                    left_end = n
                    right = begins[last]
                    total = np.float32(0)
                    worth = np.float32(0)
                    while left < left_end or right < begins[last + 1]:
                        if right == begins[last + 1] or (left < left_end and sets[left] <= elements[right]):
                            if right < begins[last + 1] and sets[left] == elements[right]:
                                right += 1
                            sets[n] = sets[left]
                            set_values[n] = set_values[left]
                            set_costs[n] = set_costs[left]
                            left += 1
                        else:
                            sets[n] = elements[right]
                            set_values[n] = values[right]
                            set_costs[n] = costs[right]
                            right += 1
                        total += set_costs[n]
                        worth += set_values[n]
                        n += 1
                    totals[row] = total
                    worths[row] = worth
                row += 1
        windows[row] = n
        row += 1
    return n
