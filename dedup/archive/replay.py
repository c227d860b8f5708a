"""Commits of a log are taken together where that changes nothing: a statement of the database costs two milliseconds
however little it does, and the log of an archive that grew article by article holds thousands of small commits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import duckdb
import pyarrow as pa

from dedup.archive.views import apply, replaced_by, shown

Commit = tuple[int, Mapping[str, pa.Table]]

DAMAGE: Final = (duckdb.Error, pa.ArrowException, LookupError, TypeError, ValueError)
"""Errors of a commit that does not fit the archive."""
_MOST_BYTES: Final = 32 << 20
"""Of the tables of commits that are taken together: they are in memory twice for a moment."""


def in_batches(commits: Iterable[Commit]) -> Iterator[list[Commit]]:
    """Yield commits in lists that `merged` may merge, in their order.

    Where one cannot be read, those before it come first.
    """
    batch: list[Commit] = []
    size = 0
    try:
        for number, tables in commits:
            bytes_of = sum(rows.nbytes for rows in tables.values())
            # What is forgotten goes from all that stands there, by rules of the database: it begins a list.
            if batch and (size + bytes_of > _MOST_BYTES or "gone" in tables or "void" in tables):
                yield batch
                batch, size = [], 0
            batch.append((number, tables))
            size += bytes_of
    except Exception:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def apply_together(connection: duckdb.DuckDBPyConnection, commits: Sequence[Commit]) -> bool:
    """Apply several commits as one; False, and nothing is changed, where there are no several or one is damaged."""
    if len(commits) < 2:
        return False
    connection.execute("BEGIN")
    try:
        apply(connection, merged([tables for _, tables in commits]))
        connection.execute("COMMIT")
    except BaseException as error:
        connection.execute("ROLLBACK")
        if isinstance(error, DAMAGE) and not isinstance(error, duckdb.OutOfMemoryException):
            return False
        raise
    return True


def merged(commits: Sequence[Mapping[str, pa.Table]]) -> dict[str, pa.Table]:
    """Return the commit that leaves behind what `commits` leave, one after the other.

    Raises:
        pyarrow.ArrowException: if tables of one name do not fit each other.
    """
    # Which commit was the last to change the story of an article, by its number and by its id.
    last: dict[str, dict[object, int]] = {"article": {}, "id": {}}
    for at, tables in enumerate(commits):
        if "changed" in tables:
            for column, known in last.items():
                known.update(dict.fromkeys(tables["changed"][column].to_pylist(), at))
    parts: dict[str, list[pa.Table]] = {}
    for at, tables in enumerate(commits):
        for name, rows in tables.items():
            if not shown(name):
                continue
            if (by := replaced_by(name)) is not None:
                column, listed = by
                stay = [last[listed].get(one, -1) <= at for one in rows[column].to_pylist()]
                parts.setdefault(name, []).append(rows.filter(pa.array(stay, pa.bool_())))
            else:
                parts.setdefault(name, []).append(rows)
    return {name: pa.concat_tables(found, promote_options="default") for name, found in parts.items()}
