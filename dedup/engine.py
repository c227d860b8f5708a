"""Runs stages over batches: what a distributed engine would do, for one machine.

A stage is a function from Arrow tables to Arrow tables. `Engine.map` cuts a query into parts, gives each to the stage
on one of several threads (kernels and DuckDB let go of the interpreter), and writes the answers in the order of the
parts, so that neither the number of threads nor the size of a part shows in the result.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import duckdb
import pyarrow as pa

from dedup.archive import Archive

Part = TypeVar("Part")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Engine:
    """A database connection and the threads that stages run on."""

    archive: Archive
    threads: int

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection of the archive, for the main thread."""
        return self.archive.connection

    def table(self, sql: str, parameters: Sequence[object] = ()) -> pa.Table:
        """The answer of a query, on a cursor of its own, so from any thread."""
        with self.archive.cursor() as cursor:
            return cursor.sql(sql, params=list(parameters)).to_arrow_table()

    def query(self, sql: str) -> pa.Table:
        """The answer of a query on the connection itself, which sees tables registered there; for the main thread."""
        return self.connection.sql(sql).to_arrow_table()

    def insert(self, name: str, rows: pa.Table) -> None:
        """Append `rows` to the table `name`, by column name."""
        if rows.num_rows:
            columns = ", ".join(f'"{column}"' for column in rows.column_names)
            self.connection.register("_rows", rows)
            self.connection.execute(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM _rows")
            self.connection.unregister("_rows")

    def map(self, stage: Callable[[Part], Answer], parts: Iterable[Part]) -> Iterator[Answer]:
        """`stage` of every part, in order; at most two parts a thread are in work at a time."""
        waiting: deque[Future[Answer]] = deque()
        with ThreadPoolExecutor(self.threads) as pool:
            try:
                for part in parts:
                    waiting.append(pool.submit(stage, part))
                    if len(waiting) >= 2 * self.threads:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for future in waiting:
                    future.cancel()
