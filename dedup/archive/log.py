"""What was added to an archive since its file was written: a log of commits, in SQLite.

A commit is a set of Arrow tables, all of it or none: SQLite (in WAL mode) makes it atomic and durable, lets other
processes read while one writes, and mends itself when it is opened after a crash. Nothing is searched here, so a
commit's tables are kept as they come, as compressed Arrow streams.

Tried and left: rows in SQLite tables of their own (ten times slower to write, and nothing asks for single rows); the
DuckDB file itself (a process that writes to it shuts out all that read); folders of Parquet files put in place by
renaming (thousands of small files, and a merge of our own).
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pyarrow as pa

from dedup.archive.errors import ArchiveError

_BUSY_SECONDS = 60.0
"""How long a reader waits for a writer that is between two states: that takes milliseconds."""


class Live:
    """The log beside an archive's file. Use as a context manager."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    @classmethod
    def open(cls, path: Path, *, write: bool = False) -> "Live":
        """Open the log at `path`; made where there is none and `write` is set.

        Raises:
            ArchiveError: if it is none of ours.
            OSError: if it cannot be opened.
        """
        try:
            connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={'rwc' if write else 'rw'}",
                uri=True,
                timeout=_BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
            )
            if write:
                connection.execute("PRAGMA journal_mode = WAL")
                # Through to the disk: what was said to be committed must outlive the power as well.
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS part (number INTEGER, name TEXT, rows BLOB, PRIMARY KEY (number, name))"
                )
            else:
                connection.execute("PRAGMA query_only = 1")
            # Empty is a log that its writer is about to begin, or died before it could.
            if connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall():
                connection.execute("SELECT number, name, rows FROM part LIMIT 0").fetchall()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and "no such table" not in str(error):
                raise OSError(f"{path}: {error}") from error
            raise ArchiveError(f"{path}: not a log of dedup ({error})") from error
        return cls(connection, path)

    def commit(self, tables: Mapping[str, pa.Table]) -> int:
        """Append one commit; all of it is there when this returns, or nothing. Returns its number, from 1.

        Raises:
            OSError: if it cannot be written; the log is then as it was.
        """
        rows = [(name, _packed(table)) for name, table in tables.items()]
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            number = self.last() + 1
            self._connection.executemany(
                "INSERT INTO part VALUES (?, ?, ?)", [(number, name, blob) for name, blob in rows]
            )
            self._connection.execute("COMMIT")
        except BaseException as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.DatabaseError):
                raise OSError(f"{self.path}: {error}") from error
            raise
        return number

    def last(self) -> int:
        """The number of the last commit; 0 if there is none."""
        try:
            return int(self._connection.execute("SELECT coalesce(max(number), 0) FROM part").fetchall()[0][0])
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return 0
            raise OSError(f"{self.path}: {error}") from error

    def commits(self, after: int = 0) -> Iterator[tuple[int, dict[str, pa.Table]]]:
        """Every commit later than the one numbered `after`, in order, as they were at the time of the call."""
        last = self.last()
        with closing(self._connection.cursor()) as cursor:
            for number in range(after + 1, last + 1):
                rows = cursor.execute("SELECT name, rows FROM part WHERE number = ?", (number,)).fetchall()
                yield number, {name: _unpacked(blob) for name, blob in rows}

    def damage(self) -> list[str]:
        """What SQLite finds wrong with the log."""
        found = self._connection.execute("PRAGMA integrity_check").fetchall()
        return [str(row[0]) for row in found if row[0] != "ok"]

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> "Live":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _packed(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


def _unpacked(blob: bytes) -> pa.Table:
    with pa.ipc.open_stream(blob) as reader:
        return reader.read_all()
