"""The CSV that people open in a spreadsheet."""

import csv
import io
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner
from whole_run import Ran

import dedup
from dedup.cli.program import app
from dedup.export.newsroom import COLUMNS

runner = CliRunner()


def written(archive: Path, out: Path) -> tuple[bytes, list[dict[str, str]]]:
    arguments = ["export", "--archive", str(archive), "-o", str(out), "--format", "newsroom"]
    assert runner.invoke(app, arguments).exit_code == 0
    assert runner.invoke(app, arguments).exit_code == 4
    assert runner.invoke(app, [*arguments, "--force"]).exit_code == 0
    raw = (out / "newsroom.csv").read_bytes()
    return raw, list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_a_row_an_article_with_whom_it_was_taken_from(ran: Ran, tmp_path: Path) -> None:
    raw, rows = written(ran.archive, tmp_path / "out")
    assert raw.startswith(b"\xef\xbb\xbf"), "without it Excel takes the bytes for its old code page"
    assert raw.count(b"\r\n") == len(rows) + 1
    assert tuple(rows[0]) == COLUMNS
    articles = {row["id"]: row for row in ran.rows("articles.jsonl")}
    links = {row["child"]: row for row in ran.rows("links.jsonl")}
    assert sorted(row["id"] for row in rows) == sorted(articles)
    for row in rows:
        article, link = articles[row["id"]], links.get(row["id"])
        assert (row["outlet"], row["url"], row["role"]) == (
            article["outlet"] or "",
            article["url"] or "",
            article["role"],
        )
        assert row["keep"] == ("yes" if article["keep"] else "no")
        if link and link["parent"]:
            assert row["taken_from_url"] == (articles[link["parent"]]["url"] or "")
            assert row["taken_from"] == articles[link["parent"]]["outlet"]
        elif link:
            assert (row["taken_from"], row["taken_from_url"]) == (link["source"], "")
        assert row["confidence"] == (str(link["confidence"]) if link else "")
    assert [int(row["story_articles"]) for row in rows] == sorted(
        (int(row["story_articles"]) for row in rows), reverse=True
    )
    assert any("Harbour Post" in row["credit"] for row in rows)
    assert any("ღ" in row["title"] or "ა" in row["title"] for row in rows)


@pytest.mark.parametrize(
    "title", ["=HYPERLINK(1)", "+1", "@SUM(A1)", "\t=1", "two\nlines", 'a "quoted" one, with commas']
)
def test_no_cell_is_a_formula(tmp_path: Path, title: str) -> None:
    (tmp_path / "dump.jsonl").write_bytes(orjson.dumps({"id": "x", "title": title, "text": "The council met."}))
    dedup.run(tmp_path / "dump.jsonl", tmp_path / "run", report=False)
    _, rows = written(tmp_path / "run", tmp_path / "out")
    assert not rows[0]["title"].startswith(("=", "+", "-", "@", "\t"))
    assert rows[0]["title"].removeprefix("'") == " ".join(title.split())
