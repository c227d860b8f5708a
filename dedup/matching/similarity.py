"""The kernel that compares pairs of articles: verbatim blocks, paragraphs alike in meaning, and what they cover."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dedup.config import MatchConfig
from dedup.kernels import kernel, part
from dedup.matching.alignment import MANY_CELLS, MOST_CELLS, align
from dedup.matching.leftover import uncovered, verbatim_gain
from dedup.matching.tokens import PARAGRAPH_COLUMNS, Tokens
from dedup.matching.verbatim import index_seeds, join_runs, shared_runs
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
def _cover(covered, rows, lead_half, lead_bonus):  # type: ignore[no-untyped-def]
    """Share of an article's half-words that are covered: in all, with the lead counting `1 + lead_bonus` times, and of
    the lead alone."""
    whole = 0.0
    lead = 0.0
    whole_covered = 0.0
    lead_covered = 0.0
    for row in range(len(rows)):
        each = rows[row, 4] / (rows[row, 1] - rows[row, 0])
        for word in range(rows[row, 0], rows[row, 1]):
            in_lead = whole < lead_half
            whole += each
            if in_lead:
                lead += each
            if covered[word]:
                whole_covered += each
                if in_lead:
                    lead_covered += each
    if whole == 0:
        return 0.0, 0.0, 0.0
    focus = (whole_covered + lead_bonus * lead_covered) / (whole + lead_bonus * lead)
    return whole_covered / whole, focus, lead_covered / lead


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
            rows_a,
            rows_b,
            scale_a,
            scale_b,
            tokens.words.values,
            tokens.words.offsets,
            paragraphs,
            tokens.paragraphs.offsets // PARAGRAPH_COLUMNS,
            windows.sets,
            windows.values,
            windows.begins,
            windows.totals,
            windows.worths,
            windows.first,
            config.seed_words,
            config.seed_places,
            config.gap_words,
            config.least_block_words,
            2 * config.lead_words,
            config.lead_bonus,
            done,
            made,
            pairs,
            blocks,
            *room,
            *table,
        )
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
    left,
    right,
    scale_a,
    scale_b,
    words,
    offsets,
    paragraphs,
    paragraph_offsets,
    sets,
    set_values,
    begins,
    totals,
    worths,
    first_window,
    seed,
    most_chain,
    gap,
    least_block,
    lead_half,
    lead_bonus,
    first_pair,
    count,
    pairs,
    blocks,
    heads,
    nexts,
    runs,
    joined,
    covered,
    kept,
    aligned,
    slots,
    chained,
    places,
    holders,
    singles,
    gains,
    steps,
):
    """Compare the pairs from `first_pair` on, until there is no room in `blocks` for those of the next, or none in
    `singles`, `gains` and `steps` for its table; `count` blocks are there already. Returns the number of that pair,
    and of the blocks, and the cells of the table, 0 if it is not the table that lacks room. `pairs` is all zeros
    before."""
    indexed = -1
    size = 2
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
            indexed = a
        half_words = 0
        for row in range(len(rows_a)):
            half_words += rows_a[row, 4]
        half_each = half_words / max(1, len(words_a))
        before = count
        found = shared_runs(words_a, words_b, seed, heads[:size], nexts, most_chain, runs)
        found = join_runs(runs, found, gap, joined)
        verbatim = 0.0
        for row in range(found):
            shared = joined[row, 4]
            if shared * half_each < 2 * least_block:
                continue
            verbatim += shared
            pairs[pair]["longest"] = max(pairs[pair]["longest"], shared * half_each / 2)
            for word in range(joined[row, 0], joined[row, 1]):
                covered_a[word] = True
            for word in range(joined[row, 2], joined[row, 3]):
                covered_b[word] = True
            if count == len(blocks):
                return pair, before, 0
            block = blocks[count]
            block["pair"] = pair
            block["verbatim"] = True
            block["a_first"] = joined[row, 0]
            block["a_last"] = joined[row, 1]
            block["b_first"] = joined[row, 2]
            block["b_last"] = joined[row, 3]
            block["shared"] = shared
            count += 1
        gain = 0.0
        if len(first_window) > 0:
            from_a, to_a = first_window[a], first_window[a + 1]
            from_b, to_b = first_window[b], first_window[b + 1]
            thinned = len(rows_a) * len(rows_b) > MOST_CELLS
            count_a = len(rows_a)
            count_b = len(rows_b)
            if thinned:
                count_a = uncovered(rows_a, covered_a, kept[0])
                count_b = uncovered(rows_b, covered_b, kept[1])
                gain += verbatim_gain(
                    kept[0], count_a, totals[from_a:to_a], worths[from_a:to_a], scale_a[pair], scale_b[pair]
                )
            else:
                for side in range(2):
                    for row in range(max(count_a, count_b)):
                        kept[side, row] = row
            cells = (count_a + 1) * (count_b + 1)
            if cells > len(gains):
                return pair, before, cells
            found = align(
                kept[0, :count_a],
                kept[1, :count_b],
                sets,
                set_values,
                begins[from_a:to_a],
                totals[from_a:to_a],
                worths[from_a:to_a],
                begins[from_b:to_b],
                totals[from_b:to_b],
                worths[from_b:to_b],
                scale_a[pair],
                scale_b[pair],
                aligned,
                singles,
                gains,
                steps,
                slots,
                chained,
                places,
                holders,
            )
            cost_a = np.float32(0)
            for row in range(from_a, to_a - 1, MOST_JOINED):
                cost_a += totals[row]
            cost_b = np.float32(0)
            for row in range(from_b, to_b - 1, MOST_JOINED):
                cost_b += totals[row]
            pairs[pair]["cost_a"] = cost_a * scale_a[pair]
            pairs[pair]["cost_b"] = cost_b * scale_b[pair]
            for row in range(found):
                a_from = np.int32(aligned[row, 0])
                a_to = np.int32(aligned[row, 1])
                b_from = np.int32(aligned[row, 2])
                b_to = np.int32(aligned[row, 3])
                gain += aligned[row, 5]
                for word in range(rows_a[a_from, 0], rows_a[a_to - 1, 1]):
                    covered_a[word] = True
                for word in range(rows_b[b_from, 0], rows_b[b_to - 1, 1]):
                    covered_b[word] = True
                if count == len(blocks):
                    return pair, before, 0
                block = blocks[count]
                block["pair"] = pair
                block["verbatim"] = False
                block["a_first"] = rows_a[a_from, 0]
                block["a_last"] = rows_a[a_to - 1, 1]
                block["b_first"] = rows_b[b_from, 0]
                block["b_last"] = rows_b[b_to - 1, 1]
                block["a_from"] = a_from
                block["a_to"] = a_to
                block["b_from"] = b_from
                block["b_to"] = b_to
                block["shared"] = aligned[row, 4]
                count += 1
        if count == before:
            # Most candidates share nothing: all their shares are 0, as `pairs` has them.
            continue
        result = pairs[pair]
        result["verbatim"] = verbatim
        result["gain"] = gain
        # One place for both sides, for what it takes in is compiled once for each.
        for side in range(2):
            side_words = words_a if side == 0 else words_b
            side_rows = rows_a if side == 0 else rows_b
            coverage, focus, lead = _cover(covered[side], side_rows, lead_half, lead_bonus)
            held = 0
            for word in range(len(side_words)):
                held += covered[side, word]
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
