"""Notices that stand at the end of a paragraph: a page whose lines were joined is one line, in which the licence, the
address for complaints and the invitation to follow come behind the last sentence of the report.

A line of nothing but notices is known as a whole (`boilerplate.py`). Here a line is read sentence by sentence: what it
ends in is cut off if phrases of notices stand in sentence after sentence, two of them such as no report has (`walls`).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import kernel, part
from dedup.text.boilerplate import LEAST_WALLS, MOST_READ, NOTICE, WALL, WALL_SHARE, WALLS, Phrases, phrase_sorts
from dedup.text.tokenizer import BIGRAM, END, ENDS_SENTENCE, FIRST, HALF_WORDS, HASH_START, HASH_STEP, LAST, Words

_REPORT_HALF_WORDS = 80
"""What is left of a line must be a report: 40 words at least, and half of the line. What announces a video or a
subscription is shorter."""


def cut_tail_notices(
    texts: Sequence[str], words: Words, found: NDArray[np.int32], phrases: Phrases
) -> NDArray[np.bool_]:
    """Shorten lines of `words` that are a report for the most part and end in notices, in place; return which lines
    are notices alone, `[lines]` of bool. `found` is what `find_phrases` found in each line: nothing, once it is cut."""
    last = words.lines[:, LAST].copy()
    _tails(
        words.lines, words.line_offsets, words.hash, words.flags, words.offsets, phrases.hashes, phrases.sorts,
        phrases.longest, phrases.openings, found, last,
    )  # fmt: skip
    cut = np.flatnonzero(last < words.lines[:, LAST])
    none: NDArray[np.bool_] = np.zeros(len(words.lines), np.bool_)
    articles = np.searchsorted(words.line_offsets, cut, "right") - 1
    for line, article in zip(cut.tolist(), articles.tolist(), strict=True):
        row, base, end = words.lines[line], words.offsets[article], int(last[line])
        none[line] = end == row[FIRST]
        kept = int(np.where(words.flags[base + row[FIRST] : base + end] & BIGRAM, 1, 2).sum())
        if kept < _REPORT_HALF_WORDS or 2 * kept < row[HALF_WORDS]:
            continue
        begin = int(words.end[base + end - 1])
        behind = texts[article][begin : words.start[base + end]].split(maxsplit=1)
        leans = behind and texts[article][begin] == behind[0][0]
        row[LAST], row[END], row[HALF_WORDS] = end, begin + (len(behind[0]) if leans else 0), kept
        found[line] = 0
    return none


@part
def _notice_at(words, at, last, hashes, sorts, longest, openings):  # type: ignore[no-untyped-def]
    """The words of the longest phrase of notices that begins with the word `at`, 0 if none does, and whether one is a
    wall's. A single word is no phrase: reports have "copyright", "Anzeige" and "إعلان" (announcement)."""
    chain = HASH_START
    size = 0
    wall = False
    for length in range(1, min(longest, last - at) + 1):
        chain = (chain ^ words[at + length - 1]) * HASH_STEP
        found = phrase_sorts(chain, hashes, sorts, openings)
        if found < 0:
            break
        if length > 1 and found & (NOTICE | WALL):
            size = length
            wall |= found & WALL > 0
    return size, wall


@kernel("i4[,] i8[] u8[] u1[] i8[] u8[] u1[] i8 b1[] i4[,] i4[]!")
def _tails(  # type: ignore[no-untyped-def]
    lines, line_offsets, words, flags, word_offsets, hashes, sorts, longest, openings, phrases, out
):
    """Write to `out` the word of its article before which each line ends when its notices are cut off."""
    for article in range(len(line_offsets) - 1):
        base = word_offsets[article]
        for line in range(line_offsets[article], line_offsets[article + 1]):
            first = base + lines[line, FIRST]
            last = base + lines[line, LAST]
            unread = lines[line, HALF_WORDS] > MOST_READ
            if not unread and phrases[line, WALLS] < LEAST_WALLS:
                continue
            tail = last
            tail_walls = 0
            tail_words = 0
            others = 0
            sentence = first
            found = 0
            found_words = 0
            until = first
            for at in range(first, last):
                if at >= until:
                    size, wall = _notice_at(words, at, last, hashes, sorts, longest, openings)
                    if size > 0:
                        found += wall
                        found_words += size
                        until = at + size
                if at + 1 < last and not flags[at] & ENDS_SENTENCE:
                    continue
                if found_words * WALL_SHARE >= at + 1 - sentence:
                    if tail == last:
                        tail = sentence
                    tail_walls += found
                    tail_words += found_words
                    others = 0
                else:
                    others += 1
                    if others > 1:
                        tail = last
                        tail_walls = 0
                        tail_words = 0
                sentence = at + 1
                found = 0
                found_words = 0
            if tail_walls >= LEAST_WALLS and tail_words * WALL_SHARE >= last - tail:
                out[line] = tail - base
