"""Nothing is lost: of each format, the records that were written are the articles, the rejected, the revisions and the
repeated ones. `FUZZ_EXAMPLES=1000` before pytest tries more of them."""

import io
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dedup.archive import Working
from dedup.config import Config
from dedup.pipeline import Engine, Run, unwatched
from dedup.pipeline.stages.ingest import Records, read_dump

FIELDS = ("id", "url", "title", "text")
Row = dict[str, str | None]


class Written(NamedTuple):
    rows: list[Row]
    articles: int
    rejected: int
    revisions: int
    repeated: int


def text_of(number: int, version: int) -> str:
    words = " ".join(f"word{number}x{place}" for place in range(50))
    return f"The council of Larkhaven met for the {number}th time on Monday. {words} It was the {version}th wording."


def written(deeds: list[tuple[str, int]], name: str) -> Written:
    """What a dump of this name holds as `deeds` have it: each writes a new record, or one about an earlier one."""
    site = f"https://larkhaven.example/{name}"
    rows: list[Row] = []
    news: list[int] = []
    versions: set[tuple[int, int]] = set()
    counts = dict.fromkeys(("new", "again", "later", "empty"), 0)
    for place, (deed, which) in enumerate(deeds):
        if deed == "empty":
            rows.append({"id": f"{name}-e{place}", "url": f"{site}/e/{place}", "title": " ", "text": " "})
            counts["empty"] += 1
            continue
        number = place if deed == "new" or not news else news[which % len(news)]
        version = place if deed == "later" and number != place else 0
        if number == place:
            news.append(place)
        counts["new" if number == place else "later" if (number, version) not in versions else "again"] += 1
        versions.add((number, version))
        rows.append(
            {
                "id": f"{name}-{number}",
                "url": f"{site}/news/{number}",
                "title": f"Session {number} of the council on the pier",
                "text": text_of(number, version),
            }
        )
    return Written(rows, counts["new"], counts["empty"], counts["later"], counts["again"])


def as_lines(rows: list[Row], path: Path) -> None:
    path.write_text("\n".join(map(json.dumps, rows)))


def as_table(rows: list[Row], path: Path, cut: str = ",", encoding: str = "utf-8", end: str = "\n") -> None:
    lines = [cut.join(FIELDS), *(cut.join(f'"{row[name] or ""}"' for name in FIELDS) for row in rows)]
    path.write_bytes(end.join(lines).encode(encoding))


def as_parquet(rows: list[Row], path: Path) -> None:
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=3)


def as_arrow(rows: list[Row], path: Path) -> None:
    table = pa.Table.from_pylist(rows)
    with pa.ipc.new_stream(path, table.schema) as out:
        out.write_table(table, max_chunksize=2)


def as_sqlite(rows: list[Row], path: Path) -> None:
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE news (id, url, title, text)")
        made.executemany("INSERT INTO news VALUES (:id, :url, :title, :text)", rows)
        made.commit()


def as_spreadsheet(rows: list[Row], path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("news")
    sheet.append(list(FIELDS))
    for row in rows:
        sheet.append([row[name] for name in FIELDS])
    book.save(path)


def as_feed(rows: list[Row], path: Path) -> None:
    items = "".join(
        f"<item><guid>{row['id']}</guid><link>{row['url']}</link><title>{row['title']}</title>"
        f"<description>{row['text']}</description></item>"
        for row in rows
    )
    path.write_text(f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>')


def as_web_archive(rows: list[Row], path: Path) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for row in rows:
            page = (
                f"<html><head><title>{row['title']}</title></head><body><article><p>{row['text']}</p></article></body>"
            )
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.0")
            payload = io.BytesIO(page.encode())
            writer.write_record(writer.create_warc_record(row["url"], "response", payload=payload, http_headers=head))


FORMATS: dict[str, Callable[[list[Row], Path], None]] = {
    "d.jsonl": as_lines,
    "d.json": lambda rows, path: path.write_text(json.dumps(rows, indent=1)) and None,
    "envelope.json": lambda rows, path: path.write_text(json.dumps({"status": "ok", "articles": rows})) and None,
    "envelope.jsonl": lambda rows, path: path.write_text(json.dumps({"items": rows}) + "\n") and None,
    "together.jsonl": lambda rows, path: path.write_text("".join(map(json.dumps, rows))) and None,
    "d.csv": as_table,
    "excel.txt": lambda rows, path: as_table(rows, path, "\t", "utf-16", "\r\n"),
    "mac.csv": lambda rows, path: as_table(rows, path, ";", "utf-8", "\r"),
    "d.parquet": as_parquet,
    "d.arrow": as_arrow,
    "d.sqlite": as_sqlite,
    "d.xlsx": as_spreadsheet,
    "d.rss": as_feed,
    "d.warc.gz": as_web_archive,
}


class Counted(NamedTuple):
    records: Records
    by_file: dict[str, tuple[int, int]]
    """Articles of a file, and the records that are none."""


@pytest.fixture(scope="module")
def count(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], Counted]]:
    config = Config()
    with Working.start(tmp_path_factory.mktemp("work") / "archive.duckdb", config.machine.database_memory, 1) as work:
        shared = Run(work, Engine(work.connection, 1), config, unwatched)

        def run(folder: Path) -> Counted:
            for table in ("article", "revision", "rejected"):
                work.connection.execute(f"DELETE FROM {table}")
            records = read_dump(shared, folder)
            articles, others = (
                Counter(Path(file).name for (file,) in work.connection.execute(f"SELECT file FROM {table}").fetchall())
                for table in ("article", "rejected")
            )
            return Counted(records, {name: (articles[name], others[name]) for name in FORMATS})

        yield run


deeds = st.lists(
    st.tuples(st.sampled_from(["new", "new", "again", "later", "empty"]), st.integers(0, 3)), min_size=1, max_size=8
)


@settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "2")), deadline=None, suppress_health_check=list(HealthCheck)
)
@example(deeds=[("new", 0), ("later", 0), ("again", 0), ("empty", 0), ("new", 0), ("later", 1), ("again", 0)])
@given(deeds=deeds.filter(lambda deeds: any(deed != "empty" for deed, _ in deeds)))
def test_every_record_is_counted_once(
    deeds: list[tuple[str, int]], count: Callable[[Path], Counted], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("lost")
    for name, write in FORMATS.items():
        write(written(deeds, name).rows, folder / name)
    _, articles, rejected, revisions, repeated = written(deeds, "any")
    records, by_file = count(folder)
    assert by_file == dict.fromkeys(FORMATS, (articles, len(deeds) - articles))
    assert records.read == len(FORMATS) * len(deeds)
    found = (records.articles, records.rejected, records.revisions, records.repeated)
    assert found == tuple(len(FORMATS) * number for number in (articles, rejected, revisions, repeated))
