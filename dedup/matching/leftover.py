"""What is left to align by meaning of two long articles, once the paragraphs that they share verbatim are taken out.

Aligning costs the product of both articles' paragraphs. Two versions of a live blog share nearly all of theirs word for
word: without those, what is left of eight hundred paragraphs is the few lines that an editor changed.
"""

from dedup.kernels import part
from dedup.matching.windows import MOST_JOINED


@part
def uncovered(rows, covered, kept):  # type: ignore[no-untyped-def]
    """Write the paragraphs (rows of words `first, end, …`) of which some word is not covered to `kept`, in order;
    returns how many there are."""
    n = 0
    for row in range(len(rows)):
        for word in range(rows[row, 0], rows[row, 1]):
            if not covered[word]:
                kept[n] = row
                n += 1
                break
    return n


@part
def verbatim_gain(kept, count, totals, worths, scale_a, scale_b):  # type: ignore[no-untyped-def]
    """What the paragraphs that are not among the `count` of `kept` would gain, each aligned with the same words on the
    other side."""
    gain = 0.0
    n = 0
    for row in range((len(totals) - 1) // MOST_JOINED):
        if n < count and kept[n] == row:
            n += 1
            continue
        window = MOST_JOINED * row
        gain += max(0.0, worths[window] - totals[window] * (scale_a + scale_b))
    return gain
