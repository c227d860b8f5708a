"""The corridor: what happens to a dump, from front to back.

1. read        the dump's records become articles, each id once; what cannot be read is set aside
2. recurring   lines that an outlet repeats under different stories are its boilerplate
3. text        the body of each article: words, paragraphs, passages, language; keys of copies; stems
4. meaning     stems are weighed over the whole dump, and keys of rewrites made
5. match       articles with a common key are candidates; each is aligned and kept with its passages, or dropped
6. story       matching articles are grouped by what they are about; every pair within a story is looked at
7. provenance  who took it from whom
8. export      the files that users read (`dedup.export`)

Each stage is a function from batches to batches that sees only its batch. What needs the whole dump is a query.
"""

import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.archive import Archive
from dedup.config import Config, MatchConfig
from dedup.engine import Engine
from dedup.match import TOKENS, Tokens, candidates_sql, check
from dedup.meaning import Weights, stem_elements, weigh
from dedup.meaning.stems import base_language
from dedup.model import ARTICLE
from dedup.provenance import Cues, Sources, find_citations, story_inputs, trace, trace_tables
from dedup.read import list_sources, read
from dedup.sketch import copy_keys, rewrite_keys
from dedup.story import Tie, group_articles, label_components, tells_sql
from dedup.text import Cutter, cut_bodies, recurring_lines

Watch = Callable[[str, int, int], None]
"""Told of progress: the stage, parts done, parts in all."""


@dataclass
class Stage:
    """What one stage took."""

    name: str
    seconds: float
    rows: int
    """What it made: articles, keys, matches, links."""
    peak_memory: int
    """Bytes that the process had held at most when the stage ended."""


@dataclass
class Run:
    """A run at work: the archive being made, the engine, and what the stages before left behind."""

    archive: Archive
    engine: Engine
    config: Config
    watch: Watch
    stages: list[Stage] = field(default_factory=list)

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection of the archive."""
        return self.archive.connection

    def one(self, sql: str) -> int:
        """The single number that a query answers."""
        return int(self.connection.execute(sql).fetchall()[0][0] or 0)

    def each(self, name: str, stage: Callable[[tuple[int, int]], dict[str, pa.Table]], parts: Sequence[tuple[int, int]]) -> None:
        """Run `stage` over `parts` and append the tables that it answers to those of their names."""
        self.watch(name, 0, len(parts))
        for done, tables in enumerate(self.engine.map(stage, parts), start=1):
            for table, rows in tables.items():
                self.engine.insert(table, rows)
            self.watch(name, done, len(parts))


def corridor(archive: Archive, inputs: Sequence[str], config: Config, watch: Watch) -> list[Stage]:
    """Take the dump `inputs` through every stage into `archive`; returns what each stage took."""
    run = Run(archive, Engine(archive.connection, config.machine.threads or os.cpu_count() or 1), config, watch)
    for name, step, rows in (
        ("read", partial(_read, inputs=inputs), "SELECT count(*) FROM article"),
        ("text", _text, "SELECT count(*) FROM body"),
        ("meaning", _meaning, "SELECT count(*) FROM scratch.key"),
        ("match", _match, "SELECT count(*) FROM match"),
        ("story", _story, "SELECT count(*) FROM membership"),
        ("provenance", _provenance, "SELECT count(*) FROM link"),
    ):
        started = time.perf_counter()
        step(run)
        run.stages.append(Stage(name, round(time.perf_counter() - started, 3), run.one(rows), peak_memory()))
    return run.stages


def peak_memory() -> int:
    """The most bytes that this process has held so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _read(run: Run, inputs: Sequence[str]) -> None:
    listing = list_sources(inputs)
    done = 0

    def progress(_: object, size: int) -> None:
        nonlocal done
        done += size
        run.watch("read", done, max(done, total))

    total = sum(source.size or 0 for source in listing.sources)
    run.connection.execute("CREATE SEQUENCE scratch.arrival")
    run.engine.connection.register("_none", pa.Table.from_batches([], schema=ARTICLE))
    run.connection.execute("CREATE TABLE scratch.arrived AS SELECT 0::BIGINT AS arrival, * FROM _none")
    run.connection.unregister("_none")
    arrived = 0
    for articles, rejected in read(listing, run.config.read, progress):
        table = pa.Table.from_batches([articles])
        numbers = pa.array(range(arrived, arrived + table.num_rows), pa.int64())
        run.engine.insert("scratch.arrived", table.append_column("arrival", numbers))
        run.engine.insert("rejected", pa.Table.from_batches([rejected]))
        arrived += table.num_rows
    # Which of several records of one id stays must not depend on their order in the dump.
    run.connection.execute("""
        CREATE TABLE scratch.repeated AS
            SELECT arrival, id, row_number() OVER (
                PARTITION BY id
                ORDER BY published NULLS LAST, md5(text), title, url, outlet, file, position, arrival
            ) AS place
            FROM scratch.arrived
            WHERE id IN (SELECT id FROM scratch.arrived GROUP BY id HAVING count(*) > 1);
        INSERT INTO rejected
            SELECT again.file, again.position, 'repeated id ' || id || ', kept: ' || first.file || ' ' || first.position
            FROM scratch.repeated r JOIN scratch.arrived again USING (arrival, id)
            JOIN (
                SELECT id, file, position FROM scratch.repeated JOIN scratch.arrived USING (arrival, id) WHERE place = 1
            ) first USING (id)
            WHERE r.place > 1;
        CREATE TABLE scratch.numbered AS
            SELECT arrival, row_number() OVER (ORDER BY id) - 1 AS article FROM scratch.arrived
            WHERE arrival NOT IN (SELECT arrival FROM scratch.repeated WHERE place > 1);
        INSERT INTO article
            SELECT article, * EXCLUDE (arrival, article) FROM scratch.arrived JOIN scratch.numbered USING (arrival)
            ORDER BY article;
        DROP TABLE scratch.arrived; DROP TABLE scratch.numbered; DROP TABLE scratch.repeated;
    """)


def _text(run: Run) -> None:
    parts = _article_parts(run)
    cutter = Cutter.load()
    for sql in (
        "CREATE TABLE scratch.line (line UBIGINT, article BIGINT, lead UBIGINT, longest UBIGINT)",
        "CREATE TABLE scratch.key (key UBIGINT, article BIGINT)",
        "CREATE TABLE scratch.stem (lang VARCHAR, element UINTEGER, articles BIGINT, prior_share DOUBLE)",
        "CREATE TABLE scratch.tokens (article BIGINT, lang VARCHAR, words UINTEGER[], elements UINTEGER[], "
        "starts INTEGER[], ends INTEGER[], paragraphs INTEGER[], passages INTEGER[])",
    ):
        run.connection.execute(sql)

    def lines(part: tuple[int, int]) -> dict[str, pa.Table]:
        rows = run.engine.table(
            "SELECT article, outlet, text FROM article WHERE article BETWEEN ? AND ? AND outlet IS NOT NULL ORDER BY article", part
        )
        found = recurring_lines(rows["article"].to_pylist(), rows["outlet"].to_pylist(), rows["text"].to_pylist(), cutter)
        return {"scratch.line": found}

    run.each("boilerplate", lines, parts)
    recurring = run.engine.table(
        """
        SELECT line FROM scratch.line GROUP BY line
        HAVING count(DISTINCT article) >= $1
        AND greatest(count(DISTINCT lead), count(DISTINCT longest)) >= $1
        AND 2 * greatest(count(DISTINCT lead), count(DISTINCT longest)) >= count(DISTINCT article)
        ORDER BY line
        """,
        [run.config.text.recurring_articles],
    )["line"].to_numpy()
    run.connection.execute("DROP TABLE scratch.line")
    run.each("text", partial(_cut, run=run, recurring=recurring, cutter=cutter), parts)


def _cut(part: tuple[int, int], run: Run, recurring: NDArray[np.uint64], cutter: Cutter) -> dict[str, pa.Table]:
    """Bodies, tokens, stems and keys of copies of one part of the articles."""
    config = run.config
    rows = run.engine.table(
        "SELECT article, outlet, lang, text FROM article WHERE article BETWEEN ? AND ? ORDER BY article", part
    )
    article = rows["article"].to_numpy()
    texts = rows["text"].to_pylist()
    bodies = cut_bodies(texts, rows["outlet"].to_pylist(), rows["lang"].to_pylist(), recurring, cutter, config.text)
    found: dict[str, pa.Table] = {}
    elements = np.zeros(0, np.uint32)
    if config.match.rewrites:
        elements, found["scratch.stem"] = stem_elements(bodies, texts)
    passages = bodies.passages
    owner = passages[:, 0]
    if config.match.copies:
        spans = bodies.offsets[owner][:, None] + passages[:, 2:4]
        found["scratch.key"] = copy_keys(article[owner], spans, bodies.words, config.sketch)
    per_article = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=len(texts)))])
    paragraphs = bodies.paragraphs
    half = np.concatenate([[0], np.cumsum(paragraphs[:, 4])])[bodies.paragraph_offsets]
    found["scratch.tokens"] = pa.table(
        {
            "article": article,
            "lang": [base_language(lang) if lang else "" for lang in bodies.langs],
            "words": _lists(bodies.words, bodies.offsets),
            "elements": _lists(elements, bodies.offsets if len(elements) else np.zeros_like(bodies.offsets)),
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


def _meaning(run: Run) -> None:
    if not run.config.match.rewrites:
        return
    weights = _weights(run)

    def keys(part: tuple[int, int]) -> dict[str, pa.Table]:
        rows = run.engine.table("SELECT * FROM scratch.tokens WHERE article BETWEEN ? AND ? ORDER BY article", part)
        tokens = Tokens.of(rows.cast(TOKENS))
        spans = tokens.passages.values.reshape(-1, 2)
        owner = np.repeat(np.arange(len(tokens.article)), np.diff(tokens.passages.offsets) // 2)
        spans = tokens.elements.offsets[owner][:, None] + spans
        return {"scratch.key": rewrite_keys(tokens.article[owner], spans, tokens.elements.values, weights, run.config.sketch)}

    run.each("meaning", keys, _article_parts(run))


def _weights(run: Run) -> Weights:
    rows = run.engine.table("""
        SELECT element, sum(articles)::BIGINT AS articles, max(n) AS of_language, max(prior_share) AS prior_share
        FROM scratch.stem JOIN (SELECT lang, count(*) AS n FROM scratch.tokens GROUP BY lang) USING (lang)
        GROUP BY element ORDER BY element
    """)
    columns = {name: rows[name].to_numpy() for name in rows.column_names}
    weights = weigh(
        columns["articles"], columns["of_language"], columns["prior_share"], run.config.meaning.prior_articles
    )
    return Weights(columns["element"], weights)


def _match(run: Run) -> None:
    run.connection.execute(f"""
        CREATE TABLE scratch.candidate AS
        SELECT row_number() OVER (ORDER BY a, b) - 1 AS number, a, b
        FROM ({candidates_sql("scratch.key", run.config.match.neighbours)}) ORDER BY a, b
    """)
    run.connection.execute("DROP TABLE scratch.key; CREATE TABLE scratch.key (key UBIGINT, article BIGINT)")
    _check(run, "match", "scratch.candidate", run.config.match)


def _check(run: Run, name: str, candidates: str, config: MatchConfig) -> None:
    """Check every pair of the table `candidates` (number, a, b) and append what matches."""
    weights = _weights(run) if run.config.match.rewrites else Weights(np.zeros(0, np.uint32), np.zeros(0, np.float32))

    def stage(part: tuple[int, int]) -> dict[str, pa.Table]:
        chosen = f"(SELECT a, b FROM {candidates} WHERE number BETWEEN {part[0]} AND {part[1]})"
        pairs = run.engine.table(f"FROM {chosen} ORDER BY a, b")
        rows = run.engine.table(
            f"SELECT * FROM scratch.tokens WHERE article IN (SELECT a FROM {chosen} UNION SELECT b FROM {chosen})"
        )
        tokens = Tokens.of(rows.cast(TOKENS))
        return {"match": check(pairs["a"].to_numpy(), pairs["b"].to_numpy(), tokens, weights, config)}

    total = run.one(f"SELECT count(*) FROM {candidates}")
    size = run.config.machine.batch_pairs
    run.each(name, stage, [(low, min(low + size, total) - 1) for low in range(0, total, size)])


def _story(run: Run) -> None:
    config = run.config.story
    label_components(run.connection, "match", "scratch.component")

    def stage(part: tuple[int, int]) -> dict[str, pa.Table]:
        rows = run.engine.table(
            "SELECT a, b, coverage_a, coverage_b, focus_a, focus_b, lead_a, lead_b FROM match JOIN scratch.component ON article = a "
            "WHERE component BETWEEN ? AND ? ORDER BY a, b",
            part,
        )
        ties = (Tie(*tie) for tie in zip(*(rows[name].to_pylist() for name in rows.column_names), strict=True))
        stories = group_articles(ties, config)
        sizes: dict[int, int] = {}
        for story in stories.values():
            sizes[story] = sizes.get(story, 0) + 1
        kept = sorted((article, story) for article, story in stories.items() if sizes[story] > 1)
        columns = {"article": [article for article, _ in kept], "story": [story for _, story in kept]}
        return {"membership": pa.table(columns, schema=pa.schema([("article", pa.int64()), ("story", pa.int64())]))}

    run.each("story", stage, _parts(run, "SELECT component AS place, count(*) AS size FROM scratch.component GROUP BY component", 50_000))
    run.connection.execute(f"""
        CREATE TABLE scratch.overlooked AS
        WITH small AS (
            SELECT story FROM membership GROUP BY story HAVING count(*) <= {config.second_look}
        ), pair AS (
            SELECT x.article AS a, y.article AS b
            FROM small JOIN membership x USING (story) JOIN membership y USING (story) WHERE x.article < y.article
        )
        SELECT row_number() OVER (ORDER BY a, b) - 1 AS number, a, b FROM pair ANTI JOIN match USING (a, b) ORDER BY a, b
    """)
    second = replace(run.config.match, least_gain=config.second_gain, least_match_words=run.config.match.short_match_words)
    _check(run, "second look", "scratch.overlooked", second)
    run.connection.execute(f"""
        UPDATE match SET same_statement = coalesce(
            (SELECT story FROM membership WHERE article = a) = (SELECT story FROM membership WHERE article = b), false
        ) OR {tells_sql(config)}
    """)


def _provenance(run: Run) -> None:
    config = run.config.provenance
    cues, sources = Cues.load(), Sources.load(config.sources_path())

    def citations(part: tuple[int, int]) -> dict[str, pa.Table]:
        rows = run.engine.table(
            """
            SELECT article, id, url, outlet, title, text, body.lang, author, credits,
                list_transform(list_zip(starts, ends), lambda s: {'start': s[1], 'end': s[2]}) AS body
            FROM article JOIN body USING (article) WHERE article BETWEEN ? AND ? ORDER BY article
            """,
            part,
        )
        return {"citation": find_citations(rows, config, cues=cues, sources=sources)}

    run.each("citations", citations, _article_parts(run))
    # A story of one article has nothing to trace but the source that it names.
    run.connection.execute("""
        CREATE TABLE scratch.told AS
        SELECT story, article FROM membership
        UNION SELECT article, article FROM citation WHERE scope <> 'self' AND article NOT IN (SELECT article FROM membership)
    """)

    def links(part: tuple[int, int]) -> dict[str, pa.Table]:
        articles = run.engine.table(
            """
            SELECT story, article, id, outlet, body.lang, published, published_precision, crawled, words, text, starts, ends
            FROM scratch.told JOIN article USING (article) JOIN body USING (article) WHERE story BETWEEN ? AND ?
            """,
            part,
        )
        matches = run.engine.table(
            """
            SELECT x.story, match.* FROM match
            JOIN scratch.told x ON x.article = a JOIN scratch.told y ON y.article = b AND x.story = y.story
            WHERE x.story BETWEEN ? AND ?
            """,
            part,
        )
        cited = run.engine.table(
            """
            SELECT story, citation.* FROM citation JOIN scratch.told USING (article) WHERE story BETWEEN ? AND ?
            ORDER BY article, start NULLS FIRST, "end", type, source_key, words
            """,
            part,
        )
        found = trace(story_inputs(articles, matches, cited), config, sources=sources)
        link, origin = trace_tables(found)
        return {"link": link, "origin": origin}

    sizes = "SELECT story AS place, sum(length(text)) AS size FROM scratch.told JOIN article USING (article) GROUP BY story"
    run.each("provenance", links, _parts(run, sizes, run.config.machine.batch_chars // 4))


def _article_parts(run: Run) -> list[tuple[int, int]]:
    machine = run.config.machine
    return _parts(
        run, f"SELECT article AS place, length(text) + {machine.batch_chars // machine.batch_articles} AS size FROM article", machine.batch_chars
    )


def _parts(run: Run, sql: str, most: int) -> list[tuple[int, int]]:
    """Ranges of `place` of about `most` in `size` each, from a query of places and sizes."""
    rows = run.engine.table(f"""
        SELECT min(place) AS low, max(place) AS high FROM (
            SELECT place, (sum(size) OVER (ORDER BY place) - size) // {max(1, most)} AS part FROM ({sql})
        ) GROUP BY part ORDER BY low
    """)
    return list(zip(rows["low"].to_pylist(), rows["high"].to_pylist(), strict=True))


def _lists(values: NDArray[np.generic], offsets: NDArray[np.int64]) -> pa.ListArray:
    return pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32)), pa.array(values))
