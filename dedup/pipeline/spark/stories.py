"""Matches to stories on Spark: connected components on the cluster, then the grouping of the local engine in each."""

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as fn

from dedup.config import Config, StoryConfig
from dedup.messages import DedupError
from dedup.pipeline.spark.tables import Scratch, bucket, map_groups
from dedup.stories import MEMBERSHIP, Stories

MOST_ROUNDS = 60
"""Rounds of `label_components`, which need about the logarithm of the longest path to the base of two: of 2^60 articles
no path is longer. More are a fault, and would go on for ever."""
_TIES_AT_ONCE = 10_000
"""As many as the local engine groups in one call."""


def label_components(scratch: Scratch, edges: DataFrame) -> tuple[DataFrame, int]:
    """The least node that each node hangs together with through the `edges` (x, y), as `node`, `component`; and how
    many rounds that took. Labels spread to neighbours and jump to their label's label, as in
    `dedup.stories.components`.

    Raises:
        DedupError: if they do not settle.
    """
    both = scratch.keep("edges", edges.select("x", "y").union(edges.select("y", "x")).distinct())
    labels = scratch.keep(
        "components",
        both.groupBy(fn.col("x").alias("node"))
        .agg(fn.min("y").alias("y"))
        .select("node", fn.least("node", "y").alias("component")),
    )
    for rounds in range(1, MOST_ROUNDS):
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
            return labels.select("node", "component"), rounds
    raise DedupError(f"connected components did not settle in {MOST_ROUNDS} rounds")


def group_stories(scratch: Scratch, matches: DataFrame, config: Config) -> DataFrame:
    """Group articles by their matches; returns `article`, `story`."""
    components, _ = label_components(scratch, matches.select(fn.col("a").alias("x"), fn.col("b").alias("y")))
    ties = matches.select("a", "b", "coverage_a", "coverage_b", "focus_a", "focus_b", "lead_a", "lead_b").join(
        components.withColumnRenamed("node", "a"), "a"
    )
    buckets = matches.count() // _TIES_AT_ONCE + 1
    spread = ties.withColumn("bucket", bucket(["component"], buckets)).drop("component")
    return scratch.keep("membership", map_groups(spread, "bucket", _Group(config.story), MEMBERSHIP))


@dataclass(frozen=True)
class _Group:
    """Makes the stage that groups the ties of some components."""

    config: StoryConfig

    def __call__(self) -> Callable[[pa.Table], pa.Table]:
        """There is nothing to load."""
        stories = Stories(self.config)
        return lambda rows: stories.group(rows)["membership"]
