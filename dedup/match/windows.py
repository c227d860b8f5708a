"""Alignment by meaning: weighted sets of paragraphs, matched in order, with joins and splits.

Two renderings of one text share its paragraphs in order, though one may join two paragraphs, split one or drop one. So
two articles are aligned by dynamic programming over their paragraphs, as W. Gale and K. Church align sentences ("A
program for aligning sentences in bilingual corpora", 1993), but locally: what has no counterpart costs nothing. A block
of p paragraphs against q gains `shared - level * united` weight, which is positive when the weighted Jaccard similarity
of the two sides is above `level`.
"""

import numpy as np
from numba import njit

MOST_JOINED = 3
"""Paragraphs of one side that may join into one window."""


@njit(cache=True, nogil=True)
def window_sets(elements, weights, ends, half_words, most_half, sets, set_weights, offsets, totals):  # type: ignore[no-untyped-def]
    """The weighted set of every window of one article: row `3 * paragraph + joined - 1`.

    `elements` (uint32) and `weights` belong to the article's words in order; an element of weight 0 is left out.
    Paragraph i is words `ends[i - 1]:ends[i]`. A window of several paragraphs that is longer than `most_half`
    half-words, or that runs past the end, is empty. Sets are written end to end, sorted; returns how many elements.
    """
    n = 0
    row = 0
    for paragraph in range(len(ends)):
        first = ends[paragraph - 1] if paragraph else 0
        for joined in range(1, MOST_JOINED + 1):
            offsets[row] = n
            totals[row] = 0
            last = paragraph + joined - 1
            if last < len(ends) and (joined == 1 or half_words[paragraph : last + 1].sum() <= most_half):
                order = np.argsort(elements[first : ends[last]])
                before = np.uint32(0)
                any_yet = False
                for at in order:
                    element = elements[first + at]
                    weight = weights[first + at]
                    if weight <= 0 or (any_yet and element == before):
                        continue
                    sets[n] = element
                    set_weights[n] = weight
                    totals[row] += weight
                    n += 1
                    before = element
                    any_yet = True
            row += 1
    offsets[row] = n
    return n


@njit(cache=True, nogil=True, inline="always")
def shared_weight(sets_a, weights_a, low_a, high_a, sets_b, low_b, high_b):  # type: ignore[no-untyped-def]
    """Weight of the elements that two sorted sets share."""
    total = np.float32(0)
    while low_a < high_a and low_b < high_b:
        if sets_a[low_a] == sets_b[low_b]:
            total += weights_a[low_a]
            low_a += 1
            low_b += 1
        elif sets_a[low_a] < sets_b[low_b]:
            low_a += 1
        else:
            low_b += 1
    return total


@njit(cache=True, nogil=True)
def align(  # type: ignore[no-untyped-def]
    paragraphs_a, sets_a, weights_a, offsets_a, totals_a, paragraphs_b, sets_b, offsets_b, totals_b, level, blocks
):
    """Write the best chain of blocks, rows of (first paragraph a, end, first paragraph b, end); and for each its
    similarity and gain, into `blocks` of float32 `[.., 6]`. Returns how many.
    """
    gain = np.zeros((paragraphs_a + 1, paragraphs_b + 1), np.float32)
    step = np.zeros((paragraphs_a + 1, paragraphs_b + 1), np.int32)
    for a in range(paragraphs_a):
        for b in range(paragraphs_b):
            for joined_a in range(1, MOST_JOINED + 1):
                row_a = MOST_JOINED * a + joined_a - 1
                if totals_a[row_a] <= 0 or a + joined_a > paragraphs_a:
                    continue
                for joined_b in range(1, MOST_JOINED + 1):
                    if joined_a > 1 and joined_b > 1 and joined_a + joined_b > 4:
                        continue
                    row_b = MOST_JOINED * b + joined_b - 1
                    if totals_b[row_b] <= 0 or b + joined_b > paragraphs_b:
                        continue
                    # No similarity above the level is possible between sets of such unequal weight.
                    if min(totals_a[row_a], totals_b[row_b]) <= level * max(totals_a[row_a], totals_b[row_b]):
                        continue
                    shared = shared_weight(
                        sets_a,
                        weights_a,
                        offsets_a[row_a],
                        offsets_a[row_a + 1],
                        sets_b,
                        offsets_b[row_b],
                        offsets_b[row_b + 1],
                    )
                    won = shared - level * (totals_a[row_a] + totals_b[row_b] - shared)
                    if won > 0 and gain[a, b] + won > gain[a + joined_a, b + joined_b]:
                        gain[a + joined_a, b + joined_b] = gain[a, b] + won
                        step[a + joined_a, b + joined_b] = joined_a * 4 + joined_b
            # What stands between blocks costs nothing: carry the best chain on.
            if gain[a, b] > gain[a + 1, b]:
                gain[a + 1, b] = gain[a, b]
                step[a + 1, b] = -1
            if gain[a, b] > gain[a, b + 1]:
                gain[a, b + 1] = gain[a, b]
                step[a, b + 1] = -2
        if gain[a, paragraphs_b] > gain[a + 1, paragraphs_b]:
            gain[a + 1, paragraphs_b] = gain[a, paragraphs_b]
            step[a + 1, paragraphs_b] = -1
    for b in range(paragraphs_b):
        if gain[paragraphs_a, b] > gain[paragraphs_a, b + 1]:
            gain[paragraphs_a, b + 1] = gain[paragraphs_a, b]
            step[paragraphs_a, b + 1] = -2
    n = 0
    a = paragraphs_a
    b = paragraphs_b
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
            united = totals_a[row_a] + totals_b[row_b]
            shared = (won + level * united) / (1 + level)
            blocks[n, 0] = a - joined_a
            blocks[n, 1] = a
            blocks[n, 2] = b - joined_b
            blocks[n, 3] = b
            blocks[n, 4] = shared / (united - shared)
            blocks[n, 5] = won
            n += 1
            a -= joined_a
            b -= joined_b
    return n
