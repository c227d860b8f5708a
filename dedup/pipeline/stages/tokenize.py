"""The step that cuts the body of each article into words and passages."""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.config import Config
from dedup.features import ConceptReader, Figures, StemReader, base_language
from dedup.matching import TOKENS, Tokens, in_english
from dedup.pipeline.context import Run
from dedup.pipeline.keys import keys_of_copies
from dedup.text import (
    Bodies,
    TextTables,
    cut_bodies,
    quoted_words,
    title_words,
    units_of,
)


def make_tables(run: Run) -> None:
    """Make the tables that hold, for as long as the run lasts, what articles are compared by."""
    for sql in (
        "CREATE TABLE scratch.stem (lang VARCHAR, element UINTEGER, stem VARCHAR, articles BIGINT, prior_share DOUBLE)",
        "CREATE TABLE scratch.concept (lang VARCHAR, concept UINTEGER, articles BIGINT, factor DOUBLE)",
        "CREATE TABLE scratch.tokens (article BIGINT, lang VARCHAR)",
    ):
        run.connection.execute(sql)


def cut_texts(run: Run, tables: TextTables, parts: list[tuple[int, int]]) -> None:
    """Fill `body`, `Run.tokens` and what is counted over the dump: stems, concepts, keys of copies."""
    recurring = run.engine.table("FROM recurring ORDER BY line")["line"].to_numpy()
    tokenizer = Tokenizer.of(run.config, tables, recurring)
    run.each("text", partial(_cut, run=run, tokenizer=tokenizer), parts)
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

    What one article alone holds is left out: that is half of all stems, and what is not there counts as much. What two
    languages hold, in one article each, stays: that both have it is what makes a concept worth something."""
    run.connection.execute("""
        INSERT INTO stem SELECT lang, element, articles, prior_share FROM scratch.stem
            WHERE articles > 1 OR element IN (SELECT element FROM learned)
            OR element IN (SELECT element FROM scratch.stem GROUP BY element HAVING count(*) > 1);
        INSERT INTO concept SELECT lang, concept, articles, factor FROM scratch.concept
            WHERE articles > 1 OR concept IN (SELECT concept FROM learned)
            OR concept IN (SELECT concept FROM scratch.concept GROUP BY concept HAVING count(*) > 1);
        INSERT INTO counted SELECT lang, count(*) FROM scratch.tokens GROUP BY lang
    """)


@dataclass(frozen=True)
class Tokenizer:
    """The tables and readers that cut articles into tokens."""

    config: Config
    tables: TextTables
    recurring: NDArray[np.uint64]
    """Sorted."""
    stems: StemReader | None
    concepts: ConceptReader | None

    @classmethod
    def of(cls, config: Config, tables: TextTables, recurring: NDArray[np.uint64]) -> "Tokenizer":
        """Load the tokenizer for the kinds of match that `config` asks for."""
        most = config.machine.words_remembered
        concepts = ConceptReader(config.meaning.seed_lexicon, most) if config.match.translations else None
        stems = StemReader(most) if config.match.rewrites or concepts is not None else None
        return cls(config, tables, recurring, stems, concepts)

    def for_kinds(self, config: Config) -> "Tokenizer":
        """Return this tokenizer for a config that may look for fewer kinds of match."""
        match = config.match
        stems = self.stems if match.rewrites or match.translations else None
        return replace(self, config=config, stems=stems, concepts=self.concepts if match.translations else None)

    def with_recurring(self, lines: NDArray[np.uint64]) -> "Tokenizer":
        """Return this tokenizer with other lines taken for boilerplate."""
        return replace(self, recurring=lines)


def _cut(part: tuple[int, int], run: Run, tokenizer: Tokenizer) -> dict[str, pa.Table]:
    rows = run.engine.table(
        "SELECT article, outlet, lang, published, title, text FROM article "
        "WHERE article BETWEEN ? AND ? ORDER BY article",
        part,
    )
    cut = cut_articles(rows, tokenizer)
    if run.config.match.copies:
        cut["scratch.key"] = keys_of_copies(Tokens.of(cut["scratch.tokens"]), run.config.sketch)
    return cut


def cut_articles(rows: pa.Table, tokenizer: Tokenizer) -> dict[str, pa.Table]:
    """Return bodies, tokens, stems and concepts of `article`, `outlet`, `lang`, `text` and, where they are there,
    `published` and `title`, by table."""
    config, stems, reader = tokenizer.config, tokenizer.stems, tokenizer.concepts
    article = rows["article"].to_numpy().copy()  # which would keep the texts for as long as it is there
    texts = rows["text"].to_pylist()
    bodies = cut_bodies(
        texts, rows["outlet"].to_pylist(), rows["lang"].to_pylist(), tokenizer.recurring, tokenizer.tables, config.text
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
        concept_words = _within(read.word, bodies.offsets, concept_offsets)
        found["scratch.concept"] = read.counts
        figures = read.figures
    else:
        figures = Figures.read(bodies, texts)
    figure_offsets = np.searchsorted(figures.word, bodies.offsets)
    name_offsets = np.searchsorted(bodies.names, bodies.offsets)
    quoted, listed = quoted_words(bodies, texts)
    units, unit_starts, unit_offsets = units_of(bodies, texts, tokenizer.tables.alphabet)
    titled, title_offsets = title_words(_titles(rows), tokenizer.tables)
    minutes, dated = _minutes(rows)
    passages = bodies.passages
    owner = passages[:, 0]
    per_article = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=len(texts)))])
    paragraphs = bodies.paragraphs
    bases = {lang: base_language(lang) if lang else "" for lang in set(bodies.langs)}
    weighed = in_english(paragraphs, bodies.paragraph_offsets, bodies.langs)
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
            "paragraphs": _lists(weighed.ravel(), bodies.paragraph_offsets * paragraphs.shape[1]),
            "passages": _lists(np.ascontiguousarray(passages[:, 2:4]).ravel(), per_article * 2),
            "figures": _lists(figures.values, figure_offsets),
            "figure_words": _lists(_within(figures.word, bodies.offsets, figure_offsets), figure_offsets),
            "names": _lists(_within(bodies.names, bodies.offsets, name_offsets), name_offsets),
            "quoted": _lists(*quoted),
            "listed": _lists(*listed),
            "units": _lists(units, unit_offsets),
            "unit_starts": _lists(unit_starts, unit_offsets),
            "title": _lists(titled, title_offsets),
            "published": _lists(minutes, np.concatenate([[0], np.cumsum(dated)])),
        },
        schema=TOKENS,
    )
    found["body"] = _body_table(article, bodies)
    return found


def _body_table(article: NDArray[np.int64], bodies: Bodies) -> pa.Table:
    """Where the paragraphs of each article stand, and how many words they have."""
    paragraphs = bodies.paragraphs
    half = np.concatenate([[0], np.cumsum(paragraphs[:, 4])])[bodies.paragraph_offsets]
    return pa.table(
        {
            "article": article,
            "lang": pa.array(bodies.langs, pa.string()),
            "words": (np.diff(half) / 2).astype(np.float32),
            "starts": _lists(paragraphs[:, 2].copy(), bodies.paragraph_offsets),
            "ends": _lists(paragraphs[:, 3].copy(), bodies.paragraph_offsets),
        }
    )


def _titles(rows: pa.Table) -> list[str | None]:
    return rows["title"].to_pylist() if "title" in rows.column_names else [None] * rows.num_rows


def _minutes(rows: pa.Table) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """When articles were published, in minutes since 1970, and for which of them that is known."""
    if "published" not in rows.column_names:
        return np.zeros(0, np.int32), np.zeros(rows.num_rows, np.bool_)
    times = rows["published"].combine_chunks()
    known = times.drop_null().cast(pa.timestamp("s", "UTC"), safe=False).cast(pa.int64()).to_numpy()
    minutes = np.clip(known // 60, np.iinfo(np.int32).min, np.iinfo(np.int32).max).astype(np.int32)
    return minutes, times.is_valid().to_numpy(zero_copy_only=False)


def _within(places: NDArray[np.int64], offsets: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int32]:
    """Places in a batch's words as places in their article's."""
    return (places - np.repeat(offsets[:-1], np.diff(counts))).astype(np.int32)


def _lists(values: NDArray[np.generic], offsets: NDArray[np.int64]) -> pa.ListArray:
    return pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32)), pa.array(values))
