"""JSON Lines read in blocks: the same articles and rejections as line by line, wherever the blocks are cut."""

import pickle
from collections.abc import Iterator
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.config import ConfigError, ReadConfig
from dedup.ingest import Article, BlockReader, Source, read
from dedup.ingest.batches import Batch
from dedup.ingest.formats.json_stream import read_json_text
from dedup.ingest.io import blocks
from dedup.ingest.io.blocks import Block, Pieces
from dedup.ingest.records.article import Piece
from dedup.ingest.records.context import make_context
from dedup.ingest.records.mapping import Fields

LINES = [
    b'{"id": "1", "text": "The bridge was closed for a week."}',
    '{"id": "2", "text": "Мост закрыли."}'.encode(),
    b"",
    b"   ",
    b"{broken",
    b'{"id": "3", "text": ""}',
    b'{"id": "4", "text": "' + b"long " * 60 + b'"}',
    b'{"id": "5", "text": "caf\xe9 in another encoding"}',
    b"[1, 2]",
]


def rows(folder: Path, config: ReadConfig, *, spread: bool) -> list[list[dict[str, object]]]:
    reader = BlockReader(config)()

    def elsewhere(parts: Iterator[Block | Pieces]) -> Iterator[Batch]:
        return (reader(pickle.loads(pickle.dumps(part))) for part in parts)

    found = read([str(folder)], config, spread=elsewhere if spread else None)
    articles, rejected = zip(*found, strict=True)
    return [[row for part in parts for row in part.to_pylist()] for parts in (articles, rejected)]


@given(
    files=st.lists(st.lists(st.sampled_from(LINES), min_size=1, max_size=12), min_size=1, max_size=3),
    size=st.integers(1, 200),
    ended=st.booleans(),
)
def test_blocks_are_read_as_lines_are(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[bytes]], size: int, ended: bool
) -> None:
    folder = tmp_path_factory.mktemp("dumps")
    (folder / "page.txt").write_text("A page among the dumps.")
    for number, lines in enumerate(files):
        (folder / f"{number}.jsonl").write_bytes(b"\n".join(lines) + b"\n" * ended)
    config = ReadConfig(max_record_bytes=200)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK_BYTES", size)
        assert rows(folder, config, spread=True) == rows(folder, config, spread=False)


RECORDS: list[dict[str, object]] = [
    {"id": "1", "url": "https://harbour.example/1", "title": "Bridge", "text": "The bridge was closed for a week."},
    {"id": "2", "text": "Мост закрыли.", "published": "2024-05-06", "authors": ["A. Reed", "B. Oak"]},
    {"id": "3", "text": ""},
    {"id": "4", "text": "It is in a list.", "source": {"name": "Harbour Post"}},
    {"id": "5", "html": "<html><body><article><p>" + "A page within a record. " * 9 + "</p></article></body></html>"},
]


@pytest.mark.parametrize("size", [1, 700, 1 << 20])
def test_other_formats_are_read_in_blocks_too(tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "PIECES_BYTES", size)
    page = "<html><head><title>{0}</title></head><body><p>{1}</p></body></html>"
    for number in range(3):
        (tmp_path / f"{number}.html").write_text(page.format("Quay", f"The quay {number} is repaired by June. " * 9))
    (tmp_path / "empty.html").write_text("<html><body></body></html>")
    (tmp_path / "list.json").write_bytes(orjson.dumps(RECORDS))
    (tmp_path / "rows.csv").write_text(
        "id,text,url\n6,A row of a table.,https://harbour.example/6\n7,,\n8,too,many,cells\n"
    )
    pq.write_table(pa.table({"id": ["9", "10"], "body": ["A row of Parquet.", None]}), tmp_path / "rows.parquet")
    (tmp_path / "a.jsonl").write_bytes(orjson.dumps({"id": "11", "text": "A line between them."}))
    (tmp_path / "note.txt").write_text("A text of its own.")
    (tmp_path / "page.warc").write_bytes(
        warc({"https://harbour.example/9": page.format("Pier", "The pier stays. " * 30)})
    )
    config = ReadConfig()
    found = rows(tmp_path, config, spread=True)
    assert found == rows(tmp_path, config, spread=False)
    assert [len(part) for part in found] == [12, 5]


def test_lists_within_lists_are_read_where_they_are_cut_out(tmp_path: Path) -> None:
    """To send them elsewhere would fail: pickle goes no deeper than Python does."""
    deep: object = "leaf"
    for _ in range(200):
        deep = [deep]
    (tmp_path / "deep.json").write_bytes(orjson.dumps([{"id": "1", "text": "The bridge was closed.", "more": deep}]))
    (piece,) = pieces_of(tmp_path / "deep.json")
    assert isinstance(piece, Article)


def pieces_of(path: Path) -> list[Piece]:
    fields = Fields(make_context(ReadConfig()), later=True)
    source = Source(str(path), path.name, "json", 0)
    return list(read_json_text(source, iter([path.read_bytes()]), fields))


def warc(pages: dict[str, str]) -> bytes:
    records = []
    for url, page in pages.items():
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-06T07:08:09Z\r\n"
        head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        records.append(head.encode() + http + b"\r\n\r\n")
    return b"".join(records)


def test_a_file_that_is_cut_short_loses_only_what_was_cut(tmp_path: Path) -> None:
    import gzip

    packed = gzip.compress(b"\n".join(LINES[:2] * 500))
    (tmp_path / "a.jsonl.gz").write_bytes(packed[:-40])
    config = ReadConfig()
    assert rows(tmp_path, config, spread=True) == rows(tmp_path, config, spread=False)


@pytest.mark.parametrize("spread", [True, False])
def test_a_mapped_field_that_no_record_has_is_an_error_wherever_records_are_read(tmp_path: Path, spread: bool) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(LINES * 3 + [b'{"story": {"body": "The bridge."}}']))
    with pytest.raises(ConfigError, match="--map text=tale: no record has that field; there are id, text"):
        rows(tmp_path, ReadConfig(fields={"text": "tale"}), spread=spread)
    articles, _ = rows(tmp_path, ReadConfig(fields={"text": "story.body"}), spread=spread)
    assert "The bridge." in [article["text"] for article in articles]
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "The bridge.", "metadata": {"written_by": "Ida Vest"}}')
    (article,), _ = rows(tmp_path, ReadConfig(fields={"author": "written_by"}), spread=spread)
    assert article["author"] == "Ida Vest"
