"""Texts to what `check` reads, as the pipeline would make it of a small dump."""

import json
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.config import Config
from dedup.features import Figures, StemReader, Values, Weights, weigh
from dedup.features.stems.stemmer import base_language
from dedup.matching import TOKENS, TermWeights, Tokens, in_english, verify_pairs
from dedup.text import Bodies, TextTables, cut_bodies, quoted_words, title_words, units_of

TEXT_CASES = Path(__file__).parents[1] / "text" / "cases"


@cache
def fillers() -> tuple[tuple[str, str], ...]:
    """Other articles of the dump: language and text."""
    languages = map(json.loads, (TEXT_CASES / "languages.jsonl").read_text("utf-8").splitlines())
    pages = map(json.loads, (TEXT_CASES / "boilerplate.jsonl").read_text("utf-8").splitlines())
    return (
        *((case["lang"], case["long"]) for case in languages),
        *((page["lang"], "\n".join(line[2:] for line in page["lines"])) for page in pages),
    )


class Dump:
    """The articles given, by number, and weights from them and the fillers of their languages."""

    def __init__(
        self,
        texts: Sequence[str],
        langs: Sequence[str],
        tables: TextTables,
        config: Config | None = None,
        titles: Sequence[str | None] = (),
    ) -> None:
        self.config = config or Config()
        self.texts = texts
        others = [(lang, text) for lang, text in fillers() if lang in langs]
        every = [*texts, *(text for _, text in others)]
        nothing = np.zeros(0, np.uint64)
        self.bodies = cut_bodies(
            every, [None] * len(every), [*langs, *(lang for lang, _ in others)], nothing, tables, self.config.text
        )
        elements, stems = StemReader().read(self.bodies, every)
        per_language = Counter(base_language(lang) if lang else "" for lang in self.bodies.langs)
        of_language = np.array([per_language[lang] for lang in stems["lang"].to_pylist()], np.int64)
        prior_articles = self.config.meaning.prior_articles
        values = weigh(stems["articles"].to_numpy(), of_language, stems["prior_share"].to_numpy(), prior_articles)
        order = np.argsort(stems["element"].to_numpy())
        weights = Weights(stems["element"].to_numpy()[order], values[order])
        self.term_weights = TermWeights(Values.by_level(weights, self.config.match.level))
        self.table = tokens_table(self.bodies, every, elements, [*titles, *[None] * (len(every) - len(titles))])

    def verify(self, pairs: Sequence[tuple[int, int]], tokens: pa.Table | None = None) -> pa.Table:
        """The matches among pairs of the articles."""
        left, right = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
        return verify_pairs(
            left, right, Tokens.of(self.table if tokens is None else tokens), self.term_weights, self.config.match
        )


def tokens_table(
    bodies: Bodies, texts: Sequence[str], elements: NDArray[np.uint32], titles: Sequence[str | None]
) -> pa.Table:
    """`TOKENS` of a batch, articles numbered from 0."""
    words = pa.array(bodies.offsets.astype(np.int32))
    paragraphs = pa.array((5 * bodies.paragraph_offsets).astype(np.int32))
    passages = bodies.passages
    per_article = np.bincount(passages[:, 0], minlength=len(bodies.langs))
    passage_offsets = pa.array(np.concatenate([[0], 2 * np.cumsum(per_article)]).astype(np.int32))
    figures = Figures.read(bodies, texts)
    quoted, listed = quoted_words(bodies, texts)
    units, unit_starts, unit_ends = units_of(bodies, texts, TextTables.load().alphabet)
    titled, titled_ends = title_words(titles, TextTables.load())
    nothing = pa.array(np.zeros(len(bodies.offsets), np.int32))
    return pa.table(
        {
            "article": np.arange(len(bodies.langs)),
            "lang": [base_language(lang) if lang else "" for lang in bodies.langs],
            "words": pa.ListArray.from_arrays(words, pa.array(bodies.words)),
            "elements": pa.ListArray.from_arrays(words, pa.array(elements)),
            "concepts": pa.ListArray.from_arrays(nothing, pa.array([], pa.uint32())),
            "concept_words": pa.ListArray.from_arrays(nothing, pa.array([], pa.int32())),
            "starts": pa.ListArray.from_arrays(words, pa.array(bodies.starts)),
            "ends": pa.ListArray.from_arrays(words, pa.array(bodies.ends)),
            "paragraphs": pa.ListArray.from_arrays(
                paragraphs, pa.array(in_english(bodies.paragraphs, bodies.paragraph_offsets, bodies.langs).ravel())
            ),
            "passages": pa.ListArray.from_arrays(passage_offsets, pa.array(passages[:, 2:4].ravel())),
            "figures": _lists(figures.values, np.searchsorted(figures.word, bodies.offsets)),
            "figure_words": _within(figures.word, bodies.offsets),
            "names": _within(bodies.names, bodies.offsets),
            "quoted": _lists(*quoted),
            "listed": _lists(*listed),
            "units": _lists(units, unit_ends),
            "unit_starts": _lists(unit_starts, unit_ends),
            "title": _lists(titled, titled_ends),
            "published": pa.ListArray.from_arrays(nothing, pa.array([], pa.int32())),
        },
        schema=TOKENS,
    )


def _lists(values: NDArray[np.generic], offsets: NDArray[np.int64]) -> pa.ListArray:
    return pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32)), pa.array(values))


def _within(places: NDArray[np.int64], offsets: NDArray[np.int64]) -> pa.ListArray:
    """Places in a batch's words, by article and as places in it."""
    counts = np.searchsorted(places, offsets)
    return _lists((places - np.repeat(offsets[:-1], np.diff(counts))).astype(np.int32), counts)
