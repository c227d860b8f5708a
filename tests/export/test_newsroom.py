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
from dedup.export import workbook
from dedup.export.newsroom import COLUMNS
from dedup.export.workbook import WORKBOOK_FILE

runner = CliRunner()


HOSTILE = [
    "=HYPERLINK(1)",
    "+1",
    "@SUM(A1)",
    "\t=1",
    "two\nlines",
    'a "quoted" one, with commas',
    "<b>& <i>",
    "https://a.example/" + "x" * 3000,
    "نص عربي",
]


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


def sheets(path: Path) -> dict[str, list[list[object]]]:
    import openpyxl

    book = openpyxl.load_workbook(path)
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert kinds <= {"s", "n", "inlineStr"}, "no formula, no link"
    assert not [cell for sheet in book for row in sheet for cell in row if cell.hyperlink]
    return {sheet.title: [[cell.value for cell in row] for row in sheet] for sheet in book}


def test_the_workbook_holds_what_the_csv_does(ran: Ran, tmp_path: Path) -> None:
    _, rows = written(ran.archive, tmp_path / "csv")
    with dedup.Archive.open(ran.archive) as archive:
        for out in (tmp_path / "one", tmp_path / "two"):
            archive.export(out, formats=["xlsx"])
        archive.export(tmp_path / "one", formats=["xlsx"], force=True)
    book = sheets(tmp_path / "one" / WORKBOOK_FILE)
    assert tuple(book["articles"][0]) == COLUMNS
    assert [[str("" if cell is None else cell) for cell in row] for row in book["articles"][1:]] == [
        [row[name] for name in COLUMNS] for row in rows
    ]
    assert [row[0] for row in book["columns"][1:]] == list(COLUMNS)
    one, two = ((tmp_path / name / WORKBOOK_FILE).read_bytes() for name in ("one", "two"))
    assert one == two


def test_a_workbook_of_somebody_else_is_not_replaced(ran: Ran, tmp_path: Path) -> None:
    import openpyxl

    openpyxl.Workbook().save(tmp_path / WORKBOOK_FILE)
    before = (tmp_path / WORKBOOK_FILE).read_bytes()
    with dedup.Archive.open(ran.archive) as archive, pytest.raises(dedup.OutputExistsError):
        archive.export(tmp_path, formats=["xlsx"], force=True)
    assert (tmp_path / WORKBOOK_FILE).read_bytes() == before


def test_hostile_cells_of_a_workbook_are_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_ROWS", 8)
    rows = [{"id": f"n{number}", "title": title, "text": "The council met."} for number, title in enumerate(HOSTILE)]
    (tmp_path / "dump.jsonl").write_bytes(b"\n".join(map(orjson.dumps, rows)))
    dedup.run(tmp_path / "dump.jsonl", tmp_path / "run", report=False)
    with dedup.Archive.open(tmp_path / "run") as archive:
        archive.export(tmp_path / "out", formats=["xlsx"])
    book = sheets(tmp_path / "out" / WORKBOOK_FILE)
    assert list(book) == ["articles", "articles 2", "columns"], "what one sheet cannot hold goes on in the next"
    titles = {row[-1]: row[2] for name in ("articles", "articles 2") for row in book[name][1:]}
    assert titles == {f"n{number}": " ".join(title.split()) for number, title in enumerate(HOSTILE)}
