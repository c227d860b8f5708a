"""The frozen statistics of an archive: its boilerplate lines, term weights and learned word translations.

It is what the last run over the whole archive left (`dedup.archive.views`), and stays as it was until the next: keys
that were stored and keys that are asked for must be weighed alike. A stem or concept that the archive had not seen, or
in one article only, counts as seen once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.archive import ArchiveStore, lent
from dedup.config import Config
from dedup.features import Counted, Learned, Values, Weights, weigh
from dedup.matching import TermWeights
from dedup.pipeline.context import Run
from dedup.pipeline.stages.tokenize import Tokenizer
from dedup.text import TextTables


@dataclass(frozen=True)
class Weighed:
    """The term weights of some articles."""

    weights: Weights
    """Of their stems, for keys."""
    term_weights: TermWeights
    """For comparing them."""


@dataclass(frozen=True)
class Knowledge:
    """The frozen statistics of an archive, loaded once, for as long as its file stays the same."""

    archive: ArchiveStore
    config: Config
    tokenizer: Tokenizer
    languages: Mapping[str, int]
    """How many articles each language has, by the names that stems have for them."""

    @classmethod
    def of(cls, archive: ArchiveStore, config: Config) -> "Knowledge":
        """Read it from an archive."""
        recurring = archive.rows("SELECT DISTINCT line FROM recurring ORDER BY line")["line"].to_numpy()
        rows = archive.rows("FROM counted")
        languages = dict(zip(rows["lang"].to_pylist(), rows["articles"].to_pylist(), strict=True))
        return cls(archive, config, Tokenizer.of(config, TextTables.load(), recurring), languages)

    @property
    def articles(self) -> int:
        """How many articles were counted."""
        return sum(self.languages.values())

    @cached_property
    def _counted(self) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Stems by element: in how many articles, of how many of their languages, and what was thought before."""
        counts = pa.array(list(self.languages.values()), pa.int64())
        with lent(self.archive.connection, _languages=pa.table({"lang": list(self.languages), "n": counts})):
            rows = self.archive.rows("""
                SELECT element, sum(articles)::BIGINT AS articles, max(n) AS n, max(prior_share) AS prior_share
                FROM stem JOIN _languages USING (lang) GROUP BY element ORDER BY element
            """)
        element, articles, n, prior = (rows[name].to_numpy() for name in rows.column_names)
        return element, articles, n, prior

    def weigh(self, cut: Mapping[str, pa.Table], *, single_language: bool = False) -> Weighed:
        """Weigh the words of some articles, given what `cut_articles` found in them.

        A concept that only one language has joins nothing and is worth nothing when articles are compared. By such a
        one (`single_language`) an article may yet be found: the first to have it in another language may come later.
        """
        if "scratch.stem" not in cut:
            return Weighed(Weights(np.zeros(0, np.uint32), np.zeros(0, np.float32)), TermWeights(None))
        weights = self._weights(cut["scratch.stem"])
        stems = Values.by_level(weights, self.config.match.level) if self.config.match.rewrites else None
        if "scratch.concept" not in cut:
            return Weighed(weights, TermWeights(stems))
        concepts = self._values(cut["scratch.stem"], cut["scratch.concept"], single_language)
        return Weighed(weights, TermWeights(stems, concepts, self.learned, self.fidelity))

    def weigh_all(self, run: Run, *, single_language: bool = False) -> Weighed:
        """Weigh the words of all articles of a run, as `weigh` does."""
        # Each batch that was cut has rows of its own: of two hundred versions of a live blog four million.
        tables = {
            "scratch.stem": run.engine.query(
                "SELECT lang, element, max(prior_share) AS prior_share FROM scratch.stem GROUP BY ALL"
            ),
            "scratch.concept": run.engine.query(
                "SELECT lang, concept, max(factor) AS factor FROM scratch.concept GROUP BY ALL"
            ),
        }
        return self.weigh(
            {name: rows for name, rows in tables.items() if rows.num_rows}, single_language=single_language
        )

    def _weights(self, stems: pa.Table) -> Weights:
        elements, back = np.unique(stems["element"].to_numpy(), return_inverse=True)
        # Two languages may have stems of one element. As in a dump the larger figures count, whichever row comes first:
        # threads and the database give rows in any order.
        prior, of_language = np.zeros(len(elements)), np.zeros(len(elements), np.int64)
        np.maximum.at(prior, back, stems["prior_share"].to_numpy())
        names = pa.array(self.languages, pa.string())
        sizes = np.array([*self.languages.values(), 0], np.int64)  # the last is of languages that were not counted
        at = pc.fill_null(pc.index_in(stems["lang"], value_set=names), len(names)).to_numpy()
        np.maximum.at(of_language, back, sizes[at])
        articles = np.ones(len(elements), np.int64)
        known, counts, totals, priors = self._counted
        if len(known):
            at = np.minimum(np.searchsorted(known, elements), len(known) - 1)
            there = known[at] == elements
            articles = np.where(there, counts[at], articles)
            of_language = np.where(there, totals[at], of_language)
            prior = np.where(there, priors[at], prior)
        of_language = np.maximum(of_language, articles)
        return Weights(elements, weigh(articles, of_language, prior, self.config.meaning.prior_articles))

    def _values(self, stems: pa.Table, concepts: pa.Table, single_language: bool) -> Values:
        at, learned = self.learned.of(stems["element"].to_numpy())
        found = np.concatenate([concepts["concept"].to_numpy(), learned])
        factor = np.concatenate([concepts["factor"].to_numpy(), np.ones(len(learned))])
        lang = np.concatenate([concepts["lang"].to_numpy(zero_copy_only=False), _taken(stems["lang"], at)])
        known, counts, least, most, factors = self._counted_concepts
        distinct, back = np.unique(found, return_inverse=True)
        place = np.minimum(np.searchsorted(known, distinct), max(len(known) - 1, 0))
        there = known[place] == distinct if len(known) else np.zeros(len(distinct), bool)
        articles = np.ones(len(distinct), np.int64)
        articles[there] = counts[place[there]]
        highest = np.zeros(len(distinct))
        np.maximum.at(highest, back, factor)
        highest[there] = np.maximum(highest[there], factors[place[there]])
        joins = np.ones(len(distinct), bool)
        if not single_language:
            # Two languages hold a concept if the least and the greatest by name differ, over archive and batch.
            names, number = np.unique(
                np.concatenate([lang, least[place[there]], most[place[there]]]), return_inverse=True
            )
            low, high = np.full(len(distinct), len(names)), np.full(len(distinct), -1)
            holders = np.concatenate([back, np.flatnonzero(there), np.flatnonzero(there)])
            np.minimum.at(low, holders, number)
            np.maximum.at(high, holders, number)
            joins = low < high
        counted = Counted(distinct, articles, highest, joins)
        return counted.values(self.articles, self.presence, self.config.meaning)

    @cached_property
    def _counted_concepts(
        self,
    ) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.object_], NDArray[np.object_], NDArray[np.float64]]:
        """Concepts: in how many articles, the first and the last of their languages by name, and their factor."""
        rows = self.archive.rows(f"""
            SELECT concept, sum(articles)::BIGINT AS articles, min(lang) AS least, max(lang) AS most,
                max(factor) AS factor
            FROM ({holders_sql("concept", "stem", "learned")}) GROUP BY concept ORDER BY concept
        """)
        concept, articles = (rows[name].to_numpy() for name in ("concept", "articles"))
        least, most = (rows[name].to_numpy(zero_copy_only=False) for name in ("least", "most"))
        return concept, articles, least, most, rows["factor"].to_numpy()

    @cached_property
    def learned(self) -> Learned:
        """The concepts that were learned for stems, from translations."""
        rows = self.archive.rows("FROM learned ORDER BY element")
        return Learned(rows["element"].to_numpy(), rows["concept"].to_numpy())

    @cached_property
    def presence(self) -> pa.Table | None:
        """How often translations kept each concept; None where nothing was learned."""
        rows = self.archive.rows("FROM presence ORDER BY concept")
        return rows if rows.num_rows else None

    @cached_property
    def fidelity(self) -> dict[tuple[str, str], float]:
        """See `TermWeights.fidelity`."""
        rows = self.archive.rows("FROM fidelity")
        pairs = zip(rows["lang"].to_pylist(), rows["other"].to_pylist(), strict=True)
        return dict(zip(pairs, rows["scale"].to_pylist(), strict=True))


def holders_sql(concept: str, stem: str, learned: str) -> str:
    """Return the query that finds the languages of each concept, given the tables of concepts, of stems, and of those
    concepts that were learned for stems; SQL of DuckDB and of Spark."""
    return f"""
        SELECT lang, concept, articles, factor FROM {concept}
        UNION ALL
        SELECT lang, concept, articles, 1.0 FROM {stem} JOIN {learned} USING (element)
    """


def _taken(column: pa.ChunkedArray, places: NDArray[np.int64]) -> NDArray[np.object_]:
    taken: NDArray[np.object_] = column.to_numpy(zero_copy_only=False)[places]
    return taken
