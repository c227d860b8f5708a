"""Lookup of the articles that share keys with given ones, over several segments as over one."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dedup.archive.index.bitpack import find
from dedup.archive.index.segment import Segment, SegmentError


class Hits(NamedTuple):
    """Pairs of an asking article and one that shares keys with it, each once, by `owner` and then `article`."""

    owner: NDArray[np.int64]
    article: NDArray[np.int64]
    shared: NDArray[np.int32]
    """How many of the owner's keys the article was found by."""
    left_out: int
    """Articles under asked keys that were left out, for earlier ones hold the same key; over all keys."""


def probe(segments: Sequence[Segment], keys: ArrayLike, owners: ArrayLike, most: int) -> Hits:
    """Return the articles of `segments` that share a key with an owner.

    `keys` (u64 `[n]`) are asked for by `owners` (i64 `[n]`), in any order; an owner asks for a key once. Under one key
    the `most` articles of the lowest numbers are found, so what a passage of a hundred thousand articles costs is
    bounded, and those who share it all meet the same few (as `dedup.matching.pair_up` has them meet the first).
    How the entries are spread over segments shows in nothing, so long as an article's keys are all in one.
    """
    asked, asking = np.asarray(keys, np.uint64), np.asarray(owners, np.int64)
    # Neighbours in a segment are asked for one after the other, which takes a third less time than jumping about.
    order = np.argsort(asked)
    asked, asking = asked[order], asking[order]
    rows, articles = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    left_out = 0
    for segment in segments:
        shape = segment.shape
        found, places, more = find(
            asked,
            segment.offsets,
            segment.words,
            shape.size,
            shape.key_bits,
            shape.bucket_bits,
            shape.article_bits,
            most,
        )
        left_out += int(more)
        if len(found):
            rows.append(found)
            articles.append(places + shape.first)
    row, article = np.concatenate(rows), np.concatenate(articles)
    if len(rows) > 2:
        order = np.lexsort((article, row))
        row, article = row[order], article[order]
        kept = np.arange(len(row)) - np.searchsorted(row, row) < most
        left_out += len(row) - int(kept.sum())
        row, article = row[kept], article[kept]
    return _pairs(asking[row], article, left_out)


def _pairs(owner: NDArray[np.int64], article: NDArray[np.int64], left_out: int) -> Hits:
    order = np.lexsort((article, owner))
    owner, article = owner[order], article[order]
    fresh = np.ones(len(owner), bool)
    fresh[1:] = (owner[1:] != owner[:-1]) | (article[1:] != article[:-1])
    at = np.flatnonzero(fresh)
    shared = np.diff(at, append=len(owner)).astype(np.int32)
    return Hits(owner[at], article[at], shared, left_out)


class KeyIndex:
    """Segments on disk, asked as one."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = tuple(segments)

    @classmethod
    def open(cls, paths: Sequence[Path], verify: bool = False) -> "KeyIndex":
        """Map the files `paths`; with `verify` all that they hold is read and checked.

        The files stay mapped for as long as the index is in use, also where they are replaced meanwhile.

        Raises:
            SegmentError: if one is torn, foreign or of another format, or they do not keep as much of their keys.
            OSError: if one cannot be read.
        """
        segments = [Segment.open(path, verify) for path in paths]
        for path, segment in zip(paths, segments, strict=True):
            if segment.shape.key_bits != segments[0].shape.key_bits:
                raise SegmentError(f"{path}: keeps {segment.shape.key_bits} bits of a key, others do not")
        return cls(segments)

    @property
    def entries(self) -> int:
        """Entries of all segments."""
        return sum(segment.shape.size for segment in self.segments)

    def probe(self, keys: ArrayLike, owners: ArrayLike, most: int) -> Hits:
        """See `probe`. To ask `LiveKeys` as well, under one limit: `probe([*index.segments, *live.segments], …)`."""
        return probe(self.segments, keys, owners, most)
