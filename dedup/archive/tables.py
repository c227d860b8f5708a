"""A database connection on which the tables of `dedup.model.TABLES` can be asked."""

from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa


class Tables:
    """What a run at work and an archive have in common."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
        """The answer of a query as an Arrow table."""
        return self.connection.sql(sql, params=list(parameters)).to_arrow_table()

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """The single number that a query answers; 0 for none."""
        found = self.connection.execute(sql, list(parameters)).fetchall()
        return int(found[0][0] or 0) if found else 0
