"""Anything at all, given to every reader: no exception but those promised, and each input is reported or read.

`python -m pytest tests/ingest/test_fuzz.py` tries a few inputs of each; `FUZZ_EXAMPLES=100000` before it many.
"""

import bz2
import csv
import gzip
import io
import json
import os
import zlib
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.config import ReadConfig
from dedup.ingest import BadJsonError, RecordReader, dump_json, list_sources, parse_json, read
from dedup.integrations.pipe import LongLine, line_batches
from dedup.integrations.rest import Limits
from dedup.integrations.rest.bodies import RefusedError, article_of, record_of, records_of

MANY = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
CONFIG = ReadConfig(max_record_bytes=200_000, max_article_chars=50_000)
READER = RecordReader(CONFIG, "fuzz")

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
values = st.recursive(scalars, lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=5), below))
names = st.sampled_from(["text", "title", "url", "id", "published", "author", "lang", "html", "crawled", "outlet"])
records = st.dictionaries(names | st.text(max_size=6), values, max_size=6)
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from(["flip", "cut", "insert", "double"]), st.binary(max_size=6)), max_size=5
)


def edited(data: bytes, edits: list[tuple[float, str, bytes]]) -> bytes:
    """A good file, damaged."""
    for where, how, piece in edits:
        at = int(where * len(data))
        if how == "flip":
            data = data[:at] + piece + data[at + len(piece) :]
        elif how == "cut":
            data = data[:at]
        elif how == "insert":
            data = data[:at] + piece + data[at:]
        else:
            data = data[:at] + data[max(0, at - 300) : at] + data[at:]
    return data


def jsonl(rows: list[dict[str, Any]]) -> bytes:
    return b"\n".join(dump_json(row) for row in rows)


def table(rows: list[dict[str, Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["text", "url", "title"])
    writer.writerows([[str(row.get(name, ""))[:500] for name in ("text", "url", "title")] for row in rows])
    return out.getvalue().encode(errors="replace")


def parquet(rows: list[dict[str, Any]]) -> bytes:
    out = io.BytesIO()
    texts = [str(row.get("text", "")).encode(errors="replace").decode() for row in rows] or ["x"]
    pq.write_table(pa.table({"text": texts, "n": list(range(len(texts)))}), out)
    return out.getvalue()


def page(rows: list[dict[str, Any]]) -> bytes:
    body = "".join(f"<p>{row.get('text', '')}</p><script type='application/ld+json'>{dump_json(row).decode()}</script>"
                   for row in rows)  # fmt: skip
    return f"<html><head><title>T</title></head><body>{body}</body></html>".encode(errors="replace")


def warc(rows: list[dict[str, Any]]) -> bytes:
    parts = []
    for row in rows or [{}]:
        body = page([row])
        form = len(body) % 3
        coding = (b"", b"Content-Encoding: gzip\r\n", b"Content-Encoding: deflate\r\n")[form]
        packed = (body, gzip.compress(body), zlib.compress(body)[2:-4])[form]
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + coding + b"\r\n" + packed
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{len(parts)}\r\n"
        head += f"Content-Type: application/http;msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        parts.append(head.encode() + http + b"\r\n\r\n")
    return b"".join(parts)


FORMS = {
    "d.jsonl": jsonl, "d.json": lambda rows: b"[" + jsonl(rows).replace(b"\n", b",\n") + b"]", "d.csv": table,
    "d.parquet": parquet, "d.html": page, "d.warc": warc, "d.txt": jsonl, "d": warc,
    "d.jsonl.gz": lambda rows: gzip.compress(jsonl(rows)), "d.csv.bz2": lambda rows: bz2.compress(table(rows)),
    "d.warc.gz": lambda rows: gzip.compress(warc(rows)),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
@given(rows=st.lists(records, max_size=4), edits=EDITS)
@MANY
def test_every_reader_takes_anything(name: str, rows: list[dict[str, Any]], edits: Any, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(edited(FORMS[name](rows), edits))
    read_rows, reasons = 0, []
    for articles, rejected in read(list_sources([str(path)]), CONFIG):
        read_rows += articles.num_rows
        reasons += rejected["reason"].to_pylist()
    assert not [reason for reason in reasons if "unforeseen" in reason]
    if not path.stat().st_size:
        assert reasons == ["empty file"]


@given(data=st.binary(max_size=300) | records.map(dump_json).flatmap(lambda data: EDITS.map(lambda e: edited(data, e))))
@MANY
def test_json_that_is_read_is_written_and_read_alike(data: bytes) -> None:
    try:
        value = parse_json(data)
    except BadJsonError:
        return
    written = dump_json(value)
    json.loads(written)
    assert dump_json(parse_json(written)) == written


@given(body=st.binary(max_size=300) | st.lists(records, max_size=4).map(jsonl), edits=EDITS, as_array=st.booleans())
@MANY
def test_any_body_of_a_request_is_read_or_refused(body: bytes, edits: Any, as_array: bool) -> None:
    data = edited(b"[" + body.replace(b"\n", b",") + b"]" if as_array else body, edits)
    for take in (lambda: records_of(data, Limits()).records, lambda: [record_of(data)]):
        try:
            found = take()
        except RefusedError:
            continue
        for record in found:
            article_of(record, READER)
        dump_json(found)


@given(pieces=st.lists(st.binary(max_size=40) | st.just(b'{"a": 1}\n') | st.just(b"x" * 99), max_size=8))
@MANY
def test_lines_of_a_pipe_are_all_there(pieces: list[bytes], tmp_path: Path) -> None:
    path = tmp_path / "d"
    path.write_bytes(b'{"first": 1}\n' + b"".join(pieces))
    with path.open("rb") as file:
        lines = [line for batch in line_batches([file], limit=50) for line in batch]
    assert b"".join(lines) == path.read_bytes()
    assert all(isinstance(line, LongLine) or len(line) <= 51 for line in lines)


def test_broken_json_is_told_in_a_sentence() -> None:
    with pytest.raises(BadJsonError, match=r"^broken JSON: unterminated string starting at character \d+$"):
        parse_json(b'{"text": "unended')
