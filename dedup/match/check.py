"""Candidates to matches: every pair is aligned, verbatim and by meaning, and kept only with the passages it rests on.

1. Verbatim blocks (`runs.py`), for copies, excerpts, edits and embedded statements, paragraphs in any order.
2. Paragraphs aligned by the weighted stems they share (`windows.py`), for rewrites of one language.
3. What was aligned is measured again with rapidfuzz, word by word, and becomes the passages of the match.
"""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from dedup.config import MatchConfig
from dedup.match.compare import BLOCK, PAIR, article_windows, compare_pairs
from dedup.match.tokens import END_CHAR, END_WORD, FIRST_CHAR, FIRST_WORD, PARAGRAPH_COLUMNS, Column, Tokens
from dedup.meaning import Weights
from dedup.model import MATCH


def check(
    left: NDArray[np.int64], right: NDArray[np.int64], tokens: Tokens, weights: Weights, config: MatchConfig
) -> pa.Table:
    """Align the candidates `left[i]`, `right[i]` (article numbers) and return those that match, as `MATCH`.

    `tokens` holds all articles named. Pairs of one language are also compared by meaning, if `config.rewrites`.
    """
    order = np.lexsort((right, left))
    left, right = left[order], right[order]
    rows_a, rows_b = tokens.rows_of(left), tokens.rows_of(right)
    one_language = (tokens.lang[rows_a] == tokens.lang[rows_b]) & config.rewrites
    elements = (
        tokens.elements if config.rewrites else Column(np.zeros(0, np.uint32), np.zeros_like(tokens.words.offsets))
    )
    sets, set_weights, begins, totals, first_window = article_windows(
        elements.values,
        weights.of(elements.values),
        elements.offsets,
        tokens.paragraphs.values,
        tokens.paragraphs.offsets,
        2 * config.window_words,
    )
    pairs = np.zeros(len(left), PAIR)
    blocks, count = compare_pairs(
        rows_a,
        rows_b,
        tokens.words.values,
        tokens.words.offsets,
        tokens.paragraphs.values,
        tokens.paragraphs.offsets,
        one_language,
        sets,
        set_weights,
        begins,
        totals,
        first_window,
        config.seed_words,
        config.seed_places,
        config.gap_words,
        config.least_block_words,
        config.level,
        2 * config.lead_words,
        config.lead_bonus,
        pairs,
        np.zeros(4 * len(left) + 16, BLOCK),
    )
    return _matches(left, right, rows_a, rows_b, pairs, blocks[:count], tokens, config)


def _matches(
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    rows_a: NDArray[np.int64],
    rows_b: NDArray[np.int64],
    pairs: NDArray[np.void],
    blocks: NDArray[np.void],
    tokens: Tokens,
    config: MatchConfig,
) -> pa.Table:
    lengths = np.diff(tokens.words.offsets)
    whole = pairs["verbatim"] >= config.short_coverage * np.minimum(lengths[rows_a], lengths[rows_b])
    least = np.where(whole, config.short_match_words, config.least_match_words)
    kept = (pairs["gain"] >= config.least_gain) | (pairs["longest"] >= least)
    aligned = np.minimum(pairs["aligned_a"], pairs["aligned_b"])
    is_copy = pairs["verbatim"] >= config.copy_share * aligned
    begins = np.searchsorted(blocks["pair"], np.arange(len(pairs) + 1))
    chosen = np.flatnonzero(kept & (is_copy if not config.rewrites else True) & (~is_copy | config.copies))
    passages = [
        _passages(
            blocks[begins[pair] : begins[pair + 1]],
            int(rows_a[pair]),
            int(rows_b[pair]),
            bool(is_copy[pair]),
            tokens,
            config,
        )
        for pair in chosen
    ]
    full = [number for number, found in enumerate(passages) if found]
    passages = [passages[number] for number in full]
    chosen = chosen[full]
    return pa.table(
        {
            "a": left[chosen],
            "b": right[chosen],
            "kind": np.where(is_copy[chosen], "copy", "rewrite"),
            "score": np.array([_score(found) for found in passages], np.float32),
            **{name: pairs[name][chosen] for name in ("coverage_a", "coverage_b", "focus_a", "focus_b")},
            "passages": passages,
        },
        schema=MATCH,
    )


Passage = dict[str, int | float | str]


def _passages(
    blocks: NDArray[np.void], a: int, b: int, is_copy: bool, tokens: Tokens, config: MatchConfig
) -> list[Passage]:
    """The passages of one match, in order of a: verbatim blocks of a copy, aligned paragraphs of a rewrite, and what
    of the other sort lies outside them."""
    verbatim, meaning = blocks[blocks["verbatim"]], blocks[~blocks["verbatim"]]
    first, second = (verbatim, meaning) if is_copy else (meaning, verbatim)
    taken_a: list[tuple[int, int]] = []
    taken_b: list[tuple[int, int]] = []
    found: list[Passage] = []
    for block in [*first, *second]:
        span_a = int(block["a_first"]), int(block["a_last"])
        span_b = int(block["b_first"]), int(block["b_last"])
        if _mostly_taken(span_a, taken_a) or _mostly_taken(span_b, taken_b):
            continue
        taken_a.append(span_a)
        taken_b.append(span_b)
        alike = Indel.normalized_similarity(_as_text(tokens, a, span_a), _as_text(tokens, b, span_b))
        if block["verbatim"]:
            if alike < config.least_likeness:
                continue
            a_start, a_end = _word_span(tokens, a, *span_a)
            b_start, b_end = _word_span(tokens, b, *span_b)
        else:
            a_start, a_end = _paragraph_span(tokens, a, int(block["a_from"]), int(block["a_to"]))
            b_start, b_end = _paragraph_span(tokens, b, int(block["b_from"]), int(block["b_to"]))
        copied = bool(block["verbatim"]) or alike >= config.copy_share
        found.append(
            {
                "a_start": a_start,
                "a_end": a_end,
                "b_start": b_start,
                "b_end": b_end,
                "kind": "copy" if copied else "rewrite",
                "score": round(float(alike if copied else block["shared"]), 4),
            }
        )
    return sorted(found, key=lambda passage: (passage["a_start"], passage["b_start"]))


def _mostly_taken(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    overlap = sum(max(0, min(span[1], end) - max(span[0], start)) for start, end in taken)
    return overlap * 2 >= span[1] - span[0]


def _score(passages: list[Passage]) -> float:
    lengths = [int(passage["a_end"]) - int(passage["a_start"]) for passage in passages]
    weighted = sum(float(passage["score"]) * length for passage, length in zip(passages, lengths, strict=True))
    return round(weighted / sum(lengths), 4)


def _as_text(tokens: Tokens, row: int, span: tuple[int, int]) -> str:
    """Words as characters, for rapidfuzz: 20 bits of each hash name one of the million code points above the BMP."""
    low = int(tokens.words.offsets[row])
    hashes = tokens.words.values[low + span[0] : low + span[1]].astype(np.uint32)
    return ((hashes >> np.uint32(12)) + np.uint32(0x10000)).astype("<u4").tobytes().decode("utf-32-le")


def _word_span(tokens: Tokens, row: int, first: int, last: int) -> tuple[int, int]:
    """Characters of words; at the edge of a paragraph with its quotation marks and full stop."""
    low = int(tokens.starts.offsets[row])
    start, end = int(tokens.starts.values[low + first]), int(tokens.ends.values[low + last - 1])
    begin, stop = tokens.paragraphs.offsets[row : row + 2]
    rows = tokens.paragraphs.values[begin:stop].reshape(-1, PARAGRAPH_COLUMNS)
    opening = int(np.searchsorted(rows[:, FIRST_WORD], first, "right")) - 1
    closing = int(np.searchsorted(rows[:, END_WORD], last))
    if rows[opening, FIRST_WORD] == first:
        start = int(rows[opening, FIRST_CHAR])
    if rows[closing, END_WORD] == last:
        end = int(rows[closing, END_CHAR])
    return start, end


def _paragraph_span(tokens: Tokens, row: int, first: int, last: int) -> tuple[int, int]:
    low = int(tokens.paragraphs.offsets[row])
    values = tokens.paragraphs.values
    return (
        int(values[low + PARAGRAPH_COLUMNS * first + FIRST_CHAR]),
        int(values[low + PARAGRAPH_COLUMNS * (last - 1) + END_CHAR]),
    )
