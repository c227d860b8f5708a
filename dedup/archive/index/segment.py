"""A segment: keys and the articles that hold them, sorted and packed, in a file or in memory.

The form, all little-endian: a header of 64 bytes, the packed words (u64), where each bucket starts (u32, or u64 from
2^32 entries on). Keys are kept to their top `key_bits` bits. What that costs is false hits, each of which is one check
in vain and no wrong match: an article that asks with k keys meets k * entries / 2^key_bits of them. With 38 bits, 340
keys and 25 million entries (100,000 articles) that is 0.03 an article, with 250 million 0.3.

An entry takes `key_bits - log2(entries / 16) + article_bits` bits and 1 to 2 for its share of a bucket's start: of 25
million entries of 100,000 articles each takes 4.54 bytes. Other postings can be kept in the same way, if they are
numbers that are spread evenly: a u32 hash of a concept as the key `concept << 32`.
"""

import io
import os
import struct
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dedup.archive.index.bitpack import pack, place_of, unpack

_MAGIC: Final = b"dedupkey"
FORMAT: Final = 1
"""Raised with every change that an older version could not read."""

_HEADER: Final = struct.Struct("<8sHBBBBxxqQI24xI")
"""Magic, format, key bits, bucket bits, article bits, bytes an offset, first article, entries, checksum of what follows
the header, checksum of the header itself."""

_BUCKET: Final = 16
"""Entries a bucket at least; twice as many at most. Of 4 to 64 this made the smallest file of 25 million entries; 4 and
8 were asked 8 and 5% faster, 32 and 64 a third slower."""


class SegmentError(Exception):
    """A file or a BLOB is no segment: torn, foreign, of another format or of other settings."""


@dataclass(frozen=True)
class Shape:
    """What must be known of entries before the first of them is written."""

    key_bits: int
    article_bits: int
    first: int
    """The lowest article: entries hold numbers counted from it."""
    size: int

    @classmethod
    def of(cls, key_bits: int, size: int, first: int, last: int) -> "Shape":
        """Return the shape of `size` entries of the articles `first` to `last`.

        Raises:
            ValueError: if this many articles have no room beside this many bits of a key.
        """
        article_bits = max(1, (last - first).bit_length())
        if not 1 <= key_bits <= 64 - article_bits:
            raise ValueError(f"{key_bits} bits of a key and articles {first} to {last} do not fit into 64 bits")
        return cls(key_bits, article_bits, first, size)

    @property
    def bucket_bits(self) -> int:
        """Top bits of a key that its bucket stands for."""
        return min(self.key_bits, max(0, (self.size // _BUCKET).bit_length() - 1))

    @property
    def width(self) -> int:
        """Bits of an entry that are kept."""
        return self.key_bits - self.bucket_bits + self.article_bits

    @property
    def words(self) -> int:
        """64-bit words that hold all entries."""
        return -(-self.size * self.width // 64)

    def entries(self, keys: NDArray[np.uint64], articles: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Return keys and articles as entries, sorted, each once."""
        entries = keys >> np.uint64(64 - self.key_bits) << np.uint64(self.article_bits)
        entries |= (articles - self.first).astype(np.uint64)
        entries.sort()
        fresh = np.ones(len(entries), bool)
        np.not_equal(entries[1:], entries[:-1], out=fresh[1:])
        return entries if fresh.all() else entries[fresh]


@dataclass(frozen=True)
class Segment:
    """Entries to look up; the arrays are those of a mapped file or of bytes in memory, and are only read."""

    shape: Shape
    words: NDArray[np.uint64]
    offsets: NDArray[np.unsignedinteger[Any]]

    @classmethod
    def open(cls, path: Path, verify: bool = False) -> "Segment":
        """Map a file. Its header and length are always checked, what it holds only with `verify` (reads all of it).

        Raises:
            SegmentError: if it is torn, foreign or of another format.
            OSError: if it cannot be read.
        """
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size < _HEADER.size:
                raise SegmentError(f"{path}: too short for a segment of keys")
            mapped = mmap(file.fileno(), 0, access=ACCESS_READ)
        try:
            return cls.of_bytes(mapped, verify)
        except SegmentError as error:
            raise SegmentError(f"{path}: {error}") from error

    @classmethod
    def of_bytes(cls, data: bytes | mmap, verify: bool = True) -> "Segment":
        """Return the segment that `segment_bytes` or a file holds; the arrays go on using `data`.

        Raises:
            SegmentError: if it is none.
        """
        if len(data) < _HEADER.size:
            raise SegmentError("too short for a segment of keys")
        header = data[: _HEADER.size]
        magic, form, key_bits, bucket_bits, article_bits, offset_bytes, first, size, crc, own = _HEADER.unpack(header)
        if magic != _MAGIC or zlib.crc32(header[:-4]) != own:
            raise SegmentError("not a segment of keys")
        if form != FORMAT:
            raise SegmentError(f"format {form}, this version of dedup reads {FORMAT}")
        shape = Shape(key_bits, article_bits, first, size)
        if shape.bucket_bits != bucket_bits or offset_bytes != _offset_type(size).itemsize:
            raise SegmentError("packed in another way than this version of dedup reads")
        if len(data) != _HEADER.size + 8 * shape.words + offset_bytes * ((1 << bucket_bits) + 1):
            raise SegmentError("torn: not as long as it says")
        if verify and zlib.crc32(memoryview(data)[_HEADER.size :]) != crc:
            raise SegmentError("damaged: its checksum is another")
        words = np.frombuffer(data, "<u8", shape.words, _HEADER.size)
        offsets = np.frombuffer(data, _offset_type(size), -1, _HEADER.size + 8 * shape.words)
        return cls(shape, words, offsets)

    def place(self, key: int) -> int:
        """Return the place of the first entry whose truncated key is at least `key`."""
        if key >> self.shape.key_bits:
            return self.shape.size
        wanted = np.uint64(key << self.shape.article_bits)
        return int(place_of(self.offsets, self.words, self.shape.width, self.shape.size, wanted))

    def read(self, low: int = 0, high: int | None = None) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Return keys (truncated, the bits below are zero) and articles at the places `low:high`."""
        shape = self.shape
        entries = unpack(self.offsets, self.words, shape.width, low, shape.size if high is None else high)
        articles = (entries & np.uint64((1 << shape.article_bits) - 1)).astype(np.int64) + shape.first
        return entries >> np.uint64(shape.article_bits) << np.uint64(64 - shape.key_bits), articles


def segment_bytes(keys: ArrayLike, articles: ArrayLike, key_bits: int) -> bytes:
    """Return a segment of `keys` (u64 `[n]`) and the `articles` (i64 `[n]`) that hold them, in any order, as bytes.

    Raises:
        ValueError: if the articles span too wide a range to stand beside `key_bits` bits of a key.
    """
    file = io.BytesIO()
    _write_all(file, keys, articles, key_bits)
    return file.getvalue()


def write_segment(path: Path, keys: ArrayLike, articles: ArrayLike, key_bits: int) -> None:
    """Write a segment to `path`: whole and on disk, or not at all.

    Raises:
        ValueError: if the articles span too wide a range to stand beside `key_bits` bits of a key.
        OSError: if it cannot be written.
    """
    with replacing(path) as file:
        _write_all(file, keys, articles, key_bits)


def _write_all(file: BinaryIO, keys: ArrayLike, articles: ArrayLike, key_bits: int) -> None:
    keys, articles = np.asarray(keys, np.uint64), np.asarray(articles, np.int64)
    first, last = (int(articles.min()), int(articles.max())) if len(articles) else (0, 0)
    shape = Shape.of(key_bits, len(keys), first, last)
    entries = shape.entries(keys, articles)
    write_entries(file, Shape(key_bits, shape.article_bits, first, len(entries)), [entries])


def write_entries(file: BinaryIO, shape: Shape, chunks: Iterable[NDArray[np.uint64]]) -> None:
    """Write a segment of `shape.size` entries that come sorted, in `chunks` that go on from each other."""
    width, bucket_bits = shape.width, shape.bucket_bits
    counts, offset_type = np.zeros((1 << bucket_bits) + 1, np.uint32), _offset_type(shape.size)
    file.write(bytes(_HEADER.size))
    crc, open_bits, open_word = 0, 0, np.uint64(0)
    for entries in chunks:
        bits = open_bits + len(entries) * width
        words = np.zeros(bits // 64 + 1, np.uint64)
        words[0] = open_word
        pack(entries, width, open_bits, words, counts)
        open_bits, open_word = bits % 64, words[-1]
        crc = _write(file, words[:-1], crc)
    if open_bits:
        crc = _write(file, np.array([open_word]), crc)
    crc = _write(file, np.cumsum(counts, dtype=offset_type), crc)
    header = _HEADER.pack(
        _MAGIC,
        FORMAT,
        shape.key_bits,
        bucket_bits,
        shape.article_bits,
        offset_type.itemsize,
        shape.first,
        shape.size,
        crc,
        0,
    )
    file.seek(0)
    file.write(header[:-4] + struct.pack("<I", zlib.crc32(header[:-4])))
    file.seek(0, os.SEEK_END)


def _write(file: BinaryIO, values: NDArray[np.generic], crc: int) -> int:
    data = values.tobytes()
    file.write(data)
    return zlib.crc32(data, crc)


def _offset_type(size: int) -> np.dtype[Any]:
    return np.dtype("<u4") if size < 1 << 32 else np.dtype("<u8")


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that replaces `path` once it is closed without an error, and is on disk by then.

    Until then it stands beside it as `NAME.part`; one that a killed process left is written over.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    # The name is on disk only when its folder is.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


_CHUNK = 1 << 21
"""Entries in memory at a time: about 100 MB of arrays."""


def merge(
    path: Path,
    segments: Sequence[Segment],
    key_bits: int,
    drop: Collection[int] = (),
    chunk: int = _CHUNK,
) -> None:
    """Write to `path` a segment of all entries of `segments`, those of `LiveKeys` among them.

    Entries of the articles `drop` are left out. About `chunk` entries are in memory at a time, and half a byte for
    each of all that are written. The file is byte for byte what `write_segment` makes of the same entries. Every entry
    is read twice, for how many are left must be known before the first is written.

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
        return keys, articles

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
