"""Alignment by meaning: weighted sets of paragraphs, matched in order, with joins and splits.

Two renderings of one text share its paragraphs in order, though one may join two paragraphs, split one or drop one. So
two articles are aligned by dynamic programming over their paragraphs, as W. Gale and K. Church align sentences ("A
program for aligning sentences in bilingual corpora", 1993), but locally: what has no counterpart costs nothing. A block
of p paragraphs against q gains the value of what both sides hold, less the cost of all that either holds. With values
`(1 + level) * weight` and costs `level * weight` (rewrites) that is positive where the weighted Jaccard similarity of
the two sides is above `level`; with log-likelihoods (translations) where a translation is likelier than chance.
"""

import numpy as np

from dedup.kernels import large_part, part
from dedup.matching.windows import MOST_JOINED

MANY_CELLS = 40_000
"""Pairs of paragraphs from which what they share is looked up by element: before that, an index costs more."""
MOST_CELLS = 10_000
"""Pairs of paragraphs from which those that both articles share verbatim are not aligned again. An alignment of this
many cells takes a millisecond; of news hardly any pair has more. With 200 versions of a live blog of a paragraph a
version, aligning all took 96% of a run, and twice the versions sixteen times as long."""
ROUNDED, ROUNDING = np.float32(1.001), np.float32(0.01)
"""A bound raised by these holds for sums in any order: the sums of a thousand 32-bit values differ by far less."""


@part
def shared_value(sets_a, values_a, low_a, high_a, sets_b, low_b, high_b):  # type: ignore[no-untyped-def]
    """Return the value of the elements that two sorted sets share."""
    total = np.float32(0)
    while low_a < high_a and low_b < high_b:
        if sets_a[low_a] == sets_b[low_b]:
            total += values_a[low_a]
            low_a += 1
            low_b += 1
        elif sets_a[low_a] < sets_b[low_b]:
            low_a += 1
        else:
            low_b += 1
    return total


@large_part
def shared_by_postings(  # type: ignore[no-untyped-def]
    kept_a, kept_b, sets, values, begins_a, begins_b, heads, nexts, places, holders, singles
):
    """Add `shared_value` of the paragraphs `kept_a` of one article with `kept_b` of the other to `singles`, that of the
    a-th with the b-th at `a * len(kept_b) + b`, to the last bit: sums go by rising element.

    By way of the paragraphs of b that hold each element, which are chained from `heads` (a power of two of them) on:
    two books share little, paragraph by paragraph, but there are fifty million pairs of them. The other arrays have
    room for every element of b."""
    mask = np.uint32(len(heads) - 1)
    for slot in range(len(heads)):
        heads[slot] = -1
    n = 0
    for b in range(len(kept_b)):
        for at in range(begins_b[MOST_JOINED * kept_b[b]], begins_b[MOST_JOINED * kept_b[b] + 1]):
            slot = (sets[at] ^ (sets[at] >> np.uint32(16))) & mask
            nexts[n] = heads[slot]
            heads[slot] = n
            places[n] = at
            holders[n] = b
            n += 1
    for a in range(len(kept_a)):
        for at in range(begins_a[MOST_JOINED * kept_a[a]], begins_a[MOST_JOINED * kept_a[a] + 1]):
            element = sets[at]
            value = values[at]
            place = heads[(element ^ (element >> np.uint32(16))) & mask]
            while place >= 0:
                if sets[places[place]] == element:
                    singles[a * len(kept_b) + holders[place]] += value
                place = nexts[place]


@large_part
def align(  # type: ignore[no-untyped-def]
    kept_a, kept_b, sets, values, begins_a, totals_a, worths_a, begins_b, totals_b, worths_b, scale_a, scale_b,
    blocks, singles, gain, step, heads, nexts, places, holders,
):  # fmt: skip
    """Write the best chain of blocks into `blocks` (float32 `[.., 6]`), last first: first paragraph of a, its end,
    first of b, its end, the weighted Jaccard similarity of the two, and what they gain. Returns how many.

    `kept_a` and `kept_b` are the paragraphs that are aligned, rising: of others than neighbours no window is made. The
    arrays are one article's rows of `Windows`. `scale_a` and `scale_b`
    multiply the costs of a side. `singles`, `gain` and `step` are room for a table of one row and column more than
    there are paragraphs; what follows is that of `shared_by_postings`.
    """
    # What single paragraphs share bounds what their joins can: most joins need not be looked at.
    count_a = len(kept_a)
    count_b = len(kept_b)
    wide = count_b + 1
    for cell in range((count_a + 1) * wide):
        singles[cell] = np.float32(0)
        gain[cell] = np.float32(0)
        step[cell] = 0
    if count_a * count_b < MANY_CELLS:
        for a in range(count_a):
            row_a = MOST_JOINED * kept_a[a]
            for b in range(count_b):
                row_b = MOST_JOINED * kept_b[b]
                if begins_a[row_a] < begins_a[row_a + 1] and begins_b[row_b] < begins_b[row_b + 1]:
                    singles[a * count_b + b] = shared_value(
                        sets, values, begins_a[row_a], begins_a[row_a + 1], sets, begins_b[row_b], begins_b[row_b + 1]
                    )
    else:
        shared_by_postings(kept_a, kept_b, sets, values, begins_a, begins_b, heads, nexts, places, holders, singles)
    for a in range(count_a + 1):
        for b in range(count_b + 1):
            here = a * wide + b
            if a < count_a and b < count_b:
                for joined_a in range(1, min(MOST_JOINED, count_a - a) + 1):
                    row_a = MOST_JOINED * kept_a[a] + joined_a - 1
                    if worths_a[row_a] <= 0 or kept_a[a + joined_a - 1] != kept_a[a] + joined_a - 1:
                        continue
                    for joined_b in range(1, min(MOST_JOINED, count_b - b) + 1):
                        row_b = MOST_JOINED * kept_b[b] + joined_b - 1
                        there = here + joined_a * wide + joined_b
                        cost = totals_a[row_a] * scale_a + totals_b[row_b] * scale_b
                        if (
                            min(worths_a[row_a], worths_b[row_b]) <= cost
                            or (joined_a > 1 and joined_b > 2)
                            or (joined_a > 2 and joined_b > 1)
                            or kept_b[b + joined_b - 1] != kept_b[b] + joined_b - 1
                        ):
                            continue
                        if joined_a == 1 and joined_b == 1:
                            won = singles[a * count_b + b] - cost
                        else:
                            most = np.float32(0)
                            for one in range(a, a + joined_a):
                                for other in range(b, b + joined_b):
                                    most += singles[one * count_b + other]
                            most = most * ROUNDED + ROUNDING - cost
                            if most <= 0 or gain[here] + most <= gain[there]:
                                continue
                            won = (
                                shared_value(
                                    sets,
                                    values,
                                    begins_a[row_a],
                                    begins_a[row_a + 1],
                                    sets,
                                    begins_b[row_b],
                                    begins_b[row_b + 1],
                                )
                                - cost
                            )
                        if won > 0 and gain[here] + won > gain[there]:
                            gain[there] = gain[here] + won
                            step[there] = joined_a * 4 + joined_b
            # What stands between blocks costs nothing: carry the best chain on.
            if a < count_a and gain[here] > gain[here + wide]:
                gain[here + wide] = gain[here]
                step[here + wide] = -1
            if b < count_b and gain[here] > gain[here + 1]:
                gain[here + 1] = gain[here]
                step[here + 1] = -2
    n = 0
    a = count_a
    b = count_b
    while a > 0 and b > 0 and gain[a * wide + b] > 0:
        taken = step[a * wide + b]
        if taken == -1:
            a -= 1
        elif taken == -2:
            b -= 1
        else:
            joined_a = taken // 4
            joined_b = taken % 4
            row_a = MOST_JOINED * kept_a[a - joined_a] + joined_a - 1
            row_b = MOST_JOINED * kept_b[b - joined_b] + joined_b - 1
            won = gain[a * wide + b] - gain[(a - joined_a) * wide + b - joined_b]
            shared = won + totals_a[row_a] * scale_a + totals_b[row_b] * scale_b
            blocks[n, 0] = kept_a[a - joined_a]
            blocks[n, 1] = kept_a[a - 1] + 1
            blocks[n, 2] = kept_b[b - joined_b]
            blocks[n, 3] = kept_b[b - 1] + 1
            blocks[n, 4] = shared / max(np.float32(1e-6), worths_a[row_a] + worths_b[row_b] - shared)
            blocks[n, 5] = won
            n += 1
            a -= joined_a
            b -= joined_b
    return n
