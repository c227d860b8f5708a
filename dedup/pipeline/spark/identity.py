"""Records to articles on Spark: records that may be one article come together, and the queries of the local engine
(`stages.ingest`) decide; then articles are numbered in order of their ids."""

from dataclasses import dataclass
from functools import reduce

import pyarrow as pa
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as fn

from dedup.archive import lent
from dedup.config import Config
from dedup.ingest import PIECES, digest_sql, given_id_sql, pieces_sql
from dedup.pipeline.spark.reading import Recorded
from dedup.pipeline.spark.small_run import small_run
from dedup.pipeline.spark.stories import label_components
from dedup.pipeline.spark.tables import Scratch, bucket, ddl, map_batches, map_groups
from dedup.pipeline.spark.words import ARTICLES, RECORD
from dedup.pipeline.stages.ingest import SET_ASIDE, find_repeated
from dedup.schema import REJECTED

_PLAIN = [one for one in RECORD if one.name not in ("text", "credits")]
STANDING = pa.schema(
    [
        ("arrival", pa.int64()),
        *_PLAIN,
        *((name, pa.int64()) for name in PIECES),
        ("digest", pa.string()),
        ("characters", pa.int64()),
        ("same_id", pa.string()),
    ]
)
"""What records are compared and ordered by."""
DECIDED = pa.schema(
    [
        ("arrival", pa.int64()),
        ("name", pa.string()),  # null of a record of an article of which another one stays
        ("file", pa.string()),
        ("position", pa.string()),
        ("reason", pa.string()),
        ("kept", pa.int64()),
        ("letters", pa.string()),  # null of a record that is letter by letter the one that stays
    ]
)
_ALIKE_AT_ONCE = 20_000


@dataclass(frozen=True)
class Pieces:
    """The stage that says what records are compared by."""

    def __call__(self, rows: pa.Table) -> pa.Table:
        """`STANDING` of records."""
        with small_run(None) as run, lent(run.connection, _records=rows):
            found = run.engine.query(
                f"SELECT arrival, {pieces_sql()}, {digest_sql()} AS digest, length(text) AS characters, "
                f"coalesce({given_id_sql()}, id) AS same_id FROM _records ORDER BY arrival"
            )
        rows = rows.sort_by("arrival")
        columns = {one.name: rows[one.name] for one in (STANDING.field("arrival"), *_PLAIN)}
        columns |= {name: found[name] for name in ("digest", "characters", "same_id")}
        return pa.table(columns | {name: found[name].combine_chunks().view(pa.int64()) for name in PIECES})


@dataclass(frozen=True)
class Decide:
    """The stage that decides which of records that may be one article stay."""

    same_outlet: str

    def __call__(self, rows: pa.Table) -> pa.Table:
        """`DECIDED` of the records of some components."""
        with small_run(None) as run, lent(run.connection, _standing=rows):
            connection = run.connection
            plain = ", ".join(one.name for one in _PLAIN)
            connection.execute(f"""
                CREATE TABLE scratch.arrived AS SELECT arrival, {plain}, NULL AS text, NULL AS credits FROM _standing;
                CREATE TABLE scratch.standing AS SELECT arrival, {", ".join(PIECES)} FROM _standing;
                CREATE TABLE scratch.measured AS SELECT arrival, digest, characters FROM _standing
            """)
            find_repeated(connection, self.same_outlet)
            letters = "hash(({0}.id, {0}.url, {0}.title, {0}.published), {0}_measured.digest)"
            one, other = letters.format("other"), letters.format("kept")
            found = run.engine.query(f"""
                SELECT arrival, name, NULL AS file, NULL AS position, NULL AS reason, NULL AS kept, NULL AS letters
                FROM scratch.named
                UNION ALL
                SELECT again.arrival, NULL, said.file, said.position, said.reason, again.kept,
                    CASE WHEN {one} <> {other} THEN {one}::VARCHAR END
                FROM scratch.again JOIN ({SET_ASIDE.replace("SELECT", "SELECT arrival,", 1)}) said USING (arrival)
                JOIN scratch.arrived other USING (arrival) JOIN scratch.arrived kept ON kept.arrival = again.kept
                JOIN scratch.measured other_measured ON other_measured.arrival = again.arrival
                JOIN scratch.measured kept_measured ON kept_measured.arrival = again.kept
            """)
        return found


@dataclass(frozen=True)
class Chosen:
    """What became of records."""

    articles: DataFrame
    """`ARTICLES`."""
    set_aside: DataFrame
    """`file`, `position`, `reason` of records of articles of which another one stays."""
    again: int
    revisions: int
    named: int
    title_only: int


def choose_articles(scratch: Scratch, read: Recorded, config: Config) -> Chosen:
    """Keep each article once, and number articles in order of their ids."""
    rows = config.machine.batch_articles
    standing = scratch.keep("identities", map_batches(read.records, Pieces(), STANDING, rows))
    shared = [["same_id"], ["url_key"]]
    if config.read.same_outlet == "revision":
        shared += [["at_outlet", "headline"], ["at_outlet", "moment"]]
    edges = scratch.keep("alike", reduce(DataFrame.union, [_sharing(standing, columns) for columns in shared]))
    named, decided = standing.select("arrival", fn.col("id").alias("name"), "id"), None
    if number := edges.count():
        components = label_components(scratch, edges)
        near = standing.join(components.withColumnRenamed("node", "arrival"), "arrival")
        spread = near.withColumn("bucket", bucket(["component"], number // _ALIKE_AT_ONCE + 1)).drop("component")
        decided = scratch.keep("decided", map_groups(spread, "bucket", Decide(config.read.same_outlet), DECIDED))
        alone = named.join(decided, "arrival", "left_anti")
        stay = named.drop("name").join(decided.where("name IS NOT NULL").select("arrival", "name"), "arrival")
        named = alone.union(stay.select("arrival", "name", "id"))
    numbers = _numbered(scratch, named)
    articles = read.records.drop("id").join(numbers.drop("id"), "arrival").withColumnRenamed("name", "id")
    ordered = articles.select(*ARTICLES.names).repartitionByRange("article").sortWithinPartitions("article")
    kept = scratch.keep("articles", ordered)
    title_only = standing.where("characters = 0").join(numbers, "arrival", "left_semi").count()
    if decided is None:
        return Chosen(kept, scratch.spark.createDataFrame([], ddl(REJECTED)), 0, 0, 0, title_only)
    again = decided.where("name IS NULL")
    return Chosen(
        kept,
        again.select("file", "position", "reason"),
        again.count(),
        again.where("letters IS NOT NULL").select("kept", "letters").distinct().count(),
        numbers.where("name <> id").count(),
        title_only,
    )


def _sharing(standing: DataFrame, columns: list[str]) -> DataFrame:
    """Edges (x, y) from each record that is not alone with its values of some columns to the first of them."""
    several = standing.groupBy(*columns).agg(fn.min("arrival").alias("y"), fn.count("*").alias("n")).where("n > 1")
    return standing.join(several, columns).select(fn.col("arrival").alias("x"), "y")


def _numbered(scratch: Scratch, named: DataFrame) -> DataFrame:
    """Number rows in order of `name`, as `article`. Of each range of names the driver learns how many there are."""
    ranged = scratch.keep("ids", named.repartitionByRange("name").withColumn("part", fn.spark_partition_id()))
    sizes = sorted((row["part"], row["n"]) for row in ranged.groupBy("part").agg(fn.count("*").alias("n")).collect())
    offsets, before = [], 0
    for part, size in sizes:
        offsets.append((part, before))
        before += size
    within = fn.row_number().over(Window.partitionBy("part").orderBy("name"))
    first = scratch.spark.createDataFrame(offsets, "part int, first bigint")
    return ranged.join(fn.broadcast(first), "part").select(
        "arrival", "name", "id", (fn.col("first") + within - 1).alias("article")
    )
