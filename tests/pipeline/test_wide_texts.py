"""Texts that the database holds, read within the memory that it has."""

import random
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pytest

from dedup.archive import LENGTHS, ArchiveStore, Working
from dedup.config import Config, MachineConfig, ProvenanceConfig
from dedup.pipeline import Engine, Run, story_tables, unwatched
from dedup.pipeline.stages.boilerplate import find_recurring
from dedup.pipeline.stages.ingest import arrive, begin_arrivals, choose_articles
from dedup.pipeline.stages.tokenize import Tokenizer, cut_articles
from dedup.provenance import story_inputs
from dedup.schema import ARTICLE
from dedup.text import TextTables, lines_of


class WholeAnswers(Engine):
    """Answers queries with tables of which any column keeps all others, as the database does, in memory that Arrow
    counts."""

    def table(self, sql: str, parameters: Sequence[object] = ()) -> pa.Table:
        self.held = max(getattr(self, "held", 0), pa.total_allocated_bytes())
        return in_one_piece(super().table(sql, parameters))


def in_one_piece(rows: pa.Table) -> pa.Table:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as stream:
        stream.write_table(rows)
    return pa.ipc.open_stream(sink.getvalue()).read_all()


_VERSIONS: Final = 800
_WIDE: Final = 65_000
"""Characters of each: 52 MB in all."""


@pytest.mark.parametrize("where", ["range % 8 <> 3", "range % 13 = 0"])
def test_the_texts_of_a_live_blog_are_read_within_the_memory_of_the_database(tmp_path: Path, where: str) -> None:
    """46 MB of texts from a database of 40; or 4 MB that lie scattered among 52."""
    with Working.start(tmp_path / "a.duckdb", 40 << 20, 2) as work:
        engine = Engine(work.connection, 2)
        paragraphs = pa.array([list(range(400))] * 20, pa.list_(pa.int32()))
        for low in range(0, _VERSIONS, 20):
            numbers = list(range(low, low + 20))
            rows: dict[str, Any] = {
                "article": numbers,
                "id": [f"v{n}" for n in numbers],
                "text": [f"{n:06}" + "x" * (_WIDE - 6) for n in numbers],
            }
            engine.insert("article", pa.table(rows))
            engine.insert(LENGTHS, pa.table({"article": numbers, "characters": [_WIDE] * 20}))
            body = {"article": numbers, "words": [1.0] * 20, "starts": paragraphs, "ends": paragraphs}
            engine.insert("body", pa.table(body))
        members = f"(SELECT 0 AS story, range AS article FROM range({_VERSIONS}) WHERE {where})"
        chosen = [row["article"] for row in work.records(f"SELECT article FROM {members} ORDER BY article")]
        articles, matches, cited = story_tables(engine.table, members, ProvenanceConfig(), LENGTHS)
    (made,) = story_inputs(articles, matches, cited)
    held = {article.article: article.text for article in made.articles}
    assert sorted(held) == chosen
    assert all(text[:6] == f"{n:06}" and len(text) == _WIDE for n, text in held.items())
    assert (matches.num_rows, cited.num_rows) == (0, 0)


def test_the_lines_of_the_versions_of_a_live_blog_are_held_once(tmp_path: Path) -> None:
    """20 MB of texts of 100 KB of lines; those of different portions, and empty ones, are put together as they were."""
    lines = [_sentence(n) * 2 if n % 7 else "" for n in range(400)]
    texts = {n: "\n".join(lines[200 - n // 2 : 400 - n % 3]) for n in range(300)}
    with Working.start(tmp_path / "a.duckdb", 128 << 20, 2) as work:
        engine = WholeAnswers(work.connection, 2)
        rows = {"article": list(texts), "id": [f"v{n}" for n in texts], "text": list(texts.values())}
        engine.insert("article", pa.table(rows))
        engine.insert(LENGTHS, pa.table({"article": list(texts), "characters": [len(text) for text in texts.values()]}))
        engine.insert("body", pa.table({"article": list(texts), "words": [1.0] * 300}))
        members = "(SELECT 0 AS story, range AS article FROM range(300))"
        before = pa.total_allocated_bytes()
        tables = story_tables(engine.table, members, ProvenanceConfig(), LENGTHS)
    size = sum(map(len, texts.values()))
    tracemalloc.start()
    (made,) = story_inputs(*tables)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert {article.article: article.text for article in made.articles} == texts
    assert size > 15_000_000
    # Of texts that were split nothing is left when the next ones are asked for.
    assert engine.held - before < size // 10
    assert tables[0].nbytes < size // 20
    assert peak < size // 5


@pytest.mark.parametrize(("addresses", "kept"), [(1, 1), (_VERSIONS, _VERSIONS)])
def test_the_versions_of_a_live_blog_are_kept_within_the_memory_of_the_database(
    tmp_path: Path, addresses: int, kept: int
) -> None:
    """On one address all but one are set aside, on addresses of their own none; either way they are written."""
    path, config = tmp_path / "a.duckdb", Config(machine=MachineConfig(memory=256_000_000))
    with Working.start(path, config.machine.database_memory, 2) as work:
        run = Run(work, Engine(work.connection, 2), config, unwatched)
        begin_arrivals(run)
        for low in range(0, _VERSIONS, 20):
            numbers = range(low, low + 20)
            rows: dict[str, Any] = {
                "id": [f"v{n}" for n in numbers],
                "url": [f"https://blog.example/live/{n % addresses}" for n in numbers],
                "text": [_text(n) for n in numbers],
            }
            arrive(run, pa.table({one.name: pa.array(rows.get(one.name, [None] * 20), one.type) for one in ARTICLE}))
        found = choose_articles(run)
        parts = run.article_parts()
        work.finish(config.settings())
    assert (found.articles, found.again, found.revisions) == (kept, _VERSIONS - kept, _VERSIONS - kept)
    assert sum(high - low + 1 for low, high in parts) == kept
    with ArchiveStore.open(path) as archive:
        rows = archive.rows(
            "SELECT id, text FROM revision UNION ALL SELECT id, text_of(packed) FROM base.article"
        ).to_pydict()
    assert sorted(rows["id"]) == sorted(f"v{n}" for n in range(_VERSIONS))
    assert all(text == _text(int(one[1:])) for one, text in zip(rows["id"], rows["text"], strict=True))


def test_the_lines_of_a_live_blog_are_judged_within_the_memory_of_the_database(tmp_path: Path) -> None:
    """Each version repeats most of another and is a story's own; what an outlet repeats under all is a footer."""
    footer = "All pages of the Harbour Mail are written by its own staff, and nobody else reads them before."
    picture = "y" * 150_000
    with Working.start(tmp_path / "a.duckdb", 24 << 20, 2) as work:
        engine = WholeAnswers(work.connection, 2)
        run = Run(work, engine, Config(machine=MachineConfig(memory=256_000_000)), unwatched)
        for low in range(0, 200, 20):
            told = range(low, low + 20)
            blogs = ["\n".join([picture, *map(_sentence, range(n + 20, n, -1))]) for n in told]
            others = [f"{_sentence(n + 500)}\n{_sentence(n + 1_000)}\n{footer}" for n in told]
            rows: dict[str, Any] = {
                "article": [*told, *(n + 200 for n in told)],
                "id": [*(f"v{n}" for n in told), *(f"o{n}" for n in told)],
                "outlet": ["Coast Live"] * 20 + ["Harbour Mail"] * 20,
                "title": ["Live: storm on the coast"] * 20 + [_sentence(n)[:30] for n in told],
                "text": [*blogs, *others],
            }
            run.insert_articles(pa.table(rows))
        before = pa.total_allocated_bytes()
        find_recurring(run, TextTables.load(), run.article_parts())
        # Of 33 MB: some parts are in work, those whose lines wait to be inserted are not.
        assert engine.held - before < 8_000_000
        found = run.engine.table("FROM recurring")["line"].to_pylist()
    tables = TextTables.load()
    lines = lines_of(others[0], "Harbour Mail", tables) | lines_of(blogs[0], "Coast Live", tables)
    assert {lines[line] for line in found} == {footer, picture}


def test_what_was_cut_does_not_hold_the_texts() -> None:
    text = "\n".join(["y" * 1_000_000, *map(_sentence, range(20))])
    rows = pa.table({"article": [0, 1], "outlet": ["Coast Live"] * 2, "lang": ["en"] * 2, "text": [text] * 2})
    before = pa.total_allocated_bytes()
    cut = cut_articles(in_one_piece(rows), Tokenizer.of(Config(), TextTables.load(), np.zeros(0, np.uint64)))
    assert cut["body"]["article"].to_pylist() == [0, 1]
    assert pa.total_allocated_bytes() - before < 200_000


def _sentence(number: int) -> str:
    drawn = random.Random(number)
    return " ".join("".join(drawn.choices(("ba", "ko", "ti", "re", "su", "na", "mi"), k=3)) for _ in range(20)) + "."


def _text(number: int) -> str:
    return "x" * (number * _WIDE // 200 + 9_000) + f" {number:06} " + "y" * 900
