"""The keys of passages and the concepts of articles: by which articles find those that they may match."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.config import Config, SketchConfig
from dedup.features import Weights, copy_keys, respaced_keys, rewrite_keys, stored_passages
from dedup.matching import Tokens, row_key

KeysFound = tuple[NDArray[np.uint64], NDArray[np.int64]]
"""Keys, and the article of each."""


def passage_keys(tokens: Tokens, weights: Weights, config: Config, *, stored: bool) -> KeysFound:
    """Return the keys of articles' passages, and whose they are: all that are asked for, or those that are `stored`."""
    tables = []
    if config.match.copies:
        bands = config.sketch.copy_bands
        if config.match.rewrites:
            bands = min(bands, config.index.copy_bands)
        tables.append(keys_of_copies(tokens, replace(config.sketch, copy_bands=bands), stored=stored))
    if config.match.rewrites:
        tables.append(keys_of_rewrites(tokens, weights, config.sketch))
    keys = np.concatenate([np.zeros(0, np.uint64), *(table["key"].to_numpy() for table in tables)])
    articles = np.concatenate([np.zeros(0, np.int64), *(table["article"].to_numpy() for table in tables)])
    return keys, articles


def keys_of_copies(tokens: Tokens, sketch: SketchConfig, *, stored: bool = False) -> pa.Table:
    """Return keys of the word shingles of all passages, or of those that an archive stores, as `features.KEYS`."""
    owner, spans = _passages(tokens)
    if stored:
        kept = stored_passages(owner, spans)
        owner, spans = owner[kept], spans[kept]
    at = tokens.words.offsets[owner][:, None] + spans
    keys = copy_keys(tokens.article[owner], at, tokens.words.values, sketch)
    freely = (np.diff(tokens.units.offsets)[owner] > 0) & (spans[:, 1] > spans[:, 0])
    if not sketch.respaced_bands or not freely.any():
        return keys
    owner, spans = owner[freely], spans[freely]
    units = _spans_of_units(tokens, owner, spans)
    return pa.concat_tables([keys, respaced_keys(tokens.article[owner], units, tokens.units.values, sketch)])


def _spans_of_units(tokens: Tokens, owner: NDArray[np.int64], spans: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the units of passages begin and end, among all units; `spans` are their words within the rows `owner`."""
    first = tokens.words.offsets[owner]
    keys = tokens.unit_starts.keyed()
    begin = np.searchsorted(keys, row_key(owner, tokens.starts.values[first + spans[:, 0]]))
    end = np.searchsorted(keys, row_key(owner, tokens.ends.values[first + spans[:, 1] - 1]))
    return np.stack([begin, end], axis=1)


def keys_of_rewrites(tokens: Tokens, weights: Weights, sketch: SketchConfig) -> pa.Table:
    """Return keys of the weighted stems of all passages, as `features.KEYS`."""
    owner, spans = _passages(tokens)
    at = tokens.elements.offsets[owner][:, None] + spans
    return rewrite_keys(tokens.article[owner], at, tokens.elements.values, weights, sketch)


def concept_keys(posted: pa.Table) -> KeysFound:
    """Return concepts (`dedup.matching.POSTINGS`) as keys: a segment keeps the first bits of one."""
    return posted["concept"].to_numpy().astype(np.uint64) << np.uint64(32), posted["article"].to_numpy()


def _passages(tokens: Tokens) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The row of each passage's article, and its first and end word within it."""
    spans = tokens.passages.values.reshape(-1, 2).astype(np.int64)
    return np.repeat(np.arange(len(tokens.article)), np.diff(tokens.passages.offsets) // 2), spans
