"""What can be wrong with an archive, under names that callers can catch."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import duckdb

from dedup.messages import ArchiveBusyError, ArchiveError

__all__ = [
    "ArchiveBusyError",
    "ArchiveError",
    "Closed",
    "TablesWarning",
    "close_plainly",
    "first_line",
    "named_errors",
    "plain_errors",
]


class Closed:
    """A stand-in for the connection of a closed archive: every question to it raises an error that says so."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __getattr__(self, name: str) -> Any:
        raise ArchiveError(f"{self._path}: this archive is closed; open it again with dedup.Archive.open(...)")


class TablesWarning(UserWarning):
    """An archive was made with other tables or libraries than those at hand: `dedup refresh` makes it one again."""


_DISK: Final = ("Could not write file", "fsync failed")
"""A full or failing disk comes under several names, by what the database was about to do: of a file that it cannot
flush, and of all that it is asked after that, as a fatal error."""

_MEMORY: Final = ("failed to pin block", "could not allocate block", "failed to allocate")
"""Nor is full memory always called so: not where a commit needed it."""

_DAMAGED: Final = "Corrupt database file"
"""A block of the file that is not what was written: known when it is first read, by any query."""


_OURS: Final = re.compile("executing the UDF: ArchiveError: (.*)")
"""An error of ours, in a function that a query calls, as the database says it."""


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Raise the database's errors of full memory and full disks as Python's own, and those of a damaged file as ours,
    with the archive's path."""
    try:
        yield
    except duckdb.Error as error:
        if isinstance(error, duckdb.OutOfMemoryException) or any(words in str(error) for words in _MEMORY):
            raise MemoryError(f"{path}: {first_line(error)}") from error
        if isinstance(error, duckdb.IOException) or any(words in str(error) for words in _DISK):
            raise OSError(f"{path}: {first_line(error)}") from error
        if found := _OURS.search(str(error)):
            raise ArchiveError(found[1]) from error
        if _DAMAGED in str(error):
            raise ArchiveError(f"{path}: damaged ({first_line(error)})") from error
        raise


def close_plainly(path: Path, close: Callable[[], None], error: BaseException | None) -> None:
    """Close what a `with` ends; a fault of the database, then or within it, goes by the names of `plain_errors`."""
    with plain_errors(path):
        close()
        if isinstance(error, duckdb.Error):
            raise error


def first_line(error: Exception) -> str:
    """Return the database's message without its advice."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return next((line for line in lines if line.startswith("Original error")), lines[0])


@contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Add the file's name to errors of writing, which do not name the open file that filled the disk.

    Raises:
        OSError: what was raised within, with the name `path`.
    """
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
