"""The context of a run, which every stage is given: its tables, engine, settings and progress; and the settings
that an archive was made with, on the machine of whoever opens it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeVar

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dedup.archive import LENGTHS, ArchiveStore, Working, portions
from dedup.config import Config, ConfigError
from dedup.ingest import Hashes
from dedup.matching import Tokens
from dedup.messages import release_freed_memory
from dedup.pipeline.backend.engine import Engine

if TYPE_CHECKING:
    from dedup.pipeline.backend.shuffle import Shuffle
    from dedup.pipeline.backend.token_store import TokenFile
    from dedup.pipeline.backend.workers import Job


def settings_of(archive: ArchiveStore, config: Config | None) -> Config:
    """Return what an archive was made with, on the machine and with the field names of `config`.

    Raises:
        ArchiveError: if other settings than those were asked for.
    """
    try:
        made = archive.config
    except ConfigError as error:
        raise archive.refusal(str(error)) from error
    if config is None:
        return made
    own = replace(made, machine=config.machine, archive=config.archive, read=config.read)
    # How dumps are read, each may say for itself; what is one article, all of an archive must agree on.
    read = replace(made.read, same_outlet=config.read.same_outlet)
    archive.refuse_other_settings(replace(config, read=read).settings())
    return own


_APPENDED_BYTES: Final = 8 << 20
"""What stages answer is appended in portions of this size: a few rows take the database as long as some thousands."""

Part = TypeVar("Part")
Watch = Callable[[str, int, int], None]
"""Called with progress: the stage, parts done, parts in all."""


def unwatched(_stage: str, _done: int, _total: int) -> None:
    """Report to nobody: the `Watch` of a run that nobody follows."""


@dataclass
class Stage:
    """The time, rows and memory of one stage."""

    name: str
    seconds: float
    rows: int
    """What it made: articles, keys, matches, links."""
    peak_memory: int
    """Bytes that the process and its workers had held at most when the stage ended."""

    def pace(self, articles: int) -> int | None:
        """Return articles a second, of a run over this many; None for a stage that took no time."""
        return round(articles / self.seconds) if self.seconds else None


@dataclass(frozen=True)
class Run:
    """A run at work: its tables, the engine, the settings, and whom to report progress to."""

    work: Working
    engine: Engine
    config: Config
    watch: Watch
    first_new: int = 0
    """The number of the first article to look at; those below were looked at before, and only give context."""
    keys: "Shuffle | None" = None
    """Where the keys that bring candidates go: rows of key and article; None where none are kept."""
    capped: Counter[str] = field(default_factory=Counter)
    """What was left out because there was too much of it, and how often."""
    hashes: Hashes = field(default_factory=Hashes)
    """What the files held that were read."""
    _capping: Lock = field(default_factory=Lock)

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection of its tables."""
        return self.work.connection

    @cached_property
    def tokens(self) -> "TokenFile":
        """The words of its articles. The table `scratch.tokens` says of which, and in what language."""
        from dedup.pipeline.backend.token_store import TokenFile

        return self.work.closing.enter_context(closing(TokenFile(self.work.folder / "tokens")))

    def one(self, sql: str) -> int:
        """Return the single number that a query answers."""
        return self.work.one(sql)

    def each(self, name: str, stage: Callable[[Part], dict[str, pa.Table]], parts: Sequence[Part]) -> None:
        """Run `stage` over `parts` and append the tables that it answers to those of their names."""
        self._gather(name, self.engine.map(lambda part: self._put_away(stage(part)), parts), len(parts))

    def each_apart(
        self, name: str, job: "Job", fetch: Callable[[tuple[int, int]], Any], parts: Sequence[tuple[int, int]]
    ) -> None:
        """Run a Python stage that `job` makes in worker processes; `fetch` reads the input of a part."""
        self._gather(name, self.engine.map_apart(job, fetch, parts), len(parts))

    def _gather(self, name: str, answers: Iterable[dict[str, pa.Table]], parts: int) -> None:
        def sized() -> Iterator[tuple[dict[str, pa.Table], int]]:
            self.watch(name, 0, parts)
            for done, tables in enumerate(answers, start=1):
                yield tables, sum(rows.nbytes for rows in tables.values())
                self.watch(name, done, parts)

        for several in portions(sized(), _APPENDED_BYTES):
            for table in dict.fromkeys(chain.from_iterable(several)):
                self.engine.insert(table, pa.concat_tables(tables[table] for tables in several if table in tables))

    def _put_away(self, answer: dict[str, pa.Table]) -> dict[str, pa.Table]:
        """What is left of an answer for the database: words and keys go to files, on the thread that made them."""
        if (keys := answer.get("scratch.key")) is not None and self.keys is not None:
            self.keys.add(keys["key"].to_numpy(), keys["article"].to_numpy())
            del answer["scratch.key"]
        if (tokens := answer.get("scratch.tokens")) is not None:
            self.tokens.add(tokens)
            answer["scratch.tokens"] = tokens.select(["article", "lang"])
        return answer

    def cap(self, what: str, count: int) -> None:
        """Note, from any thread, that `count` of something were left out."""
        if count:
            with self._capping:
                self.capped[what] += count

    def release_memory(self) -> None:
        """Give back to the system what was freed, where there is little memory."""
        if self.config.machine.little:
            release_freed_memory()

    def parts(self, sql: str, most: int) -> list[tuple[int, int]]:
        """Return ranges of `place` of about `most` in `size` each, from a query of places and sizes."""
        low, high, total = self.connection.execute(f"SELECT min(place), max(place), sum(size) FROM ({sql})").fetchall()[
            0
        ]
        if low is None or total < most:  # as of every small dump, of which planning is what takes the time
            return [] if low is None else [(low, high)]
        return self.connection.execute(f"""
            SELECT min(place) AS low, max(place) FROM (
                SELECT place, (sum(size) OVER (ORDER BY place) - size) // {max(1, most)} AS part FROM ({sql})
            ) GROUP BY part ORDER BY low
        """).fetchall()

    def insert_articles(self, rows: pa.Table) -> None:
        """Append `rows` to the table `article`."""
        self.engine.insert("article", rows)
        lengths = pc.utf8_length(rows["text"]).cast(pa.int64())
        self.engine.insert(LENGTHS, pa.table({"article": rows["article"], "characters": lengths}))

    def article_parts(self) -> list[tuple[int, int]]:
        """Return ranges of the numbers of new articles that fit a batch."""
        machine = self.config.machine
        least = machine.chars_at_once // machine.batch_articles
        return self.parts(
            f"SELECT article AS place, coalesce(characters, 0) + {least} AS size FROM article "
            f"LEFT JOIN {LENGTHS} USING (article) WHERE article >= {self.first_new}",
            machine.chars_at_once,
        )

    def number_pairs(self, candidates: str, pairs: str) -> None:
        """Make the table `candidates` of the pairs (a, b) that the query `pairs` answers, numbered so that articles
        compared with each other come together."""
        self.connection.execute(f"""
            CREATE OR REPLACE TABLE scratch.found AS {pairs};
            CREATE OR REPLACE TABLE {candidates} AS
                WITH place AS (SELECT b AS article, min(a) AS place FROM scratch.found GROUP BY b)
                SELECT row_number() OVER (ORDER BY least(a, place), a, b) - 1 AS number, a, b
                FROM scratch.found LEFT JOIN place ON article = a ORDER BY number;
            DROP TABLE scratch.found
        """)

    def pair_parts(self, candidates: str) -> list[tuple[int, int]]:
        """Return ranges of the numbers of a table of candidates (number, a, b) that fit a batch."""
        machine = self.config.machine
        least = machine.pair_words_at_once // machine.batch_pairs
        return self.parts(
            f"""
            SELECT number AS place, greatest({least}, coalesce(x.words, 0) + coalesce(y.words, 0))::BIGINT AS size
            FROM {candidates} LEFT JOIN body x ON x.article = a LEFT JOIN body y ON y.article = b
            """,
            machine.pair_words_at_once,
        )

    def pairs(self, candidates: str, part: tuple[int, int]) -> tuple[pa.Table, Tokens]:
        """Return a range of candidates, and the tokens of their articles.

        Pairs that `MatchConfig.window` keeps apart are left out here, where the dates of both are at hand: an archive
        loads its articles once it knows which of them are candidates.
        """
        sql = f"SELECT a, b FROM {candidates} WHERE number BETWEEN ? AND ? ORDER BY a, b"
        if (span := self.config.match.span) is not None:
            within = round(span.total_seconds() * 1e6)
            sql = f"""
                SELECT a, b FROM ({sql}) JOIN article x ON x.article = a JOIN article y ON y.article = b
                WHERE coalesce(abs(epoch_us(x.published) - epoch_us(y.published)) <= {within}, true) ORDER BY a, b
            """
        pairs = self.engine.table(sql, part)
        return pairs, self.tokens.of(np.unique(np.concatenate([pairs["a"].to_numpy(), pairs["b"].to_numpy()])))
