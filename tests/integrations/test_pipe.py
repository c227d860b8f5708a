"""Lines of a stream: bounded while they are gathered, refused when they are none, and a reader that fails says so."""

import codecs
import gzip
import io
import json
import os
import random
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest
from made_records import record

from dedup.api import opened
from dedup.ingest import InputError
from dedup.integrations.pipe import LongLine, filter_lines, line_batches
from dedup.pipeline import Filter, FilterConfig


def record_line(story: int, outlet: int = 0) -> bytes:
    return json.dumps(record(story, outlet)).encode() + b"\n"


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return out.getvalue()


def lines_of(path: Path, limit: int = 1 << 20) -> list[bytes]:
    with path.open("rb") as file:
        return [line for batch in line_batches([file], [path.name], limit) for line in batch]


def test_a_line_without_an_end_comes_in_pieces(tmp_path: Path) -> None:
    (tmp_path / "d").write_bytes(b'{"a": 1}\n' + b"x" * 10_000_000 + b'\n{"b": 2}\n' + b"y" * 3_000_000)
    found = lines_of(tmp_path / "d")
    assert b"".join(found) == (tmp_path / "d").read_bytes()
    assert max(map(len, found)) < 4_000_000
    pieces = [line for line in found if isinstance(line, LongLine)]
    assert sum(piece.begins for piece in pieces) == 2
    assert [line for line in found if not isinstance(line, LongLine)] == [b'{"a": 1}\n', b'{"b": 2}\n']


def test_a_reader_that_fails_in_any_way_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "d").write_bytes(b'{"a": 1}\n')

    def read(_file: int, _size: int) -> bytes:
        raise MemoryError("no more")

    monkeypatch.setattr(os, "read", read)
    heard: list[BaseException] = []

    def ask() -> None:
        try:
            lines_of(tmp_path / "d")
        except MemoryError as error:
            heard.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(10)
    assert heard


def test_no_more_is_read_ahead_than_fits(tmp_path: Path) -> None:
    read, write = os.pipe()
    written = 0
    with os.fdopen(read, "rb") as file, os.fdopen(write, "wb", buffering=0) as out:
        os.set_blocking(write, False)
        batches = line_batches([file], limit=1 << 20)
        out.write(b'{"first": 1}\n')
        next(batches)
        piece = b'{"a": "' + b"x" * 60_000 + b'"}\n'
        idle = 0
        while idle < 200 and written < 100_000_000:
            taken = out.write(piece)
            idle = 0 if taken else idle + 1
            written += taken or 0
            if not taken:
                threading.Event().wait(0.005)
    assert 1_000_000 < written < 60_000_000


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"title,text,url\nHarbour,The ferry sails again,https://a.example/1\n", "CSV"),
        (b"PAR1\x15\x04\x15\x10\x00\x00", "Parquet"),
        (random.Random(1).randbytes(1000), "binary"),
        (b'[\n {"id": "1", "text": "The ferry sails again"}\n]\n', "one JSON text"),
        (b"<!doctype html><html><body><p>The ferry sails again</p></body></html>", "HTML"),
        (b"PK\x03\x04\x14\x00", "zip"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "a spreadsheet, and"),
        (zipped("[Content_Types].xml", "word/document.xml"), "a Word document, and"),
        (zipped("archive/data.warc", "datapackage.json"), "a WACZ file, and"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "RSS"),
        (b"<urlset></urlset>", "a sitemap"),
        (b"ARROW1\0\0", "Arrow"),
        (b"SQLite format 3\0", "a SQLite database"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n", "MHTML"),
    ],
)
def test_what_holds_no_lines_of_json_is_refused(content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "d").write_bytes(content)
    with pytest.raises(InputError, match=words):
        lines_of(tmp_path / "d")


def test_packed_lines_are_unpacked(tmp_path: Path) -> None:
    (tmp_path / "d.gz").write_bytes(gzip.compress(b'{"a": 1}\n{"b": 2}\n'))
    assert lines_of(tmp_path / "d.gz") == [b'{"a": 1}\n', b'{"b": 2}\n']
    (tmp_path / "cut.gz").write_bytes(gzip.compress(b'{"a": 1}\n' * 1000)[:-12])
    with pytest.raises(OSError, match="cut short"):
        lines_of(tmp_path / "cut.gz")


def test_utf16_lines_are_read_and_a_mark_stays_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "d").write_bytes('{"a": "ե"}\n{"b": 2}\n'.encode("utf-16"))
    assert lines_of(tmp_path / "d") == ['{"a": "ե"}\n'.encode(), b'{"b": 2}\n']
    marked = codecs.BOM_UTF8 + b'{"a": 1}\n'
    (tmp_path / "e").write_bytes(marked * 2)
    assert lines_of(tmp_path / "e") == [marked, marked]


def test_articles_behind_a_mark_or_beside_a_long_line_are_judged(tmp_path: Path) -> None:
    marked = codecs.BOM_UTF8 + record_line(300) + codecs.BOM_UTF8 + record_line(301)
    long = b'{"text": "' + b"a " * 70_000_000 + b'"}\n'
    (tmp_path / "d").write_bytes(marked + long + record_line(300, 1) + record_line(302))
    out, rejects = io.BytesIO(), io.BytesIO()
    with opened(tmp_path / "a.duckdb") as archive, (tmp_path / "d").open("rb") as file:
        judge = Filter(archive, FilterConfig())
        found: Any = filter_lines(line_batches([file]), out, judge, rejects=rejects)
    assert (found.lines, found.first, found.duplicate, found.unreadable) == (5, 3, 1, 1)
    assert out.getvalue() == marked + long + record_line(302)
    assert b"max_record_bytes" in rejects.getvalue()
    assert len(rejects.getvalue()) < 10_000


def test_records_that_earlier_versions_marked_are_read(tmp_path: Path) -> None:
    marked = {"status": "told", "story": "s0", "kind": "copy", "match": "x", "score": 1.0, "coverage": 1.0}
    lines = b"".join(json.dumps({**record(300, n), "dedup": marked}).encode() + b"\n" for n in (0, 1))
    (tmp_path / "d").write_bytes(lines)
    out, rejects = io.BytesIO(), io.BytesIO()
    with opened(tmp_path / "a.duckdb") as archive, (tmp_path / "d").open("rb") as file:
        found = filter_lines(line_batches([file]), out, Filter(archive, FilterConfig()), rejects=rejects)
    assert (found.first, found.duplicate) == (1, 1)
    assert json.loads(rejects.getvalue())["dedup"]["status"] == "duplicate"


def test_says_why_lines_are_passed_on_unread(tmp_path: Path) -> None:
    batch = [
        record_line(1),
        b"\n",
        b'{"headline": "Unended\n',
        b'{"words": "' + b"The bridge opens again in May. " * 5 + b'"}\n',
    ]
    with opened(tmp_path / "a.duckdb") as archive:
        found = filter_lines([batch], io.BytesIO(), Filter(archive, FilterConfig()), name="day.jsonl")
    assert str(found) == "3 lines, 1 first, 0 duplicate, 0 known, 2 unreadable"
    said = [str(reason) for reason in found.kinds.commonest()]
    assert any("broken JSON" in one and "day.jsonl line 3; " in one for one in said)
    assert any("day.jsonl line 4; --map text=words reads it as the text" in one for one in said)
