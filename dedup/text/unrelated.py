"""Lines above and below an article that have nothing to do with it: tickers, lists of headlines of other stories.

A ticker's headline may be as long as a sentence, and no phrase announces it. What gives it away is that its words do
not come again in the article, and that it does not stand alone. Of 3,655 such lines beside the prose of 126 scraped
pages 87% share less than a fifth of their words with it, by weight; an article's own headline, bullet points and
standfirst share a third and more.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import kernel, lower_bound, part
from dedup.text.characters import Alphabet
from dedup.text.recurring import DENSE_WEIGHT, HANGUL_STEM, STEM_LETTERS, WEIGHTS
from dedup.text.tokenizer import (
    BIGRAM,
    DIGITS,
    END,
    ENDED,
    FIRST,
    FLAGS,
    HALF_WORDS,
    HASH_START,
    HASH_STEP,
    LAST,
    START,
    Words,
    mix,
)

LONG_HALF_WORDS: Final = 40
"""A line of 20 words that ends in a full stop is the article's own prose; shorter ones may be somebody's headline."""
LEAST_HALF_WORDS, MOST_HALF_WORDS = 8, 50
"""A headline has four words at least (shorter lines are menus, known by their shape) and 25 at most."""
LEAST_LINES: Final = 3
"""One or two such lines may be a kicker and a pun."""
MOST_SHARED: Final = 0.2
_WEIGHTS: Final = np.array(WEIGHTS)
_SEEN_BITS: Final = 16
_CALLS: Final = np.array(sorted(map(ord, "!?！？؟՞՜;")), np.uint32)
"""Marks that end headlines as well as sentences; a full stop ends only these."""


def mark_unrelated(words: Words, boilerplate: NDArray[np.bool_], alphabet: Alphabet) -> NDArray[np.bool_]:
    """Return `boilerplate`, `[lines]` of bool, with the lines above and below an article's prose that share next to
    nothing with it. They hang together: at least `LEAST_LINES` in a list, those included that were known already."""
    lines = words.lines
    long = (lines[:, FLAGS] & ENDED > 0) & (lines[:, HALF_WORDS] >= LONG_HALF_WORDS) & ~boilerplate
    maybe = (lines[:, HALF_WORDS] >= LEAST_HALF_WORDS) & (lines[:, HALF_WORDS] <= MOST_HALF_WORDS) & ~long
    maybe &= lines[:, DIGITS] * 2 < lines[:, LAST] - lines[:, FIRST]
    counted = np.zeros((2, len(lines) + 1), np.int64)
    np.cumsum(long, out=counted[0, 1:])
    np.cumsum(maybe, out=counted[1, 1:])
    has_prose, may_have = np.diff(counted[:, words.line_offsets])
    chosen = np.flatnonzero((has_prose > 0) & (may_have >= LEAST_LINES))
    found = boilerplate.copy()
    if len(chosen):
        _mark_unrelated(
            chosen, words.codes, words.code_offsets, alphabet.fold, words.start, words.end, words.hash, words.flags,
            words.offsets, lines, words.line_offsets, long, maybe, _WEIGHTS, _CALLS,
            np.full(1 << _SEEN_BITS, -1, np.int64), np.zeros(len(lines), np.bool_), found,
        )  # fmt: skip
    return found


@part
def _is_call(codes, base, row, calls):  # type: ignore[no-untyped-def]
    """Whether the last mark of a line is that of a call or a question, and no full stop."""
    for at in range(row[END] - 1, row[START] - 1, -1):
        place = lower_bound(calls, codes[base + at])
        if place < len(calls) and calls[place] == codes[base + at]:
            return True
        if codes[base + at] in (0x2E, 0x3002, 0x0964, 0x06D4) or codes[base + at] > 0x2FFF or at < row[END] - 3:
            return False
    return False


@part
def _stem(codes, base, start, end, fold):  # type: ignore[no-untyped-def]
    """The hash of a word's beginning."""
    value = HASH_START
    most = min(end, start + STEM_LETTERS)
    if 0xAC00 <= codes[base + start] <= 0xD7A3:
        most = min(end, start + HANGUL_STEM)
    for at in range(start, most):
        value = (value ^ np.uint64(fold[codes[base + at]])) * HASH_STEP
        value ^= value >> np.uint64(29)
    return mix(value)


@kernel(
    "i8[] u4[] i8[] u4[] i4[] i4[] u8[] u1[] i8[] i4[,] i8[] b1[] b1[] f8[] u4[] i8[]! b1[]! b1[]!",
)
def _mark_unrelated(  # type: ignore[no-untyped-def]
    chosen, codes, code_offsets, fold, starts, ends, hashes, flags, word_offsets, lines, line_offsets, long, maybe,
    weights, calls, seen, odd, found,
):  # fmt: skip
    """`seen` is room for the stems of an article's prose, by their last bits: one in fifty of a long article's other
    words falls on one of them. `odd` is room for which lines share next to nothing with it."""
    for at in range(len(chosen)):
        article = chosen[at]
        base = code_offsets[article]
        first_word = word_offsets[article]
        low = line_offsets[article]
        high = line_offsets[article + 1]
        first_prose = high
        last_prose = low
        for line in range(low, high):
            if long[line]:
                first_prose = min(first_prose, line)
                last_prose = line
                for word in range(first_word + lines[line, FIRST], first_word + lines[line, LAST]):
                    stem = hashes[word]
                    if not flags[word] & BIGRAM:
                        stem = _stem(codes, base, starts[word], ends[word], fold)
                    seen[stem & np.uint64(len(seen) - 1)] = at
        for side in range(2):
            begin = low if side == 0 else last_prose + 1
            stop = first_prose if side == 0 else high
            listed = begin
            strange = 0
            for line in range(begin, stop + 1):
                row = lines[min(line, high - 1)]
                if line < stop and maybe[line] and (not row[FLAGS] & ENDED or _is_call(codes, base, row, calls)):
                    said = 0.0
                    shared = 0.0
                    for word in range(first_word + row[FIRST], first_word + row[LAST]):
                        if flags[word] & BIGRAM:
                            stem = hashes[word]
                            weight = DENSE_WEIGHT
                        else:
                            stem = _stem(codes, base, starts[word], ends[word], fold)
                            weight = weights[min(ends[word] - starts[word], len(weights) - 1)]
                            if 0xAC00 <= codes[base + starts[word]] <= 0xD7A3:
                                weight = DENSE_WEIGHT
                        said += weight
                        if seen[stem & np.uint64(len(seen) - 1)] == at:
                            shared += weight
                    odd[line] = shared < MOST_SHARED * said
                    strange += odd[line]
                    continue
                if strange >= LEAST_LINES:
                    for other in range(listed, line):
                        found[other] |= odd[other]
                listed = line + 1
                strange = 0
