"""Reader of databases: one record per row of a table, or of what a query of the user's finds.

SQLite is read by Python's own module, DuckDB by the engine of this project. Neither is written to, and no query reaches
other files or the network.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any, Final
from urllib.parse import quote

from dedup.ingest.formats.parquet import ROWS, article_of, records_of
from dedup.ingest.io.sniff import NotReadableError
from dedup.ingest.io.source import Source, table_and_query
from dedup.ingest.io.streams import Progress
from dedup.ingest.records.article import Piece, Rejected
from dedup.ingest.records.mapping import Fields
from dedup.messages import first_of

_ARCHIVE_TABLES: Final = {"meta", "membership", "citation"}
"""Tables that only an archive of this project has together."""


def read_sqlite(source: Source, fields: Fields, progress: Progress | None) -> Iterator[Piece]:
    """Yield an article or a rejection for each row.

    Raises:
        NotReadableError: if it is not clear which table is meant.
    """
    row = 0
    try:
        with closing(_opened(source.path)) as database:
            listed = database.execute(
                "SELECT name, type = 'view' FROM sqlite_master WHERE type IN ('table', 'view') "
                "AND name NOT LIKE 'sqlite_%' ORDER BY name"
            ).fetchall()

            def columns(statement: str) -> list[str]:
                # The statement is the user's, or made of a quoted name.
                described = database.execute(f"SELECT * FROM ({statement}) LIMIT 0").description
                return [column[0] for column in described]

            cursor = database.execute(_statement(source, fields, dict(listed), columns))
            names = [column[0] for column in cursor.description or ()]
            while values := cursor.fetchmany(ROWS):
                for one in values:
                    row += 1
                    yield fields.piece(dict(zip(names, one, strict=True)), source, f"row {row}")
    except sqlite3.Error as error:
        yield Rejected(source.shown, f"row {row + 1}" if row else "", f"the database cannot be read: {error}")
    if progress:
        progress(source, source.size)


def _opened(path: str) -> sqlite3.Connection:
    # A database in WAL mode that nobody has open would get files beside it just by being read.
    with open(path, "rb") as raw:
        in_wal = raw.read(20)[18:20] == b"\x02\x02"
    how = "immutable=1" if in_wal and not os.path.exists(f"{path}-wal") else "mode=ro"
    database = sqlite3.connect(f"file:{quote(os.path.abspath(path))}?{how}", uri=True)
    database.text_factory = lambda data: data.decode(errors="replace")
    database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    return database


_LOCK: Final = """
    SET GLOBAL TimeZone = 'UTC';
    SET autoinstall_known_extensions = false;
    SET autoload_known_extensions = false;
    SET python_enable_replacements = false;
    SET enable_external_access = false;
    SET lock_configuration = true
"""
"""What a view or a query in a database from a stranger finds: no other file, no network, no variable of ours."""


def read_duckdb(source: Source, fields: Fields, progress: Progress | None) -> Iterator[Piece]:
    """Yield an article or a rejection for each row.

    Raises:
        NotReadableError: if it is not clear which table is meant, or if it is an archive of this project.
    """
    import duckdb

    row = 0
    try:
        with duckdb.connect(source.path, read_only=True) as database:
            database.execute(_LOCK)
            listed = database.sql(
                "SELECT table_name, false FROM duckdb_tables() "
                "UNION ALL SELECT view_name, true FROM duckdb_views() WHERE NOT internal ORDER BY ALL"
            ).fetchall()
            tables = dict(listed)
            if tables.keys() >= _ARCHIVE_TABLES and not source.within:
                raise NotReadableError("an archive of dedup, not a dump; `--archive` names it")

            def columns(statement: str) -> list[str]:
                return list(database.sql(statement).columns)

            statement = _statement(source, fields, tables, columns)
            relation = database.sql(statement)
            if relation is None:
                raise NotReadableError("the query finds no rows: it is to be a SELECT")
            for batch in relation.to_arrow_reader(ROWS):
                for record in records_of(batch, fields.config.max_record_bytes):
                    row += 1
                    yield article_of(record, fields, source, row)
    except duckdb.Error as error:
        reason = first_of(error)
        yield Rejected(source.shown, f"row {row + 1}" if row else "", f"the database cannot be read: {reason}")
    if progress:
        progress(source, source.size)


def _statement(source: Source, fields: Fields, tables: dict[str, bool], columns: Any) -> str:
    """Return the query for what the user named, or for the only table that has a text column. `tables` says of each
    whether it is a view, which is a program: one from a stranger may never end, so it is run only for who names it.

    Raises:
        NotReadableError: if there is no such table, or several and none was named.
    """
    try:
        table, query = table_and_query(source)
    except ValueError as error:
        raise NotReadableError(f"the address of the database {error}") from error
    if query:
        return query.rstrip().rstrip(";")
    if table:
        if table not in tables:
            raise NotReadableError(f"no table {table!r} in the database; there are {', '.join(tables)[:300]}")
        found = [table]
    else:
        plain = [name for name, is_view in tables.items() if not is_view]
        found = [name for name in plain if fields.has_text(dict.fromkeys(columns(_all_of(name))))]
    if len(found) != 1:
        which = "several tables have a text column" if found else "no table has a text column"
        shown = ", ".join(found or tables)[:300]
        raise NotReadableError(f"a database of which {which} ({shown}); name one: {source.kind}:///FILE?table=NAME")
    there = columns(_all_of(found[0]))
    used = fields.columns(there)
    if not fields.makes_articles(there):
        raise NotReadableError(f"no text column ({', '.join(there)[:200]})")
    return f"SELECT {', '.join(map(_quoted, used))} FROM {_quoted(found[0])}"


def _all_of(table: str) -> str:
    return f"SELECT * FROM {_quoted(table)}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
