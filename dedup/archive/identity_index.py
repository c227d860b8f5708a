"""Marks by which an archive first recognises an article: the id that each was given, its address, and, where its
outlet may show it at several (`ReadConfig.same_outlet`), what those have in common.

Kept as sorted arrays of hashes, 32 bytes an article: ids and addresses of a million articles as text would be 100 MB.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.ingest import given_id, given_id_sql, outlet_marks_sql, url_key, url_key_sql

if TYPE_CHECKING:
    from dedup.archive.store import ArchiveStore

# A hash that is made here as well: to ask the database for those of one article took a tenth of a question.
_MARKS_SQL = f"""
    SELECT article, coalesce(md5_number_lower({given_id_sql()}), 0) AS id,
        coalesce(md5_number_lower({url_key_sql()}), 0) AS url
"""
_OUTLET_SQL = f"SELECT article, md5_number_lower(unnest({outlet_marks_sql()})) AS outlet"


class IdentityIndex:
    """Finds the articles that may be the same as some that come. What lies in the archive's file is read once, and what
    lies in its log by `refresh`."""

    def __init__(self, archive: "ArchiveStore") -> None:
        self._file = self._read(archive, "base")
        self.refresh(archive)

    def refresh(self, archive: "ArchiveStore") -> None:
        """Read what the archive's log holds now."""
        self.commits = archive.commits
        """How much of the log that was."""
        self._log = self._read(archive, "live")
        gone = archive.rows("SELECT article FROM live.gone")
        self._gone = set(gone["article"].to_pylist())
        self._new: dict[str, dict[str, list[int]]] = {"id": {}, "url": {}, "outlet": {}}

    @staticmethod
    def _read(archive: "ArchiveStore", part: str) -> "_Sorted":
        if not archive.one(f"SELECT count(*) FROM {part}.article"):
            return _Sorted({})  # to compile the expressions of an address takes ten milliseconds
        tables = [archive.rows(f"{_MARKS_SQL} FROM {part}.article")]
        if archive.same_outlet == "revision":
            tables.append(archive.rows(f"{_OUTLET_SQL} FROM {part}.article"))
        return _Sorted.of(*tables)

    def add(self, articles: Iterable[tuple[int, str, str | None]], shared: Sequence[Sequence[str]] = ()) -> None:
        """Take in articles by number, id and address that are about to be committed; `shared` has the
        `dedup.ingest.outlet_marks` of each, or is empty."""
        for place, (number, name, url) in enumerate(articles):
            self._new["id"].setdefault(given_id(name), []).append(number)
            if (key := url_key(url)) is not None:
                self._new["url"].setdefault(key, []).append(number)
            for mark in shared[place] if shared else ():
                self._new["outlet"].setdefault(mark, []).append(number)

    def near(self, ids: Sequence[str], urls: Sequence[str | None], shared: Sequence[str] = ()) -> list[int]:
        """Return the numbers of articles that have one of these ids, one of these addresses, or one of these
        `dedup.ingest.outlet_marks`, rising."""
        asked = {
            "id": sorted(set(map(given_id, ids))),
            "url": sorted({key for key in map(url_key, urls) if key is not None}),
            "outlet": sorted(set(shared)),
        }
        found: set[int] = set()
        for mark, values in asked.items():
            wanted = np.array([_hash(value) for value in values], np.uint64)
            found.update(set(self._file.find(mark, wanted)) - self._gone, self._log.find(mark, wanted))
            found.update(number for value in values for number in self._new[mark].get(value, ()))
        return sorted(found)


def _hash(mark: str) -> int:
    """The lower half of a mark's MD5, as the database's `md5_number_lower` has it."""
    return int.from_bytes(hashlib.md5(mark.encode("utf-8", "replace"), usedforsecurity=False).digest()[8:], "little")


class _Sorted:
    """Articles by the hashes of their marks."""

    def __init__(self, columns: dict[str, tuple[NDArray[np.uint64], NDArray[np.int64]]]) -> None:
        self._columns = columns

    @classmethod
    def of(cls, *tables: pa.Table) -> "_Sorted":
        """Make it from tables with a column `article` and one column per mark."""
        columns = {}
        for rows in tables:
            articles = rows["article"].to_numpy()
            for mark in rows.column_names[1:]:
                hashes = rows[mark].to_numpy()
                order = np.argsort(hashes, kind="stable")
                columns[mark] = hashes[order], articles[order]
        return cls(columns)

    def find(self, mark: str, wanted: NDArray[np.uint64]) -> list[int]:
        """Return the numbers of the articles that have one of these hashes for a mark."""
        if mark not in self._columns:
            return []
        hashes, articles = self._columns[mark]
        first, end = (np.searchsorted(hashes, wanted, side) for side in ("left", "right"))
        return [
            number
            for low, high in zip(first.tolist(), end.tolist(), strict=True)
            for number in articles[low:high].tolist()
        ]
