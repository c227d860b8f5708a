"""Lookup of the articles that share keys with given ones, over several segments as over one, and over the keys that
were added since the segments were written."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dedup.archive.index.bitpack import find
from dedup.archive.index.segment import Segment, SegmentError, segment_bytes

_MOST_FOUND = 1 << 20
"""Articles that are found at once, at most, each pair of an article and a key counted: some 80 MB. Of a million keys of
fifty versions of a live blog, each of which many others have, the answers to all together took 1.2 GB."""


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
    at_once = max(1, _MOST_FOUND // max(1, most))
    parts = [
        _ask(segments, asked[at : at + at_once], asking[at : at + at_once], most)
        for at in range(0, max(1, len(asked)), at_once)
    ]
    if len(parts) == 1:
        return parts[0]
    owner, article, shared = (np.concatenate([part[column] for part in parts]) for column in range(3))
    return _pairs(owner, article, shared, sum(part.left_out for part in parts))


def _ask(segments: Sequence[Segment], asked: NDArray[np.uint64], asking: NDArray[np.int64], most: int) -> Hits:
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
    return _pairs(asking[row], article, np.ones(len(row), np.int32), left_out)


def _pairs(owner: NDArray[np.int64], article: NDArray[np.int64], shared: NDArray[np.int32], left_out: int) -> Hits:
    order = np.lexsort((article, owner))
    owner, article = owner[order], article[order]
    fresh = np.ones(len(owner), bool)
    fresh[1:] = (owner[1:] != owner[:-1]) | (article[1:] != article[:-1])
    at = np.flatnonzero(fresh)
    return Hits(owner[at], article[at], np.add.reduceat(shared[order], at, dtype=np.int32), left_out)


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


_LARGEST_MERGE = 1 << 21
"""Segments of more entries are left as they are: merging two of two million takes up to 0.3 s. Of thirteen million
entries (50,000 articles) that makes ten segments, six of them of that size."""


class LiveKeys:
    """Keys in memory, appended batch by batch, asked like those on disk.

    Batches are small segments; the last ones are merged while they are of a size, so n of them lie in about log2(n)
    segments and an entry is packed anew about log2(n) times. One thread adds; others may ask meanwhile.
    """

    def __init__(self, key_bits: int) -> None:
        self.key_bits = key_bits
        self.segments: tuple[Segment, ...] = ()

    @classmethod
    def of(cls, batches: Iterable[bytes], key_bits: int) -> "LiveKeys":
        """Return the keys of batches that `add` answered, in any order.

        Raises:
            SegmentError: if one of them is none, is damaged, or keeps another number of bits of its keys.
        """
        live = cls(key_bits)
        waiting: list[Segment] = []
        size = 0
        for batch in batches:
            waiting.append(Segment.of_bytes(batch))
            if waiting[-1].shape.key_bits != key_bits:
                raise SegmentError(f"keeps {waiting[-1].shape.key_bits} bits of a key, not {key_bits}")
            size += waiting[-1].shape.size
            # Thousands of small batches are packed together at once, not one by one.
            if size >= _LARGEST_MERGE // 2:
                live._append(_merged(waiting, key_bits))
                waiting, size = [], 0
        if waiting:
            live._append(_merged(waiting, key_bits))
        return live

    def add(self, keys: ArrayLike, articles: ArrayLike) -> bytes:
        """Append `keys` (u64 `[n]`) of `articles` (i64 `[n]`); answers the batch as bytes that `of` takes.

        Raises:
            ValueError: if the articles span too wide a range to stand beside `key_bits` bits of a key.
        """
        batch = segment_bytes(keys, articles, self.key_bits)
        self._append(Segment.of_bytes(batch, verify=False))
        return batch

    def take(self, batch: bytes) -> None:
        """Append a batch that `add` or `segment_bytes` answered."""
        self._append(Segment.of_bytes(batch, verify=False))

    @property
    def entries(self) -> int:
        """Entries of all batches."""
        return sum(segment.shape.size for segment in self.segments)

    def _append(self, segment: Segment) -> None:
        if not segment.shape.size:
            return
        segments = [*self.segments, segment]
        while len(segments) > 1 and segments[-2].shape.size <= min(2 * segments[-1].shape.size, _LARGEST_MERGE):
            last = segments.pop()
            segments[-1] = _merged([segments[-1], last], self.key_bits)
        self.segments = tuple(segments)


def _merged(segments: list[Segment], key_bits: int) -> Segment:
    read = [segment.read() for segment in segments]
    keys, articles = (np.concatenate([one[side] for one in read]) for side in (0, 1))
    return Segment.of_bytes(segment_bytes(keys, articles, key_bits), verify=False)
