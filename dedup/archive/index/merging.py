"""Many segments to one, in bounded memory."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dedup.archive.index.segment import Segment, SegmentError, Shape, replacing, write_entries

_CHUNK = 1 << 21
"""Entries in memory at a time: about 100 MB of arrays."""


def merge(
    path: Path,
    segments: Sequence[Segment],
    key_bits: int,
    drop: Collection[int] = (),
    renumber: NDArray[np.int64] | None = None,
    chunk: int = _CHUNK,
) -> None:
    """Write to `path` a segment of all entries of `segments`, those of `LiveKeys` among them.

    Entries of the articles `drop` are left out; an article i is `renumber[i]` from then on. About `chunk` entries are
    in memory at a time, and half a byte for each of all that are written. The file is byte for byte what
    `write_segment` makes of the same entries. Every entry is read twice, for how many are left must be known before
    the first is written.

    Raises:
        SegmentError: if a segment keeps another number of bits of its keys.
        ValueError: if the articles span too wide a range to stand beside `key_bits` bits of a key.
        OSError: if it cannot be written.
    """
    if any(segment.shape.key_bits != key_bits for segment in segments):
        raise SegmentError(f"segments that do not keep {key_bits} bits of a key cannot be merged into one that does")
    dropped = np.unique(np.fromiter(drop, np.int64, len(drop)))
    ranges = list(_ranges(segments, 0, 1 << key_bits, chunk))

    def survivors(low: int, high: int) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        read = [segment.read(segment.place(low), segment.place(high)) for segment in segments]
        keys, articles = (np.concatenate([one[side] for one in read]) for side in (0, 1))
        if len(dropped):
            kept = ~np.isin(articles, dropped)
            keys, articles = keys[kept], articles[kept]
        return keys, articles if renumber is None else renumber[articles]

    size, lowest, highest = 0, [], []
    for low, high in ranges:
        keys, articles = survivors(low, high)
        if len(articles):
            lowest.append(int(articles.min()))
            highest.append(int(articles.max()))
            size += len(Shape.of(key_bits, 0, lowest[-1], highest[-1]).entries(keys, articles))
    shape = Shape.of(key_bits, size, min(lowest, default=0), max(highest, default=0))
    with replacing(path) as file:
        write_entries(file, shape, (shape.entries(*survivors(*one)) for one in ranges))


def _ranges(segments: Sequence[Segment], low: int, high: int, most: int) -> Iterator[tuple[int, int]]:
    """Ranges of truncated keys that hold at most `most` entries each, or one key, in order."""
    size = sum(segment.place(high) - segment.place(low) for segment in segments)
    if not size:
        return
    if size <= most or high - low == 1:
        yield low, high
        return
    middle = (low + high) // 2
    yield from _ranges(segments, low, middle, most)
    yield from _ranges(segments, middle, high, most)
