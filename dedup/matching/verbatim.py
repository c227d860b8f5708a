"""Verbatim reuse: runs of words that two bodies share, and the blocks that runs close together make.

Seed and extend, as BLAST does (Altschul et al., 1990) and passim after it: every `seed` words of one body are looked up
in the other, each hit is extended word by word, and runs that follow each other in both bodies with small gaps (a typo,
a changed word, a dropped clause) become one block. Blocks may stand in any order: reprints move paragraphs.
"""

import numpy as np

from dedup.kernels import large_part, part
from dedup.text import HASH_START, HASH_STEP, mix


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
