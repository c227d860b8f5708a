"""What lasts between runs, in one DuckDB file; the only place that opens the database.

A run writes into a new file beside the archive and renames it when all is there, so an archive is always whole: a run
that is stopped leaves the one before, or none. What a run needs only while it works (words, keys, candidates) is in a
second file, `scratch`, which is deleted with it.
"""

import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import orjson
import pyarrow as pa

from dedup.model import ALIGNED_SQL, TABLES

_SCRATCH = ".dedup-"
_SHOWN = 80  # characters of a setting in a message
FORMAT = 1
"""Raised with every change of the tables that an older version could not read."""


class ArchiveError(Exception):
    """An archive cannot be opened: missing, of another format, or made with other settings."""


class Archive:
    """The tables of a run. Use as a context manager; `Archive.open` reads, `Archive.create` starts a new one."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path | None) -> None:
        self.connection = connection
        self.path = path
        self._scratch = scratch

    @classmethod
    def create(cls, path: Path, settings: Mapping[str, Any], memory: int, threads: int) -> "Archive":
        """Start an archive that will stand at `path` once `finish` is called.

        Its scratch folder is made beside it, where there is room for a dump.

        Raises:
            OSError: if nothing can be written there.
        """
        _sweep(path.parent)
        # Named before it is made: whatever interrupts, there is something to delete it by.
        scratch = path.parent / f"{_SCRATCH}{os.getpid()}-{secrets.token_hex(4)}"
        try:
            scratch.mkdir(mode=0o700)
            with _plain_errors(path):
                connection = _new_database(scratch, path.name, settings, memory, threads)
        except BaseException:
            shutil.rmtree(scratch, ignore_errors=True)
            raise
        return cls(connection, path, scratch)

    @classmethod
    def open(cls, path: str | Path, settings: Mapping[str, Any] | None = None) -> "Archive":
        """Open an archive for reading.

        Raises:
            ArchiveError: if there is none, if another version of dedup wrote it, or if `settings` are given and differ
                from those it was made with (the message names the first field that does).
        """
        path = Path(path)
        if not path.is_file():
            raise ArchiveError(f"{path}: no such archive")
        try:
            connection = duckdb.connect(str(path), read_only=True)
            connection.execute("SET TimeZone = 'UTC'")
            meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        except duckdb.Error as error:
            raise ArchiveError(f"{path}: not an archive of dedup ({_first_line(error)})") from error
        if meta.get("format") != str(FORMAT):
            raise ArchiveError(f"{path}: format {meta.get('format')}, this version of dedup reads {FORMAT}")
        if settings is not None:
            different = _first_difference(orjson.loads(meta["settings"]), orjson.loads(orjson.dumps(settings)))
            if different:
                raise ArchiveError(f"{path}: made with other settings: {different}")
        return cls(connection, path, None)

    def rows(self, sql: str, parameters: list[Any] | None = None) -> pa.Table:
        """The answer of a query as an Arrow table."""
        return self.connection.sql(sql, params=parameters or []).to_arrow_table()

    @property
    def folder(self) -> Path:
        """Where files are written until `finish` puts them beside the archive."""
        return self._scratch or self.path.parent

    def finish(self, files: Sequence[str] = ()) -> None:
        """Drop the scratch, and put the archive where it belongs, whole, in place of an older one; `files` with it."""
        if self._scratch is None:
            return
        self.connection.execute("DETACH scratch; CHECKPOINT")
        self.connection.close()
        for name in (*files, self.path.name):
            (self._scratch / name).replace(self.path.parent / name)

    def close(self) -> None:
        """Close, and delete whatever was not finished."""
        self.connection.close()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def __enter__(self) -> "Archive":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with _plain_errors(self.path):
            self.close()
            if isinstance(error, duckdb.Error):
                raise error


def _new_database(
    scratch: Path, name: str, settings: Mapping[str, Any], memory: int, threads: int
) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        str(scratch / name),
        config={"threads": threads, "memory_limit": f"{memory // 2**20}MiB", "temp_directory": str(scratch / "spill")},
    )
    connection.execute("SET preserve_insertion_order = false; SET TimeZone = 'UTC'; SET enable_progress_bar = false")
    connection.execute(f"ATTACH '{_quoted(scratch / 'scratch.duckdb')}' AS scratch")
    connection.execute(f"CREATE TYPE aligned AS {ALIGNED_SQL}")
    for table, columns in TABLES.items():
        connection.execute(f"CREATE TABLE {table} ({columns})")
    connection.execute(
        "INSERT INTO meta VALUES ('format', ?), ('settings', ?)", [str(FORMAT), orjson.dumps(settings).decode()]
    )
    return connection


@contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    """Full memory and full disks under the names that Python has for them, and the archive's path."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise MemoryError(f"{path}: {_first_line(error)}") from error
    except duckdb.Error as error:
        # A full disk comes under several names, by what the database was about to write.
        if isinstance(error, duckdb.IOException) or "Could not write file" in str(error):
            raise OSError(f"{path}: {_first_line(error)}") from error
        raise


def _sweep(folder: Path) -> None:
    """Delete the scratch folders of runs that died."""
    for left in folder.glob(f"{_SCRATCH}*-*"):
        owner = left.name.removeprefix(_SCRATCH).partition("-")[0]
        if owner.isdigit() and not _alive(int(owner)):
            shutil.rmtree(left, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _first_line(error: Exception) -> str:
    """What the database says, without its advice."""
    return str(error).strip().splitlines()[-1 if "Original error" in str(error) else 0]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _first_difference(old: Mapping[str, Any], new: Mapping[str, Any], within: str = "") -> str | None:
    for name in sorted({*old, *new}):
        was, now = old.get(name), new.get(name)
        if isinstance(was, dict) and isinstance(now, dict):
            deeper = _first_difference(was, now, f"{within}{name}.")
            if deeper:
                return deeper
        elif was != now:
            return f"{within}{name} was {_short(was)}, is {_short(now)}"
    return None


def _short(value: object) -> str:
    """A setting as a message shows it; a whole table of sources would not fit."""
    shown = repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
