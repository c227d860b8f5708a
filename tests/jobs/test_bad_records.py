"""A dump with every kind of bad record loses those, each with its file, its place and a reason, and nothing else."""

import gzip
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import dedup

Row = dict[str, Any]

STATEMENT = (
    "The harbour of Lissendorp will close its northern gate for eleven weeks from the second of May, harbour master "
    "Joke van Asselt told the town council on Monday. Divers had found that two of the nine hinges, cast in 1931, were "
    "worn to a third of their thickness. Fishing boats are to use the canal lock, which opens four times a day, and "
    "pay no toll until the work is done."
)


def record(id: str, **fields: Any) -> Row:
    return {"id": id, "url": f"https://{id}.example/a", "title": id, "text": STATEMENT} | fields


def lines(*rows: Row | bytes) -> bytes:
    return b"".join((row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" for row in rows)


def pages(*names: str) -> list[tuple[str, bytes]]:
    body = f"<html><head><title>Gate</title></head><body><article><p>{STATEMENT}</p></article></body></html>"
    return [(f"https://{name}.example/gate", body.encode()) for name in names]


def warc(*records: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, body in records:
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", payload=BytesIO(body), http_headers=headers))
    return out.getvalue()


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dedup.Summary]:
    """The dump, the output, and what the run said."""
    root = tmp_path_factory.mktemp("bad")
    dump = root / "dump"
    dump.mkdir()
    (dump / "records.jsonl").write_bytes(
        lines(
            record("first"),
            b'{"id": "broken", "text": "no end',
            b'{"id": "latin", "text": "caf\xe9 \xff\xfe\x80 au lait"}',
            record("nulls", text=STATEMENT.replace(". ", ".\x00 ")),
            record("empty", text="  ", title=None),
            {"id": "textless", "url": "https://textless.example/a"},
            record("big", text="word " * 10_000_000),
            record("first", title="later"),
            record("absurd", published="9999-99-99"),
            record("ancient", published="0001-01-01T00:00:00Z"),
            record("future", published="2999-01-01"),
            b"[1, 2, 3]",
            b'"a string"',
            b"",
            record("last"),
        )
    )
    packed = gzip.compress(lines(*(record(f"packed{n}", note="x" * 5000) for n in range(50))), 0)
    (dump / "cut.jsonl.gz").write_bytes(packed[: len(packed) * 2 // 3])
    whole = warc(*pages("one", "two", "three"))
    (dump / "cut.warc.gz").write_bytes(whole[:-60])
    (dump / "noise.jsonl").write_bytes(bytes(range(256)) * 40)
    (dump / "nothing.jsonl").write_bytes(b"")
    (dump / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return dump, root / "out", dedup.run([str(dump)], root / "out")


@pytest.fixture(scope="module")
def articles(bad: tuple[Path, Path, dedup.Summary]) -> dict[str, Row]:
    return {row["id"]: row for row in map(json.loads, (bad[1] / "articles.jsonl").open(encoding="utf-8"))}


@pytest.fixture(scope="module")
def rejected(bad: tuple[Path, Path, dedup.Summary]) -> list[Row]:
    return [json.loads(row) for row in (bad[1] / "rejected.jsonl").open(encoding="utf-8")]


def test_what_is_good_is_read(articles: dict[str, Row]) -> None:
    assert articles.keys() >= {"first", "nulls", "absurd", "ancient", "future", "last", "packed0", "packed20"}
    assert any("one.example" in id for id in articles)
    assert any("two.example" in id for id in articles)


def test_what_is_good_is_one_story(articles: dict[str, Row]) -> None:
    assert {row["story"] for id, row in articles.items() if id != "latin"} == {articles["first"]["story"]}
    assert articles["first"]["story"]


def test_what_is_bad_is_not_read(articles: dict[str, Row]) -> None:
    assert not articles.keys() & {"broken", "empty", "textless", "big", "packed49"}


def test_absurd_dates_are_no_dates(articles: dict[str, Row]) -> None:
    assert [articles[id]["published"] for id in ("absurd", "ancient", "future")] == [None, None, None]


LOST: list[tuple[str, str, str]] = [
    ("records.jsonl", "line 2", "JSON"),
    ("records.jsonl", "line 5", "empty text"),
    ("records.jsonl", "line 6", "no text field"),
    ("records.jsonl", "line 7", "max_article_chars"),
    ("records.jsonl", "line 8", "repeated id"),
    ("records.jsonl", "line 12", "not a record"),
    ("records.jsonl", "line 13", "not a record"),
    ("cut.jsonl.gz", "", "cut short"),
    ("cut.warc.gz", "", ""),
    ("noise.jsonl", "", ""),
    ("nothing.jsonl", "", "empty file"),
    ("picture.png", "", "not a format read here"),
]


@pytest.mark.parametrize(("file", "position", "reason"), LOST)
def test_each_loss_has_its_place_and_reason(rejected: list[Row], file: str, position: str, reason: str) -> None:
    assert any(
        row["file"].endswith(file)
        and row["position"].startswith(position)
        and reason in row["reason"]
        and row["reason"]
        for row in rejected
    ), rejected


def test_nothing_else_is_lost(bad: tuple[Path, Path, dedup.Summary], rejected: list[Row]) -> None:
    assert bad[2].rejected == len(rejected)
    expected = [*LOST, ("records.jsonl", "line 3", "")]
    more = [
        row
        for row in rejected
        if not any(row["file"].endswith(file) and row["position"].startswith(place) for file, place, _ in expected)
    ]
    assert more == []
