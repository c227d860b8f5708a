"""A database connection on which the tables of `dedup.schema.TABLES` can be asked."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, cast

import duckdb
import pyarrow as pa

from dedup.archive.errors import Closed

_BATCH_ROWS: Final = 5_000


class Tables:
    """Queries over the tables that a working run and an archive have in common."""

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
        """The answer of a query as an Arrow table."""
        params = dict(parameters) if isinstance(parameters, Mapping) else list(parameters)
        return self.connection.sql(sql, params=params).to_arrow_table()

    def stream(self, sql: str) -> Iterator[pa.RecordBatch]:
        """The answer of a query batch by batch, on a cursor of its own, so that others may be asked meanwhile."""
        with self.connection.cursor() as cursor:
            yield from cursor.sql(sql).to_arrow_reader(_BATCH_ROWS)

    def insert(self, name: str, rows: pa.Table) -> None:
        """Append `rows` to the table `name`, by column name."""
        append(self.connection, name, rows)

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """The single number that a query answers; 0 for none."""
        found = self.connection.execute(sql, list(parameters)).fetchall()
        return int(found[0][0] or 0) if found else 0


def append(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Append `rows` to the table `name`, by column name."""
    connection.register("_rows", rows)
    connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM _rows")
    connection.unregister("_rows")
