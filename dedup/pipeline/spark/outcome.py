"""The end of the pipeline on Spark: whole stories come together with their matches, and a small run each (`small_run`)
marks statements, traces who took it from whom, and writes the lines of the output files."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as fn

from dedup.archive import lent
from dedup.config import Config
from dedup.pipeline.context import Run
from dedup.pipeline.spark.small_run import small_run
from dedup.pipeline.spark.tables import Scratch, bucket, map_batches, map_together, with_sides
from dedup.pipeline.spark.text import BODY
from dedup.pipeline.spark.words import ARTICLES, article_table
from dedup.pipeline.stages.cluster import mark_statements, name_stories
from dedup.pipeline.stages.trace import link_stories
from dedup.provenance import BORNE_OUT_SQL, CITATION, WRITTEN_SQL
from dedup.schema import MATCH

LINE = pa.schema([(name, pa.string()) for name in ("file", "key_1", "key_2", "key_3", "line")])
"""A line of an output file, and what it is sorted by."""

PAIRS = ("matches.jsonl", "borrowed.jsonl")
STORIES = ("articles.jsonl", "stories.jsonl", "links.jsonl")
REJECTED = "rejected.jsonl"

_STORIES_AT_ONCE = 2_000
"""Articles of a small run, about: a story is never parted. It takes 50 ms to begin and end one."""


@dataclass(frozen=True)
class Outcome:
    """The stage that ends with lines, from articles (`story` is null of one that is alone) and from matches that
    have the ids and stories of both sides."""

    config: Config
    lines: Mapping[str, str]
    """The query of each output file, as `dedup.export.keyed_lines_sql` gives it."""

    def __call__(self, given: tuple[pa.Table, pa.Table]) -> pa.Table:
        """Return the lines of some stories."""
        articles, matches = given
        with small_run(self.config) as run, lent(run.connection, _articles=articles, _matches=matches):
            run.connection.execute(f"""
                INSERT INTO match BY NAME SELECT {", ".join(MATCH.names)} FROM _matches;
                INSERT INTO membership
                    SELECT article, story FROM _articles WHERE story IS NOT NULL
                    UNION SELECT a, story_a FROM _matches WHERE story_a IS NOT NULL
                    UNION SELECT b, story_b FROM _matches WHERE story_b IS NOT NULL
            """)
            mark_statements(run)
            found = self._pairs(run)
            self._load(run, articles)
            name_stories(run)
            if self.config.provenance.trace:
                link_stories(run)
            found += [run.engine.query(self.lines[name]) for name in STORIES]
        return pa.concat_tables([one.cast(LINE) for one in found])

    def _pairs(self, run: Run) -> list[pa.Table]:
        """Lines of the matches whose first article is among those here: another task has the others."""
        run.connection.execute("""
            CREATE TABLE scratch.all_matches AS FROM match;
            DELETE FROM match WHERE a NOT IN (SELECT article FROM _articles);
            INSERT INTO article BY NAME
                SELECT a AS article, id_a AS id FROM _matches UNION SELECT b, id_b FROM _matches
        """)
        found = [run.engine.query(self.lines[name]) for name in PAIRS]
        run.connection.execute("DELETE FROM match; INSERT INTO match FROM scratch.all_matches; DELETE FROM article")
        return found

    @staticmethod
    def _load(run: Run, articles: pa.Table) -> None:
        run.insert_articles(article_table(articles))
        body = ", ".join(f"body_{name} AS {name}" for name in BODY.names)
        run.connection.execute(f"""
            INSERT INTO body BY NAME SELECT article, {body} FROM _articles;
            INSERT INTO citation BY NAME
                SELECT unnest(cited, max_depth := 2) FROM (SELECT unnest(citations) AS cited FROM _articles)
        """)


@dataclass(frozen=True)
class RejectedLines:
    """The stage that writes the lines of what could not be read."""

    query: str

    def __call__(self, rows: pa.Table) -> pa.Table:
        """Return the lines."""
        with small_run(None) as run:
            run.engine.insert("rejected", rows)
            return run.engine.query(self.query).cast(LINE)


def keep_citations(scratch: Scratch, text: DataFrame, membership: DataFrame, config: Config) -> DataFrame:
    """Keep the citations that the dump bears out (`dedup.provenance.attribution.sources`); returns `article`,
    `citations`."""
    cited = text.select(fn.explode("citations").alias("cited")).select("cited.*")
    known = scratch.keep("citations", cited)
    limits = {"stories": config.provenance.unknown_stories, "outlets": config.provenance.unknown_outlets}
    borne_out = scratch.keep(
        "unlisted sources",
        scratch.sql(
            BORNE_OUT_SQL,
            dict(limits),
            citation=known,
            article=text.select("article", "outlet"),
            membership=membership,
        ),
    )
    kept = known.where("type <> 'unknown'").union(
        known.where("type = 'unknown'").join(borne_out, "source_key", "left_semi").select(*known.columns)
    )
    written = scratch.sql(WRITTEN_SQL, citation=kept).withColumnRenamed("source", "written")
    unlisted = kept.where("source_key LIKE '~%'").join(written, "source_key")
    columns = [name for name in CITATION.names if name not in ("source", "type")]
    named = unlisted.select(
        *columns,
        fn.col("written").alias("source"),
        fn.when(fn.col("type") == "unknown", "sentence").otherwise(fn.col("type")).alias("type"),
    )
    settled = kept.where("NOT source_key LIKE '~%'").select(*CITATION.names).union(named.select(*CITATION.names))
    return settled.groupBy("article").agg(fn.collect_list(fn.struct(*CITATION.names)).alias("citations"))


def write_lines(
    scratch: Scratch,
    text: DataFrame,
    matches: DataFrame,
    membership: DataFrame,
    rejected: DataFrame,
    lines: Mapping[str, str],
    total: int,
    config: Config,
) -> DataFrame:
    """Trace stories and write the lines of all files, as `LINE` in any order; `total` articles are in `text`."""
    columns = [*ARTICLES.names, *(f"body_{name}" for name in BODY.names)]
    if config.provenance.trace:
        cited = text.select(*columns).join(keep_citations(scratch, text, membership, config), "article", "left")
    else:
        cited = text.select(*columns, "citations")
    home = bucket([fn.coalesce("story", "article")], total // _STORIES_AT_ONCE + 1)
    articles = cited.join(membership, "article", "left").withColumn("bucket", home)
    known = text.select("article", "id").join(membership, "article", "left").withColumn("bucket", home)
    either = fn.explode(fn.array_distinct(fn.array("bucket_a", "bucket_b")))
    spread = with_sides(matches, known).withColumn("bucket", either)
    kept = [*MATCH.names, "id_a", "id_b", "story_a", "story_b", "bucket"]
    made = map_together(articles, spread.select(*kept), "bucket", Outcome(config, dict(lines)), LINE)
    lost = map_batches(rejected, RejectedLines(lines[REJECTED]), LINE, 10_000)
    return scratch.keep("outcome", made.union(lost))
