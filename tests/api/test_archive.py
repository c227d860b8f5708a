"""An archive as programs hold it: what it shows of itself, its dates, and what it says after it was closed."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from whole_run import Ran

import dedup


def test_it_says_what_it_is(ran: Ran) -> None:
    with dedup.Archive.open(ran.archive) as archive:
        assert repr(archive).endswith("archive.duckdb': 113 articles, 16 stories; open for reading>")
    assert repr(archive).endswith(", closed>")


def test_the_folder_of_a_run_stands_for_its_archive(ran: Ran) -> None:
    with dedup.Archive.open(ran.out) as archive:
        assert archive.path == ran.archive
    with pytest.raises(dedup.ArchiveError, match="no such archive"):
        dedup.Archive.open(ran.out.parent)


def test_after_the_end_it_says_that_it_is_closed(ran: Ran) -> None:
    with dedup.Archive.open(ran.archive) as archive:
        pass
    for ask in (lambda: dedup.origin(archive, "nvjuh68"), lambda: archive.table("articles")):
        with pytest.raises(dedup.ArchiveError, match="this archive is closed"):
            ask()
    archive.close()


def test_dates_are_dates(ran: Ran) -> None:
    with dedup.Archive.open(ran.archive) as archive:
        articles, stories = archive.table("articles"), archive.table("stories")
    rows = {row["id"]: row for row in ran.rows("articles.jsonl")}
    written = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d", "minute": "%Y-%m-%dT%H:%M:%SZ"}
    written |= {f"{size}, zone unknown": "%Y-%m-%dT%H:%M:%S" for size in ("minute", "second")}
    for row in articles.to_pylist():
        shown = written.get(row["published_precision"] or "", "%Y-%m-%dT%H:%M:%SZ")
        assert (row["published"] and row["published"].strftime(shown)) == rows[row["id"]]["published"]
    assert {precision for precision in articles["published_precision"].to_pylist()} >= {"day", "second", None}
    assert pa.types.is_timestamp(stories.schema.field("first_seen").type)
    by_id = {row["id"]: row for row in stories.to_pylist()}
    assert by_id["sa138901d7dcc"]["first_seen"] == datetime(2025, 5, 6, 8, tzinfo=UTC)
    assert articles.drop_columns(["published"]).num_rows == len(rows)


def test_a_translation_counts_for_check_and_not_for_filter(ran: Ran, tmp_path: Path) -> None:
    own = shutil.copyfile(ran.archive, tmp_path / "news.duckdb")
    with dedup.Archive.open(own, write=True) as archive:
        (record,) = archive.rows("""
            WITH pairs AS (SELECT a AS article, kind, score FROM match UNION ALL SELECT b, kind, score FROM match)
            SELECT id, title, text FROM article JOIN pairs USING (article)
            GROUP BY ALL HAVING bool_and(kind = 'translation') ORDER BY max(score) DESC, id LIMIT 1
        """).to_pylist()
        archive.forget(record["id"])
    with dedup.Archive.open(own) as archive:
        assert archive.check(record).kind == "translation"
        assert list(archive.filter([record])) == [record]
