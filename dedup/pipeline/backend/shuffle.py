"""Rows brought together by key without a database: what a distributed engine calls a shuffle.

Rows of (key, value) arrive batch by batch, from any thread, and go to one of several files by their key; each file is
then worked through by itself, so memory is that of one of them, however many rows there are.

A row is one number of 64 bits, so that sorting is fast: below the bits of the key that chose its file, 36 more of them,
and 28 for the value. Of 100 million rows some two thousand pairs then meet by chance.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import RawIOBase
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.archive import named_errors
from dedup.kernels import kernel

VALUE_BITS: Final = 28
"""Values are below 268 million."""
_FILE_BITS: Final = 5
"""32 files: of a million articles each holds 25 MB of keys."""
KEY_BITS: Final = _FILE_BITS + 64 - VALUE_BITS
"""Bits of a key that count: those that choose its file, and those that a row keeps."""


@dataclass
class Shuffle:
    """Rows of (key, value), in files of the folder `folder` by the first bits of the key."""

    folder: Path
    rows: int = 0
    _files: list[RawIOBase] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, keys: NDArray[np.uint64], values: NDArray[np.int64]) -> None:
        """Add rows. Keys are hashes: their first bits spread them evenly.

        Raises:
            OverflowError: if a value does not fit.
            OSError: if they cannot be written, with the name of the folder.
        """
        if len(values) and int(values.max()) >> VALUE_BITS:
            raise OverflowError(f"at most {1 << VALUE_BITS} articles")
        files = keys >> np.uint64(64 - _FILE_BITS)
        ends = np.cumsum(np.bincount(files.astype(np.int64), minlength=1 << _FILE_BITS))
        rows = np.empty(len(keys), np.uint64)
        _split(keys, values.astype(np.uint64), _FILE_BITS, VALUE_BITS, np.concatenate([[0], ends[:-1]]), rows)
        parts = np.split(rows, ends[:-1])
        with self._lock, named_errors(self.folder):
            if not self._files:
                self.folder.mkdir()
                # What is written at once is large, and each write is to say at once whether there was room for it.
                self._files = [(self.folder / str(number)).open("wb", buffering=0) for number in range(1 << _FILE_BITS)]
            for file, part in zip(self._files, parts, strict=True):
                _write(file, part)
            self.rows += len(rows)

    def parts(self) -> Iterator[Path]:
        """Yield the files, to be read with `load`; nothing can be added then."""
        for file in self._files:
            file.close()
        for number in range(len(self._files)):
            yield self.folder / str(number)

    @staticmethod
    def load(path: Path) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        """Return keys (what was kept of them) and values of the rows of one file, sorted by both; the file is
        deleted."""
        rows = np.fromfile(path, np.uint64)
        path.unlink()
        rows.sort()
        return rows >> np.uint64(VALUE_BITS), rows & np.uint64((1 << VALUE_BITS) - 1)


@kernel("u8[] u8[] i8 i8 i8[]! u8[]!")
def _split(keys, values, file_bits, value_bits, places, rows):  # type: ignore[no-untyped-def]
    """Write the rows of all files one after the other, in their order, those of each from its place in `places` on."""
    shift = np.uint64(64 - file_bits)
    for number in range(len(keys)):
        key = keys[number]
        file = key >> shift
        kept = (key << np.uint64(file_bits)) >> np.uint64(value_bits)
        rows[places[file]] = kept << np.uint64(value_bits) | values[number]
        places[file] += 1


def _write(file: RawIOBase, rows: NDArray[np.uint64]) -> None:
    """All of `rows`: a raw file may take a part of what it is given."""
    left = rows.view(np.uint8).data
    while len(left):
        left = left[file.write(left) :]
