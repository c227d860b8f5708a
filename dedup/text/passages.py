"""Paragraphs and passages of an article's body.

A paragraph is a line of the body, soft-wrapped lines joined, one of more than 100 words cut at sentence ends. A passage
is a run of whole paragraphs of about 40 to 120 words. Every paragraph starts one, so passages may overlap where
paragraphs are short: when a reprint drops or joins short paragraphs, some passage still begins and ends where the
other's does (with passages laid end to end, one dropped line would shift all that follow).
"""

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import kernel, part
from dedup.text.tokenizer import (
    AFTER_BLANK,
    BIGRAM,
    END,
    ENDED,
    ENDS_SENTENCE,
    FIRST,
    FLAGS,
    HALF_WORDS,
    LAST,
    LOWER_START,
    START,
    UNCASED_START,
)

WRAPPED_CHARS = 100
"""Programs wrap text at 72 to 80 columns; a hundred leaves room for those who do not count well."""


@part
def _is_wrapped(lines, boilerplate, low, high):  # type: ignore[no-untyped-def]
    """Hard-wrapped text: a third of the lines go on in lower case from an unfinished one just above. A script without
    capitals must show it otherwise: no line is longer than wrapped ones are."""
    goes_on = 0
    adjacent = 0
    going_on = LOWER_START | UNCASED_START
    for line in range(low, high):
        if not boilerplate[line] and lines[line, END] - lines[line, START] > WRAPPED_CHARS:
            going_on = LOWER_START
    for line in range(low + 1, high):
        if boilerplate[line] or boilerplate[line - 1]:
            continue
        if not lines[line, FLAGS] & AFTER_BLANK and lines[line - 1, HALF_WORDS] >= 10:
            adjacent += 1
            goes_on += not lines[line - 1, FLAGS] & ENDED and lines[line, FLAGS] & going_on != 0
    return adjacent >= 4 and goes_on * 3 >= adjacent


@part
def _cut(flags, first, last, total, most_half):  # type: ignore[no-untyped-def]
    """Where to cut the first part off the words `first:last` of `total` half-words: how many words, and half-words, it
    has.

    The cut falls on the sentence end nearest to an equal share, else on the share itself.
    """
    share = total // ((total + most_half - 1) // most_half)
    taken = 0
    best = 0
    best_taken = 0
    fair = 0
    fair_taken = 0
    for word in range(last - first):
        taken += 1 if flags[first + word] & BIGRAM else 2
        if taken > most_half and word > 0:
            break
        if flags[first + word] & ENDS_SENTENCE and (best == 0 or abs(taken - share) < abs(best_taken - share)):
            best = word + 1
            best_taken = taken
        if fair == 0 or fair_taken < share:
            fair = word + 1
            fair_taken = taken
    return (best, best_taken) if best_taken * 2 >= share else (fair, fair_taken)


def cut_paragraphs(
    lines: NDArray[np.int32],
    line_offsets: NDArray[np.int64],
    word_offsets: NDArray[np.int64],
    word_flags: NDArray[np.uint8],
    boilerplate: NDArray[np.bool_],
    most_half: int,
) -> NDArray[np.int32]:
    """Return rows of (article, first word, end word, half-words, follows its neighbour) for the body of each
    article."""
    # A cut leaves at least half of an equal share, which is at least half of the limit.
    bound = len(lines) + int((lines[:, HALF_WORDS] // max(1, most_half // 4)).sum(dtype=np.int64))
    out = np.empty((bound + 1, 5), np.int32)
    return out[: _cut_paragraphs(lines, line_offsets, word_offsets, word_flags, boilerplate, most_half, out)]


@kernel("i4[,] i8[] i8[] u1[] b1[] i8 i4[,]!")
def _cut_paragraphs(  # type: ignore[no-untyped-def]
    lines, line_offsets, word_offsets, word_flags, boilerplate, most_half, out
):
    n = 0
    for article in range(len(line_offsets) - 1):
        low = line_offsets[article]
        high = line_offsets[article + 1]
        base = word_offsets[article]
        wrapped = _is_wrapped(lines, boilerplate, low, high)
        line = low
        before = -2
        while line < high:
            if boilerplate[line]:
                line += 1
                continue
            first = lines[line, FIRST]
            last = lines[line, LAST]
            total = lines[line, HALF_WORDS]
            neighbour = before == line - 1
            while line + 1 < high and not boilerplate[line + 1] and not lines[line + 1, FLAGS] & AFTER_BLANK:
                unfinished = not lines[line, FLAGS] & ENDED and lines[line, HALF_WORDS] >= 10
                if not (wrapped or (unfinished and lines[line + 1, FLAGS] & LOWER_START)):
                    break
                line += 1
                last = lines[line, LAST]
                total += lines[line, HALF_WORDS]
            at = first
            while at < last:
                cut = last
                taken = total
                if total > most_half:
                    cut, taken = _cut(word_flags, base + at, base + last, total, most_half)
                    cut += at
                out[n, 0] = article
                out[n, 1] = at
                out[n, 2] = cut
                out[n, 3] = taken
                out[n, 4] = neighbour or at > first
                n += 1
                total -= taken
                at = cut
            before = line
            line += 1
    return n


def join_passages(paragraphs: NDArray[np.int32], least_half: int, most_half: int) -> NDArray[np.int32]:
    """Return for each paragraph, where the passage that starts there ends: `[paragraphs, 2]` of end word and
    half-words.

    A passage that could not reach the least length and lies wholly inside the one before it gets length zero.
    """
    out = np.empty((len(paragraphs), 2), np.int32)
    _join_passages(paragraphs, least_half, most_half, out)
    return out


@kernel("i4[,] i8 i8 i4[,]!")
def _join_passages(paragraphs, least_half, most_half, out):  # type: ignore[no-untyped-def]
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
        )
        out[start, 0] = paragraphs[end, 2]
        out[start, 1] = 0 if inside else total
