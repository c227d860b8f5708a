"""The kernel that compares pairs of articles: verbatim blocks, paragraphs alike in meaning, and what they cover."""

from typing import Final

import numpy as np
from numba import njit

from dedup.matching.alignment import MOST_CELLS, MOST_JOINED, align, window_sets
from dedup.matching.leftover import uncovered, verbatim_gain, windows_of
from dedup.matching.verbatim import index_seeds, join_runs, shared_runs

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
"""What `compare_pairs` says of a pair."""

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
"""Two stretches of a pair that tell the same."""


@njit(cache=True, nogil=True)
def article_windows(elements, values, costs, offsets, ends, half_words, paragraph_offsets, most_half):  # type: ignore[no-untyped-def]
    """`window_sets` of every article of a batch.

    Article i has elements `offsets[i]:offsets[i + 1]` and paragraphs `paragraph_offsets[i]:paragraph_offsets[i + 1]`,
    of which `ends` says where each ends among its elements. Returns sets and their values end to end, where each
    window's set begins, its cost, its value, and the first window of each article (each has one row more, for the end
    of its last set).
    """
    articles = len(offsets) - 1
    first_window = np.zeros(articles + 1, np.int64)
    for row in range(articles):
        count = paragraph_offsets[row + 1] - paragraph_offsets[row]
        first_window[row + 1] = first_window[row] + MOST_JOINED * count + 1
    # A paragraph stands in its own window, in two joins of two and in three of three.
    sets = np.empty(6 * len(elements) + 1, np.uint32)
    set_values = np.empty(len(sets), np.float32)
    begins = np.zeros(first_window[-1], np.int64)
    totals = np.zeros(first_window[-1], np.float32)
    worths = np.zeros(first_window[-1], np.float32)
    used = 0
    for row in range(articles):
        low = first_window[row]
        high = first_window[row + 1]
        written = window_sets(
            elements[offsets[row] : offsets[row + 1]],
            values[offsets[row] : offsets[row + 1]],
            costs[offsets[row] : offsets[row + 1]],
            ends[paragraph_offsets[row] : paragraph_offsets[row + 1]],
            half_words[paragraph_offsets[row] : paragraph_offsets[row + 1]],
            most_half,
            sets[used:],
            set_values[used:],
            begins[low:high],
            totals[low:high],
            worths[low:high],
        )
        begins[low:high] += used
        used += written
    return sets[:used], set_values[:used], begins, totals, worths, first_window


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
def _align_left(  # type: ignore[no-untyped-def]
    kept_a, kept_b, sets, values, begins_a, totals_a, worths_a, begins_b, totals_b, worths_b, scale_a, scale_b, blocks
):
    """`align` of the paragraphs `kept_a` with `kept_b` alone; blocks name paragraphs of the whole articles."""
    left_sets, left_values, left_begins, left_totals, left_worths = windows_of(
        kept_a, sets, values, begins_a, totals_a, worths_a
    )
    sets_b, values_b, begins, totals, worths = windows_of(kept_b, sets, values, begins_b, totals_b, worths_b)
    found = align(
        len(kept_a),
        len(kept_b),
        np.concatenate((left_sets, sets_b)),
        np.concatenate((left_values, values_b)),
        left_begins,
        left_totals,
        left_worths,
        begins + len(left_sets),
        totals,
        worths,
        scale_a,
        scale_b,
        blocks,
    )
    for row in range(found):
        for side in range(2):
            kept = kept_b if side else kept_a
            first = np.int64(blocks[row, 2 * side])
            last = np.int64(blocks[row, 2 * side + 1]) - 1
            blocks[row, 2 * side] = kept[first]
            blocks[row, 2 * side + 1] = kept[last] + 1
    return found


@njit(cache=True, nogil=True)
def compare_pairs(  # type: ignore[no-untyped-def]
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
    pairs,
    blocks,
):
    """Compare rows `left[i]` and `right[i]` of a batch; fills `pairs` (all zeros before) and returns the blocks (grown
    as needed) and how many there are. Pairs are best sorted by `left`: its seeds are indexed once. `scale_a` and
    `scale_b` multiply each pair's costs. Without windows (`first_window` of length 0) nothing is compared by
    meaning."""
    count = 0
    longest = 0
    for row in range(len(offsets) - 1):
        longest = max(longest, offsets[row + 1] - offsets[row])
    heads = np.empty(2, np.int32)
    nexts = np.empty(longest + 1, np.int32)
    runs = np.empty((longest // seed + 1, 3), np.int32)
    joined = np.empty((longest // seed + 1, 5), np.int32)
    covered_a = np.zeros(longest, np.bool_)
    covered_b = np.zeros(longest, np.bool_)
    aligned = np.empty((256, 6), np.float32)
    indexed = -1
    for pair in range(len(left)):
        a = left[pair]
        b = right[pair]
        words_a = words[offsets[a] : offsets[a + 1]]
        words_b = words[offsets[b] : offsets[b + 1]]
        rows_a = paragraphs[paragraph_offsets[a] : paragraph_offsets[a + 1]].reshape(-1, 5)
        rows_b = paragraphs[paragraph_offsets[b] : paragraph_offsets[b + 1]].reshape(-1, 5)
        covered_a[: len(words_a)] = False
        covered_b[: len(words_b)] = False
        if indexed != a:
            size = 2
            while size < 2 * len(words_a):
                size *= 2
            heads = np.empty(size, np.int32)
            index_seeds(words_a, seed, heads, nexts)
            indexed = a
        half_each = rows_a[:, 4].sum() / max(1, len(words_a))
        before = count
        found = join_runs(runs, shared_runs(words_a, words_b, seed, heads, nexts, most_chain, runs), gap, joined)
        verbatim = 0.0
        for row in range(found):
            shared = joined[row, 4]
            if shared * half_each < 2 * least_block:
                continue
            verbatim += shared
            pairs[pair]["longest"] = max(pairs[pair]["longest"], shared * half_each / 2)
            covered_a[joined[row, 0] : joined[row, 1]] = True
            covered_b[joined[row, 2] : joined[row, 3]] = True
            if count == len(blocks):
                blocks = _grown(blocks)
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
            if len(aligned) < min(len(rows_a), len(rows_b)):
                aligned = np.empty((min(len(rows_a), len(rows_b)), 6), np.float32)
            from_a, to_a = first_window[a], first_window[a + 1]
            from_b, to_b = first_window[b], first_window[b + 1]
            thinned = len(rows_a) * len(rows_b) > MOST_CELLS
            if thinned:
                kept_a = uncovered(rows_a, covered_a)
                kept_b = uncovered(rows_b, covered_b)
                gain += verbatim_gain(kept_a, totals[from_a:to_a], worths[from_a:to_a], scale_a[pair], scale_b[pair])
                found = _align_left(
                    kept_a,
                    kept_b,
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
                )
            else:
                found = align(
                    len(rows_a),
                    len(rows_b),
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
                )
            pairs[pair]["cost_a"] = totals[from_a : to_a - 1 : MOST_JOINED].sum() * scale_a[pair]
            pairs[pair]["cost_b"] = totals[from_b : to_b - 1 : MOST_JOINED].sum() * scale_b[pair]
            for row in range(found):
                a_from = np.int32(aligned[row, 0])
                a_to = np.int32(aligned[row, 1])
                b_from = np.int32(aligned[row, 2])
                b_to = np.int32(aligned[row, 3])
                gain += aligned[row, 5]
                covered_a[rows_a[a_from, 0] : rows_a[a_to - 1, 1]] = True
                covered_b[rows_b[b_from, 0] : rows_b[b_to - 1, 1]] = True
                if count == len(blocks):
                    blocks = _grown(blocks)
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
        result["aligned_a"] = covered_a[: len(words_a)].sum()
        result["aligned_b"] = covered_b[: len(words_b)].sum()
        cover = _cover(covered_a, rows_a, lead_half, lead_bonus)
        result["coverage_a"], result["focus_a"], result["lead_a"] = cover
        cover = _cover(covered_b, rows_b, lead_half, lead_bonus)
        result["coverage_b"], result["focus_b"], result["lead_b"] = cover
    return blocks, count


@njit(cache=True, nogil=True)
def _grown(blocks):  # type: ignore[no-untyped-def]
    larger = np.zeros(2 * len(blocks) + 1, blocks.dtype)
    larger[: len(blocks)] = blocks
    return larger
