"""The same articles out of every format."""

import bz2
import csv
import gzip
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from dedup.config import ReadConfig
from dedup.ingest import Source, list_sources, read
from dedup.schema import ARTICLE, REJECTED

RECORDS = [
    {"id": "a1", "title": "Pier", "text": 'The council met, "at last".\nIt agreed.', "date": "2025-12-16"},
    {"id": "a2", "title": "Пирс", "text": "Совет собрался в понедельник.", "date": "2025-12-17 10:00"},
    {"id": "a3", "title": "桟橋", "text": '評議会は月曜日に会合を開いた。\u0000{["', "date": None},
]
PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "": lambda data: data,
    ".gz": gzip.compress,
    ".zst": zstandard.compress,
    ".bz2": bz2.compress,
}


def as_lines() -> bytes:
    return b"\n".join(orjson.dumps(record) for record in RECORDS)


def as_table(delimiter: str) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, ["id", "title", "text", "date"], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(RECORDS)
    return out.getvalue().encode()


CONTENTS = {
    "d.jsonl": as_lines(),
    "array.json": orjson.dumps(RECORDS),
    "indented.json": orjson.dumps(RECORDS, option=orjson.OPT_INDENT_2),
    "posts.json": orjson.dumps({"status": "ok", "posts": RECORDS, "next": "x"}),
    "nested.json": orjson.dumps({"response": {"docs": RECORDS}, "facets": []}),
    "lines.json": as_lines(),
    "row.json": b"\n".join(orjson.dumps(record, option=orjson.OPT_INDENT_2) for record in RECORDS),
    "t.csv": as_table(","),
    "semicolon.csv": as_table(";"),
    "t.tsv": as_table("\t"),
}


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("name", CONTENTS)
def test_text_formats(name: str, packing: str, tmp_path: Path, gather: Any) -> None:
    path = tmp_path / (name + packing)
    path.write_bytes(PACKINGS[packing](CONTENTS[name]))
    found = gather([path])
    assert not found.rejected
    assert [(row["id"], row["title"], row["text"]) for row in found.articles] == [
        (record["id"], record["title"], record["text"]) for record in RECORDS
    ]
    assert [row["published_precision"] for row in found.articles] == ["day", "minute, zone unknown", None]


@pytest.mark.parametrize("name", ["misnamed.csv", "noname", "misnamed.jsonl.zst"])
@pytest.mark.parametrize("content", ["array.json", "d.jsonl"])
def test_content_beats_the_name(name: str, content: str, tmp_path: Path, gather: Any) -> None:
    (tmp_path / name).write_bytes(gzip.compress(CONTENTS[content]))
    assert gather([tmp_path / name]).ids == ["a1", "a2", "a3"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["d.jsonl", "indented.json", "t.csv"])
def test_byte_order_marks(name: str, encoding: str, tmp_path: Path, gather: Any) -> None:
    (tmp_path / name).write_bytes(CONTENTS[name].decode().encode(encoding))
    assert gather([tmp_path / name]).ids == ["a1", "a2", "a3"]


@pytest.mark.parametrize("name", ["d.jsonl", "indented.json", "posts.json", "t.csv"])
def test_standard_input(name: str, monkeypatch: pytest.MonkeyPatch, gather: Any) -> None:
    class Standard:
        buffer = io.BytesIO(CONTENTS[name])

    monkeypatch.setattr(sys, "stdin", Standard)
    found = gather(["-"])
    assert found.ids == ["a1", "a2", "a3"]
    assert found.articles[0]["file"] == "-"


def test_single_object_and_joined_members(tmp_path: Path, gather: Any) -> None:
    (tmp_path / "one.json").write_bytes(orjson.dumps(RECORDS[0] | {"images": [{"src": "x"}]}))
    (tmp_path / "two.jsonl.gz").write_bytes(b"".join(gzip.compress(orjson.dumps(r) + b"\n") for r in RECORDS[1:]))
    assert gather([tmp_path]).ids == ["a1", "a2", "a3"]


def test_parquet(tmp_path: Path, gather: Any) -> None:
    table = pa.table(
        {
            "body": ["One.", None, "Three."],
            "meta": [{"link": f"https://larkhaven.example/{n}"} for n in range(3)],
            "date": pa.array([0, 1_765_892_160_000_000_001, None], pa.timestamp("ns")),
            "unused": [b"\xff"] * 3,
        }
    )
    pq.write_table(table, tmp_path / "d.parquet", row_group_size=2)
    found = gather([tmp_path / "d.parquet"], fields={"url": "meta.link"})
    assert found.ids == ["https://larkhaven.example/0", "https://larkhaven.example/2"]
    assert found.reasons == [("row 2", "empty text")]
    assert found.articles[0]["published_from"] == "disbelieved:field:date"


def test_parquet_without_text_and_cut(tmp_path: Path, gather: Any) -> None:
    pq.write_table(pa.table({"a": [1]}), tmp_path / "a.parquet")
    pq.write_table(pa.table({"text": ["x"]}), tmp_path / "b.parquet")
    data = (tmp_path / "b.parquet").read_bytes()
    (tmp_path / "b.parquet").write_bytes(data[:-20])
    found = gather([tmp_path])
    assert not found.articles
    assert [row["reason"].split(":")[0].split(" (")[0] for row in found.rejected] == [
        "no text column",
        "broken Parquet file",
    ]


def test_folder_of_texts_and_pages(tmp_path: Path, gather: Any) -> None:
    (tmp_path / "sub").mkdir()
    text = "Harbour council agrees to rebuild\r\nDecember 16 2025, 13:36\r\n\r\nThe council met.  \n"
    (tmp_path / "sub" / "b.txt").write_bytes(text.encode())
    (tmp_path / "a.txt").write_text("Խորհուրդը հավաքվել է։", "utf-16")
    (tmp_path / "c.txt").write_bytes("Совет гавани собрался в понедельник и решил.".encode("cp1251"))
    (tmp_path / ".hidden.txt").write_text("hidden")
    (tmp_path / "d.jsonl").write_bytes(as_lines())
    (tmp_path / "style.css").write_text("p {}")
    found = gather([tmp_path])
    assert found.ids == ["a.txt", "c.txt", "a1", "a2", "a3", "sub/b.txt"]
    article = found.articles[-1]
    assert article["text"] == text
    assert (article["published_precision"], article["published_from"]) == ("minute, zone unknown", "byline")
    assert (article["url"], article["outlet"], article["title"]) == (None, None, None)
    assert found.articles[0]["text"] == "Խորհուրդը հավաքվել է։"
    assert found.articles[1]["text"] == "Совет гавани собрался в понедельник и решил."
    assert found.reasons == [("", "not a format read here (.css)")]


def test_batches_are_bounded_and_typed(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_bytes(
        b"".join(orjson.dumps({"id": n, "text": "x" * 100}) + b"\n" for n in range(100)) + b"broken\n" * 100
    )
    pairs = list(read([str(path)], ReadConfig(batch_articles=30, batch_bytes=1000)))
    assert all(kept.schema == ARTICLE and lost.schema == REJECTED for kept, lost in pairs)
    assert max(kept.num_rows for kept, _ in pairs) == 10
    assert max(lost.num_rows for _, lost in pairs) == 30
    assert sum(kept.num_rows for kept, _ in pairs) == sum(lost.num_rows for _, lost in pairs) == 100
    one = pa.Table.from_batches([kept for kept, _ in read([str(path)], ReadConfig())])
    assert one.equals(pa.Table.from_batches([kept for kept, _ in pairs]))


def test_progress_counts_every_byte(tmp_path: Path) -> None:
    for name in ("d.jsonl", "array.json"):
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(CONTENTS[name]))
    pq.write_table(pa.table({"text": ["x"]}), tmp_path / "b.parquet")
    listing = list_sources([str(tmp_path)])
    seen: dict[str, int] = {}

    def count(source: Source, size: int) -> None:
        seen[source.name] = seen.get(source.name, 0) + size

    assert sum(kept.num_rows for kept, _ in read(listing, ReadConfig(), count)) == 7
    assert seen == {source.name: source.size for source in listing.sources}
    assert listing.size == sum(seen.values())
