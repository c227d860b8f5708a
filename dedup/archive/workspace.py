"""The tables of a run at work, in memory; what does not fit there goes to files in a folder of its own, beside the
archive that they will become.

Nothing is written before it must be: a run that died is not recovered. The folder is deleted with the run. Those of
runs that died are swept away by the next.
"""

import os
import secrets
import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from dedup.archive.connection import connect
from dedup.archive.errors import plain_errors
from dedup.archive.file import write_base
from dedup.archive.tables import Tables
from dedup.schema import TABLES

_FOLDER = ".dedup-"


class Working(Tables):
    """A run's tables, those of `dedup.schema.TABLES` and, attached as `scratch`, those that end with the run.

    Use as a context manager.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path, path: Path) -> None:
        super().__init__(connection)
        self.folder = folder
        """Where files are written until `finish` puts them beside the archive."""
        self.path = path
        self.closing = ExitStack()
        """What is to be closed before the folder is deleted."""

    @classmethod
    def start(cls, path: Path, memory: int, threads: int) -> "Working":
        """Make the tables of an archive that will stand at `path` once `finish` is called.

        Raises:
            OSError: if nothing can be written there.
        """
        sweep_folders(path.parent)
        # Named before it is made: whatever interrupts, there is something to delete it by.
        folder = folder_beside(path)
        try:
            folder.mkdir(mode=0o700)
            with plain_errors(path):
                connection = _connect(folder, memory, threads)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return cls(connection, folder, path)

    def finish(self, settings: Mapping[str, Any], files: Sequence[str] = ()) -> None:
        """Write the archive's file and put it, whole, in place of an older one; `files` with it."""
        self.write(settings)
        self.place(files)

    def place(self, files: Sequence[str] = ()) -> None:
        """Put the archive's file, which was written, in place of an older one; `files` with it."""
        for name in (*files, self.path.name):
            (self.folder / name).replace(self.path.parent / name)
        sync_folder(self.path.parent)

    def write(self, settings: Mapping[str, Any]) -> Path:
        """Write the archive's file into the folder, on any thread; returns where it lies."""
        path = self.folder / self.path.name
        with self.connection.cursor() as cursor:
            write_base(cursor, path, settings)
        return path

    def close(self) -> None:
        """Close, and delete whatever was not finished."""
        self.closing.close()
        self.connection.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> "Working":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with plain_errors(self.path):
            self.close()
            if isinstance(error, duckdb.Error):
                raise error
        if isinstance(error, OSError) and error.filename is None:
            # Not everybody says what it was that did not fit on the disk.
            raise OSError(error.errno, error.strerror, str(self.path)) from error


def _connect(folder: Path, memory: int, threads: int) -> duckdb.DuckDBPyConnection:
    connection = connect(
        folder=folder,
        ordered=False,
        threads=threads,
        memory_limit=f"{memory // 2**20}MiB",
        temp_directory=str(folder / "spill"),
    )
    connection.execute("ATTACH ':memory:' AS scratch")
    for table, columns in TABLES.items():
        connection.execute(f"CREATE TABLE {table} ({columns})")
    return connection


def folder_beside(path: Path) -> Path:
    """Where a process may write what is to stand at `path`; should it die, the next deletes it."""
    return path.parent / f"{_FOLDER}{os.getpid()}-{secrets.token_hex(4)}"


def sync_folder(folder: Path) -> None:
    """See to it that the names in a folder outlive the power."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def sweep_folders(folder: Path) -> None:
    """Delete the folders of runs that died."""
    for left in folder.glob(f"{_FOLDER}*-*"):
        owner = left.name.removeprefix(_FOLDER).partition("-")[0]
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
