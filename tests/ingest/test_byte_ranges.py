"""A file of lines that is read in byte ranges gives what it gives whole, wherever the borders fall."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dedup.config import ReadConfig
from dedup.ingest import Hashes, cut_evenly, hash_whole, line_ends, list_sources, numbered, read, read_range, why_whole

CONFIG = ReadConfig(fields={"author": "writer"}, max_record_bytes=900)


def record(number: int, length: int, newline: str = "\n") -> str:
    text = f"Ferry number {number} left the harbour. " * length
    return json.dumps({"id": f"f{number}", "text": text, **({"writer": "A. Sailor"} if number == 3 else {})}) + newline


@dataclass
class Read:
    rows: list[dict[str, Any]]
    rejected: list[tuple[str, ...]]
    unmet: set[str]


def whole(path: Path) -> Read:
    found = Read([], [], set())
    for articles, rejected in read(str(path), CONFIG, unmet=found.unmet):
        found.rows += articles.to_pylist()
        found.rejected += [tuple(row.values()) for row in rejected.to_pylist()]
    return found


def in_ranges(path: Path, most: int) -> tuple[Read, int]:
    source = list_sources(str(path)).sources[0]
    assert why_whole(source) is None
    ranges = cut_evenly(source, most)
    ranges = numbered(ranges, [line_ends(one) for one in ranges])
    found = Read([], [], {"writer"})
    for one in ranges:
        unmet: set[str] = set()
        for articles, rejected in read_range(one, CONFIG, unmet):
            found.rows += articles.to_pylist()
            found.rejected += [tuple(row.values()) for row in rejected.to_pylist()]
        found.unmet &= unmet
    return found, len(ranges)


FILES = {
    "plain": "".join(record(number, 1 + number % 5) for number in range(12)),
    "no newline at the end": "".join(record(number, 3) for number in range(4)) + record(9, 2, ""),
    "carriage returns, blank lines": "\n\n" + "".join(record(number, 2, "\r\n\r\n") for number in range(6)),
    "a mark of UTF-8": "\ufeff" + "".join(record(number, 2) for number in range(5)),
    "a line too long in the middle": record(0, 2) + record(1, 100) + record(2, 2) + record(3, 1),
    "a line too long at the end": record(3, 2) + record(1, 100, ""),
    "broken lines": record(0, 2) + '{"id": "half\n' + record(3, 1) + "[1,\n" + record(4, 1),
    "letters of three bytes": "".join(
        json.dumps({"id": str(number), "text": "渡船は港を出た。" * 9}, ensure_ascii=False) + "\n"
        for number in range(7)
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_ranges_are_the_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_bytes(FILES[name].encode())
    expected = whole(path)
    assert expected.rows
    most_ranges = 0
    for most in (*range(1, 90, 29), *range(100, 900, 113), 10**6):
        found, ranges = in_ranges(path, most)
        assert (found.rows, found.rejected) == (expected.rows, expected.rejected), most
        assert found.unmet == expected.unmet
        most_ranges = max(most_ranges, ranges)
    assert most_ranges > 1


def test_one_line_is_read_once_however_many_ranges(tmp_path: Path) -> None:
    """Ranges in which no line begins are nobody's task."""
    path = tmp_path / "dump.jsonl"
    path.write_text(record(0, 2) + record(1, 20) + record(2, 2), "utf-8")
    assert in_ranges(path, 10)[1] == 3


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.jsonl.gz", gzip.compress(FILES["plain"].encode(), mtime=0), "gzip cannot be unpacked from the middle"),
        ("a.jsonl", FILES["plain"].encode("utf-16"), "not UTF-8"),
        ("a.jsonl", FILES["plain"].replace("\n", "\r").encode(), "carriage returns"),
        ("a.json", json.dumps([{"text": "Bridge"}], indent=1).encode(), "json does not come in lines"),
        ("a.csv", b'id,text\n1,"The\nbridge"\n', "several lines"),
        ("a.parquet", b"PAR1", "parquet does not come in lines"),
    ],
    ids=["gzip", "UTF-16", "carriage returns", "JSON", "CSV", "Parquet"],
)
def test_what_is_read_whole(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert said in (why_whole(list_sources(str(tmp_path / name)).sources[0]) or "")


def test_a_hash_of_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_text(FILES["plain"], "utf-8")
    hashes = Hashes()
    list(read(str(path), CONFIG, hashes=hashes))
    source = list_sources(str(path)).sources[0]
    assert hash_whole(source) == hashes.found[source.shown]
    path.unlink()
    assert hash_whole(source) is None
