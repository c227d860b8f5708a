"""Keys added since the segments on disk were written."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from dedup.archive.index.key_index import Hits, probe
from dedup.archive.index.segment import Segment, SegmentError, segment_bytes

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

    def probe(self, keys: ArrayLike, owners: ArrayLike, most: int) -> Hits:
        """See `probe`."""
        return probe(self.segments, keys, owners, most)

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
