"""Runs stages over batches: what a distributed engine would do, for one machine.

A stage is a function from Arrow tables to Arrow tables. `Engine.map` gives it part after part of a dump, and the
answers come in the order of the parts, so that neither the number of threads nor the size of a part shows in the
result. There are two sorts of stages:

- those made of kernels and queries (text, sketch, match) run on threads: they release the interpreter
- those made of Python (reading records, citations, links) run in worker processes (`workers.py`), `Engine.map_apart`,
  where the dump is large enough to be worth starting them; else on threads too

A stage of the second sort sees no database: its input is fetched here and sent to it.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb
import pyarrow as pa

from dedup.archive import append
from dedup.messages import peak_memory

if TYPE_CHECKING:
    from dedup.pipeline.backend.workers import Job, Workers

Part = TypeVar("Part")
Answer = TypeVar("Answer")


@dataclass
class Engine:
    """A database connection, and the threads and processes that stages run on. A context manager: ends the latter."""

    connection: duckdb.DuckDBPyConnection
    threads: int
    most_workers: int = 0
    """So many processes `start_workers` may start."""
    workers: "Workers | None" = None

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        if self.workers is not None:
            self.workers.close()

    def start_workers(self) -> None:
        """Have `map_apart` use processes from now on, if any may be started."""
        from dedup.pipeline.backend.workers import Workers

        if self.workers is None and self.most_workers:
            self.workers = Workers(self.most_workers)
            self.workers.start()

    def peak_memory(self) -> int:
        """Return the most bytes that this process and its workers have held so far, each counted at its highest."""
        return peak_memory() + sum(self.workers.peak.values() if self.workers else ())

    def table(self, sql: str, parameters: Sequence[object] = ()) -> pa.Table:
        """Return the answer of a query, on a cursor of its own, so from any thread."""
        with self.connection.cursor() as cursor:
            return cursor.sql(sql, params=list(parameters)).to_arrow_table()

    def query(self, sql: str) -> pa.Table:
        """Return the answer of a query on the connection itself, which sees tables registered there; for the main
        thread."""
        return self.connection.sql(sql).to_arrow_table()

    def insert(self, name: str, rows: pa.Table) -> None:
        """Append `rows` to the table `name`, by column name."""
        if rows.num_rows:
            append(self.connection, name, rows)

    def map_apart(self, job: "Job", fetch: Callable[[Part], Any], parts: Iterable[Part]) -> Iterator[Any]:
        """Return the stage that `job` makes, of what `fetch` gives for every part, in order; in worker processes if
        there are any. `fetch` runs here."""
        workers = self.workers
        if workers is None:
            stage = job()
            return self.map(lambda part: stage(fetch(part)), parts)
        return self.map(lambda part: workers.ask(job, fetch(part)), parts)

    def spread(self, job: "Job", parts: Iterable[Any]) -> Iterator[Any]:
        """Return the stage that `job` makes, of every part, in order; in worker processes if there are any, else
        here."""
        return map(job(), parts) if self.workers is None else self.map_apart(job, lambda part: part, parts)

    def map(self, stage: Callable[[Part], Answer], parts: Iterable[Part]) -> Iterator[Answer]:
        """Yield `stage` of every part, in order; at most two parts a thread are in work at a time."""
        parts = iter(parts)
        first = list(islice(parts, 2))
        if len(first) < 2:
            yield from map(stage, first)  # no thread is worth starting
            return
        parts = chain(first, parts)
        waiting: deque[Future[Answer]] = deque()
        with ThreadPoolExecutor(self.threads) as pool:
            try:
                for part in parts:
                    waiting.append(pool.submit(stage, part))
                    if len(waiting) >= 2 * self.threads:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            except BaseException:
                # A thread that waits for a worker is waited for: what the worker is at is in vain now.
                if self.workers is not None:
                    self.workers.close()
                raise
            finally:
                for future in waiting:
                    future.cancel()
