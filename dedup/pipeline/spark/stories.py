"""Matches to stories on Spark: connected components on the cluster, then the grouping of the local engine in each."""

from dataclasses import dataclass

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as fn

from dedup.archive import lent
from dedup.config import Config, StoryConfig
from dedup.messages import DedupError
from dedup.pipeline.spark.small_run import small_run
from dedup.pipeline.spark.tables import Scratch, bucket, map_groups
from dedup.stories import MEMBERSHIP, Stories
from dedup.stories import label_components as label_at_once

MOST_ROUNDS = 60
"""Rounds of `label_components`, which need about the logarithm of the longest path to the base of two: of 2^60 articles
no path is longer. More are a fault, and would go on for ever."""
EDGES_AT_ONCE = 2_000_000
"""Edges, each both ways, that one task labels: 32 MB of numbers. Of so few a round takes longer than all labels. By
judgement."""
_COMPONENT = pa.schema([("node", pa.int64()), ("component", pa.int64())])
_TIES_AT_ONCE = 10_000
"""As many as the local engine groups in one call."""


def label_components(scratch: Scratch, edges: DataFrame, at_once: int = EDGES_AT_ONCE) -> DataFrame:
    """Return the least node that each node hangs together with through the `edges` (x, y), as `node`, `component`. Up
    to `at_once` edges one task takes by itself. Of more, labels spread to neighbours and jump to their label's label,
    as in `dedup.stories.cluster`, round after round.

    Raises:
        DedupError: if they do not settle.
    """
    both = scratch.keep("edges", edges.select("x", "y").union(edges.select("y", "x")).distinct())
    if both.count() <= at_once:
        return scratch.keep("components", map_groups(both.withColumn("part", fn.lit(0)), "part", _Label(), _COMPONENT))
    least = both.groupBy(fn.col("x").alias("node")).agg(fn.min("y").alias("y"))
    labels = scratch.keep("components", least.select("node", fn.least("node", "y").alias("component")))
    for _ in range(MOST_ROUNDS):
        labels = scratch.keep(
            "components",
            scratch.sql(
                """
                WITH near AS (
                    SELECT x AS node, min(component) AS component FROM edge JOIN label ON node = y GROUP BY x
                ),
                lowered AS (
                    SELECT node, label.component AS before, least(label.component, near.component) AS component
                    FROM label JOIN near USING (node)
                )
                SELECT lowered.node, before, least(lowered.component, root.component) AS component
                FROM lowered JOIN label root ON root.node = lowered.component
                """,
                edge=both,
                label=labels.select("node", "component"),
            ),
        )
        if not labels.where("before <> component").take(1):
            return labels.select("node", "component")
    raise DedupError(f"connected components did not settle in {MOST_ROUNDS} rounds")


def group_stories(scratch: Scratch, matches: DataFrame, config: Config) -> DataFrame:
    """Group articles by their matches; returns `article`, `story`."""
    components = label_components(scratch, matches.select(fn.col("a").alias("x"), fn.col("b").alias("y")))
    ties = matches.select("a", "b", "coverage_a", "coverage_b", "focus_a", "focus_b", "lead_a", "lead_b").join(
        components.withColumnRenamed("node", "a"), "a"
    )
    buckets = matches.count() // _TIES_AT_ONCE + 1
    spread = ties.withColumn("bucket", bucket(["component"], buckets)).drop("component")
    return scratch.keep("membership", map_groups(spread, "bucket", _Group(config.story), MEMBERSHIP))


@dataclass(frozen=True)
class _Label:
    """The stage that labels all edges at once, as the local engine does."""

    def __call__(self, rows: pa.Table) -> pa.Table:
        """The component of every node."""
        with small_run(None) as run:
            with lent(run.connection, _edges_given=rows):
                run.connection.execute("CREATE TABLE scratch.edge AS SELECT x AS a, y AS b FROM _edges_given")
            label_at_once(run.connection, "scratch.edge", "scratch.component")
            return run.engine.query("SELECT article AS node, component FROM scratch.component")


@dataclass(frozen=True)
class _Group:
    """The stage that groups the ties of some components."""

    config: StoryConfig

    def __call__(self, rows: pa.Table) -> pa.Table:
        """The story of every article of ties."""
        return Stories(self.config).group(rows)["membership"]
