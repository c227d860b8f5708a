"""What sure translations teach: pieces of parallel text, and how often each concept is kept."""

import itertools
from collections import Counter

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

PRESENCE = pa.schema([("concept", pa.uint32()), ("present", pa.int64()), ("matched", pa.int64())])
"""In how many blocks either side holds a concept, and in how many both do."""

KEPT = pa.schema([("lang", pa.string()), ("other", pa.string()), ("held", pa.int64()), ("kept", pa.int64())])
"""Of the concepts that blocks of one language hold, how many their translations into another keep."""


def parallel_pieces(
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    tokens: Tokens,
    term_weights: TermWeights,
    weights: Weights,
    match: MatchConfig,
    meaning: MeaningConfig,
) -> tuple[pa.Table, pa.Table, pa.Table]:
    """`PIECES`, `PRESENCE` and `KEPT` of those candidates of two languages that are surely translations.

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
    pairs = compared.pairs
    sure = (
        (ratios >= meaning.sure_ratio)
        & (pairs["gain"] >= meaning.sure_gain)
        & (np.maximum(pairs["focus_a"], pairs["focus_b"]) >= meaning.sure_focus)
    )
    placed = term_weights.concepts_of(tokens)
    stem_weights = weights.of(tokens.elements.values)
    pieces: list[dict[str, object]] = []
    held: list[NDArray[np.uint32]] = []
    both: list[NDArray[np.uint32]] = []
    kept: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    for pair in np.flatnonzero(sure):
        sides = [int(compared.left[pair]), int(compared.right[pair])]
        if tokens.lang[sides[0]] > tokens.lang[sides[1]]:
            sides.reverse()
        for place, spans in enumerate(_spans(compared, int(pair), sides)):
            of_a, of_b = (
                _concepts(placed, term_weights.concepts, tokens, row, *span)
                for row, span in zip(sides, spans, strict=True)
            )
            held.append(np.union1d(of_a, of_b))
            both.append(np.intersect1d(of_a, of_b))
            lang_a, lang_b = str(tokens.lang[sides[0]]), str(tokens.lang[sides[1]])
            asked.update({(lang_a, lang_b): len(of_a), (lang_b, lang_a): len(of_b)})
            kept.update({(lang_a, lang_b): len(both[-1]), (lang_b, lang_a): len(both[-1])})
            stems = [_stems(tokens, stem_weights, row, *span, meaning) for row, span in zip(sides, spans, strict=True)]
            pieces.append(
                {
                    "lang_a": tokens.lang[sides[0]],
                    "lang_b": tokens.lang[sides[1]],
                    "a": int(tokens.article[sides[0]]),
                    "b": int(tokens.article[sides[1]]),
                    "place": place,
                    "ratio": round(float(ratios[pair]), 6),
                    "stems_a": stems[0],
                    "stems_b": stems[1],
                }
            )
    fidelity = [
        {"lang": lang, "other": other, "held": asked[lang, other], "kept": kept[lang, other]}
        for lang, other in sorted(asked)
    ]
    return (
        pa.Table.from_pylist(pieces, schema=PIECES),
        _presence(held, both),
        pa.Table.from_pylist(fidelity, schema=KEPT),
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


def _presence(held: list[NDArray[np.uint32]], both: list[NDArray[np.uint32]]) -> pa.Table:
    if not held:
        return PRESENCE.empty_table()
    concepts, present = np.unique(np.concatenate(held), return_counts=True)
    shared, times = np.unique(np.concatenate(both), return_counts=True)
    matched = np.zeros(len(concepts), np.int64)
    matched[np.searchsorted(concepts, shared)] = times
    return pa.table({"concept": concepts, "present": present, "matched": matched}, schema=PRESENCE)
