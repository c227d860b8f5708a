"""Alignment by meaning: weighted sets of paragraphs, matched in order, with joins and splits.

Two renderings of one text share its paragraphs in order, though one may join two paragraphs, split one or drop one. So
two articles are aligned by dynamic programming over their paragraphs, as W. Gale and K. Church align sentences ("A
program for aligning sentences in bilingual corpora", 1993), but locally: what has no counterpart costs nothing. A block
of p paragraphs against q gains the value of what both sides hold, less the cost of all that either holds. With values
`(1 + level) * weight` and costs `level * weight` (rewrites) that is positive where the weighted Jaccard similarity of
the two sides is above `level`; with log-likelihoods (translations) where a translation is likelier than chance.
"""

import numpy as np
from numba import njit

MOST_JOINED = 3
"""Paragraphs of one side that may join into one window."""
MANY_CELLS = 40_000
"""Pairs of paragraphs from which what they share is looked up by element: before that, an index costs more."""
MOST_CELLS = 10_000
"""Pairs of paragraphs from which those that both articles share verbatim are not aligned again. An alignment of so many
cells takes a millisecond; of news hardly any pair has more. With 200 versions of a live blog of a paragraph a version,
aligning all took 96% of a run, and twice the versions sixteen times as long."""
ROUNDED, ROUNDING = np.float32(1.001), np.float32(0.01)
"""A bound raised by these holds for sums in any order: the sums of a thousand 32-bit values differ by far less."""


@njit(cache=True, nogil=True)
def window_sets(elements, values, costs, ends, half_words, most_half, sets, set_values, offsets, totals, worths):  # type: ignore[no-untyped-def]
    """The set of every window of one article: row `3 * paragraph + joined - 1`.

    `elements` (uint32), `values` and `costs` come in the order of the text; an element of value 0 is left out.
    Paragraph i ends before `ends[i]`. A window of several paragraphs that is longer than `most_half` half-words, or
    that runs past the end, is empty. Sets are written end to end, sorted; `totals` are their costs, `worths` their
    values. Returns how many elements were written.
    """
    n = 0
    row = 0
    for paragraph in range(len(ends)):
        first = ends[paragraph - 1] if paragraph else 0
        for joined in range(1, MOST_JOINED + 1):
            offsets[row] = n
            totals[row] = 0
            worths[row] = 0
            last = paragraph + joined - 1
            if last < len(ends) and (joined == 1 or half_words[paragraph : last + 1].sum() <= most_half):
                order = np.argsort(elements[first : ends[last]])
                before = np.uint32(0)
                any_yet = False
                for at in order:
                    element = elements[first + at]
                    value = values[first + at]
                    if value <= 0 or (any_yet and element == before):
                        continue
                    sets[n] = element
                    set_values[n] = value
                    totals[row] += costs[first + at]
                    worths[row] += value
                    n += 1
                    before = element
                    any_yet = True
            row += 1
    offsets[row] = n
    return n


@njit(cache=True, nogil=True, inline="always")
def shared_value(sets_a, values_a, low_a, high_a, sets_b, low_b, high_b):  # type: ignore[no-untyped-def]
    """Value of the elements that two sorted sets share."""
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


@njit(cache=True, nogil=True)
def shared_by_postings(count_a, count_b, sets, values, begins_a, begins_b):  # type: ignore[no-untyped-def]
    """`shared_value` of every paragraph of a with every one of b, `[count_a, count_b]`, to the last bit: sums go by
    rising element. By way of the paragraphs of b that hold each element: two books share little, paragraph by
    paragraph, but there are fifty million pairs of them."""
    total = 0
    for b in range(count_b):
        total += begins_b[MOST_JOINED * b + 1] - begins_b[MOST_JOINED * b]
    elements = np.empty(total, np.uint32)
    holders = np.empty(total, np.int32)
    n = 0
    for b in range(count_b):
        for at in range(begins_b[MOST_JOINED * b], begins_b[MOST_JOINED * b + 1]):
            elements[n] = sets[at]
            holders[n] = b
            n += 1
    order = np.argsort(elements, kind="mergesort")
    elements = elements[order]
    holders = holders[order]
    singles = np.zeros((count_a, count_b), np.float32)
    for a in range(count_a):
        row = singles[a]
        for at in range(begins_a[MOST_JOINED * a], begins_a[MOST_JOINED * a + 1]):
            value = values[at]
            place = np.searchsorted(elements, sets[at])
            while place < n and elements[place] == sets[at]:
                row[holders[place]] += value
                place += 1
    return singles


@njit(cache=True, nogil=True)
def align(  # type: ignore[no-untyped-def]
    count_a, count_b, sets, values, begins_a, totals_a, worths_a, begins_b, totals_b, worths_b, scale_a, scale_b, blocks
):
    """Write the best chain of blocks into `blocks` (float32 `[.., 6]`), last first: first paragraph of a, its end,
    first of b, its end, the weighted Jaccard similarity of the two, and what they gain. Returns how many.

    `count_a` and `count_b` are paragraphs; the arrays are one article's rows of `window_sets`. `scale_a` and `scale_b`
    multiply the costs of a side.
    """
    # What single paragraphs share bounds what their joins can: most joins need not be looked at.
    if count_a * count_b < MANY_CELLS:
        singles = np.zeros((count_a, count_b), np.float32)
        for a in range(count_a):
            row_a = MOST_JOINED * a
            for b in range(count_b):
                row_b = MOST_JOINED * b
                if begins_a[row_a] < begins_a[row_a + 1] and begins_b[row_b] < begins_b[row_b + 1]:
                    singles[a, b] = shared_value(
                        sets, values, begins_a[row_a], begins_a[row_a + 1], sets, begins_b[row_b], begins_b[row_b + 1]
                    )
    else:
        singles = shared_by_postings(count_a, count_b, sets, values, begins_a, begins_b)
    gain = np.zeros((count_a + 1, count_b + 1), np.float32)
    step = np.zeros((count_a + 1, count_b + 1), np.int32)
    for a in range(count_a + 1):
        for b in range(count_b + 1):
            if a < count_a and b < count_b:
                for joined_a in range(1, min(MOST_JOINED, count_a - a) + 1):
                    row_a = MOST_JOINED * a + joined_a - 1
                    if worths_a[row_a] <= 0:
                        continue
                    for joined_b in range(1, min(MOST_JOINED, count_b - b) + 1):
                        row_b = MOST_JOINED * b + joined_b - 1
                        cost = totals_a[row_a] * scale_a + totals_b[row_b] * scale_b
                        if (
                            min(worths_a[row_a], worths_b[row_b]) <= cost
                            or (joined_a > 1 and joined_b > 2)
                            or (joined_a > 2 and joined_b > 1)
                        ):
                            continue
                        if joined_a == 1 and joined_b == 1:
                            won = singles[a, b] - cost
                        else:
                            most = np.float32(0)
                            for one in range(a, a + joined_a):
                                for other in range(b, b + joined_b):
                                    most += singles[one, other]
                            most = most * ROUNDED + ROUNDING - cost
                            if most <= 0 or gain[a, b] + most <= gain[a + joined_a, b + joined_b]:
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
                        if won > 0 and gain[a, b] + won > gain[a + joined_a, b + joined_b]:
                            gain[a + joined_a, b + joined_b] = gain[a, b] + won
                            step[a + joined_a, b + joined_b] = joined_a * 4 + joined_b
            # What stands between blocks costs nothing: carry the best chain on.
            if a < count_a and gain[a, b] > gain[a + 1, b]:
                gain[a + 1, b] = gain[a, b]
                step[a + 1, b] = -1
            if b < count_b and gain[a, b] > gain[a, b + 1]:
                gain[a, b + 1] = gain[a, b]
                step[a, b + 1] = -2
    n = 0
    a = count_a
    b = count_b
    while a > 0 and b > 0 and gain[a, b] > 0:
        taken = step[a, b]
        if taken == -1:
            a -= 1
        elif taken == -2:
            b -= 1
        else:
            joined_a = taken // 4
            joined_b = taken % 4
            row_a = MOST_JOINED * (a - joined_a) + joined_a - 1
            row_b = MOST_JOINED * (b - joined_b) + joined_b - 1
            won = gain[a, b] - gain[a - joined_a, b - joined_b]
            shared = won + totals_a[row_a] * scale_a + totals_b[row_b] * scale_b
            blocks[n, 0] = a - joined_a
            blocks[n, 1] = a
            blocks[n, 2] = b - joined_b
            blocks[n, 3] = b
            blocks[n, 4] = shared / max(np.float32(1e-6), worths_a[row_a] + worths_b[row_b] - shared)
            blocks[n, 5] = won
            n += 1
            a -= joined_a
            b -= joined_b
    return n
