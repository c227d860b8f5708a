"""The kernel that compares pairs of articles: verbatim blocks, paragraphs alike in meaning, and what they cover."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dedup.config import MatchConfig
from dedup.kernels import kernel, part
from dedup.matching.alignment import MANY_CELLS, MOST_CELLS, align
from dedup.matching.tokens import PARAGRAPH_COLUMNS, Tokens
from dedup.matching.verbatim import choose_paragraphs, cover, index_seeds, join_runs, shared_runs
from dedup.matching.windows import MOST_JOINED, Windows

PAIR: Final = np.dtype(
    [
        ("verbatim", np.float32),  # words in verbatim blocks, gaps left out
        ("aligned_a", np.float32),  # words of a in any block
        ("aligned_b", np.float32),
        ("longest", np.float32),  # words of the longest verbatim block, counting bigrams half
        ("gain", np.float32),  # gained by the alignment in meaning
        ("cost_a", np.float32),  # what all paragraphs of a cost
        ("cost_b", np.float32),
        ("coverage_a", np.float32),
        ("coverage_b", np.float32),
        ("focus_a", np.float32),
        ("focus_b", np.float32),
        ("lead_a", np.float32),
        ("lead_b", np.float32),
    ]
)
"""What `compare_rows` says of a pair."""

BLOCK: Final = np.dtype(
    [
        ("pair", np.int64),
        ("verbatim", np.bool_),
        ("a_first", np.int32),  # words of the body
        ("a_last", np.int32),
        ("b_first", np.int32),
        ("b_last", np.int32),
        ("a_from", np.int32),  # paragraphs, for blocks alike in meaning
        ("a_to", np.int32),
        ("b_from", np.int32),
        ("b_to", np.int32),
        ("shared", np.float32),  # words shared, or the similarity of the sets
    ]
)
"""Two stretches of a pair that say the same."""


@part
def _cost(totals, first, last):  # type: ignore[no-untyped-def]
    """What the paragraphs of an article cost together: the windows of one paragraph each."""
    cost = np.float32(0)
    for row in range(first, last - 1, MOST_JOINED):
        cost += totals[row]
    return cost


@part
def _add_block(pair, first_a, last_a, first_b, last_b, covered_a, covered_b, blocks, count):  # type: ignore[no-untyped-def]
    """Mark the words of a block as covered, and write it as the one with the number `count`."""
    for word in range(first_a, last_a):
        covered_a[word] = True
    for word in range(first_b, last_b):
        covered_b[word] = True
    block = blocks[count]
    block["pair"] = pair
    block["a_first"] = first_a
    block["a_last"] = last_a
    block["b_first"] = first_b
    block["b_last"] = last_b
    return block


@part
def _add_verbatim(pair, joined, found, half_each, least_block, covered_a, covered_b, pairs, blocks, count):  # type: ignore[no-untyped-def]
    """Add the blocks of equal words that are long enough; returns how many blocks there are, and their words."""
    verbatim = 0.0
    for row in range(found):
        shared = joined[row, 4]
        if shared * half_each < 2 * least_block:
            continue
        verbatim += shared
        pairs[pair]["longest"] = max(pairs[pair]["longest"], shared * half_each / 2)
        block = _add_block(
            pair, joined[row, 0], joined[row, 1], joined[row, 2], joined[row, 3], covered_a, covered_b, blocks, count
        )
        block["verbatim"] = True
        block["shared"] = shared
        count += 1
    return count, verbatim


@part
def _add_aligned(pair, aligned, found, rows_a, rows_b, covered_a, covered_b, gain, blocks, count):  # type: ignore[no-untyped-def]
    """Add the blocks alike in meaning; returns how many blocks there are, and `gain` with what these gain."""
    for row in range(found):
        a_from = np.int32(aligned[row, 0])
        a_to = np.int32(aligned[row, 1])
        b_from = np.int32(aligned[row, 2])
        b_to = np.int32(aligned[row, 3])
        gain += aligned[row, 5]
        block = _add_block(
            pair,
            rows_a[a_from, 0],
            rows_a[a_to - 1, 1],
            rows_b[b_from, 0],
            rows_b[b_to - 1, 1],
            covered_a,
            covered_b,
            blocks,
            count,
        )
        block["verbatim"] = False
        block["a_from"] = a_from
        block["a_to"] = a_to
        block["b_from"] = b_from
        block["b_to"] = b_to
        block["shared"] = aligned[row, 4]
        count += 1
    return count, gain


def compare_rows(
    rows_a: NDArray[np.int64],
    rows_b: NDArray[np.int64],
    scale_a: NDArray[np.float32],
    scale_b: NDArray[np.float32],
    tokens: Tokens,
    windows: Windows,
    config: MatchConfig,
) -> tuple[NDArray[np.void], NDArray[np.void]]:
    """Compare rows `rows_a[i]` and `rows_b[i]` of `tokens`: a `PAIR` each, and the `BLOCK`s of all, in order. Pairs are
    best sorted by `rows_a`: its seeds are indexed once. `scale_a` and `scale_b` multiply each pair's costs. Without
    windows nothing is compared by meaning."""
    pairs, blocks = np.zeros(len(rows_a), PAIR), np.zeros(4 * len(rows_a) + 16, BLOCK)
    paragraphs = tokens.paragraphs.values.reshape(-1, PARAGRAPH_COLUMNS)
    room = _room(rows_a, rows_b, tokens, windows, config.seed_words)
    table = _table(2 * MOST_CELLS if len(windows.first) else 0)
    done = made = 0
    while True:
        done, made, lacking = _compare(
            rows_a, rows_b, scale_a, scale_b, tokens.words.values, tokens.words.offsets, paragraphs,
            tokens.paragraphs.offsets // PARAGRAPH_COLUMNS, windows.sets, windows.values, windows.begins,
            windows.totals, windows.worths, windows.first, config.seed_words, config.seed_places, config.gap_words,
            config.least_block_words, 2 * config.lead_words, config.lead_bonus, done, made, pairs, blocks, *room,
            *table,
        )  # fmt: skip
        if done == len(rows_a):
            return pairs, blocks[:made]
        if lacking:
            table = _table(max(lacking, 2 * len(table[0])))
        else:
            blocks = np.concatenate([blocks, np.zeros(len(blocks) + 1, BLOCK)])


def _room(
    rows_a: NDArray[np.int64], rows_b: NDArray[np.int64], tokens: Tokens, windows: Windows, seed: int
) -> tuple[NDArray[Any], ...]:
    """The arrays that `_compare` works in, from `heads` to `holders`."""
    words = np.diff(tokens.words.offsets)
    longest_a, longest = int(words[rows_a].max(initial=0)), int(words.max(initial=0))
    runs = longest // seed + 1
    aligned = kept = slots = held = 0
    if len(windows.first):
        paragraphs = np.diff(tokens.paragraphs.offsets) // PARAGRAPH_COLUMNS
        count_a, count_b = paragraphs[rows_a], paragraphs[rows_b]
        aligned = int(np.minimum(count_a, count_b).max(initial=0))
        kept = int(np.maximum(count_a, count_b).max(initial=0))
        many = rows_b[count_a * count_b >= MANY_CELLS]
        held = int(windows.sizes(many).max(initial=0))
        slots = 1 << held.bit_length()
    return (
        np.empty(max(2, 1 << (2 * longest_a).bit_length()), np.int32),
        np.empty(longest + 1, np.int32),
        np.empty((runs, 3), np.int32),
        np.empty((runs, 5), np.int32),
        np.empty((2, longest), np.bool_),
        np.empty((2, kept), np.int64),
        np.empty((aligned, 6), np.float32),
        np.empty(slots, np.int32),
        np.empty(held, np.int32),
        np.empty(held, np.int64),
        np.empty(held, np.int32),
    )


def _table(cells: int) -> tuple[NDArray[Any], ...]:
    """Room for the table of an alignment, from `singles` on. It is that of one pair, and only long articles need much:
    what is left of versions of a live blog is known when their verbatim blocks are."""
    return np.empty(cells, np.float32), np.empty(cells, np.float32), np.empty(cells, np.int32)


@kernel(
    "i8[] i8[] f4[] f4[] u4[] i8[] i4[,] i8[] u4[] f4[] i8[] f4[] f4[] i8[] i8 i8 i8 i8 i8 f8 i8 i8 PAIR[]! BLOCK[]! "
    "i4[]! i4[]! i4[,]! i4[,]! b1[,]! i8[,]! f4[,]! i4[]! i4[]! i8[]! i4[]! f4[]! f4[]! i4[]!",
    PAIR=PAIR,
    BLOCK=BLOCK,
)
def _compare(  # type: ignore[no-untyped-def]
    left, right, scale_a, scale_b, words, offsets, paragraphs, paragraph_offsets, sets, set_values, begins, totals,
    worths, first_window, seed, most_chain, gap, least_block, lead_half, lead_bonus, first_pair, count, pairs,
    blocks, heads, nexts, runs, joined, covered, kept, aligned, slots, chained, places, holders, singles, gains,
    steps,
):  # fmt: skip
    """Compare the pairs from `first_pair` on, until there is no room in `blocks` for those of the next, or none in
    `singles`, `gains` and `steps` for its table; `count` blocks are there already. Returns the number of that pair,
    and of the blocks, and the cells of the table, 0 if it is not the table that lacks room. `pairs` is all zeros
    before."""
    indexed = -1
    size = 2
    half_each = 0.0
    covered_a = covered[0]
    covered_b = covered[1]
    for pair in range(first_pair, len(left)):
        a = left[pair]
        b = right[pair]
        words_a = words[offsets[a] : offsets[a + 1]]
        words_b = words[offsets[b] : offsets[b + 1]]
        rows_a = paragraphs[paragraph_offsets[a] : paragraph_offsets[a + 1]]
        rows_b = paragraphs[paragraph_offsets[b] : paragraph_offsets[b + 1]]
        for word in range(len(words_a)):
            covered_a[word] = False
        for word in range(len(words_b)):
            covered_b[word] = False
        if indexed != a:
            size = 2
            while size < 2 * len(words_a):
                size *= 2
            index_seeds(words_a, seed, heads[:size], nexts)
            half_words = 0
            for row in range(len(rows_a)):
                half_words += rows_a[row, 4]
            half_each = half_words / max(1, len(words_a))
            indexed = a
        before = count
        found = shared_runs(words_a, words_b, seed, heads[:size], nexts, most_chain, runs)
        found = join_runs(runs, found, gap, joined)
        if count + found > len(blocks):
            return pair, before, 0
        count, verbatim = _add_verbatim(
            pair, joined, found, half_each, least_block, covered_a, covered_b, pairs, blocks, count
        )
        gain = 0.0
        if len(first_window) > 0:
            from_a, to_a = first_window[a], first_window[a + 1]
            from_b, to_b = first_window[b], first_window[b + 1]
            count_a, count_b, gain = choose_paragraphs(
                rows_a,
                rows_b,
                covered_a,
                covered_b,
                totals[from_a:to_a],
                worths[from_a:to_a],
                scale_a[pair],
                scale_b[pair],
                kept,
            )
            cells = (count_a + 1) * (count_b + 1)
            if cells > len(gains):
                return pair, before, cells
            found = align(
                kept[0, :count_a], kept[1, :count_b], sets, set_values, begins[from_a:to_a], totals[from_a:to_a],
                worths[from_a:to_a], begins[from_b:to_b], totals[from_b:to_b], worths[from_b:to_b], scale_a[pair],
                scale_b[pair], aligned, singles, gains, steps, slots, chained, places, holders,
            )  # fmt: skip
            pairs[pair]["cost_a"] = _cost(totals, from_a, to_a) * scale_a[pair]
            pairs[pair]["cost_b"] = _cost(totals, from_b, to_b) * scale_b[pair]
            if count + found > len(blocks):
                return pair, before, 0
            count, gain = _add_aligned(pair, aligned, found, rows_a, rows_b, covered_a, covered_b, gain, blocks, count)
        if count == before:
            # Most candidates share nothing: all their shares are 0, as `pairs` has them.
            continue
        result = pairs[pair]
        result["verbatim"] = verbatim
        result["gain"] = gain
        # One place for both sides, for what it takes in is compiled once for each.
        for side in range(2):
            rows = rows_a if side == 0 else rows_b
            held, coverage, focus, lead = cover(covered[side], rows, lead_half, lead_bonus)
            if side == 0:
                result["aligned_a"] = held
                result["coverage_a"] = coverage
                result["focus_a"] = focus
                result["lead_a"] = lead
            else:
                result["aligned_b"] = held
                result["coverage_b"] = coverage
                result["focus_b"] = focus
                result["lead_b"] = lead
    return len(left), count, 0
