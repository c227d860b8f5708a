"""What the articles of an archive are recognised by at first: the id that each was given, and its address.

Kept as sorted arrays of hashes, 32 bytes an article: ids and addresses of a million articles as text would be 100 MB.
A query that joins a batch with them was measured and rejected: compiling the expression that makes the key of an
address takes 6 ms, which is as long as all else that one article costs, and joining scans the marks of all articles.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.ingest import given_id, given_id_sql, url_key, url_key_sql

if TYPE_CHECKING:
    from dedup.archive.store import ArchiveStore

_MARKS_SQL = f"SELECT article, hash({given_id_sql()}) AS id, hash({url_key_sql()}) AS url"
_HASHES_SQL = "SELECT hash(unnest($1::VARCHAR[]))"


class IdentityIndex:
    """Finds the articles that may be the same as some that come. What lies in the archive's file is read once, and what
    lies in its log by `refresh`."""

    def __init__(self, archive: "ArchiveStore") -> None:
        self._file = _Sorted.of(archive.rows(f"{_MARKS_SQL} FROM base.article"))
        self.refresh(archive)

    def refresh(self, archive: "ArchiveStore") -> None:
        """Read what the archive's log holds now."""
        self.commits = archive.commits
        """How much of the log that was."""
        self._log = _Sorted.of(archive.rows(f"{_MARKS_SQL} FROM live.article"))
        gone = archive.rows("SELECT article FROM live.gone")
        self._gone = set(gone["article"].to_pylist())
        self._new: dict[str, dict[str, list[int]]] = {"id": {}, "url": {}}

    def add(self, articles: Iterable[tuple[int, str, str | None]]) -> None:
        """Take in articles by number, id and address that are about to be committed."""
        for number, name, url in articles:
            self._new["id"].setdefault(given_id(name), []).append(number)
            if (key := url_key(url)) is not None:
                self._new["url"].setdefault(key, []).append(number)

    def near(self, archive: "ArchiveStore", ids: Sequence[str], urls: Sequence[str | None]) -> list[int]:
        """Return the numbers of articles that have one of these ids, or one of these addresses, rising."""
        given = sorted(set(map(given_id, ids)))
        pages = sorted({key for key in map(url_key, urls) if key is not None})
        rows = archive.connection.execute(_HASHES_SQL, [[*given, *pages]]).fetchall()
        hashes = np.array([value for (value,) in rows], np.uint64)
        found: set[int] = set()
        for mark, values, wanted in (("id", given, hashes[: len(given)]), ("url", pages, hashes[len(given) :])):
            found.update(set(self._file.find(mark, wanted)) - self._gone, self._log.find(mark, wanted))
            found.update(number for value in values for number in self._new[mark].get(value, ()))
        return sorted(found)


class _Sorted:
    """Articles by the hashes of their marks."""

    def __init__(self, columns: dict[str, tuple[NDArray[np.uint64], NDArray[np.int64]]]) -> None:
        self._columns = columns

    @classmethod
    def of(cls, rows: pa.Table) -> "_Sorted":
        articles = rows["article"].to_numpy()
        columns = {}
        for mark in ("id", "url"):
            hashes = rows[mark].to_numpy()
            order = np.argsort(hashes, kind="stable")
            columns[mark] = hashes[order], articles[order]
        return cls(columns)

    def find(self, mark: str, wanted: NDArray[np.uint64]) -> list[int]:
        """The articles that have one of these hashes for a mark."""
        hashes, articles = self._columns[mark]
        first, end = (np.searchsorted(hashes, wanted, side) for side in ("left", "right"))
        return [
            number
            for low, high in zip(first.tolist(), end.tolist(), strict=True)
            for number in articles[low:high].tolist()
        ]
