"""Verbatim reuse: runs of words that two bodies share, and the blocks that runs close together make.

Seed and extend, as BLAST does (Altschul et al., 1990) and passim after it: every `seed` words of one body are looked up
in the other, each hit is extended word by word, and runs that follow each other in both bodies with small gaps (a typo,
a changed word, a dropped clause) become one block. Blocks may stand in any order: reprints move paragraphs.

What blocks cover is not aligned by meaning, which costs the product of both articles' paragraphs. Two versions of a
live blog share nearly all of theirs word for word: without those, what is left of eight hundred paragraphs is the few
lines that an editor changed.
"""

import numpy as np

from dedup.kernels import large_part, part
from dedup.matching.alignment import MOST_CELLS
from dedup.matching.windows import MOST_JOINED
from dedup.text import HASH_START, HASH_STEP, mix


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
    """Return what the paragraphs that are not among the `count` of `kept` would gain, each aligned with the same words
    on the other side."""
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
    """Return how many words of an article are covered, and the share of its half-words: in all, with the lead counting
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


@part
def _seed_hash(words, at, size):  # type: ignore[no-untyped-def]
    chain = HASH_START
    for spot in range(at, at + size):
        chain = (chain ^ np.uint64(words[spot])) * HASH_STEP
    return mix(chain)


@part
def index_seeds(words, size, heads, nexts):  # type: ignore[no-untyped-def]
    """Chain the places of equal seeds: `heads[hash & mask]` is the first place, `nexts[place]` the next, -1 the end.

    `len(heads)` is a power of two. Places in a chain come in rising order.
    """
    for chain in range(len(heads)):
        heads[chain] = -1
    mask = np.uint64(len(heads) - 1)
    for at in range(len(words) - size, -1, -1):
        slot = np.int64(_seed_hash(words, at, size) & mask)
        nexts[at] = heads[slot]
        heads[slot] = at


@large_part
def shared_runs(left, right, size, heads, nexts, most_chain, out):  # type: ignore[no-untyped-def]
    """Write runs as rows (start left, start right, length) in order of `right`; returns how many.

    `heads` and `nexts` index the seeds of `left`. Of several places the longest run is taken, and of equal ones that
    which goes on where the last run ended. No word of `right` is in two runs. At most `most_chain` places are tried
    for a seed, so that a text which repeats itself stays linear.
    """
    mask = np.uint64(len(heads) - 1)
    n = 0
    at = 0
    expected = 0
    while at + size <= len(right) and n < len(out):
        place = heads[np.int64(_seed_hash(right, at, size) & mask)]
        best = 0
        best_place = -1
        tried = 0
        while place >= 0 and tried < most_chain:
            length = 0
            while (
                place + length < len(left) and at + length < len(right) and left[place + length] == right[at + length]
            ):
                length += 1
            nearer = length == best and abs(place - expected) < abs(best_place - expected)
            if length >= size and (length > best or nearer):
                best = length
                best_place = place
            place = nexts[place]
            tried += 1
        if best:
            # Back over words that the last seed stepped past.
            out[n, 0] = best_place
            out[n, 1] = at
            out[n, 2] = best
            n += 1
            at += best
            expected = best_place + best
        else:
            at += 1
    return n


@part
def join_runs(runs, count, gap, blocks):  # type: ignore[no-untyped-def]
    """Join runs into blocks, rows of (start left, end left, start right, end right, shared words); returns how many.

    Two runs join when both gaps between them are at most `gap` words; a run that lies elsewhere in `left` (a moved
    paragraph) starts a block of its own.
    """
    n = 0
    for row in range(count):
        left = runs[row, 0]
        right = runs[row, 1]
        length = runs[row, 2]
        joined = False
        for back in range(n - 1, max(-1, n - 4), -1):
            between_left = left - blocks[back, 1]
            between_right = right - blocks[back, 3]
            if -2 <= between_left <= gap and 0 <= between_right <= gap:
                blocks[back, 1] = left + length
                blocks[back, 3] = right + length
                blocks[back, 4] += length
                joined = True
                break
        if not joined:
            blocks[n, 0] = left
            blocks[n, 1] = left + length
            blocks[n, 2] = right
            blocks[n, 3] = right + length
            blocks[n, 4] = length
            n += 1
    return n
