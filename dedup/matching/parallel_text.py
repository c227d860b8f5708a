"""Parallel text from sure translations: aligned pieces, and how often each concept is kept."""

import itertools
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.config import MatchConfig, MeaningConfig
from dedup.features import Values, Weights
from dedup.matching.term_weights import Placed, TermWeights
from dedup.matching.tokens import Tokens
from dedup.matching.verify import Compared, compare

PIECES = pa.schema(
    [
        ("lang_a", pa.string()),  # the lesser of the two
        ("lang_b", pa.string()),
        ("a", pa.int64()),
        ("b", pa.int64()),
        ("place", pa.int32()),
        ("ratio", pa.float64()),
        ("stems_a", pa.list_(pa.uint32())),
        ("stems_b", pa.list_(pa.uint32())),
    ]
)
"""An aligned block of a sure pair, as the stems of both sides."""

PRESENCE = pa.schema(
    [
        ("lang_a", pa.string()),
        ("lang_b", pa.string()),
        ("concept", pa.uint32()),
        ("present", pa.int64()),
        ("matched", pa.int64()),
    ]
)
"""In how many blocks either side holds a concept, and in how many both do."""

KEPT = pa.schema([("lang", pa.string()), ("other", pa.string()), ("held", pa.int64()), ("kept", pa.int64())])
"""Of the concepts that blocks of one language hold, how many their translations into another keep."""

SURENESS = pa.schema([("lang_a", pa.string()), ("lang_b", pa.string()), ("sure", pa.int64()), ("near", pa.int64())])
"""How many candidates of two languages are sure, and how many come near a match and are none: chance makes many of
those for each sure pair, translation few."""


@dataclass(frozen=True)
class ParallelText:
    """The parallel text of some candidates, and the counts for their lexicon."""

    pieces: pa.Table
    """`PIECES`."""
    presence: pa.Table
    """`PRESENCE`."""
    kept: pa.Table
    """`KEPT`."""
    sureness: pa.Table
    """`SURENESS`."""


def parallel_pieces(
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    tokens: Tokens,
    term_weights: TermWeights,
    weights: Weights,
    match: MatchConfig,
    meaning: MeaningConfig,
) -> ParallelText:
    """Collect parallel text from those candidates in two languages that are surely translations.

    `weights` are those of stems, by which the rarer ones are chosen.

    Raises:
        ValueError: if `term_weights` knows no values of concepts.
    """
    if term_weights.concepts is None:
        raise ValueError("without values of concepts no translation is sure")
    order = np.lexsort((right, left))
    rows_a, rows_b = tokens.rows_of(left[order]), tokens.rows_of(right[order])
    compared = compare(
        rows_a, rows_b, tokens, term_weights, term_weights.concept_windows(tokens, match.window_words), match
    )
    ratios = compared.ratios()
    gain, _ = compared.distinct(match.most_enumerated)
    pairs = compared.pairs
    sure = (
        (ratios >= meaning.sure_ratio)
        & (gain >= meaning.sure_gain)
        & (np.maximum(pairs["focus_a"], pairs["focus_b"]) >= meaning.sure_focus)
    )
    reader = _Reader(tokens, term_weights.concepts, term_weights.concepts_of(tokens), weights, meaning)
    for pair in np.flatnonzero(sure):
        reader.read(compared, int(pair), float(ratios[pair]))
    near = (ratios >= meaning.near_ratio) & (ratios < 1)
    return reader.parallel_text(_sureness(tokens.lang[compared.left], tokens.lang[compared.right], sure, near))


class _Reader:
    """Reads sure pairs one by one, and counts the concepts of their blocks."""

    def __init__(
        self, tokens: Tokens, concepts: Values, placed: Placed, weights: Weights, meaning: MeaningConfig
    ) -> None:
        self._tokens, self._concepts, self._placed, self._meaning = tokens, concepts, placed, meaning
        self._stem_weights = weights.of(tokens.elements.values)
        self._pieces: list[dict[str, object]] = []
        self._held: dict[tuple[str, str], list[NDArray[np.uint32]]] = {}
        self._both: dict[tuple[str, str], list[NDArray[np.uint32]]] = {}
        self._kept: Counter[tuple[str, str]] = Counter()
        self._asked: Counter[tuple[str, str]] = Counter()

    def read(self, compared: Compared, pair: int, ratio: float) -> None:
        """Count the concepts of each aligned block of a pair, and keep the block's stems as a piece."""
        tokens = self._tokens
        sides = [int(compared.left[pair]), int(compared.right[pair])]
        if tokens.lang[sides[0]] > tokens.lang[sides[1]]:
            sides.reverse()
        lang_a, lang_b = (str(tokens.lang[side]) for side in sides)
        for place, spans in enumerate(_spans(compared, pair, sides)):
            of_a, of_b = (
                _concepts(self._placed, self._concepts, tokens, row, *span)
                for row, span in zip(sides, spans, strict=True)
            )
            self._count(lang_a, lang_b, of_a, of_b)
            stems = [
                _stems(tokens, self._stem_weights, row, *span, self._meaning)
                for row, span in zip(sides, spans, strict=True)
            ]
            self._pieces.append(
                {
                    "lang_a": lang_a,
                    "lang_b": lang_b,
                    "a": int(tokens.article[sides[0]]),
                    "b": int(tokens.article[sides[1]]),
                    "place": place,
                    "ratio": round(ratio, 6),
                    "stems_a": stems[0],
                    "stems_b": stems[1],
                }
            )

    def _count(self, lang_a: str, lang_b: str, of_a: NDArray[np.uint32], of_b: NDArray[np.uint32]) -> None:
        common = np.intersect1d(of_a, of_b)
        self._held.setdefault((lang_a, lang_b), []).append(np.union1d(of_a, of_b))
        self._both.setdefault((lang_a, lang_b), []).append(common)
        self._asked.update({(lang_a, lang_b): len(of_a), (lang_b, lang_a): len(of_b)})
        self._kept.update({(lang_a, lang_b): len(common), (lang_b, lang_a): len(common)})

    def parallel_text(self, sureness: pa.Table) -> ParallelText:
        """Return what was read, as tables."""
        kept = [
            {"lang": lang, "other": other, "held": self._asked[lang, other], "kept": self._kept[lang, other]}
            for lang, other in sorted(self._asked)
        ]
        presence = [_presence(*langs, self._held[langs], self._both[langs]) for langs in sorted(self._held)]
        return ParallelText(
            pa.Table.from_pylist(self._pieces, schema=PIECES),
            pa.concat_tables([PRESENCE.empty_table(), *presence]),
            pa.Table.from_pylist(kept, schema=KEPT),
            sureness,
        )


def _sureness(
    left: NDArray[np.object_], right: NDArray[np.object_], sure: NDArray[np.bool_], near: NDArray[np.bool_]
) -> pa.Table:
    counts: Counter[tuple[str, str, bool]] = Counter()
    for pair in np.flatnonzero(sure | near):
        lang_a, lang_b = sorted((str(left[pair]), str(right[pair])))
        counts[lang_a, lang_b, bool(sure[pair])] += 1
    langs = sorted({(lang_a, lang_b) for lang_a, lang_b, _ in counts})
    return pa.Table.from_pylist(
        [{"lang_a": a, "lang_b": b, "sure": counts[a, b, True], "near": counts[a, b, False]} for a, b in langs],
        schema=SURENESS,
    )


def _spans(compared: Compared, pair: int, sides: list[int]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The aligned blocks of a pair as word spans of `sides`, with the gaps between them that both texts have: what
    stands between two translated passages is mostly translated too."""
    blocks = compared.blocks_of(pair)
    blocks = blocks[~blocks["verbatim"]]
    names = ("a", "b") if sides[0] == compared.left[pair] else ("b", "a")
    columns = [blocks[f"{name}_{end}"] for name in names for end in ("first", "last")]
    aligned = sorted(zip(*(column.tolist() for column in columns), strict=True))
    found = [((first, last), (other, end)) for first, last, other, end in aligned]
    for before, after in itertools.pairwise(found):
        gaps = (before[0][1], after[0][0]), (before[1][1], after[1][0])
        lengths = [end - start for start, end in gaps]
        if min(lengths) > 0 and max(lengths) <= 3 * min(lengths):
            found.append(gaps)
    return found


def _concepts(placed: Placed, values: Values, tokens: Tokens, row: int, first: int, last: int) -> NDArray[np.uint32]:
    """The concepts of a span that are worth anything, each once."""
    base = tokens.words.offsets[row]
    low, high = np.searchsorted(placed.word, (base + first, base + last))
    concepts = np.unique(placed.values[low:high])
    at, known = values.find(concepts)
    return concepts[known & (values.values[at] > 0)]


def _stems(
    tokens: Tokens, weights: NDArray[np.float32], row: int, first: int, last: int, config: MeaningConfig
) -> list[int]:
    """The rarer stems of a span, each once, the heaviest first if there are too many."""
    base = int(tokens.elements.offsets[row])
    stems, at = np.unique(tokens.elements.values[base + first : base + last], return_index=True)
    weight = weights[base + first : base + last][at]
    order = np.lexsort((stems, -weight))
    return [int(stem) for stem in stems[order[weight[order] > config.telling_weight]][: config.most_stems]]


def _presence(lang_a: str, lang_b: str, held: list[NDArray[np.uint32]], both: list[NDArray[np.uint32]]) -> pa.Table:
    concepts, present = np.unique(np.concatenate(held), return_counts=True)
    shared, times = np.unique(np.concatenate(both), return_counts=True)
    matched = np.zeros(len(concepts), np.int64)
    matched[np.searchsorted(concepts, shared)] = times
    langs = (pa.repeat(lang, len(concepts)) for lang in (lang_a, lang_b))
    return pa.Table.from_arrays([*langs, pa.array(concepts), pa.array(present), pa.array(matched)], schema=PRESENCE)
