"""Candidates to matches: every pair is aligned, verbatim and by meaning, and kept only with the passages it rests on.

1. Verbatim blocks (`runs.py`), for copies, excerpts, edits and embedded statements, paragraphs in any order.
2. Paragraphs aligned by what they share (`windows.py`): stems within one language, for rewrites; concepts between two,
   for translations.
3. What was aligned is measured again with rapidfuzz, word by word, and becomes the passages of the match.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from dedup.config import MatchConfig
from dedup.match.compare import BLOCK, PAIR, compare_pairs
from dedup.match.lexis import Lexis, Windows
from dedup.match.tokens import END_CHAR, END_WORD, FIRST_CHAR, FIRST_WORD, PARAGRAPH_COLUMNS, Tokens
from dedup.model import MATCH


@dataclass(frozen=True)
class Compared:
    """Pairs of rows of `Tokens` and what the kernel found between them."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    pairs: NDArray[np.void]
    """A `compare.PAIR` each."""
    blocks: NDArray[np.void]
    """`compare.BLOCK`s in order of their pairs."""

    def blocks_of(self, pair: int) -> NDArray[np.void]:
        """The blocks of one pair."""
        low, high = np.searchsorted(self.blocks["pair"], (pair, pair + 1))
        return self.blocks[low:high]

    def ratios(self) -> NDArray[np.float32]:
        """What each pair gained by meaning, as a part of the smaller article's cost."""
        cost = np.minimum(self.pairs["cost_a"], self.pairs["cost_b"])
        ratios: NDArray[np.float32] = self.pairs["gain"] / np.maximum(cost, np.float32(1e-6))
        return ratios


def check(
    left: NDArray[np.int64], right: NDArray[np.int64], tokens: Tokens, lexis: Lexis, config: MatchConfig
) -> pa.Table:
    """Align the candidates `left[i]`, `right[i]` (article numbers) and return those that match, as `MATCH`.

    `tokens` holds all articles named. Pairs of one language may be copies or rewrites, others copies (where the
    language was mistaken) or translations.
    """
    order = np.lexsort((right, left))
    rows_a, rows_b = tokens.rows_of(left[order]), tokens.rows_of(right[order])
    one_language = tokens.lang[rows_a] == tokens.lang[rows_b]
    tables = []
    for translated, chosen in ((False, one_language), (True, ~one_language)):
        if chosen.any():
            windows = (lexis.concept_windows if translated else lexis.stem_windows)(tokens, config.window_words)
            compared = compare(rows_a[chosen], rows_b[chosen], tokens, lexis, windows, config)
            tables.append(_matches(compared, tokens, translated, config))
    return pa.concat_tables(tables) if tables else MATCH.empty_table()


def compare(
    rows_a: NDArray[np.int64],
    rows_b: NDArray[np.int64],
    tokens: Tokens,
    lexis: Lexis,
    windows: Windows,
    config: MatchConfig,
) -> Compared:
    """Run the kernel over pairs of rows of `tokens`."""
    langs, others = tokens.lang[rows_a], tokens.lang[rows_b]
    pairs = np.zeros(len(rows_a), PAIR)
    blocks, count = compare_pairs(
        rows_a,
        rows_b,
        lexis.scales(langs, others),
        lexis.scales(others, langs),
        tokens.words.values,
        tokens.words.offsets,
        tokens.paragraphs.values,
        tokens.paragraphs.offsets,
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
        pairs,
        np.zeros(4 * len(rows_a) + 16, BLOCK),
    )
    return Compared(rows_a, rows_b, pairs, blocks[:count])


def _matches(compared: Compared, tokens: Tokens, translated: bool, config: MatchConfig) -> pa.Table:
    pairs = compared.pairs
    kinds = _kinds(compared, tokens, translated, config)
    begins = np.searchsorted(compared.blocks["pair"], np.arange(len(pairs) + 1))
    chosen: list[int] = []
    passages: list[list[Passage]] = []
    for pair in np.flatnonzero(kinds != "").tolist():
        blocks = compared.blocks[begins[pair] : begins[pair + 1]]
        found = _passages(blocks, int(compared.left[pair]), int(compared.right[pair]), str(kinds[pair]), tokens, config)
        if found:
            chosen.append(int(pair))
            passages.append(found)
    return pa.table(
        {
            "a": tokens.article[compared.left[chosen]],
            "b": tokens.article[compared.right[chosen]],
            "kind": kinds[chosen].astype(str),
            "score": np.array([_score(found) for found in passages], np.float32),
            **{name: pairs[name][chosen] for name in _SHARES},
            "strength": compared.ratios()[chosen],
            "passages": passages,
        },
        schema=MATCH,
    )


_SHARES = ("coverage_a", "coverage_b", "focus_a", "focus_b", "lead_a", "lead_b")


def _kinds(compared: Compared, tokens: Tokens, translated: bool, config: MatchConfig) -> NDArray[np.object_]:
    """The kind of each pair, empty for no match."""
    pairs = compared.pairs
    lengths = np.diff(tokens.words.offsets)
    fewer_words = np.minimum(lengths[compared.left], lengths[compared.right])
    whole = pairs["verbatim"] >= config.short_coverage * fewer_words
    both = np.minimum(pairs["coverage_a"], pairs["coverage_b"]) >= config.flash_coverage
    least = np.where(whole, config.short_match_words, config.least_match_words)
    verbatim = pairs["longest"] >= np.where(both, config.least_block_words, least)
    if translated:
        alike = (pairs["gain"] >= config.least_translation_gain) & (compared.ratios() >= config.least_translation_ratio)
    else:
        alike = pairs["gain"] >= config.least_gain
        fewer = np.minimum(pairs["numbers_a"], pairs["numbers_b"])
        same_numbers = (fewer < config.template_numbers) | (pairs["numbers"] >= config.template_agreement * fewer)
        alike, verbatim = alike & same_numbers, verbatim & same_numbers
    aligned = np.minimum(pairs["aligned_a"], pairs["aligned_b"])
    copied = (alike | verbatim) & (pairs["verbatim"] >= config.copy_share * aligned)
    kinds = np.full(len(pairs), "", object)
    if translated and config.translations:
        kinds[alike & ~copied] = "translation"
    elif not translated and config.rewrites:
        kinds[(alike | verbatim) & ~copied] = "rewrite"
    if config.copies:
        kinds[copied] = "copy"
    return kinds


Passage = dict[str, int | float | str]


def _passages(
    blocks: NDArray[np.void], a: int, b: int, kind: str, tokens: Tokens, config: MatchConfig
) -> list[Passage]:
    """The passages of one match, in order of a: verbatim blocks of a copy, aligned paragraphs of a rewrite, and what
    of the other sort lies outside them."""
    verbatim, meaning = blocks[blocks["verbatim"]], blocks[~blocks["verbatim"]]
    first, second = (verbatim, meaning) if kind == "copy" else (meaning, verbatim)
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
                "kind": "copy" if copied else "rewrite" if kind == "copy" else kind,
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
