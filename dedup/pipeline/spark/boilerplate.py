"""Lines that outlets repeat, found on Spark: the queries and the judgement are those of `stages.boilerplate`.

No process holds the lines of all outlets: each article is given those of its own lines that recur.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as fn

from dedup.config import Config
from dedup.pipeline.spark.tables import Scratch, ddl, map_batches, map_groups, signed
from dedup.pipeline.stages.boilerplate import HOLDERS, REPEATED, holder_limits, is_notice, stands_out
from dedup.text import TextTables, around, lines_of, recurring_and_long_lines

_SIGN = np.uint64(1 << 63)
_LINE = pa.schema(
    [
        ("sort", pa.string()),  # outlet: a line of an outlet; untitled: one without its title's words; long
        ("line", pa.int64()),
        ("article", pa.int64()),
        ("lead", pa.int64()),  # of an untitled line the hash of the title, in the order of unsigned numbers
        ("longest", pa.int64()),
        ("half_words", pa.int32()),
    ]
)
_HOLDER = pa.schema(
    [
        ("group", pa.string()),
        ("line", pa.int64()),
        ("everywhere", pa.bool_()),
        ("article", pa.int64()),
        ("outlet", pa.string()),
        ("title", pa.string()),
        ("text", pa.string()),
        ("surroundings", pa.string()),
    ]
)
_JUDGED = pa.schema([("line", pa.int64()), ("everywhere", pa.bool_())])


@dataclass(frozen=True)
class Lines:
    """The stage that lists the lines of articles."""

    config: Config

    def __call__(self, rows: pa.Table) -> pa.Table:
        """Return the lines of articles, as `_LINE`."""
        article, outlet, title, text = (rows[name].to_pylist() for name in ("article", "outlet", "title", "text"))
        found, untitled, everywhere = recurring_and_long_lines(
            article, outlet, text, title, TextTables.load(), self.config.text
        )
        return pa.concat_tables(
            [
                _lines("outlet", found, "lead", "longest"),
                _lines("untitled", untitled, "title", None),
                _lines("long", everywhere, None, None),
            ]
        )


def _lines(sort: str, found: pa.Table, lead: str | None, longest: str | None) -> pa.Table:
    rows = found.num_rows
    nothing = np.zeros(rows, np.int64)
    return pa.table(
        {
            "sort": pa.repeat(pa.scalar(sort), rows),
            "line": signed(found["line"].to_numpy()),
            "article": found["article"],
            "lead": signed(found[lead].to_numpy() ^ _SIGN) if lead else nothing,
            "longest": signed(found[longest].to_numpy()) if longest else nothing,
            "half_words": found["half_words"] if longest else pa.array(nothing.astype(np.int32)),
        },
        schema=_LINE,
    )


@dataclass(frozen=True)
class Surroundings:
    """The stage that says what stands around the repeated lines of an article (`repeated`)."""

    def __call__(self, rows: pa.Table) -> pa.Table:
        """Return the rows with a column `surroundings`."""
        near = []
        for row in rows.select(["text", "title", "outlet", "repeated"]).to_pylist():
            repeated = np.unique(np.array(row["repeated"] or [], np.int64).view(np.uint64))
            near.append(around(row["text"], row["title"], row["outlet"], repeated, TextTables.load()))
        return rows.append_column("surroundings", pa.array(near, pa.string()))


@dataclass(frozen=True)
class Judge:
    """The stage that judges one line by its holders."""

    config: Config

    def __call__(self, rows: pa.Table) -> pa.Table:
        """Return one row of a line that is a story's own (`stands_out`) or a notice, and none of another."""
        holders = rows.sort_by("article").to_pylist()
        near = [row["surroundings"] for row in holders]
        if holders[0]["everywhere"]:
            line = int(np.int64(holders[0]["line"]).view(np.uint64))
            said = lines_of(holders[0]["text"], holders[0]["outlet"], TextTables.load())[line]
            found = is_notice(said, [row["title"] for row in holders], near, self.config.text)
        else:
            found = stands_out(near, self.config.text)
        return rows.slice(0, 1 if found else 0)


def recurring_of_articles(scratch: Scratch, articles: DataFrame, config: Config) -> DataFrame:
    """Find the lines that recur; returns those of each article that has any: `article`, `recurring`."""
    chosen = articles.select("article", "outlet", "title", "text")
    lines = scratch.keep("lines", map_batches(chosen, Lines(config), _LINE, config.machine.batch_articles))
    line = lines.where("sort = 'outlet'").select("line", "article", "lead", "longest", "half_words")
    untitled = lines.where("sort = 'untitled'").select("line", "article", fn.col("lead").alias("title"))
    long = lines.where("sort = 'long'").select("line", "article")
    repeated = scratch.keep(
        "repeated lines", scratch.sql(REPEATED, {"least": config.text.recurring_articles}, line=line)
    )
    holders = scratch.keep(
        "holders",
        scratch.sql(HOLDERS, dict(holder_limits(config.text)), line=line, untitled=untitled, repeated=repeated),
    )
    judged = _judged(scratch, articles, holders, line, long, repeated, config)
    own = judged.where("NOT everywhere").select("line")
    notices = judged.where("everywhere").select("line")
    of_outlets = line.select("line", "article").join(repeated, "line", "left_semi").join(own, "line", "left_anti")
    return (
        of_outlets.union(long.join(notices, "line", "left_semi"))
        .groupBy("article")
        .agg(fn.collect_set("line").alias("recurring"))
    )


def _judged(
    scratch: Scratch,
    articles: DataFrame,
    holders: DataFrame,
    line: DataFrame,
    long: DataFrame,
    repeated: DataFrame,
    config: Config,
) -> DataFrame:
    """The lines that are a story's own, or notices."""
    if not holders.take(1):
        return scratch.spark.createDataFrame([], ddl(_JUDGED))
    holding = holders.select("article").distinct()
    anywhere = holders.where("everywhere").select("line").distinct()
    within = (
        line.select("line", "article")
        .join(repeated, "line", "left_semi")
        .union(long.join(anywhere, "line", "left_semi"))
        .join(holding, "article", "left_semi")
        .groupBy("article")
        .agg(fn.collect_set("line").alias("repeated"))
    )
    known = (
        holders.join(articles.select("article", "outlet", "title", "text"), "article")
        .join(within, "article", "left")
        .withColumn("group", fn.concat_ws(" ", "everywhere", "line"))
    )
    near = map_batches(known, Surroundings(), _HOLDER, config.machine.batch_articles)
    return scratch.keep("judged lines", map_groups(near, "group", Judge(config), _JUDGED))
