"""An article with a title and no text: it is read, counted and kept, and equal to nothing."""

import json
from pathlib import Path
from typing import Any

from whole_run import rows_of, write_lines

import dedup
from dedup.api import opened as opened_or_made
from dedup.ingest import given_id

TEXT = (
    "The harbour board of Tarnmouth agreed on Monday to rebuild the northern pier after the storm of last winter, "
    "and said that the work would begin in the spring and take two years, at a cost of eleven million crowns."
)
RECORDS: list[dict[str, Any]] = [
    # One headline at one minute, at three outlets; and three records of one id.
    {"id": "1", "url": "https://a.example/1", "title": "Pier to be rebuilt", "text": None},
    {"id": "1", "url": "https://b.example/1", "title": "Pier to be rebuilt", "text": None},
    {"id": "1", "url": "https://c.example/1", "title": "Pier to be rebuilt", "text": None},
    {"id": "2", "url": "https://a.example/2", "title": "Gate closed", "text": None},
    {"id": "3", "url": "https://d.example/3", "title": "Pier to be rebuilt", "text": TEXT},
    # A headline whose article came as well.
    {"id": "4", "url": "https://d.example/3", "title": "Pier to be rebuilt", "text": None},
]


def test_titles_are_counted_and_match_nothing(tmp_path: Path) -> None:
    for number, records in enumerate((RECORDS, RECORDS[::-1])):
        out = tmp_path / str(number)
        found = dedup.run([write_lines(tmp_path / "dump.jsonl", records)], out, report=False)
        assert (found.articles, found.records["title_only"], found.unmatchable) == (5, 4, 4)
        assert "a title and no text, not compared" in str(found)
        assert json.loads((out / "run.json").read_text("utf-8"))["records"]["title_only"] == 4
        assert rows_of(out, "matches.jsonl") == rows_of(out, "borrowed.jsonl") == []
        rows = rows_of(out, "articles.jsonl")
        assert len({row["id"] for row in rows}) == 5
        assert {row["id"] for row in rows} >= {"1", "2", "3"}
        assert all(row["role"] == "alone" and row["keep"] for row in rows)
        assert [row["reason"] for row in rows_of(out, "rejected.jsonl")] == [
            f"another fetch of https://d.example/3, kept: {tmp_path / 'dump.jsonl'} line {5 if not number else 2}"
        ]
    assert (tmp_path / "0" / "articles.jsonl").read_bytes() == (tmp_path / "1" / "articles.jsonl").read_bytes()


def test_the_article_is_compared_though_its_headline_came_first(tmp_path: Path) -> None:
    archive = tmp_path / "a.duckdb"
    full = {**RECORDS[0], "text": TEXT}
    with opened_or_made(archive) as opened:
        assert [one.status for one in opened.add([RECORDS[0], RECORDS[3], RECORDS[4]])] == ["first"] * 3
        assert opened.check(RECORDS[0]).status == "known"
        assert opened.check(full).status == "duplicate"
        (verdict,) = opened.add([full])
        assert (verdict.status, verdict.match) == ("duplicate", "3")
        # By now the archive has its text.
        assert opened.check(full).status == "known"
        assert not opened.origin("2").answer.startswith("originated")
    dedup.refresh(archive)
    with dedup.Archive.open(archive) as opened:
        # The name that was given out stays, though nobody else has the id any more.
        rows = {given_id(row["id"]): row for row in opened.table("articles").to_pylist()}
        assert sorted(rows) == ["1", "2", "3"]
        assert rows["1"]["story"] == rows["3"]["story"] is not None
