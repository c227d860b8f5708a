"""What blocks cover of a pair of articles, and what they leave to be aligned by meaning.

Aligning costs the product of both articles' paragraphs. Two versions of a live blog share nearly all of theirs word for
word: without those, what is left of eight hundred paragraphs is the few lines that an editor changed.
"""

from dedup.kernels import part
from dedup.matching.alignment import MOST_CELLS
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


@part
def choose_paragraphs(rows_a, rows_b, covered_a, covered_b, totals, worths, scale_a, scale_b, kept):  # type: ignore[no-untyped-def]
    """Write the paragraphs to be aligned into `kept`: all, or of long articles those that are not covered verbatim.
    Returns how many of each side, and what the others gain."""
    count_a = len(rows_a)
    count_b = len(rows_b)
    gain = 0.0
    if count_a * count_b > MOST_CELLS:
        count_a = uncovered(rows_a, covered_a, kept[0])
        count_b = uncovered(rows_b, covered_b, kept[1])
        gain = verbatim_gain(kept[0], count_a, totals, worths, scale_a, scale_b)
    else:
        for side in range(2):
            for row in range(max(count_a, count_b)):
                kept[side, row] = row
    return count_a, count_b, gain


@part
def cover(covered, rows, lead_half, lead_bonus):  # type: ignore[no-untyped-def]
    """How many words of an article are covered, and the share of its half-words: in all, with the lead counting
    `1 + lead_bonus` times, and of the lead alone."""
    held = 0
    whole = 0.0
    lead = 0.0
    wholecovered = 0.0
    leadcovered = 0.0
    for row in range(len(rows)):
        each = rows[row, 4] / (rows[row, 1] - rows[row, 0])
        for word in range(rows[row, 0], rows[row, 1]):
            in_lead = whole < lead_half
            whole += each
            if in_lead:
                lead += each
            if covered[word]:
                held += 1
                wholecovered += each
                if in_lead:
                    leadcovered += each
    if whole == 0:
        return 0, 0.0, 0.0, 0.0
    focus = (wholecovered + lead_bonus * leadcovered) / (whole + lead_bonus * lead)
    return held, wholecovered / whole, focus, leadcovered / lead
