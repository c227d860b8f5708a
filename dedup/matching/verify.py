"""Candidates to matches: every pair is aligned, verbatim and by meaning, and kept only with the passages it rests on.

1. Verbatim blocks (`verbatim.py`), for copies, excerpts, edits and embedded statements, paragraphs in any order.
2. Paragraphs aligned by what they share (`windows.py`): stems within one language, for rewrites; concepts between two,
   for translations.
3. What was aligned is measured again, word by word, and becomes the passages of the match (`passage_pairs.py`).
"""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.config import MatchConfig
from dedup.features import enumerable
from dedup.matching.distinct_gain import distinct_gains
from dedup.matching.passage_pairs import COPY, PASSAGE, REWRITE, TRANSLATION, find_passages, weigh_scores
from dedup.matching.respaced import as_units, in_words, spaced_otherwise
from dedup.matching.similarity import compare_rows
from dedup.matching.templates import are_templates
from dedup.matching.term_weights import TermWeights, english_words_each
from dedup.matching.tokens import Column, Tokens
from dedup.matching.windows import Windows
from dedup.schema import ALIGNED, MATCH

NONE = -1
_NAMES = np.array(["copy", "rewrite", "translation"])
_SHARES = ("coverage_a", "coverage_b", "focus_a", "focus_b", "lead_a", "lead_b")


@dataclass(frozen=True)
class Compared:
    """Pairs of rows of `Tokens` and what the kernel found between them."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    pairs: NDArray[np.void]
    """A `similarity.PAIR` each."""
    blocks: NDArray[np.void]
    """`similarity.BLOCK`s in order of their pairs."""
    windows: Windows
    scale_a: NDArray[np.float32]
    scale_b: NDArray[np.float32]
    """What multiplied each pair's costs."""

    def blocks_of(self, pair: int) -> NDArray[np.void]:
        """Return the blocks of one pair."""
        low, high = np.searchsorted(self.blocks["pair"], (pair, pair + 1))
        return self.blocks[low:high]

    def ratios(self) -> NDArray[np.float32]:
        """Return what each pair gained by meaning, as a part of the smaller article's cost."""
        cost = np.minimum(self.pairs["cost_a"], self.pairs["cost_b"])
        ratios: NDArray[np.float32] = self.pairs["gain"] / np.maximum(cost, np.float32(1e-6))
        return ratios

    def distinct(self, most_enumerated: int) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        """Return what each pair gained by meaning, each element counted once, and how many distinct elements its
        aligned paragraphs share; of what texts enumerate at most this many. Only translations are judged by it."""
        return distinct_gains(
            self.left,
            self.right,
            self.pairs["gain"],
            self.blocks,
            self.windows,
            self.scale_a,
            self.scale_b,
            enumerable(),
            most_enumerated,
        )


def verify_pairs(
    left: NDArray[np.int64], right: NDArray[np.int64], tokens: Tokens, term_weights: TermWeights, config: MatchConfig
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
            windows = (term_weights.concept_windows if translated else term_weights.stem_windows)(
                tokens, config.window_words
            )
            compared = compare(rows_a[chosen], rows_b[chosen], tokens, term_weights, windows, config)
            kinds = decide_kinds(compared, tokens, translated, config)
            if not translated and config.copies:
                tables.append(_respaced(compared, kinds, tokens, config))
            _part_quotes(kinds, compared, tokens, config)
            tables.append(_matches(compared, kinds, tokens, config))
    return pa.concat_tables(tables) if tables else MATCH.empty_table()


def decide_kinds(
    compared: Compared,
    tokens: Tokens,
    translated: bool,
    config: MatchConfig,
    lengths: NDArray[np.int64] | None = None,
) -> NDArray[np.int8]:
    """Return the kind of each pair, copy, rewrite or translation; `NONE` for no match. `lengths` are those of the
    articles in what the pairs were compared by, where that was not the words of `tokens`."""
    pairs = compared.pairs
    lengths = np.diff(tokens.words.offsets) if lengths is None else lengths
    fewer_words = np.minimum(lengths[compared.left], lengths[compared.right])
    whole = pairs["verbatim"] >= config.short_coverage * fewer_words
    both = np.minimum(pairs["coverage_a"], pairs["coverage_b"]) >= config.flash_coverage
    least = np.where(whole, config.short_match_words, config.least_match_words)
    verbatim = pairs["longest"] >= np.where(both, config.least_block_words, least)
    if translated:
        gain, shared = compared.distinct(config.most_enumerated)
        alike = (
            (gain >= config.least_translation_gain)
            & (compared.ratios() >= config.least_translation_ratio)
            & (shared >= config.least_concepts)
        )
    else:
        # A pair of Thai characters is a fifth of an English word: a headline would gain what a paragraph does.
        each = english_words_each(tokens)
        alike = pairs["gain"] * np.minimum(each[compared.left], each[compared.right]) >= config.least_gain
    chosen = np.flatnonzero(alike | verbatim)
    template = are_templates(
        chosen,
        compared.left,
        compared.right,
        np.searchsorted(compared.blocks["pair"], np.arange(len(pairs) + 1)),
        compared.blocks,
        tokens,
        pairs["verbatim"][chosen] >= config.form_verbatim * fewer_words[chosen],
        np.minimum(pairs["coverage_a"], pairs["coverage_b"])[chosen] >= config.titled_coverage,
        translated,
        config,
    )
    alike[chosen[template]] = False
    verbatim[chosen[template]] = False
    aligned = np.minimum(pairs["aligned_a"], pairs["aligned_b"])
    copied = (alike | verbatim) & (pairs["verbatim"] >= config.copy_share * aligned)
    kinds = np.full(len(pairs), NONE, np.int8)
    if translated and config.translations:
        kinds[alike & ~copied] = TRANSLATION
    elif not translated and config.rewrites:
        kinds[(alike | verbatim) & ~copied] = REWRITE
    if config.copies:
        kinds[copied] = COPY
    return kinds


def compare(
    rows_a: NDArray[np.int64],
    rows_b: NDArray[np.int64],
    tokens: Tokens,
    term_weights: TermWeights,
    windows: Windows,
    config: MatchConfig,
) -> Compared:
    """Run the kernel over pairs of rows of `tokens`."""
    langs, others = tokens.lang[rows_a], tokens.lang[rows_b]
    scale_a, scale_b = term_weights.scales(langs, others), term_weights.scales(others, langs)
    pairs, blocks = compare_rows(rows_a, rows_b, scale_a, scale_b, tokens, windows, config)
    return Compared(rows_a, rows_b, pairs, blocks, windows, scale_a, scale_b)


def _respaced(compared: Compared, kinds: NDArray[np.int8], tokens: Tokens, config: MatchConfig) -> pa.Table:
    """The copies whose spaces differ, as `MATCH`; their `kinds`, by words, become `NONE`."""
    again = (kinds != COPY) & spaced_otherwise(compared.left, compared.right, tokens, config.respaced)
    left, right = compared.left[again], compared.right[again]
    if not len(left):
        return MATCH.empty_table()
    units, nothing = as_units(tokens), np.zeros(len(left), np.float32)
    pairs, blocks = compare_rows(left, right, nothing, nothing, units, Windows.none(), config)
    unspaced = Compared(left, right, pairs, blocks, Windows.none(), nothing, nothing)
    in_text = replace(unspaced, blocks=in_words(blocks, left, right, tokens))
    copies = decide_kinds(in_text, tokens, False, config, np.diff(units.words.offsets))
    copies[copies != COPY] = NONE
    kinds[np.flatnonzero(again)[copies == COPY]] = NONE
    _part_quotes(copies, in_text, tokens, config)
    return _matches(unspaced, copies, units, config)


def _matches(compared: Compared, kinds: NDArray[np.int8], tokens: Tokens, config: MatchConfig) -> pa.Table:
    """The pairs that have a kind, as `MATCH`, with passages by the words of `tokens`."""
    pairs = compared.pairs
    chosen = np.flatnonzero(kinds != NONE)
    passages, ends = find_passages(
        chosen,
        kinds,
        compared.left,
        compared.right,
        compared.blocks,
        tokens,
        config.copy_share,
        config.least_likeness,
    )
    scores = _rounded(passages["score"])
    means = _rounded(weigh_scores(passages, scores, ends))
    filled = np.diff(ends, prepend=0) > 0
    chosen = chosen[filled]
    aligned = {name: passages[name] for name in PASSAGE.names or ()} | {
        "kind": _NAMES[passages["kind"]],
        "score": scores,
    }
    return pa.table(
        {
            "a": tokens.article[compared.left[chosen]],
            "b": tokens.article[compared.right[chosen]],
            "kind": _NAMES[kinds[chosen]],
            "score": means[filled].astype(np.float32),
            **{name: pairs[name][chosen] for name in _SHARES},
            "strength": compared.ratios()[chosen],
            "passages": pa.ListArray.from_arrays(
                pa.array(np.concatenate([[0], ends[filled]]).astype(np.int32)),
                pa.StructArray.from_arrays(
                    [pa.array(aligned[field.name], field.type) for field in ALIGNED], fields=list(ALIGNED)
                ),
            ),
        },
        schema=MATCH,
    )


def _part_quotes(kinds: NDArray[np.int8], compared: Compared, tokens: Tokens, config: MatchConfig) -> None:
    """Set focus and lead to 0 for matches that share only a quotation or a list, so that they join no story. Their
    blocks are of the words of `tokens`.

    A column and a report may both quote a speech. It is a statement that was reported twice where it is most of both,
    whatever frames stand around it. Of two meetings with the same guests one report may name them in its lead, too;
    that all that the other shares is a list says enough."""
    pairs = compared.pairs
    chosen = np.flatnonzero(kinds != NONE)
    some = chosen[np.minimum(pairs["coverage_a"], pairs["coverage_b"])[chosen] < config.quote_coverage]
    rows = compared.left, compared.right, compared.blocks, tokens
    quoted = np.minimum(*quoted_shares(some, *rows, tokens.quoted)) >= config.quoted_share
    alone = some[quoted | (np.maximum(*quoted_shares(some, *rows, tokens.listed)) >= config.listed_share)]
    for name in ("focus_a", "focus_b", "lead_a", "lead_b"):
        pairs[name][alone] = 0


def _rounded(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """To four decimals, as Python rounds."""
    return np.fromiter((round(score, 4) for score in scores.tolist()), np.float64, len(scores))


def quoted_shares(
    chosen: NDArray[np.int64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    blocks: NDArray[np.void],
    tokens: Tokens,
    quoted: Column[np.int32],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return for each of the pairs `chosen`, which part of the words in its blocks is `quoted`, on the left and on the
    right.

    `left` and `right` are the rows of all pairs in `tokens`, `blocks` those of all pairs in order.
    """
    if not len(chosen) or not len(quoted.values):
        return np.zeros(len(chosen)), np.zeros(len(chosen))
    before = _quoted_before(tokens.words, quoted)
    blocks = blocks[np.isin(blocks["pair"], chosen)]
    at = np.searchsorted(chosen, blocks["pair"])
    shares = []
    for rows, first, last in ((left, "a_first", "a_last"), (right, "b_first", "b_last")):
        base = tokens.words.offsets[rows[blocks["pair"]]]
        begin, end = base + blocks[first], base + blocks[last]
        words = np.bincount(at, end - begin, len(chosen))
        shares.append(np.bincount(at, before[end] - before[begin], len(chosen)) / np.maximum(words, 1))
    return shares[0], shares[1]


def _quoted_before(words: Column[np.uint32], quoted: Column[np.int32]) -> NDArray[np.int64]:
    """How many quoted words stand before each word of all articles, and before the end. Quotes may lie in quotes."""
    base = np.repeat(words.offsets[:-1], np.diff(quoted.offsets))
    places = quoted.values + base
    total = int(words.offsets[-1])
    depth = np.cumsum(np.bincount(places[::2], minlength=total + 1) - np.bincount(places[1::2], minlength=total + 1))
    before: NDArray[np.int64] = np.concatenate([[0], np.cumsum(depth[:-1] > 0)])
    return before
