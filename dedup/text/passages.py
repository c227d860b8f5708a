"""Paragraphs and passages of an article's body.

A paragraph is a line of the body, soft-wrapped lines joined, one of more than 120 words cut at sentence ends. A passage
is a run of whole paragraphs of about 40 to 120 words. Every paragraph starts one, so passages may overlap where
paragraphs are short: when a reprint drops or joins short paragraphs, some passage still begins and ends where the
other's does (with passages laid end to end, one dropped line would shift all that follow).
"""

import numpy as np
from numba import njit

from dedup.text.words import AFTER_BLANK, BIGRAM, ENDED, ENDS_SENTENCE, FIRST, FLAGS, HALF_WORDS, LAST, LOWER_START


@njit(cache=True, nogil=True)
def _is_wrapped(lines, low, high):  # type: ignore[no-untyped-def]
    """Hard-wrapped text: a third of the lines go on in lower case from an unfinished one just above."""
    goes_on = 0
    adjacent = 0
    for line in range(low + 1, high):
        if not lines[line, FLAGS] & AFTER_BLANK and lines[line - 1, HALF_WORDS] >= 10:
            adjacent += 1
            goes_on += not lines[line - 1, FLAGS] & ENDED and lines[line, FLAGS] & LOWER_START != 0
    return adjacent >= 4 and goes_on * 3 >= adjacent


@njit(cache=True, nogil=True)
def cut_paragraphs(lines, line_offsets, word_offsets, word_flags, chrome, most_half):  # type: ignore[no-untyped-def]
    """Rows of (article, first word, end word, half-words, follows its neighbour) for the body of each article."""
    bound = len(lines)
    for line in range(len(lines)):
        bound += lines[line, HALF_WORDS] // max(1, most_half // 2)
    out = np.empty((bound + 1, 5), np.int32)
    n = 0
    for article in range(len(line_offsets) - 1):
        low = line_offsets[article]
        high = line_offsets[article + 1]
        base = word_offsets[article]
        wrapped = _is_wrapped(lines, low, high)
        line = low
        before = -2
        while line < high:
            if chrome[line]:
                line += 1
                continue
            first = lines[line, FIRST]
            last = lines[line, LAST]
            total = lines[line, HALF_WORDS]
            neighbour = before == line - 1
            while line + 1 < high and not chrome[line + 1] and not lines[line + 1, FLAGS] & AFTER_BLANK:
                unfinished = not lines[line, FLAGS] & ENDED and lines[line, HALF_WORDS] >= 10
                if not (wrapped or (unfinished and lines[line + 1, FLAGS] & LOWER_START)):
                    break
                line += 1
                last = lines[line, LAST]
                total += lines[line, HALF_WORDS]
            parts = (total + most_half - 1) // most_half
            at = first
            done = 0
            for part in range(parts, 0, -1):
                # Each cut falls on the sentence end nearest to an equal share, else on the share itself.
                cut = last
                taken = total - done
                if part > 1:
                    share = (total - done) // part
                    taken = 0
                    cut = at
                    best = -1
                    best_taken = 0
                    while cut < last and taken < most_half:
                        taken += 1 if word_flags[base + cut] & BIGRAM else 2
                        cut += 1
                        if word_flags[base + cut - 1] & ENDS_SENTENCE and (
                            best < 0 or abs(taken - share) < abs(best_taken - share)
                        ):
                            best = cut
                            best_taken = taken
                    if best > 0 and best_taken * 2 >= share:
                        cut = best
                        taken = best_taken
                    else:
                        cut = at
                        taken = 0
                        while cut < last and taken < share:
                            taken += 1 if word_flags[base + cut] & BIGRAM else 2
                            cut += 1
                if cut > at:
                    out[n, 0] = article
                    out[n, 1] = at
                    out[n, 2] = cut
                    out[n, 3] = taken
                    out[n, 4] = neighbour or at > first
                    n += 1
                done += taken
                at = cut
            before = line
            line += 1
    return out[:n]


@njit(cache=True, nogil=True)
def join_passages(paragraphs, least_half, most_half):  # type: ignore[no-untyped-def]
    """For each paragraph, where the passage that starts there ends: `[paragraphs, 2]` of end word and half-words.

    A passage that could not reach the least length and lies wholly inside the one before it gets length zero.
    """
    out = np.zeros((len(paragraphs), 2), np.int32)
    for start in range(len(paragraphs)):
        total = paragraphs[start, 3]
        end = start
        while (
            total < least_half
            and end + 1 < len(paragraphs)
            and paragraphs[end + 1, 0] == paragraphs[start, 0]
            and paragraphs[end + 1, 4]
            and total + paragraphs[end + 1, 3] <= most_half
        ):
            end += 1
            total += paragraphs[end, 3]
        inside = (
            total < least_half
            and start > 0
            and paragraphs[start - 1, 0] == paragraphs[start, 0]
            and out[start - 1, 0] == paragraphs[end, 2]
            and out[start - 1, 1] > 0
        )
        out[start, 0] = paragraphs[end, 2]
        out[start, 1] = 0 if inside else total
    return out
