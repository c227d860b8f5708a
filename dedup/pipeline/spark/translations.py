"""Translations on Spark: the steps of `stages.translate`, in as many rounds.

What concepts are worth changes with every round, so each round sends it to the articles again, as bytes of those
concepts that an article has. The driver learns from a bounded sample, the pieces of the `lexicon_pairs` surest pairs of
each two languages, as the local engine does, and sends what it learned to all.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as fn

from dedup.config import Config
from dedup.features import Learned, group
from dedup.matching import PIECES, foreign_sql, rare_sql
from dedup.pipeline.spark.lexicon_induction import PARALLEL_TEXT, AlignCandidates, KeepBest
from dedup.pipeline.spark.meanings import BLOCK, COUNTS, POSTING, VALUED, Post, ValueArticles, ValueBlock
from dedup.pipeline.spark.pairs import SharedStatistics, gather, verify
from dedup.pipeline.spark.stories import group_stories
from dedup.pipeline.spark.tables import Scratch, map_batches, map_groups, map_together, with_sides
from dedup.pipeline.stages.candidates import crowded_concepts_sql
from dedup.pipeline.stages.lexicon_induction import believed_languages, fidelity_of, pieces_sql, word_pairs
from dedup.pipeline.stages.translate import COUNTED_SQL, SPEAKERS_SQL, parted_sql, widen_sql
from dedup.schema import MATCH


@dataclass
class Translations:
    """The search for translations in a run."""

    scratch: Scratch
    config: Config
    text: DataFrame
    vocabulary: DataFrame
    words: DataFrame
    """`KEYED` without keys."""
    sizes: DataFrame
    knowledge: SharedStatistics
    """Of stems at first, then of what was learned too."""
    total: int
    """How many articles there are."""
    capped: dict[str, int] = field(default_factory=dict)
    valued: DataFrame | None = None
    """The words with what their concepts are worth."""

    def find(self, matches: DataFrame, membership: DataFrame) -> tuple[DataFrame, DataFrame]:
        """Find translations; returns all matches, and the stories that they make."""
        unlearned = replace(self.knowledge, learned=Learned.nothing())
        body = self.text.select("article", fn.col("body_words").alias("words"))
        speakers = self.scratch.keep("speakers", self.scratch.sql(SPEAKERS_SQL, body=body, membership=membership))
        self._know(unlearned, None)
        foreign = self._candidates(speakers)
        for _ in range(self.config.meaning.lexicon_rounds):
            improved = self._learn(foreign)
            if improved is None and self.knowledge is unlearned:
                break  # what is known, and so the candidates, would be the same again
            known, presence = improved or (unlearned, None)
            self._know(known, presence)
            foreign = self._candidates(speakers)
            if improved is None:
                break
        crowded = self.scratch.sql(crowded_concepts_sql(self.config.meaning), posting=self._posted).first()
        if crowded:
            self.capped["concepts of more articles than one may bring together"] = int(crowded[0])
        matches = matches.union(self._best(self._verify("translations", foreign, self.config.match)))
        wider = self.scratch.sql(
            widen_sql(self.config.story, 0),
            body=self.text.select("article"),
            membership=membership,
            match=matches.select("a", "b", "kind"),
        )
        matches = matches.union(self._verify("translations of stories", wider, self.config.lenient_match))
        matches = part_reports(self.scratch, matches, self.text)
        return matches, group_stories(self.scratch, matches, self.config)

    def _verify(self, name: str, pairs: DataFrame, settings: Any) -> DataFrame:
        assert self.valued is not None
        return verify(self.scratch, name, pairs, self.sizes, self.valued, settings, self.knowledge, self.config)

    def _know(self, knowledge: SharedStatistics, presence: DataFrame | None) -> None:
        """Take what is known now: give articles the values of their concepts."""
        scratch, learned = self.scratch, knowledge.learned or Learned.nothing()
        learned_rows = scratch.spark.createDataFrame(
            list(zip(learned.elements.tolist(), learned.concepts.tolist(), strict=True)),
            "element bigint, concept bigint",
        )
        concepts = self.vocabulary.where("concept").select(
            "block", "lang", fn.col("element").alias("concept"), "articles", fn.col("share").alias("factor")
        )
        stems = self.vocabulary.where("NOT concept").select("block", "lang", "element", "articles")
        counted = scratch.sql(
            COUNTED_SQL, concept=concepts.drop("block"), stem=stems.drop("block"), _learned=learned_rows
        ).where("joins")
        if presence is not None:
            counted = counted.join(presence, "concept", "left").fillna(0, ["present", "matched"])
        else:
            counted = counted.withColumns({"present": fn.lit(0), "matched": fn.lit(0)})
        of_blocks = concepts.select("block", "concept").union(
            stems.join(learned_rows, "element").select("block", "concept")
        )
        rows = of_blocks.distinct().join(counted, "concept").select(*COUNTS.names)
        blocks = map_groups(rows, "block", ValueBlock(self.config, self.total, presence is not None), BLOCK)
        narrow = self.words.select("article", "block", "worth", "concepts")
        values = scratch.keep(
            "values of concepts", map_together(narrow, blocks, "block", ValueArticles(learned), VALUED)
        )
        self.knowledge = knowledge
        self.valued = self.words.join(values, "article")

    def _candidates(self, speakers: DataFrame) -> DataFrame:
        """Pairs of articles of different languages that share enough concepts."""
        config, scratch = self.config.meaning, self.scratch
        assert self.valued is not None
        narrow = self.valued.select("article", "lang", "worth", "concepts", "values")
        chosen = narrow.join(speakers, "article", "left_semi")
        learned = self.knowledge.learned or Learned.nothing()
        rows = self.config.machine.batch_articles
        posted = map_batches(chosen, Post(learned, config.posted_concepts), POSTING, rows)
        self._posted = scratch.keep("postings", posted)
        pairs = scratch.sql(
            foreign_sql("posting", rare_sql("posting", config.posted_articles), config.posted_share),
            posting=self._posted,
        )
        return scratch.keep("candidates in two languages", pairs)

    def _learn(self, foreign: DataFrame) -> tuple[SharedStatistics, DataFrame] | None:
        """What is learned from the sure pairs; None if chance explains them."""
        config, scratch = self.config.meaning, self.scratch
        assert self.valued is not None
        grouped, needed = gather(scratch, foreign, self.sizes, self.valued, self.config)
        stage = AlignCandidates(self.config, self.knowledge)
        parallel = scratch.keep("parallel text", map_together(grouped, needed, "bucket", stage, PARALLEL_TEXT))
        sureness = parallel.where("sort = 'sureness'").groupBy("lang_a", "lang_b")
        counted = sureness.agg(fn.sum("one").alias("sure"), fn.sum("other").alias("near")).collect()
        believed = believed_languages([row.asDict() for row in counted], config)
        if not believed:
            return None
        known = scratch.spark.createDataFrame(believed, "lang_a string, lang_b string")
        pieces = parallel.where("sort = 'piece'").join(known, ["lang_a", "lang_b"], "left_semi")
        rows = scratch.sql(pieces_sql(config), piece=pieces.select(*PIECES.names)).toArrow()
        learned = group(word_pairs(rows, config), config)
        presence = scratch.keep(
            "presence of concepts",
            parallel.where("sort = 'presence'")
            .join(known, ["lang_a", "lang_b"], "left_semi")
            .groupBy(fn.col("a").alias("concept"))
            .agg(fn.sum("one").alias("present"), fn.sum("other").alias("matched")),
        )
        kept = (
            parallel.where("sort = 'kept'")
            .groupBy("lang_a", "lang_b")
            .agg(fn.sum("one").alias("held"), fn.sum("other").alias("kept"))
            .collect()
        )
        sure = set(believed)
        counts = [
            {"lang": row["lang_a"], "other": row["lang_b"], "held": row["held"], "kept": row["kept"]}
            for row in kept
            if (min(row["lang_a"], row["lang_b"]), max(row["lang_a"], row["lang_b"])) in sure
        ]
        fidelity = fidelity_of(sorted(counts, key=lambda row: (row["lang"], row["other"])), config)
        return SharedStatistics(self.knowledge.level, learned, fidelity), presence

    def _best(self, found: DataFrame) -> DataFrame:
        """Drop translations of which either side has a much better one in the other's language."""
        langs = self.words.select("article", "lang")
        sided = self.scratch.keep("translations in two languages", with_sides(found, langs))
        best = (
            sided.select(fn.col("a").alias("article"), fn.col("lang_b").alias("other"), "strength")
            .union(sided.select("b", "lang_a", "strength"))
            .groupBy("article", "other")
            .agg(fn.max("strength").alias("best"))
        )
        first, second = best.toDF("a", "lang_b", "best_a"), best.toDF("b", "lang_a", "best_b")
        weighed = sided.join(first, ["a", "lang_b"]).join(second, ["b", "lang_a"])
        chosen = weighed.select(*MATCH.names, "best_a", "best_b")
        kept = map_batches(chosen, KeepBest(self.config.match.best_share), MATCH, 10_000)
        return self.scratch.keep("best translations", kept)


def part_reports(scratch: Scratch, matches: DataFrame, text: DataFrame) -> DataFrame:
    """Drop the translations between two reports of one event that each have a better counterpart."""
    parted = scratch.sql(
        parted_sql(0),
        body=text.select("article", fn.col("body_lang").alias("lang")),
        match=matches.select("a", "b", "kind", "strength"),
    )
    # Only translations are parted, and a pair has one match.
    return scratch.keep("matches without parted reports", matches.join(parted, ["a", "b"], "left_anti"))
