"""The step that cuts: outlets' boilerplate is found, and the body of each article cut into words and passages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.config import Config
from dedup.features import ConceptReader, StemReader, base_language, copy_keys
from dedup.matching import TOKENS
from dedup.pipeline.context import Run
from dedup.text import Cutter, cut_bodies, recurring_lines


def make_tables(run: Run) -> None:
    """Make the tables that hold, for as long as the run lasts, what articles are compared by."""
    for sql in (
        "CREATE TABLE scratch.key (key UBIGINT, article BIGINT)",
        "CREATE TABLE scratch.stem (lang VARCHAR, element UINTEGER, stem VARCHAR, articles BIGINT, prior_share DOUBLE)",
        "CREATE TABLE scratch.concept (lang VARCHAR, concept UINTEGER, articles BIGINT, factor DOUBLE)",
        "CREATE TABLE scratch.tokens (article BIGINT, lang VARCHAR)",
    ):
        run.connection.execute(sql)


def cut_texts(run: Run) -> None:
    """Fill `body`, `recurring`, `Run.tokens` and what is counted over the dump: stems, concepts, keys of copies."""
    cutter = Cutter.load()
    parts = run.article_parts()
    find_recurring(run, cutter, parts)
    recurring = run.engine.table("FROM recurring ORDER BY line")["line"].to_numpy()
    scissors = Scissors.of(run.config, cutter, recurring)
    run.each("text", partial(_cut, run=run, scissors=scissors), parts)
    # Batches counted by themselves; each of the queries to come would add them up again.
    run.connection.execute("""
        CREATE TABLE scratch.counted AS
            SELECT lang, element, min(stem) AS stem, sum(articles)::BIGINT AS articles, max(prior_share) AS prior_share
            FROM scratch.stem GROUP BY lang, element;
        DROP TABLE scratch.stem; ALTER TABLE scratch.counted RENAME TO stem;
        CREATE TABLE scratch.counted AS
            SELECT lang, concept, sum(articles)::BIGINT AS articles, max(factor) AS factor
            FROM scratch.concept GROUP BY lang, concept;
        DROP TABLE scratch.concept; ALTER TABLE scratch.counted RENAME TO concept;
    """)


def keep_counts(run: Run) -> None:
    """Fill `counted`, `stem` and `concept`, by which articles to come are weighed.

    What one article alone holds is left out: that is half of all stems, and what is not there counts as much."""
    run.connection.execute("""
        INSERT INTO stem SELECT lang, element, articles, prior_share FROM scratch.stem WHERE articles > 1;
        INSERT INTO concept SELECT lang, concept, articles, factor FROM scratch.concept WHERE articles > 1;
        INSERT INTO counted SELECT lang, count(*) FROM scratch.tokens GROUP BY lang
    """)


def find_recurring(run: Run, cutter: Cutter, parts: Sequence[tuple[int, int]]) -> None:
    """Fill `recurring` with the lines that outlets repeat under different stories."""

    def lines(part: tuple[int, int]) -> dict[str, pa.Table]:
        rows = run.engine.table(
            "SELECT article, outlet, text FROM article "
            "WHERE article BETWEEN ? AND ? AND outlet IS NOT NULL ORDER BY article",
            part,
        )
        article, outlet, text = (rows[name].to_pylist() for name in ("article", "outlet", "text"))
        return {"scratch.line": recurring_lines(article, outlet, text, cutter)}

    run.connection.execute("CREATE TABLE scratch.line (line UBIGINT, article BIGINT, lead UBIGINT, longest UBIGINT)")
    run.each("boilerplate", lines, parts)
    run.connection.execute(
        """
        INSERT INTO recurring
        SELECT line FROM scratch.line GROUP BY line
        HAVING count(DISTINCT article) >= $1
        AND greatest(count(DISTINCT lead), count(DISTINCT longest)) >= $1
        AND 2 * greatest(count(DISTINCT lead), count(DISTINCT longest)) >= count(DISTINCT article)
        EXCEPT FROM recurring
        """,
        [run.config.text.recurring_articles],
    )
    run.connection.execute("DROP TABLE scratch.line")


@dataclass(frozen=True)
class Scissors:
    """What articles are cut with."""

    config: Config
    cutter: Cutter
    recurring: NDArray[np.uint64]
    """Sorted."""
    stems: StemReader | None
    concepts: ConceptReader | None

    @classmethod
    def of(cls, config: Config, cutter: Cutter, recurring: NDArray[np.uint64]) -> "Scissors":
        """For the kinds of match that `config` asks for."""
        concepts = ConceptReader(config.meaning.seed_lexicon) if config.match.translations else None
        stems = StemReader() if config.match.rewrites or concepts is not None else None
        return cls(config, cutter, recurring, stems, concepts)

    def for_kinds(self, config: Config) -> "Scissors":
        """The same for a config that may look for fewer kinds of match."""
        match = config.match
        stems = self.stems if match.rewrites or match.translations else None
        return replace(self, config=config, stems=stems, concepts=self.concepts if match.translations else None)

    def with_recurring(self, lines: NDArray[np.uint64]) -> "Scissors":
        """The same, with other lines taken for boilerplate."""
        return replace(self, recurring=lines)


def _cut(part: tuple[int, int], run: Run, scissors: Scissors) -> dict[str, pa.Table]:
    rows = run.engine.table(
        "SELECT article, outlet, lang, text FROM article WHERE article BETWEEN ? AND ? ORDER BY article", part
    )
    return cut_articles(rows, scissors)


def cut_articles(rows: pa.Table, scissors: Scissors) -> dict[str, pa.Table]:
    """Bodies, tokens, stems, concepts and keys of copies of `article`, `outlet`, `lang`, `text`, by table."""
    config, stems, reader = scissors.config, scissors.stems, scissors.concepts
    article = rows["article"].to_numpy()
    texts = rows["text"].to_pylist()
    bodies = cut_bodies(
        texts, rows["outlet"].to_pylist(), rows["lang"].to_pylist(), scissors.recurring, scissors.cutter, config.text
    )
    found: dict[str, pa.Table] = {}
    elements = np.zeros(0, np.uint32)
    if stems is not None:
        elements, found["scratch.stem"] = stems.read(bodies, texts)
    concepts, concept_words = np.zeros(0, np.uint32), np.zeros(0, np.int32)
    concept_offsets = np.zeros_like(bodies.offsets)
    if reader is not None:
        read = reader.read(bodies, texts)
        concept_offsets = np.searchsorted(read.word, bodies.offsets)
        concepts = read.values
        concept_words = (read.word - np.repeat(bodies.offsets[:-1], np.diff(concept_offsets))).astype(np.int32)
        found["scratch.concept"] = read.counts
    passages = bodies.passages
    owner = passages[:, 0]
    if config.match.copies:
        spans = bodies.offsets[owner][:, None] + passages[:, 2:4]
        found["scratch.key"] = copy_keys(article[owner], spans, bodies.words, config.sketch)
    per_article = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=len(texts)))])
    paragraphs = bodies.paragraphs
    half = np.concatenate([[0], np.cumsum(paragraphs[:, 4])])[bodies.paragraph_offsets]
    bases = {lang: base_language(lang) if lang else "" for lang in set(bodies.langs)}
    found["scratch.tokens"] = pa.table(
        {
            "article": article,
            "lang": [bases[lang] for lang in bodies.langs],
            "words": _lists(bodies.words, bodies.offsets),
            "elements": _lists(elements, bodies.offsets if len(elements) else np.zeros_like(bodies.offsets)),
            "concepts": _lists(concepts, concept_offsets),
            "concept_words": _lists(concept_words, concept_offsets),
            "starts": _lists(bodies.starts, bodies.offsets),
            "ends": _lists(bodies.ends, bodies.offsets),
            "paragraphs": _lists(paragraphs.ravel(), bodies.paragraph_offsets * paragraphs.shape[1]),
            "passages": _lists(np.ascontiguousarray(passages[:, 2:4]).ravel(), per_article * 2),
        },
        schema=TOKENS,
    )
    found["body"] = pa.table(
        {
            "article": article,
            "lang": pa.array(bodies.langs, pa.string()),
            "words": (np.diff(half) / 2).astype(np.float32),
            "starts": _lists(paragraphs[:, 2].copy(), bodies.paragraph_offsets),
            "ends": _lists(paragraphs[:, 3].copy(), bodies.paragraph_offsets),
        }
    )
    return found


def _lists(values: NDArray[np.generic], offsets: NDArray[np.int64]) -> pa.ListArray:
    return pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32)), pa.array(values))
