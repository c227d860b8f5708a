"""Connections to the database, and the tables of `dedup.schema.TABLES` on them.

Every connection that the program opens is opened here, in UTC and without a way out. But one:
`dedup.ingest.formats.database` opens a dump that is a database, by a list of its own (`_LOCK`), for it lies below.

An archive may come from a stranger. So a connection reads and writes the files that it was opened for and no others,
reaches no network, loads no extension, takes no variable of ours for a table, and none of that can be changed by a
query. The zone is set globally: cursors do not inherit what is set on a connection, and would answer in the machine's.
"""

import errno
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, cast

import duckdb
import pyarrow as pa

from dedup.archive.errors import ArchiveError, Closed
from dedup.config import Config
from dedup.messages import whole
from dedup.schema import KEPT_TABLES, TABLES

_BATCH_ROWS: Final = 5_000
_TEXTS: Final = 1_000


class Tables:
    """Queries over the tables that a working run and an archive have in common."""

    lengths = "(SELECT NULL::BIGINT AS article, 0 AS characters WHERE false)"
    """The relation of how many characters texts have (article, characters), where they are asked for some at a time. An
    archive has none: its database has no bound."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def refuse_questions(self, path: Path) -> None:
        """Answer every question from now on with the error that the archive at `path` is closed."""
        self.connection = cast("duckdb.DuckDBPyConnection", Closed(path))

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return isinstance(self.connection, Closed)

    def rows(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> pa.Table:
        """Return the answer of a query as an Arrow table."""
        return self.connection.sql(sql, params=_bound(parameters)).to_arrow_table()

    def records(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[dict[str, Any]]:
        """Return the answer of a query as dictionaries, all in memory.

        What `rows` answers is planned twice, which takes as long as to read a few."""
        found = self.connection.execute(sql, _bound(parameters))
        names = [str(column[0]) for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def stream(self, sql: str) -> Iterator[pa.RecordBatch]:
        """Yield the answer of a query batch by batch, on a cursor of its own, so that others may be asked meanwhile."""
        with self.connection.cursor() as cursor:
            yield from cursor.sql(sql).to_arrow_reader(_BATCH_ROWS)

    def texts(self, sql: str) -> Iterator[list[str]]:
        """Yield the texts that a query of one column answers, some at a time, as `stream` does its batches.

        What `stream` answers is planned twice."""
        with self.connection.cursor() as cursor:
            found = cursor.execute(sql)
            while rows := found.fetchmany(_TEXTS):
                yield [text for (text,) in rows]

    def insert(self, name: str, rows: pa.Table) -> None:
        """Append `rows` to the table `name`, by column name."""
        append(self.connection, name, rows)

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Return the single number that a query answers; 0 for none."""
        found = self.connection.execute(sql, _bound(parameters)).fetchall()
        return int(found[0][0] or 0) if found else 0


def _bound(parameters: Sequence[Any] | Mapping[str, Any]) -> Any:
    """Values that the database takes: an argument of a terminal in another charset has halves of signs."""
    if isinstance(parameters, Mapping):
        return {name: whole(value) if isinstance(value, str) else value for name, value in parameters.items()}
    return [whole(value) if isinstance(value, str) else value for value in parameters]


def detached(rows: pa.Table) -> pa.Table:
    """Return rows in memory of their own. Of what the database answers any column keeps all others: texts, whose memory
    was meant to be free once they were worked on."""
    return rows.take(pa.array(range(rows.num_rows), pa.int64()))


@contextmanager
def lent(connection: duckdb.DuckDBPyConnection, **tables: pa.Table) -> Iterator[None]:
    """Let queries of a connection read tables in memory by their names, for as long as the context lasts."""
    for name, rows in tables.items():
        connection.register(name, rows)
    try:
        yield
    finally:
        for name in tables:
            connection.unregister(name)


def define(connection: duckdb.DuckDBPyConnection, statements: Iterable[str]) -> None:
    """Execute statements that make tables or views, all or none: one by one they take half as long again."""
    connection.begin()
    try:
        connection.execute("; ".join(statements))
        connection.commit()
    except BaseException:
        with suppress(duckdb.Error):
            connection.rollback()
        raise


def append(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Append `rows` to the table `name`, by column name."""
    columns = connection.table(name).columns
    if sorted(columns) == sorted(rows.column_names):
        # To lend them to a query takes twice as long, and a run over a few articles appends forty times.
        connection.from_arrow(rows.select(columns)).insert_into(name)
        return
    with lent(connection, _rows=rows):
        connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM _rows")


_PROGRAMS: Final = (
    ("view", "SELECT view_name FROM duckdb_views() WHERE database_name = 'base' AND NOT internal"),
    ("macro", "SELECT function_name FROM duckdb_functions() WHERE database_name = 'base' AND NOT internal"),
    ("sequence", "SELECT sequence_name FROM duckdb_sequences() WHERE database_name = 'base'"),
    ("index", "SELECT index_name FROM duckdb_indexes() WHERE database_name = 'base'"),
    ("schema", "SELECT schema_name FROM duckdb_schemas() WHERE database_name = 'base' AND schema_name <> 'main' "
     "AND NOT internal"),
    ("generated column", "SELECT table_name || '.' || column_name FROM duckdb_columns() "
     "WHERE database_name = 'base' AND is_generated"),
)  # fmt: skip
"""What a file of ours never holds, and the query that finds it. (A type is no program; files of format 1 hold some.)"""


def refuse_all_but_tables(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Look through the catalogue of the file attached as `base`; nothing that lies in it is read.

    An archive may come from a stranger. A view in it would be run where a table is read: it could fill an answer with
    what it pleases, or never end. Generated columns and macros are programs as well.

    Raises:
        ArchiveError: if it holds anything but plain tables.
    """
    for what, sql in _PROGRAMS:
        found = connection.execute(f"{sql} ORDER BY 1 LIMIT 1").fetchall()
        if found:
            raise ArchiveError(f"{path}: not an archive of dedup (it holds the {what} {found[0][0]!r})")


def refuse_other_columns(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Compare the tables of the file attached as `base` with those of the log (schema `live`), which are as dedup wants
    them; it may hold more than these.

    Raises:
        ArchiveError: if a table or a column is missing, or of another type.
    """
    different = connection.execute(
        """
        WITH kept AS (SELECT unnest(?::VARCHAR[]))
        SELECT table_name, column_name FROM duckdb_columns()
        WHERE schema_name = 'live' AND table_name IN (FROM kept) AND (table_name, column_name, data_type) NOT IN (
            SELECT (table_name, column_name, data_type) FROM duckdb_columns() WHERE database_name = 'base'
        ) ORDER BY ALL LIMIT 1
        """,
        [list(KEPT_TABLES)],
    ).fetchall()
    if different:
        table, column = different[0]
        raise ArchiveError(f"{path}: not an archive of dedup (no column {column!r} of its type in the table {table!r})")


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
        # In a notebook that lacks the package for bars even switching them off is refused; none is drawn then.
        with suppress(duckdb.InvalidInputException):
            connection.execute("SET enable_progress_bar = false")
        connection.execute(
            f"""
            {_SETTINGS}
            SET GLOBAL preserve_insertion_order = {str(ordered).lower()};
            SET allowed_paths = [{", ".join(map(quoted, paths))}];
            SET allowed_directories = [{", ".join(map(quoted, folders))}];
            SET enable_external_access = false;
            SET lock_configuration = true
            """
        )
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


class Made(Tables):
    """Tables that were made with settings."""

    settings: dict[str, Any]
    """Those, as `Config.settings()`."""
    _config: tuple[dict[str, Any], Config] | None = None

    @property
    def config(self) -> Config:
        """The config of the settings, made once: a question asks for it three times, and to check all settings takes
        milliseconds.

        Raises:
            ConfigError: if they are not those of a config.
        """
        if self._config is None or self._config[0] is not self.settings:
            self._config = self.settings, Config.of(self.settings)
        return self._config[1]


class MemoryArchive(Made):
    """The tables of `dedup.schema.TABLES`, in memory. Use as a context manager."""

    def __init__(self, path: Path, settings: dict[str, Any], tables: Mapping[str, pa.Table]) -> None:
        # Few rows are found in any way in less time than it takes to choose one: a fifth of what a question costs.
        super().__init__(connect(enable_optimizer=False))
        self.path = path
        """What messages call it by."""
        self.settings = settings
        define(self.connection, (f"CREATE TABLE {name} ({columns})" for name, columns in TABLES.items()))
        self._filled: set[str] = set()
        self.fill(tables)

    def fill(self, tables: Mapping[str, pa.Table]) -> None:
        """Hold these rows, and none of those before."""
        for name in self._filled:
            self.connection.execute(f"TRUNCATE {name}")
        self._filled.clear()
        for name, rows in tables.items():
            self.insert(name, rows)

    def insert(self, name: str, rows: pa.Table) -> None:
        """Append `rows` to the table `name`, by column name."""
        if rows.num_rows:
            self._filled.add(name)
            super().insert(name, rows)

    def __enter__(self) -> "MemoryArchive":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()
