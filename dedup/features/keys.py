"""The keys of passages: one for copies, one for rewrites."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.config import SketchConfig
from dedup.features.lsh import band_keys, distinct_keys
from dedup.features.minhash import permutations, sign_shingles, sign_weighted
from dedup.features.weights import Weights, copies_of
from dedup.kernels import kernel

KEYS = pa.schema([("key", pa.uint64()), ("article", pa.int64())])
"""Articles with a common key are candidates."""

_COPY_SALT, _REWRITE_SALT, _RESPACED_SALT = np.uint64(1), np.uint64(2), np.uint64(3)


def copy_keys(
    article: NDArray[np.int64], spans: NDArray[np.int64], words: NDArray[np.uint32], config: SketchConfig
) -> pa.Table:
    """Return band keys of passages' word shingles, as `KEYS`.

    Passage i is words `spans[i, 0]:spans[i, 1]` of `words` and belongs to `article[i]`; one without words has no key.
    """
    return _shingle_keys(article, spans, words, config, config.copy_bands, _COPY_SALT)


def respaced_keys(
    article: NDArray[np.int64], spans: NDArray[np.int64], units: NDArray[np.uint32], config: SketchConfig
) -> pa.Table:
    """Return band keys of shingles of passages' units (`dedup.text.units_of`), as `KEYS`; arguments as for
    `copy_keys`."""
    # A threshold chosen by the user makes longer bands, of which a signature has fewer.
    bands = min(config.respaced_bands, config.permutations // config.copy_rows)
    return _shingle_keys(article, spans, units, config, bands, _RESPACED_SALT)


def _shingle_keys(
    article: NDArray[np.int64],
    spans: NDArray[np.int64],
    words: NDArray[np.uint32],
    config: SketchConfig,
    bands: int,
    salt: np.uint64,
) -> pa.Table:
    filled = spans[:, 1] > spans[:, 0]
    article, spans = article[filled], spans[filled]
    signatures = sign_shingles(words, spans, config.shingle_words, *permutations(config.permutations, config.seed))
    return _table(article, band_keys(signatures, bands, config.copy_rows, salt))


def rewrite_keys(
    article: NDArray[np.int64],
    spans: NDArray[np.int64],
    elements: NDArray[np.uint32],
    weights: Weights,
    config: SketchConfig,
) -> pa.Table:
    """Return band keys of passages' weighted stems, as `KEYS`."""
    copies = copies_of(weights.of(elements), config.weight_power, config.weight_scale)
    sets, set_copies, offsets = _distinct_elements(elements, copies, spans)
    signatures = sign_weighted(sets, set_copies, offsets, *permutations(config.permutations, config.seed))
    keys = band_keys(signatures, config.rewrite_bands, config.rewrite_rows, _REWRITE_SALT)
    filled = np.diff(offsets) > 0
    return _table(article[filled], keys[filled])


def _distinct_elements(
    elements: NDArray[np.uint32], copies: NDArray[np.int32], spans: NDArray[np.int64]
) -> tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.int64]]:
    """Each passage's elements once, those of no weight left out, end to end with offsets."""
    lengths = spans[:, 1] - spans[:, 0]
    owner = np.repeat(np.arange(len(spans), dtype=np.uint64), lengths)
    begin = np.cumsum(lengths) - lengths
    at = np.arange(int(lengths.sum())) + np.repeat(spans[:, 0] - begin, lengths)
    keyed = owner << np.uint64(32) | elements[at].astype(np.uint64)
    distinct, first = np.unique(keyed, return_index=True)
    weight = copies[at[first]]
    distinct, weight = distinct[weight > 0], weight[weight > 0]
    offsets = np.searchsorted(distinct >> np.uint64(32), np.arange(len(spans) + 1, dtype=np.uint64))
    return (distinct & np.uint64(0xFFFFFFFF)).astype(np.uint32), weight, offsets


def _table(article: NDArray[np.int64], keys: NDArray[np.uint64]) -> pa.Table:
    owners, distinct = distinct_keys(article, keys)
    return pa.table({"key": distinct, "article": owners}, schema=KEYS)


def stored_passages(owner: NDArray[np.int64], spans: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which of overlapping passages an archive keeps copy keys of: `[passages]` of bool.

    Passage i is words `spans[i, 0]:spans[i, 1]` of the article `owner[i]`; an article's passages follow each other by
    where they start. Kept are those laid end to end, each the first that starts where the one before it ended or later,
    and the first that reaches the article's last word. Whoever asks does so with all passages, and one that starts at
    the same paragraph is cut by the same rule, so a copy finds its original wherever it begins.

    For rewrites all are kept: they rest on fewer common keys, and each passage counts. What both choices cost is in
    `benchmarks/README.md`.

    >>> stored_passages(np.zeros(4, np.int64), np.array([[0, 60], [30, 100], [60, 110], [100, 140]])).tolist()
    [True, False, True, True]
    """
    kept = np.zeros(len(owner), np.bool_)
    _end_to_end(owner, spans, kept)
    return kept


@kernel("i8[] i8[,] b1[]!")
def _end_to_end(owner, spans, kept):  # type: ignore[no-untyped-def]
    begin = 0
    while begin < len(owner):
        covered = spans[begin, 0]
        last = begin
        row = begin
        while row < len(owner) and owner[row] == owner[begin]:
            if spans[row, 0] >= covered:
                kept[row] = True
                covered = spans[row, 1]
            if spans[row, 1] > spans[last, 1]:
                last = row
            row += 1
        if covered < spans[last, 1]:
            kept[last] = True
        begin = row
