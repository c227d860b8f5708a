"""A run at work: what every step of the corridor is given."""

import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from dedup.archive import Working
from dedup.config import Config
from dedup.engine import Engine
from dedup.match import Tokens

Watch = Callable[[str, int, int], None]
"""Told of progress: the stage, parts done, parts in all."""


@dataclass
class Stage:
    """What one stage took."""

    name: str
    seconds: float
    rows: int
    """What it made: articles, keys, matches, links."""
    peak_memory: int
    """Bytes that the process had held at most when the stage ended."""


@dataclass(frozen=True)
class Run:
    """A run at work: its tables, the engine, the settings, and whom to tell of progress."""

    work: Working
    engine: Engine
    config: Config
    watch: Watch
    first_new: int = 0
    """The number of the first article to look at; those below were looked at before, and are only company."""

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection of its tables."""
        return self.work.connection

    def one(self, sql: str) -> int:
        """The single number that a query answers."""
        return self.work.one(sql)

    def each(
        self, name: str, stage: Callable[[tuple[int, int]], dict[str, pa.Table]], parts: Sequence[tuple[int, int]]
    ) -> None:
        """Run `stage` over `parts` and append the tables that it answers to those of their names."""
        self.watch(name, 0, len(parts))
        for done, tables in enumerate(self.engine.map(stage, parts), start=1):
            for table, rows in tables.items():
                self.engine.insert(table, rows)
            self.watch(name, done, len(parts))

    def parts(self, sql: str, most: int) -> list[tuple[int, int]]:
        """Ranges of `place` of about `most` in `size` each, from a query of places and sizes."""
        rows = self.engine.query(f"""
            SELECT min(place) AS low, max(place) AS high FROM (
                SELECT place, (sum(size) OVER (ORDER BY place) - size) // {max(1, most)} AS part FROM ({sql})
            ) GROUP BY part ORDER BY low
        """)
        return list(zip(rows["low"].to_pylist(), rows["high"].to_pylist(), strict=True))

    def article_parts(self) -> list[tuple[int, int]]:
        """Ranges of the numbers of new articles that fit a batch."""
        machine = self.config.machine
        least = machine.batch_chars // machine.batch_articles
        return self.parts(
            f"SELECT article AS place, length(text) + {least} AS size FROM article WHERE article >= {self.first_new}",
            machine.batch_chars,
        )

    def number_pairs(self, candidates: str, pairs: str) -> None:
        """Make the table `candidates` (number, a, b) of the pairs (a, b) that the query `pairs` answers."""
        self.connection.execute(f"""
            CREATE OR REPLACE TABLE {candidates} AS
            SELECT row_number() OVER (ORDER BY a, b) - 1 AS number, a, b FROM ({pairs}) ORDER BY a, b
        """)

    def pair_parts(self, candidates: str) -> list[tuple[int, int]]:
        """Ranges of the numbers of a table of candidates (number, a, b)."""
        total, size = self.one(f"SELECT count(*) FROM {candidates}"), self.config.machine.batch_pairs
        return [(low, min(low + size, total) - 1) for low in range(0, total, size)]

    def pairs(self, candidates: str, part: tuple[int, int]) -> tuple[pa.Table, Tokens]:
        """A range of candidates, and the tokens of their articles."""
        chosen = f"(SELECT a, b FROM {candidates} WHERE number BETWEEN {part[0]} AND {part[1]})"
        pairs = self.engine.table(f"FROM {chosen} ORDER BY a, b")
        rows = self.engine.table(
            f"SELECT * FROM scratch.tokens WHERE article IN (SELECT a FROM {chosen} UNION SELECT b FROM {chosen})"
        )
        return pairs, Tokens.of(rows)


def peak_memory() -> int:
    """The most bytes that this process has held so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
