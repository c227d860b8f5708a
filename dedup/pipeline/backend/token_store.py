"""The words of a run's articles, in a file of its folder.

They are written once, article by article, and read by the stages that compare: a stretch of the dump, or the articles
of some pairs, wherever they stand.
"""

import errno
import os
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.archive import named_errors
from dedup.kernels import kernel
from dedup.matching import TOKENS, Column, Tokens

_COLUMNS: Final = TOKENS.names[2:]
"""All of them lists of numbers of 32 bits."""
_GAP: Final = 16_384
"""Bytes between two articles that are read along rather than skipped: a call costs as much."""


@dataclass(frozen=True, slots=True)
class _Index:
    """Where articles stand; rows by rising number."""

    article: NDArray[np.int64]
    lang: NDArray[np.int16]
    position: NDArray[np.int64]
    """Numbers of 32 bits before its record."""
    counts: NDArray[np.int32]
    """How many it has in each column: `[articles, columns]`."""


@dataclass
class TokenFile:
    """`TOKENS`, kept in the file `path`, which is made when something is added. From any thread."""

    path: Path
    _langs: list[str] = field(default_factory=list)
    _parts: list[_Index] = field(default_factory=list)
    _size: int = 0
    _file: int | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, table: pa.Table) -> None:
        """Append articles that are not there yet.

        Raises:
            OSError: if they cannot be written, with the name of the file.
        """
        tokens = Tokens.of(table, as_it_comes=True)
        counts, data = pack_tokens(tokens)
        sizes = counts.sum(axis=1, dtype=np.int64)
        with self._lock, named_errors(self.path):
            if self._file is None:
                self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            left = data.view(np.uint8).data
            while len(left):
                left = left[os.write(self._file, left) :]
            position = self._size + np.cumsum(sizes) - sizes
            order = np.argsort(tokens.article)
            lang = self._numbered(tokens.lang)
            self._parts.append(_Index(tokens.article[order], lang[order], position[order], counts[order]))
            self._size += len(data)

    def of(self, articles: NDArray[np.int64]) -> Tokens:
        """Return the words of `articles` (distinct, rising), all of which are there."""
        index = self._index()
        return self._read(index, np.searchsorted(index.article, articles))

    def between(self, low: int, high: int) -> Tokens:
        """Return the words of the articles from `low` to `high` that are there."""
        index = self._index()
        return self._read(index, np.arange(*np.searchsorted(index.article, (low, high + 1))))

    def close(self) -> None:
        """Close the file. It is deleted with its folder."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _numbered(self, langs: NDArray[np.object_]) -> NDArray[np.int16]:
        for lang in sorted(set(langs) - set(self._langs)):
            self._langs.append(lang)
        numbers = {lang: number for number, lang in enumerate(self._langs)}
        return np.array([numbers[lang] for lang in langs], np.int16)

    def _index(self) -> _Index:
        with self._lock:
            if len(self._parts) != 1:
                empty = np.zeros(0, np.int64)
                parts = [
                    *self._parts,
                    _Index(empty, empty.astype(np.int16), empty, np.zeros((0, len(_COLUMNS)), np.int32)),
                ]
                article = np.concatenate([part.article for part in parts])
                order = np.argsort(article)
                joined = (np.concatenate([getattr(part, name) for part in parts])[order] for name in _Index.__slots__)
                self._parts = [_Index(*joined)]
            return self._parts[0]

    def _read(self, index: _Index, rows: NDArray[np.int64]) -> Tokens:
        counts = index.counts[rows]
        data, position = self._fetched(index.position[rows], counts.sum(axis=1, dtype=np.int64))
        lang = np.array(self._langs, object)[index.lang[rows]]
        return unpack_tokens(index.article[rows], lang, counts, data, position)

    def _fetched(
        self, position: NDArray[np.int64], sizes: NDArray[np.int64]
    ) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """What the file holds at some positions, and where in that each begins."""
        if not len(position) or self._file is None:
            return np.zeros(0, np.uint32), np.zeros(0, np.int64)
        # An article without words stands where the next one does, and must come before it: a read ends with the last.
        order = np.lexsort((sizes, position))
        begin, end = position[order], (position + sizes)[order]
        # A read begins where the distance to the one before is too large.
        first = np.flatnonzero(np.concatenate([[True], begin[1:] > end[:-1] + _GAP // 4]))
        last = np.concatenate([first[1:], [len(begin)]]) - 1
        lengths = end[last] - begin[first]
        places = np.cumsum(lengths) - lengths
        data = np.empty(int(lengths.sum()), np.uint32)
        room = data.view(np.uint8).data
        stretches = (4 * np.stack([begin[first], places, places + lengths])).T.tolist()
        for at, low, high in stretches:
            self._read_into(room[low:high], at)
        found = np.empty(len(position), np.int64)
        run = np.searchsorted(first, np.arange(len(begin)), side="right") - 1
        found[order] = begin - begin[first][run] + places[run]
        return data, found

    def _read_into(self, room: memoryview, at: int) -> None:
        assert self._file is not None
        while len(room):
            # Not `preadv`, which would spare a copy: macOS has none.
            read = os.pread(self._file, len(room), at)
            if not read:
                raise OSError(errno.EIO, "cut short", str(self.path))
            room[: len(read)] = read
            room, at = room[len(read) :], at + len(read)


def pack_tokens(tokens: Tokens) -> tuple[NDArray[np.int32], NDArray[np.uint32]]:
    """Put the columns of each article one behind the other; returns `[articles, columns]`, how many numbers each has,
    and the numbers of all articles in their order."""
    columns: list[Column[Any]] = [getattr(tokens, name) for name in _COLUMNS]
    counts = np.stack([np.diff(column.offsets) for column in columns], axis=1).astype(np.int32)
    ends = np.cumsum(counts.sum(axis=1, dtype=np.int64))
    data = np.empty(int(ends[-1]) if len(ends) else 0, np.uint32)
    at = _places(ends - counts.sum(axis=1, dtype=np.int64), counts)
    for number, column in enumerate(columns):
        values = np.ascontiguousarray(column.values).view(np.uint32)
        _copy(values, column.offsets[:-1], counts[:, number], data, at[:, number])
    return counts, data


def unpack_tokens(
    article: NDArray[np.int64],
    lang: NDArray[np.object_],
    counts: NDArray[np.int32],
    data: NDArray[np.uint32],
    position: NDArray[np.int64],
) -> Tokens:
    """Return the tokens of articles whose numbers, as `pack_tokens` puts them, begin at `position` of `data`."""
    offsets = np.zeros((len(_COLUMNS), len(article) + 1), np.int64)
    np.cumsum(counts.T, axis=1, out=offsets[:, 1:])
    values = tuple(np.empty(last, np.uint32) for last in offsets[:, -1].tolist())
    at = _places(position, counts)
    for number, held in enumerate(values):
        _copy(data, at[:, number], counts[:, number], held, offsets[number, :-1])
        # As what comes from Arrow is: nobody writes to it.
        held.flags.writeable = False
    columns = (
        Column(held.view(_dtype(name)), offset) for name, held, offset in zip(_COLUMNS, values, offsets, strict=True)
    )
    return Tokens(article, lang, *columns)


def _dtype(column: str) -> np.dtype[Any]:
    """numpy's type of a column. Not `to_pandas_dtype()`: pyarrow 20 gives that only where pandas is installed."""
    found: np.dtype[Any] = pa.nulls(0, TOKENS.field(column).type.value_type).to_numpy().dtype
    return found


def _places(position: NDArray[np.int64], counts: NDArray[np.int32]) -> NDArray[np.int64]:
    """Where each column of each row begins in what holds the rows that begin at `position`."""
    ends = np.cumsum(counts, axis=1, dtype=np.int64)
    return position[:, None] + ends - counts


@kernel("u4[] i8[] i4[] u4[]! i8[]")
def _copy(source, source_at, counts, target, target_at):  # type: ignore[no-untyped-def]
    """Copy `counts[i]` numbers from one place to another, for each i."""
    for row in range(len(counts)):
        at = source_at[row]
        to = target_at[row]
        for number in range(counts[row]):
            target[to + number] = source[at + number]
