"""Formats that hold tables or files of their own: spreadsheets, Word, databases, WACZ, folders of datasets."""

import datetime
import io
import json
import sqlite3
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from dedup.ingest import InputError

Gather = Any

TEXT = (
    "The council of Larkhaven met on Monday and agreed to rebuild the northern pier before the storms of autumn. "
    "The work is to cost four million and to be done by local firms, the mayor said after the session."
)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "News"
    day = datetime.datetime(2025, 12, 16, 8, 36)
    for row in (
        ["What the pier desk exported"],
        [],
        ["Nr", "Datum", "Titel", "Inhalt", "Link", ""],
        [7, day, "Pier", TEXT, "https://larkhaven.example/1", "kept aside"],
        [],
        [8, day.date(), "Gate", None, "https://larkhaven.example/2"],
    ):
        sheet.append(row)
    book.create_sheet("Notes").append(["who", "when"])
    book.save(tmp_path / "t.xlsx")
    return tmp_path / "t.xlsx"


def test_spreadsheet(workbook: Path, gather: Gather) -> None:
    pytest.importorskip("python_calamine")
    for name in ("t.xlsx", "t"):
        found = gather([workbook.rename(workbook.with_name(name))])
        workbook = workbook.with_name(name)
        article, gate = found.articles
        assert (article["title"], article["text"], article["outlet"]) == ("Pier", TEXT, "larkhaven.example")
        assert article["published"].isoformat() == "2025-12-16T08:36:00+00:00"
        assert article["position"] == "News row 4"
        assert (gate["title"], gate["text"], gate["position"]) == ("Gate", "", "News row 6")
        assert not found.reasons


def test_without_the_extra_the_reason_says_what_helps(
    workbook: Path, gather: Gather, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    assert gather([workbook]).reasons == [
        ("", "a spreadsheet; install dedup-news[office] to read it, or save it as CSV, which is read")
    ]


def test_merged_cells_above_a_header_are_none(tmp_path: Path, gather: Gather) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Press review"], ["About", None, "Content", None], ["Date", "Outlet", "Title", "Text"]):
        sheet.append(row)
    sheet.merge_cells("A2:B2")
    sheet.merge_cells("C2:D2")
    sheet.append(["2024-05-03", "Tern Post", "Pier", TEXT])
    book.save(tmp_path / "t.xlsx")
    (article,) = gather([tmp_path / "t.xlsx"]).articles
    assert [article[name] for name in ("outlet", "title", "text")] == ["Tern Post", "Pier", TEXT]


def test_a_spreadsheet_that_unpacks_to_too_much_is_not_unpacked(workbook: Path, gather: Gather) -> None:
    pytest.importorskip("python_calamine")
    ((_, reason),) = gather([workbook], max_unpacked_bytes=1000).reasons
    assert "max_unpacked_bytes" in reason
    workbook.write_bytes(workbook.read_bytes()[:-300])
    ((_, reason),) = gather([workbook]).reasons
    assert reason.startswith("broken spreadsheet")


def test_word_document(tmp_path: Path, gather: Gather) -> None:
    document = pytest.importorskip("docx").Document()
    document.core_properties.author = "Ann Orlow"
    document.add_heading("The northern pier is to be rebuilt", 1)
    document.add_paragraph("16 December 2025")
    document.add_paragraph(TEXT)
    table = document.add_table(1, 2)
    for cell, word in zip(table.rows[0].cells, ("left", "right"), strict=True):
        cell.text = word
    document.add_paragraph("The end.")
    document.save(tmp_path / "a.docx")
    (article,) = gather([tmp_path / "a.docx"]).articles
    assert (article["title"], article["author"]) == ("The northern pier is to be rebuilt", "Ann Orlow")
    assert article["text"] == f"16 December 2025\n{TEXT}\nleft\nright\nThe end."
    assert article["published"].isoformat() == "2025-12-16T00:00:00+00:00"
    assert article["published_from"] == "byline"


def test_a_word_document_that_says_nobody_wrote_it_has_no_author(tmp_path: Path, gather: Gather) -> None:
    document = pytest.importorskip("docx").Document()
    document.add_paragraph(TEXT)
    document.save(tmp_path / "a.docx")
    (article,) = gather([tmp_path / "a.docx"]).articles
    assert (article["title"], article["author"]) == (None, None)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "n.db"
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA journal_mode = WAL")
        made.execute('CREATE TABLE "the news" (id INTEGER, title, body, link)')
        made.execute("CREATE TABLE tag (id INTEGER, name)")
        rows = [(1, "Pier", TEXT, "https://larkhaven.example/1"), (2, "Gate", TEXT.encode() + b"\xff", None)]
        made.executemany('INSERT INTO "the news" VALUES (?, ?, ?, ?)', rows)
        made.commit()
    return path


@pytest.mark.parametrize(
    "within", ["", "?table=the%20news", "?query=SELECT * FROM \"the news\" WHERE title IN ('Pier', 'Gate');"]
)
def test_sqlite(within: str, database: Path, gather: Gather) -> None:
    before = sorted(database.parent.iterdir())
    found = gather([f"sqlite:///{database}{within}"])
    assert [(row["id"], row["title"], row["position"]) for row in found.articles] == [
        ("1", "Pier", "row 1"),
        ("2", "Gate", "row 2"),
    ]
    assert found.articles[1]["text"] == TEXT + "\ufffd"
    assert sorted(database.parent.iterdir()) == before, "reading leaves nothing beside a database"
    assert gather([database]).ids == ["1", "2"], "a file that is one is known by its content"


NOT_READ = [
    ("?table=news", "no table 'news' in the database; there are tag, the news"),
    ("?table=tag", "no text column (id, name)"),
    ("?tabel=news", "names tabel: it is table=NAME or query=SQL"),
    ("?query=DELETE FROM tag", "the database cannot be read: attempt to write a readonly database"),
    ("?query=ATTACH 'other.db' AS other", "the database cannot be read: too many attached databases"),
    ("?query=SELECT none FROM tag", "the database cannot be read: no such column"),
]


@pytest.mark.parametrize(("within", "reason"), NOT_READ)
def test_what_a_database_does_not_give(within: str, reason: str, database: Path, gather: Gather) -> None:
    found = gather([f"sqlite:///{database}{within}"])
    assert not found.articles
    assert reason in found.rejected[0]["reason"]
    assert not (database.parent / "other.db").exists()


_ENDLESS = (
    "CREATE VIEW endless AS WITH RECURSIVE r(text) AS (SELECT 'x' UNION ALL SELECT text FROM r) SELECT text FROM r"
)


def test_a_view_is_run_only_for_who_names_it(database: Path, tmp_path: Path, gather: Gather) -> None:
    """A database may come from a stranger, and a view may never end."""
    with closing(sqlite3.connect(database)) as made:
        made.execute(_ENDLESS)
        made.execute('CREATE VIEW pier AS SELECT id, body AS text FROM "the news" WHERE id = 1')
        made.commit()
    assert gather([database]).ids == ["1", "2"]
    assert gather([f"sqlite:///{database}?table=pier"]).ids == ["1"]
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as made:
        made.execute(_ENDLESS)
        made.commit()
    ((_, reason),) = gather([other]).reasons
    assert "no table has a text column (endless); name one" in reason
    third = tmp_path / "third.duckdb"
    with duckdb.connect(str(third)) as database_of_duckdb:
        database_of_duckdb.execute("CREATE VIEW wide AS SELECT 'x' AS text FROM range(1000000000000)")
    ((_, reason),) = gather([f"duckdb:///{third}"]).reasons
    assert "no table has a text column (wide); name one" in reason


def test_of_several_tables_one_is_to_be_named(database: Path, gather: Gather) -> None:
    with closing(sqlite3.connect(database)) as made:
        made.execute("CREATE TABLE other (text)")
        made.commit()
    ((_, reason),) = gather([f"sqlite:///{database}"]).reasons
    assert "several tables have a text column (other, the news); name one: sqlite:///FILE?table=NAME" in reason
    two = [f'sqlite:///{database}?query=SELECT body FROM "the news" WHERE id={number}' for number in (1, 2)]
    assert len(set(gather(two).ids)) == 2
    with pytest.raises(InputError, match="no such file"):
        gather([f"sqlite:///{database}s?table=x"])


@pytest.mark.parametrize(
    "query",
    [
        "SELECT body FROM \"the news\" WHERE title LIKE '%ate%' AND 1 + 1 = 2",
        "SELECT+body+FROM+%22the+news%22+WHERE+id=2",
    ],
)
def test_a_query_is_written_as_sql_or_as_an_address(query: str, database: Path, gather: Gather) -> None:
    assert [row["text"] for row in gather([f"sqlite:///{database}?query={query}"]).articles] == [TEXT + "\ufffd"]


def test_duckdb(tmp_path: Path, gather: Gather) -> None:
    path = tmp_path / "n.duckdb"
    with duckdb.connect(str(path)) as made:
        made.execute("CREATE TABLE article (id INTEGER, headline VARCHAR, text VARCHAR)")
        made.execute("INSERT INTO article VALUES (1, 'Pier', ?), (2, 'Gate', ?)", [TEXT, TEXT])
        made.execute("CREATE VIEW late AS FROM article WHERE id > 1")
    assert gather([f"duckdb:///{path}?table=article"]).ids == ["1", "2"]
    assert gather([f"duckdb:///{path}?table=late"]).ids == ["2"]
    assert gather([f"duckdb:///{path}?query=FROM article WHERE id < 2"]).ids == ["1"]
    assert "name a table of it: duckdb:///FILE?table=NAME" in gather([path]).reasons[0][1]
    for query in (
        f"COPY article TO '{tmp_path}/out.csv'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "DROP TABLE article",
        "SET enable_external_access = true",
        "SET autoinstall_known_extensions = true",
        "FROM source",  # a variable of the reader's
    ):
        found = gather([f"duckdb:///{path}?query={query}"])
        assert (len(found.articles), len(found.rejected)) == (0, 1)
    assert [one.name for one in tmp_path.iterdir()] == ["n.duckdb"]


def warc(url: str, packed: bool) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    page = f"<html><head><title>Pier</title></head><body><article><h1>Pier</h1><p>{TEXT}</p></article></body></html>"
    head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.0")
    writer = WARCWriter(out, gzip=packed)
    payload = io.BytesIO(page.encode())
    writer.write_record(writer.create_warc_record(url, "response", payload=payload, http_headers=head))
    return out.getvalue()


def test_wacz(tmp_path: Path, gather: Gather) -> None:
    path = tmp_path / "c.wacz"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("archive/a.warc.gz", warc("https://larkhaven.example/1", True))
        packed.writestr("archive/b.warc", warc("https://larkhaven.example/2", False))
        packed.writestr("pages/pages.jsonl", json.dumps({"url": "https://larkhaven.example/1", "text": TEXT}))
        packed.writestr("datapackage.json", "{}")
    for name in ("c.wacz", "c"):
        found = gather([path.rename(tmp_path / name)])
        path = tmp_path / name
        assert found.ids == ["https://larkhaven.example/1", "https://larkhaven.example/2"]
        assert [row["position"] for row in found.articles] == ["archive/a.warc.gz byte 0", "archive/b.warc byte 0"]
        assert not found.rejected
    (tmp_path / "d.wacz").write_bytes(path.read_bytes()[:-40])
    assert gather([tmp_path / "d.wacz"]).reasons[0][1].startswith("broken WACZ file")


def test_folder_of_a_dataset(tmp_path: Path, gather: Gather) -> None:
    (tmp_path / "dataset_dict.json").write_text('{"splits": ["train", "test"]}')
    for split in ("train", "test"):
        folder = tmp_path / split
        folder.mkdir()
        (folder / "dataset_info.json").write_text('{"description": "News of the pier", "features": {}}')
        (folder / "state.json").write_text('{"_data_files": [{"filename": "data-00000-of-00001.arrow"}]}')
        table = pa.table({"id": [split], "text": [TEXT]})
        with pa.ipc.new_stream(folder / "data-00000-of-00001.arrow", table.schema) as out:
            out.write_table(table)
    found = gather([tmp_path])
    assert (sorted(found.ids), found.rejected) == (["test", "train"], [])
