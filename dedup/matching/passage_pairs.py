"""The kernel that turns the blocks of a matching pair into its passages, and measures how alike they are."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import kernel, part
from dedup.matching.similarity import BLOCK
from dedup.matching.tokens import END_CHAR, END_WORD, FIRST_CHAR, FIRST_WORD, PARAGRAPH_COLUMNS, Tokens

COPY, REWRITE, TRANSLATION = range(3)
"""Kinds, as kernels number them."""

PASSAGE: Final = np.dtype(
    [
        ("a_start", np.int32),  # characters
        ("a_end", np.int32),
        ("b_start", np.int32),
        ("b_end", np.int32),
        ("kind", np.int8),
        ("score", np.float64),
    ]
)
"""Two spans that say the same."""

_MOST_STEPS: Final = 1 << 26
"""Words of 64 bits that are worked through for one block at most: blocks of 60,000 words with a change at either end.
What longer ones share verbatim is taken for all that they share."""


@part
def common_words(left, right, least, heads, nexts, state, equal):  # type: ignore[no-untyped-def]
    """Return the length of the longest common subsequence of two arrays of words, of which `least` is known. The arrays
    that follow are those of `common_room`.

    H. Hyyrö, "Bit-parallel LCS-length computation revisited", 2004. What both begin and end with is part of it.
    """
    same = 0
    first = 0
    most = min(len(left), len(right))
    while first < most and left[first] == right[first]:
        first += 1
    last = 0
    while last < most - first and left[len(left) - 1 - last] == right[len(right) - 1 - last]:
        last += 1
    same = first + last
    left = left[first : len(left) - last]
    right = right[first : len(right) - last]
    if len(left) == 0 or len(right) == 0:
        return same
    blocks = (len(left) + 63) // 64
    if blocks * len(right) > _MOST_STEPS:
        return max(same, least)
    size = 2
    while size < 2 * len(left):
        size *= 2
    mask = np.uint32(size - 1)
    for slot in range(size):
        heads[slot] = -1
    for at in range(len(left) - 1, -1, -1):
        slot = (left[at] >> np.uint32(1)) & mask
        nexts[at] = heads[slot]
        heads[slot] = at
    for block in range(blocks):
        state[block] = np.uint64(0xFFFFFFFFFFFFFFFF)
        equal[block] = np.uint64(0)
    for word in right:
        place = heads[(word >> np.uint32(1)) & mask]
        found = False
        while place >= 0:
            if left[place] == word:
                equal[place >> 6] |= np.uint64(1) << np.uint64(place & 63)
                found = True
            place = nexts[place]
        if not found:
            continue
        carry = np.uint64(0)
        for block in range(blocks):
            before = state[block]
            common = before & equal[block]
            total = before + common
            carried = total + carry
            carry = np.uint64(total < before) | np.uint64(carried < total)
            state[block] = carried | (before - common)
            equal[block] = 0
    for at in range(len(left)):
        same += (state[at >> 6] >> np.uint64(at & 63)) & np.uint64(1) == 0
    return same


def common_room(words: int) -> tuple[NDArray[Any], ...]:
    """Return room for `common_words` of a left side of this many words at most."""
    return (
        np.empty(2 << (2 * words).bit_length(), np.int32),
        np.empty(words, np.int32),
        np.empty(words // 64 + 1, np.uint64),
        np.empty(words // 64 + 1, np.uint64),
    )


@part
def _row_of(rows, word):  # type: ignore[no-untyped-def]
    """The paragraph that holds a word: they follow each other without gaps."""
    low = 0
    high = len(rows)
    while low + 1 < high:
        middle = (low + high) >> 1
        if rows[middle, FIRST_WORD] <= word:
            low = middle
        else:
            high = middle
    return low


@part
def _word_span(starts, ends, rows, first, last):  # type: ignore[no-untyped-def]
    """Characters of words; at the edge of a paragraph with its quotation marks and full stop."""
    start = starts[first]
    end = ends[last - 1]
    opening = _row_of(rows, first)
    closing = _row_of(rows, last - 1)
    if rows[opening, FIRST_WORD] == first:
        start = rows[opening, FIRST_CHAR]
    if rows[closing, END_WORD] == last:
        end = rows[closing, END_CHAR]
    return start, end


@part
def _mostly_taken(first, last, taken, count, side):  # type: ignore[no-untyped-def]
    overlap = 0
    for row in range(count):
        overlap += max(0, min(last, taken[row, side + 1]) - max(first, taken[row, side]))
    return overlap * 2 >= last - first


def find_passages(
    chosen: NDArray[np.int64],
    kinds: NDArray[np.int8],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    blocks: NDArray[np.void],
    tokens: Tokens,
    copy_share: float,
    least_likeness: float,
) -> tuple[NDArray[np.void], NDArray[np.int64]]:
    """Return the passages of the pairs `chosen`, end to end in order of a, and where each pair's end.

    Verbatim blocks come first for a copy and aligned paragraphs for anything else, then what of the other sort lies
    outside them. `kinds`, `left`, `right` (rows of `tokens`) and `blocks` are those of all pairs.
    """
    begins = np.searchsorted(blocks["pair"], np.arange(len(kinds) + 1))
    counts = np.diff(begins)[chosen]
    out, out_ends = np.empty(int(counts.sum()), PASSAGE), np.empty(len(chosen), np.int64)
    longest = int(np.diff(tokens.words.offsets)[left[chosen]].max(initial=0))
    count = _find_passages(
        chosen, kinds, left, right, begins, blocks, tokens.words.values, tokens.words.offsets, tokens.starts.values,
        tokens.ends.values, tokens.paragraphs.values.reshape(-1, PARAGRAPH_COLUMNS),
        tokens.paragraphs.offsets // PARAGRAPH_COLUMNS, copy_share, least_likeness, out, out_ends,
        np.empty((int(counts.max(initial=0)), 4), np.int64), *common_room(longest),
    )  # fmt: skip
    return out[:count], out_ends


@kernel(
    "i8[] i1[] i8[] i8[] i8[] BLOCK[] u4[] i8[] i4[] i4[] i4[,] i8[] f8 f8 PASSAGE[]! i8[]! i8[,]! "
    "i4[]! i4[]! u8[]! u8[]!",
    BLOCK=BLOCK,
    PASSAGE=PASSAGE,
)
def _find_passages(  # type: ignore[no-untyped-def]
    chosen, kinds, left, right, begins, blocks, words, offsets, starts, ends, paragraphs, paragraph_offsets,
    copy_share, least_likeness, out, out_ends, taken, heads, nexts, state, equal,
):  # fmt: skip
    n = 0
    for at in range(len(chosen)):
        pair = chosen[at]
        kind = kinds[pair]
        a = left[pair]
        b = right[pair]
        words_a = words[offsets[a] : offsets[a + 1]]
        words_b = words[offsets[b] : offsets[b + 1]]
        rows_a = paragraphs[paragraph_offsets[a] : paragraph_offsets[a + 1]]
        rows_b = paragraphs[paragraph_offsets[b] : paragraph_offsets[b + 1]]
        count = 0
        begin = n
        for turn in range(2):
            for number in range(begins[pair], begins[pair + 1]):
                block = blocks[number]
                if block["verbatim"] != ((kind == COPY) == (turn == 0)):
                    continue
                a_first = block["a_first"]
                a_last = block["a_last"]
                b_first = block["b_first"]
                b_last = block["b_last"]
                mostly = False
                for side in range(2):
                    first = a_first if side == 0 else b_first
                    last = a_last if side == 0 else b_last
                    mostly = mostly or _mostly_taken(first, last, taken, count, 2 * side)
                if mostly:
                    continue
                taken[count, 0] = a_first
                taken[count, 1] = a_last
                taken[count, 2] = b_first
                taken[count, 3] = b_last
                count += 1
                known = np.int64(block["shared"]) if block["verbatim"] else 0
                length = a_last - a_first + b_last - b_first
                shared = common_words(
                    words_a[a_first:a_last], words_b[b_first:b_last], known, heads, nexts, state, equal
                )
                alike = 1.0 - (length - 2 * shared) / length
                if block["verbatim"]:
                    if alike < least_likeness:
                        continue
                    a_start, a_end = _word_span(
                        starts[offsets[a] : offsets[a + 1]], ends[offsets[a] : offsets[a + 1]], rows_a, a_first, a_last
                    )
                    b_start, b_end = _word_span(
                        starts[offsets[b] : offsets[b + 1]], ends[offsets[b] : offsets[b + 1]], rows_b, b_first, b_last
                    )
                else:
                    a_start = rows_a[block["a_from"], FIRST_CHAR]
                    a_end = rows_a[block["a_to"] - 1, END_CHAR]
                    b_start = rows_b[block["b_from"], FIRST_CHAR]
                    b_end = rows_b[block["b_to"] - 1, END_CHAR]
                # The kind of a passage, not of the match: that is `verify.decide_kinds`.
                copied = block["verbatim"] or alike >= copy_share
                # By insertion: passages are few.
                spot = n
                while spot > begin and (
                    out[spot - 1]["a_start"] > a_start
                    or (out[spot - 1]["a_start"] == a_start and out[spot - 1]["b_start"] > b_start)
                ):
                    out[spot] = out[spot - 1]
                    spot -= 1
                passage = out[spot]
                passage["a_start"] = a_start
                passage["a_end"] = a_end
                passage["b_start"] = b_start
                passage["b_end"] = b_end
                passage["kind"] = COPY if copied else (REWRITE if kind == COPY else kind)
                passage["score"] = alike if copied else block["shared"]
                n += 1
        out_ends[at] = n
    return n


def weigh_scores(
    passages: NDArray[np.void], scores: NDArray[np.float64], ends: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the mean score of each pair's passages, by their length in a."""
    out = np.empty(len(ends), np.float64)
    _weigh(passages["a_end"] - passages["a_start"], scores, ends, out)
    return out


@kernel("i8[] f8[] i8[] f8[]!")
def _weigh(lengths, scores, ends, out):  # type: ignore[no-untyped-def]
    begin = 0
    for pair in range(len(ends)):
        weighted = 0.0
        total = 0
        for at in range(begin, ends[pair]):
            weighted += scores[at] * lengths[at]
            total += lengths[at]
        out[pair] = weighted / total if total else 0.0
        begin = ends[pair]
