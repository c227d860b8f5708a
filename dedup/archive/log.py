"""What was added to an archive since its file was written: a log of commits, in SQLite.

A commit is a set of Arrow tables, all of it or none: SQLite (in WAL mode) makes it atomic and durable, lets other
processes read while one writes, and rolls back what a crash cut short when a process next opens it. Nothing is searched
here, so a commit's tables are kept as they come, as compressed Arrow streams. Behind each stream stand a checksum and
how many tables its commit has; streams that earlier versions wrote have none.

A log may come from a stranger, with an archive: it is the one table that is made here, or it is refused.
"""

import shutil
import sqlite3
import struct
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from dedup.archive.errors import ArchiveError, first_line

_BUSY_SECONDS = 60.0
"""How long a reader waits for a writer that is between two states: that takes milliseconds."""

_TABLE: Final = "CREATE TABLE part (number INTEGER, name TEXT, rows BLOB, PRIMARY KEY (number, name))"
_FOLLOWS: Final = "follows"
"""A part of no commit: the generation of the file whose place that of this log takes."""
_MAGIC: Final = b"dedup-1\0"
_TRAILER: Final = struct.Struct("<8sII")
_END: Final = b"\xff\xff\xff\xff\0\0\0\0"
"""How an Arrow stream ends."""


class Log:
    """The log beside an archive's file. Use as a context manager."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path
        self._closing = ExitStack()

    @classmethod
    def open(cls, path: Path, *, write: bool = False) -> "Log":
        """Open the log at `path`; made where there is none and `write` is set.

        Raises:
            ArchiveError: if dedup did not write it.
            OSError: if it cannot be opened.
        """
        with ExitStack() as opened, _plain(path):
            connection = _connected(path, write, opened)
            opened.callback(connection.close)
            connection.execute("PRAGMA trusted_schema = 0")
            found = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type").fetchall()
            # Empty is a log that its writer is about to begin, or died before it could.
            if found and found != [("index", "sqlite_autoindex_part_1", None), ("table", "part", _TABLE)]:
                raise ArchiveError(f"{path}: not a log of dedup (it holds {found[-1][0]} {found[-1][1]!r})")
            if write:
                connection.execute("PRAGMA journal_mode = WAL")
                # Through to the disk: what was said to be committed must outlive the power as well.
                connection.execute("PRAGMA synchronous = FULL")
                if not found:
                    connection.execute(_TABLE.replace("TABLE", "TABLE IF NOT EXISTS"))
            else:
                connection.execute("PRAGMA query_only = 1")
            log = cls(connection, path)
            log._closing = opened.pop_all()
        return log

    @staticmethod
    def checkpoint(path: Path) -> None:
        """Have all of the log at `path` in its one file, so that it may be renamed.

        Raises:
            ArchiveError: if dedup did not write it.
            OSError: if another process has it open.
        """
        with Log.open(path, write=True) as log, _plain(path):
            busy = log._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()[0][0]
        if busy:
            raise OSError(f"{path}: another process reads it")
        for name in ("-wal", "-shm"):
            path.with_name(path.name + name).unlink(missing_ok=True)

    def commit(self, tables: Mapping[str, pa.Table], follows: str | None = None) -> int:
        """Append one commit; all of it is there when this returns, or nothing. Returns its number, from 1.

        `follows`: for the log of a replacement file, the generation of the file replaced.

        Raises:
            OSError: if it cannot be written; the log is then as it was.
        """
        rows = [(name, _packed(table)) for name, table in tables.items()]
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            number = self.last() + 1
            parts = [(number, name, data + _trailer(number, name, data, len(rows))) for name, data in rows]
            if follows is not None:
                parts.append((0, _FOLLOWS, follows.encode()))
            self._connection.executemany("INSERT INTO part VALUES (?, ?, ?)", parts)
            self._connection.execute("COMMIT")
        except BaseException as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.DatabaseError):
                raise OSError(f"{self.path}: {error}") from error
            raise
        return number

    def last(self) -> int:
        """Return the number of the last commit; 0 if there is none."""
        found = self._asked("SELECT max(number) FROM part")[0][0]
        if not isinstance(found, int | None):
            raise self._damaged(f"{found!r} for the number of a commit")
        return found or 0

    def follows(self) -> str | None:
        """Return the generation of the file whose place that of this log takes, where that is said."""
        found = self._asked("SELECT rows FROM part WHERE number = 0 AND name = ?", _FOLLOWS)
        return bytes(found[0][0]).decode(errors="replace") if found and isinstance(found[0][0], bytes) else None

    def commits(self, after: int = 0) -> Iterator[tuple[int, dict[str, pa.Table]]]:
        """Yield every commit later than the one numbered `after`, in order, as they were at the time of the call.

        Raises:
            ArchiveError: if one is damaged; those before it are whole.
        """
        sealed = False
        for number in range(after + 1, self.last() + 1):
            rows = self._asked("SELECT name, rows FROM part WHERE number = ?", number)
            if not rows:
                raise self._damaged(f"commit {number} is missing")
            # No version that writes checksums is followed by one that does not, so behind one all have them.
            sealed = sealed or any(_is_sealed(blob) for _, blob in rows)
            yield number, {name: self._table(number, name, blob, len(rows), sealed=sealed) for name, blob in rows}

    def damage(self) -> list[str]:
        """Return what SQLite finds wrong with the log."""
        return [str(row[0]) for row in self._asked("PRAGMA integrity_check") if row[0] != "ok"]

    def close(self) -> None:
        """Let go of the file."""
        self._closing.close()

    def __enter__(self) -> "Log":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _asked(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        with _plain(self.path), closing(self._connection.cursor()) as cursor:
            try:
                return cursor.execute(sql, parameters).fetchall()
            except sqlite3.OperationalError as error:
                if "no such table" not in str(error):
                    raise
                return [(None,)] if "max(" in sql else []

    def _table(self, number: int, name: object, blob: object, parts: int, *, sealed: bool) -> pa.Table:
        where = f"commit {number}, table {name!r}"
        if not isinstance(name, str) or not isinstance(blob, bytes) or len(blob) < _TRAILER.size:
            raise self._damaged(f"{where}: holds nothing")
        if _is_sealed(blob):
            blob, trailer = blob[: -_TRAILER.size], blob[-_TRAILER.size :]
            if trailer != _trailer(number, name, blob, parts):
                raise self._damaged(f"{where}: its checksum is another, or a part of the commit is missing")
        elif sealed or not blob.endswith(_END):
            raise self._damaged(f"{where}: cut short")
        try:
            with pa.ipc.open_stream(blob) as reader:
                table = reader.read_all()
            table.validate(full=True)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise self._damaged(f"{where}: {first_line(error)}") from error
        return table

    def _damaged(self, what: str) -> ArchiveError:
        return ArchiveError(f"{self.path}: the log is damaged ({what})")


@contextmanager
def _plain(path: Path) -> Iterator[None]:
    """What SQLite raises, under names that callers catch: what cannot be done now, and what is broken."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OSError(f"{path}: {error}") from error
    except (sqlite3.DatabaseError, OverflowError, UnicodeDecodeError) as error:
        raise ArchiveError(f"{path}: not a log of dedup, or damaged ({error})") from error


def _connected(path: Path, write: bool, opened: ExitStack) -> sqlite3.Connection:
    """A connection to the log at `path`; on a disk that cannot be written to, to it as it is.

    Readers share a file in memory with the writer, and make it if there is none. Where they cannot, the log is read
    without it: alone if all is in its one file, else from a copy, which SQLite can put in order.
    """
    for mode in ("mode=rwc",) if write else ("mode=rw", "mode=ro"):
        try:
            return _tried(path, mode)
        except sqlite3.OperationalError:
            if write or not path.exists():
                raise
    wal = path.with_name(f"{path.name}-wal")
    if not wal.exists() or not wal.stat().st_size:
        return _tried(path, "immutable=1")
    folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="dedup-")))
    for one in (path, wal):
        shutil.copyfile(one, folder / one.name)
    return _tried(folder / path.name, "mode=rw")


def _tried(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}",
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _is_sealed(blob: object) -> bool:
    return isinstance(blob, bytes) and blob[-_TRAILER.size :].startswith(_MAGIC)


def _trailer(number: int, name: str, data: bytes, parts: int) -> bytes:
    return _TRAILER.pack(_MAGIC, parts, zlib.crc32(data, zlib.crc32(f"{number} {name}".encode())))


def _packed(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed
