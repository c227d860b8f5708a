"""The pipeline on Spark: the stages of `dedup.pipeline.corridor`, in the same order, for a dump that needs a cluster.

What one article, one pair or one story decides is decided by the same functions as on one machine, within tasks. What
needs the whole dump is a shuffle. The driver plans, counts, and holds what does not grow with the dump: the languages,
the number of articles in each range of names, and the parallel text of translations, of which there are at most so
many.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import perf_counter

from pyspark.sql import DataFrame
from pyspark.sql import functions as fn

from dedup.config import Config, ConfigError
from dedup.ingest import Listing
from dedup.pipeline.context import Stage, Watch
from dedup.pipeline.spark.boilerplate import recurring_of_articles
from dedup.pipeline.spark.identity import choose_articles
from dedup.pipeline.spark.outcome import write_lines
from dedup.pipeline.spark.pairs import SharedStatistics, find_candidates, verify
from dedup.pipeline.spark.reading import read_records
from dedup.pipeline.spark.stories import group_stories
from dedup.pipeline.spark.tables import Scratch
from dedup.pipeline.spark.text import cut_texts, spell_words, weigh_words
from dedup.pipeline.spark.translations import Translations, part_reports
from dedup.pipeline.stages.cluster import overlooked_sql, too_large_sql
from dedup.pipeline.stages.ingest import Records

STAGES = ("read", "text", "meaning", "match", "story", "translations", "second look", "provenance")


@dataclass
class SparkResult:
    """What a run on Spark found."""

    lines: DataFrame
    """`dedup.pipeline.spark.outcome.LINE`: the lines of all output files."""
    records: Records
    unmatchable: int
    inputs: DataFrame
    """The names of the files that were read, and their SHA-256."""
    stages: list[Stage] = field(default_factory=list)
    capped: dict[str, int] = field(default_factory=dict)


def portable(config: Config) -> Config:
    """Return a config that can be sent to other machines.

    Raises:
        ConfigError: if it asks for what does not run on Spark.
    """
    if config.neural.embedder is not None:
        raise ConfigError("an embedding model does not run on Spark; run without --engine spark")
    return replace(config, read=replace(config.read, fields=dict(config.read.fields)))


def process_on_spark(
    scratch: Scratch, source: Listing | DataFrame, lines: Mapping[str, str], config: Config, watch: Watch
) -> SparkResult:
    """Take files, or the rows of a data frame, through every stage. `lines` are the queries of the output files.

    Raises:
        ConfigError: if the config asks for what does not run on Spark, or maps a field that no record has.
    """
    run = _Run(scratch, portable(config), watch)
    config = run.config
    with run.step("read") as made:
        read = read_records(scratch, source, config)
        chosen = choose_articles(scratch, read, config)
        made.append(chosen.articles)
    total = run.stages[-1].rows
    with run.step("text") as made:
        recurring = recurring_of_articles(scratch, chosen.articles, config)
        text = cut_texts(scratch, chosen.articles, recurring, config)
        made.append(text)
    matches, membership = run.match(text, total)
    rejected = read.rejected.union(chosen.set_aside.subtract(read.rejected))
    with run.step("provenance") as made:
        found = write_lines(scratch, text, matches, membership, rejected, lines, total, config)
        made.append(found)
    lost = read.rejected.count()
    records = Records(
        total + lost + chosen.again,
        total,
        lost,
        chosen.revisions,
        chosen.again - chosen.revisions,
        chosen.named,
        chosen.title_only,
    )
    unmatchable = text.where(f"body_words < {config.match.least_block_words}").count()
    left_out = {what: number for what, number in sorted(run.capped.items()) if number}
    return SparkResult(found, records, unmatchable, read.inputs, run.stages, left_out)


@dataclass
class _Run:
    """A run in work: what its stages share, and what has been counted so far."""

    scratch: Scratch
    config: Config
    watch: Watch
    stages: list[Stage] = field(default_factory=list)
    capped: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[list[DataFrame]]:
        """Time a stage; the caller appends the tables that it made, whose rows are counted."""
        self.watch(name, STAGES.index(name), len(STAGES))
        started, made = perf_counter(), list[DataFrame]()
        yield made
        rows = sum(one.count() for one in made)
        self.stages.append(Stage(name, round(perf_counter() - started, 3), rows, 0))

    def match(self, text: DataFrame, total: int) -> tuple[DataFrame, DataFrame]:
        """Find the matches of `total` articles and group them into stories; returns matches and membership."""
        scratch, config = self.scratch, self.config
        with self.step("meaning") as made:
            vocabulary = spell_words(scratch, text)
            words = weigh_words(scratch, text, vocabulary, config)
            made.append(words)
        sizes = text.select("article", fn.col("body_words").alias("words"), "published")
        tokens = words.drop("keys")
        knowledge = SharedStatistics(config.match.level if config.match.rewrites else None)
        with self.step("match") as made:
            pairs, crowded = find_candidates(scratch, words, config)
            self.capped |= crowded
            matches = verify(scratch, "matches", pairs, sizes, tokens, config.match, knowledge, config)
            made.append(matches)
        with self.step("story") as made:
            membership = group_stories(scratch, matches, config)
            made.append(membership)
        if config.match.translations:
            with self.step("translations") as made:
                search = Translations(scratch, config, text, vocabulary, tokens, sizes, knowledge, total)
                matches, membership = search.find(matches, membership)
                tokens, knowledge = search.valued or tokens, search.knowledge
                self.capped |= search.capped
                made.append(matches)
        with self.step("second look") as made:
            overlooked = scratch.sql(
                overlooked_sql(config.story), membership=membership, match=matches.select("a", "b")
            )
            seen = verify(scratch, "second look", overlooked, sizes, tokens, config.lenient_match, knowledge, config)
            matches = matches.union(seen)
            if config.match.translations:
                matches = part_reports(scratch, matches, text)
            self._count_large(membership)
            made.append(matches)
        return matches, membership

    def _count_large(self, membership: DataFrame) -> None:
        large = self.scratch.sql(too_large_sql(self.config.story), membership=membership)
        number, articles = (int(one or 0) for one in large.first() or (0, 0))
        self.capped |= {"stories too large for a second look": number, "articles of such stories": articles}
