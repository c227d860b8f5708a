"""What is left to align by meaning of two long articles, once the paragraphs that they share verbatim are taken out.

Aligning costs the product of both articles' paragraphs. Two versions of a live blog share nearly all of theirs word for
word: without those, what is left of eight hundred paragraphs is the few lines that an editor changed.
"""

import numpy as np
from numba import njit

from dedup.matching.alignment import MOST_JOINED


@njit(cache=True, nogil=True)
def uncovered(rows, covered):  # type: ignore[no-untyped-def]
    """The paragraphs (rows of words `first, end, …`) of which some word is not covered, in order."""
    kept = np.empty(len(rows), np.int64)
    n = 0
    for row in range(len(rows)):
        for word in range(rows[row, 0], rows[row, 1]):
            if not covered[word]:
                kept[n] = row
                n += 1
                break
    return kept[:n]


@njit(cache=True, nogil=True)
def verbatim_gain(kept, totals, worths, scale_a, scale_b):  # type: ignore[no-untyped-def]
    """What the paragraphs that are not in `kept` would gain, each aligned with the same words on the other side."""
    gain = 0.0
    n = 0
    for row in range((len(totals) - 1) // MOST_JOINED):
        if n < len(kept) and kept[n] == row:
            n += 1
            continue
        window = MOST_JOINED * row
        gain += max(0.0, worths[window] - totals[window] * (scale_a + scale_b))
    return gain


@njit(cache=True, nogil=True)
def windows_of(kept, sets, set_values, begins, totals, worths):  # type: ignore[no-untyped-def]
    """The windows of the paragraphs `kept` alone, as `window_sets` writes them. One that joins paragraphs which did
    not follow each other before is empty."""
    size = 0
    for at in range(len(kept)):
        size += begins[MOST_JOINED * (kept[at] + 1)] - begins[MOST_JOINED * kept[at]]
    new_sets = np.empty(size, sets.dtype)
    new_values = np.empty(size, set_values.dtype)
    new_begins = np.zeros(MOST_JOINED * len(kept) + 1, np.int64)
    new_totals = np.zeros(len(new_begins), totals.dtype)
    new_worths = np.zeros(len(new_begins), worths.dtype)
    n = 0
    for at in range(len(kept)):
        for joined in range(MOST_JOINED):
            to = MOST_JOINED * at + joined
            new_begins[to] = n
            if at + joined >= len(kept) or kept[at + joined] != kept[at] + joined:
                continue
            source = MOST_JOINED * kept[at] + joined
            for place in range(begins[source], begins[source + 1]):
                new_sets[n] = sets[place]
                new_values[n] = set_values[place]
                n += 1
            new_totals[to] = totals[source]
            new_worths[to] = worths[source]
    new_begins[MOST_JOINED * len(kept)] = n
    return new_sets[:n], new_values[:n], new_begins, new_totals, new_worths
