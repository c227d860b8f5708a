"""Connections to the database: every one that the program opens is opened here, in UTC and without a way out. But one:
`dedup.ingest.formats.database` opens a dump that is a database, by a list of its own (`_LOCK`), for it lies below.

An archive may come from a stranger. So a connection reads and writes the files that it was opened for and no others,
reaches no network, loads no extension, takes no variable of ours for a table, and none of that can be changed by a
query. The zone is set globally: cursors do not inherit what is set on a connection, and would answer in the machine's.
"""

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb

_SETTINGS = """
    SET GLOBAL TimeZone = 'UTC';
    SET autoinstall_known_extensions = false;
    SET autoload_known_extensions = false;
    SET allow_community_extensions = false;
    SET allow_persistent_secrets = false;
    SET python_enable_replacements = false;
    -- An archive's file is written once at its end: every checkpoint between would leave a copy of what it had to write
    -- again.
    SET checkpoint_threshold = '1TB';
"""


def connect(
    files: Iterable[Path] = (), folder: Path | None = None, *, ordered: bool = True, **settings: Any
) -> duckdb.DuckDBPyConnection:
    """Open a database in memory that may use `files` and what lies in `folder`, and nothing else on disk.

    Without `ordered` the rows of a table come in any order, which takes less memory. `settings` are the database's own.

    Raises:
        OSError: if a path is one that the database cannot open.
    """
    paths = [one for path in files for one in (usable(path), _log_of(path))]
    folders = [usable(folder)] if folder is not None else []
    connection = duckdb.connect(":memory:", config=settings)
    try:
        connection.execute(_SETTINGS)
        # In a notebook that lacks the package for bars even switching them off is refused; none is drawn then.
        with suppress(duckdb.InvalidInputException):
            connection.execute("SET enable_progress_bar = false")
        connection.execute(f"SET GLOBAL preserve_insertion_order = {str(ordered).lower()}")
        connection.execute(f"SET allowed_paths = [{', '.join(map(quoted, paths))}]")
        connection.execute(f"SET allowed_directories = [{', '.join(map(quoted, folders))}]")
        connection.execute("SET enable_external_access = false; SET lock_configuration = true")
    except BaseException:
        connection.close()
        raise
    return connection


def quoted(text: object) -> str:
    """Return a text as an SQL string: neither ATTACH nor SET take parameters."""
    return "'" + str(text).replace("'", "''") + "'"


def awkward(folder: Path) -> bool:
    """Check whether the database can read files of this folder and not write there.

    It takes what follows a question mark for options of the file, and looks for the log of its own elsewhere.
    """
    return "?" in str(folder)


def usable(path: Path) -> Path:
    """Return a path whole.

    Raises:
        OSError: if the database cannot open it.
    """
    if os.sep == "/" and "\\" in str(path):
        raise OSError(errno.EINVAL, "the database cannot open a path with a backslash in it", str(path))
    try:
        os.fsencode(path.absolute()).decode("utf-8")
    except UnicodeDecodeError as error:
        raise OSError(errno.EILSEQ, "the database cannot open a path that is not UTF-8", str(path)) from error
    return path.absolute()


def _log_of(path: Path) -> str:
    """Where the database looks for a log of its own beside a file, which an archive never has."""
    before, mark, after = str(path.absolute()).partition("?")
    return f"{before}.wal{mark}{after}"
