"""Texts as they lie in an archive: each packed by itself with zstd and a dictionary made of the archive's own texts.

One by one, so that one article can be read without its neighbours; the dictionary makes up for what is lost by that.
News of 2 KB takes 0.35 of its size so, 0.52 without a dictionary; in blocks of 128 KB it takes 0.42. (zstd's
`compress_level` 9 gains another tenth at seven times the time.)
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import zstandard

from dedup.archive.errors import ArchiveError

LEVEL: Final = 3
_DICTIONARY_BYTES: Final = 112_640
"""What the zstd command takes by default. Small archives get a thirtieth of their text."""
SAMPLE_ARTICLES: Final = 2000
"""Twice as many made no difference to what texts take."""


def train(texts: Sequence[str]) -> bytes:
    """Return a dictionary for texts like these; empty where there are too few to make one of."""
    samples: list[bytes | bytearray | memoryview[int]] = [text.encode() for text in texts if text]
    size = min(_DICTIONARY_BYTES, sum(map(len, samples)) // 30)
    if len(samples) < 20 or size < 1024:
        return b""
    try:
        return zstandard.train_dictionary(size, samples, level=LEVEL).as_bytes()
    except zstandard.ZstdError:
        # The samples are too small or too much alike: then there is nothing to gain.
        return b""


_MOST_BYTES: Final = 1 << 30
"""A frame that is said to hold more is no article's, which by default has 80 million bytes at most: to make room for it
is what it wants."""


class Packer:
    """Packs and unpacks texts with one dictionary (b"" for none), from any thread; `path` is the archive that they lie
    in, which messages name."""

    def __init__(self, dictionary: bytes, path: Path | None = None) -> None:
        self.dictionary = dictionary
        self._path = path
        self._shared = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        if self._shared is not None:
            self._shared.precompute_compress(level=LEVEL)

    def pack(self, texts: Iterable[str]) -> list[bytes]:
        """Return each text as a frame of its own."""
        # One compressor a call: they do not bear two threads at once.
        compressor = zstandard.ZstdCompressor(level=LEVEL, dict_data=self._shared, write_checksum=True)
        return [compressor.compress(text.encode()) for text in texts]

    def pack_column(self, texts: pa.ChunkedArray, threads: int) -> pa.Array:
        """Return the same for a column, on so many threads and without a Python string for each."""
        column = texts.combine_chunks().cast(pa.string())
        column = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
        _, offsets, data = column.buffers()
        ends = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1].astype(np.uint64)
        segments = np.stack([ends[:-1], np.diff(ends)], axis=1)
        if not len(segments) or not segments[:, 1].all():
            # zstandard 0.25 leaves an empty text at the end out, and takes nothing at all for a mistake.
            return pa.array(self.pack(column.to_pylist()), pa.binary())
        compressor = zstandard.ZstdCompressor(level=LEVEL, dict_data=self._shared, write_checksum=True)
        frames = compressor.multi_compress_to_buffer(zstandard.BufferWithSegments(data, segments.tobytes()), threads)
        return pa.array([frames[row].tobytes() for row in range(len(frames))], pa.binary())

    def unpack(self, frames: Iterable[bytes | None]) -> list[str]:
        """Return the texts again.

        Raises:
            ArchiveError: if a frame is none, or broken.
        """
        decompressor = zstandard.ZstdDecompressor(dict_data=self._shared)
        texts = []
        for frame in frames:
            self._size(frame)
            try:
                texts.append(decompressor.decompress(frame).decode())  # type: ignore[arg-type]
            except (zstandard.ZstdError, UnicodeDecodeError) as error:
                raise self._damaged(str(error)) from error
        return texts

    def unpacked_sizes(self, frames: Iterable[bytes | None]) -> list[int]:
        """Return how many bytes each text is, without unpacking it.

        Raises:
            ArchiveError: if a frame is none, or says nothing that can be.
        """
        return list(map(self._size, frames))

    def unpack_column(self, frames: pa.ChunkedArray) -> pa.Array:
        """Return the same as `unpack` for a column, as DuckDB hands it to a function."""
        return pa.array(self.unpack(frames.to_pylist()), pa.string())

    def _size(self, frame: bytes | None) -> int:
        if frame is None:
            raise self._damaged("there is none")
        try:
            size = zstandard.frame_content_size(frame)
        except zstandard.ZstdError as error:
            raise self._damaged(str(error)) from error
        if not 0 <= size <= _MOST_BYTES:
            raise self._damaged("of no size, or of more than any text has")
        return size

    def _damaged(self, why: str) -> ArchiveError:
        return ArchiveError(f"{self._path or 'archive'}: damaged (table article: a text cannot be unpacked: {why})")
