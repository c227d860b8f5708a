"""Keys to candidates to matches on Spark, by the same functions as in the local engine.

Candidates are verified in groups, to which the words of their articles are sent. Pairs that follow each other in the
local engine come together here too (`leader`), so that an article that stands in twenty pairs travels once or twice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.sql import DataFrame
from pyspark.sql import functions as fn

from dedup.config import Config, MatchConfig
from dedup.features import Learned, Values
from dedup.matching import TermWeights, pair_up, verify_pairs
from dedup.pipeline.spark.tables import Scratch, bucket, map_partitions, map_together
from dedup.pipeline.spark.words import tokens_of, values_in, weights_in
from dedup.schema import MATCH

PAIR = pa.schema(
    [
        ("a", pa.int64()),  # null in a row that counts
        ("b", pa.int64()),
        ("crowded", pa.int64()),
        ("left_out", pa.int64()),
    ]
)


@dataclass(frozen=True)
class PairUp:
    """The stage that pairs articles by key, over a partition in order of key and article."""

    config: MatchConfig

    def __call__(self, tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
        """Yield the pairs of whole keys, as many as have come."""
        held: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
        for table in tables:
            keys, articles = table["key"].to_numpy(), table["article"].to_numpy()
            if not len(keys):
                continue
            # The last key may go on. Of a key of very many articles the parts are put together once.
            whole = int(np.searchsorted(keys, keys[-1]))
            if whole or (held and held[0][0][0] != keys[0]):
                yield self._pairs([*held, (keys[:whole], articles[:whole])])
                held, keys, articles = [], keys[whole:], articles[whole:]
            held.append((keys, articles))
        if held:
            yield self._pairs(held)

    def _pairs(self, rows: list[tuple[NDArray[np.int64], NDArray[np.int64]]]) -> pa.Table:
        keys, articles = (np.concatenate(column) for column in zip(*rows, strict=True))
        a, b, (crowded, left_out) = pair_up(
            keys.astype(np.uint64),
            articles.astype(np.uint64),
            self.config.neighbours,
            self.config.crowded_neighbours,
        )
        nothing = [None] * len(a)
        return pa.table(
            {
                "a": [*a.tolist(), None],
                "b": [*b.tolist(), None],
                "crowded": [*nothing, crowded],
                "left_out": [*nothing, left_out],
            },
            schema=PAIR,
        )


def find_candidates(scratch: Scratch, keyed: DataFrame, config: Config) -> tuple[DataFrame, dict[str, int]]:
    """Join keys into candidates; returns the pairs (a, b), and what was left out of crowded keys."""
    rows = keyed.select(fn.explode("keys").alias("key"), "article")
    sorted_rows = rows.repartition("key").sortWithinPartitions("key", "article")
    found = scratch.keep("pairs of keys", map_partitions(sorted_rows, PairUp(config.match), PAIR))
    capped = found.agg(fn.sum("crowded"), fn.sum("left_out")).first()
    pairs = scratch.keep("candidates", found.where("a IS NOT NULL").select("a", "b").distinct())
    crowded, left_out = (int(one or 0) for one in capped or (0, 0))
    return pairs, {"keys of more articles than are paired": crowded, "pairs of such keys left out": left_out}


@dataclass(frozen=True)
class SharedStatistics:
    """Statistics of words that all tasks share, beside those that travel with the words."""

    level: float | None
    """`MatchConfig.level`, where stems are compared."""
    learned: Learned | None = None
    fidelity: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def of(self, words: pa.Table) -> TermWeights:
        """Return what the words of some articles are worth."""
        stems = Values.by_level(weights_in(words["worth"]), self.level) if self.level is not None else None
        if "values" not in words.column_names:
            return TermWeights(stems)
        return TermWeights(stems, values_in(words["values"]), self.learned, self.fidelity)


@dataclass(frozen=True)
class Verify:
    """The stage that verifies a group of candidates."""

    config: MatchConfig
    knowledge: SharedStatistics

    def __call__(self, given: tuple[pa.Table, pa.Table]) -> pa.Table:
        """Return the matches among pairs, from these and the words of their articles."""
        pairs, words = given
        if not pairs.num_rows:
            return MATCH.empty_table()
        left, right = pairs["a"].to_numpy(), pairs["b"].to_numpy()
        return verify_pairs(left, right, tokens_of(words), self.knowledge.of(words), self.config)


def gather(
    scratch: Scratch, pairs: DataFrame, sizes: DataFrame, words: DataFrame, config: Config
) -> tuple[DataFrame, DataFrame]:
    """Put pairs (a, b) into groups that fit a batch: the pairs with their `bucket`, and the rows of `words` that each
    needs. `sizes` says how many words an article has, and when it was published. Pairs that `MatchConfig.window` keeps
    apart are left out."""
    machine, span = config.machine, config.match.span
    within = "true" if span is None else f"abs(x.published - y.published) <= {round(span.total_seconds() * 1e6)}"
    least = machine.pair_words_at_once // machine.batch_pairs
    sized = scratch.keep(
        "pairs in groups",
        scratch.sql(
            f"""
            WITH place AS (SELECT b AS article, min(a) AS place FROM pair GROUP BY b),
            led AS (
                SELECT a, b, least(a, coalesce(place, a)) AS leader,
                    greatest({least}, CAST(coalesce(x.words, 0) + coalesce(y.words, 0) AS BIGINT)) AS size
                FROM pair LEFT JOIN place ON place.article = a
                LEFT JOIN size x ON x.article = a LEFT JOIN size y ON y.article = b
                WHERE coalesce({within}, true)
            )
            -- The pairs of a passage that a hundred thousand articles hold have one leader, and more than one group.
            SELECT a, b, leader, size, CAST(1 + total DIV {machine.pair_words_at_once} AS INT) AS share
            FROM led JOIN (SELECT leader, sum(size) AS total FROM led GROUP BY leader) USING (leader)
            """,
            pair=pairs,
            size=sizes,
        ),
    )
    total = sized.agg(fn.sum("size")).first()
    buckets = int((total[0] if total else 0) or 0) // machine.pair_words_at_once + 1
    salt = fn.pmod(fn.xxhash64("b"), fn.col("share"))
    grouped = sized.withColumn("salt", salt).select("a", "b", bucket(["leader", "salt"], buckets).alias("bucket"))
    needed = grouped.select("bucket", fn.explode(fn.array("a", "b")).alias("article")).distinct()
    return grouped, needed.join(words, "article")


def verify(
    scratch: Scratch,
    name: str,
    pairs: DataFrame,
    sizes: DataFrame,
    words: DataFrame,
    settings: MatchConfig,
    knowledge: SharedStatistics,
    config: Config,
) -> DataFrame:
    """Verify candidates (a, b); returns `MATCH`."""
    grouped, needed = gather(scratch, pairs, sizes, words, config)
    return scratch.keep(name, map_together(grouped, needed, "bucket", Verify(settings, knowledge), MATCH))
