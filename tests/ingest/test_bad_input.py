"""What is wrong with a record costs that record, and is reported with its place."""

import bz2
import gzip
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.config import ReadConfig
from dedup.ingest import InputError, read
from dedup.ingest.batches import article_batch, rejected_batch
from dedup.ingest.records.article import UNFORESEEN, Article, Credit, Rejected


def line(number: int, **more: Any) -> bytes:
    return orjson.dumps({"id": number, "text": f"Text number {number}."} | more) + b"\n"


def test_lines(tmp_path: Path, gather: Any) -> None:
    bad = [
        b'{"text": "cut\n',
        b"[1, 2]\n",
        b"\n",
        b'"text"\n',
        b"{" * 100_000 + b"\n",
        b'{"a":' * 5000 + b"1" + b"}" * 5000 + b"\n",
        b'{"text": "\xd0\xa1\xd0\xbe\xd0\xb2\xd0\xb5\xd1\x82 \xd0"}\n',
        b"\x00\xff\xfe\x01\n",
    ]
    (tmp_path / "d.jsonl").write_bytes(line(1) + b"".join(bad) + line(2))
    found = gather([tmp_path / "d.jsonl"])
    assert found.ids == ["1", "2"]
    assert [place for place, _ in found.reasons] == [f"line {n}" for n in (2, 3, 5, 6, 7, 8, 9)]
    reasons = [reason for _, reason in found.reasons]
    assert reasons[0].startswith("broken JSON: ")
    assert reasons[1:3] == ["not a record but a list", "not a record but a string"]
    assert "nested too deeply" in reasons[4]
    assert reasons[5] == "not UTF-8 (byte 21 of the record)"
    assert {row["file"] for row in found.rejected} == {str(tmp_path / "d.jsonl")}


def test_half_a_sign_that_a_reader_lets_through() -> None:
    """None does that is known; one that did ended the run."""
    article = Article(
        "1", None, "\udcff", None, "T\ud83d", None, None, *[None] * 4, (Credit("a", "\udc80"),), "f\udcff", "1"
    )
    row = article_batch([article]).to_pylist()[0]
    assert (row["outlet"], row["text"], row["file"]) == ("\ufffd", "T\ufffd", "f\ufffd")
    assert row["credits"] == [{"type": "a", "value": "\ufffd"}]
    assert rejected_batch([Rejected("f\udcff", "1", "why")]).to_pylist()[0]["file"] == "f\ufffd"


def test_what_is_mended(tmp_path: Path, gather: Any) -> None:
    rows = [
        b'{"text": "half \\ud83d of a sign"}',
        b'{"text": "whole \\ud83d\\ude00", "score": NaN}',
        b'{"text": "zero \\u0000 and raw \x01"}',
        '{"text": "Совет гавани собрался в понедельник и решил восстановить пирс"}'.encode("cp1251"),
        '{"text": "Der Hafenrat beschloß, die nördliche Mole für die Stürme zu rüsten"}'.encode("latin-1"),
    ]
    (tmp_path / "d.jsonl").write_bytes(b"\n".join(rows))
    found = gather([tmp_path / "d.jsonl"])
    assert not found.rejected
    assert [row["text"] for row in found.articles] == [
        "half \ufffd of a sign",
        "whole 😀",
        "zero \x00 and raw \x01",
        "Совет гавани собрался в понедельник и решил восстановить пирс",
        "Der Hafenrat beschloß, die nördliche Mole für die Stürme zu rüsten",
    ]


@pytest.mark.parametrize("name", ["d.jsonl", "d.json"])
def test_sizes(name: str, tmp_path: Path, gather: Any) -> None:
    records = [line(1), line(2, text="x" * 3000), line(3, text="y" * 3_000_000), line(4)]
    data = b"".join(records) if name == "d.jsonl" else b"[\n" + b",\n".join(row.strip() for row in records) + b"\n]"
    (tmp_path / name).write_bytes(data)
    found = gather([tmp_path / name], max_article_chars=2000, max_record_bytes=100_000)
    assert found.ids == ["1", "4"]
    assert ["max_article_chars" in reason for _, reason in found.reasons] == [True, False]
    assert ["max_record_bytes" in reason for _, reason in found.reasons] == [False, True]


@pytest.mark.parametrize(
    ("packing", "pack"), [("gz", gzip.compress), ("zst", zstandard.compress), ("bz2", bz2.compress)]
)
@pytest.mark.parametrize("kind", ["jsonl", "json", "csv"])
def test_cut_short(kind: str, packing: str, pack: Callable[[bytes], bytes], tmp_path: Path, gather: Any) -> None:
    rows = [{"id": n, "text": os.urandom(30_000).hex()} for n in range(100)]
    if kind == "jsonl":
        data = b"".join(orjson.dumps(row) + b"\n" for row in rows)
    elif kind == "json":
        data = orjson.dumps(rows)
    else:
        data = b"id,text\n" + b"".join(f"{row['id']},{row['text']}\n".encode() for row in rows)
    packed = pack(data)
    path = tmp_path / f"d.{kind}.{packing}"
    path.write_bytes(packed[: len(packed) * 3 // 4])
    found = gather([path])
    assert 40 <= len(found.articles) <= 76
    assert found.ids == [str(n) for n in range(len(found.articles))]
    assert len(found.rejected) == 1
    assert "cut short after" in found.rejected[0]["reason"]
    assert found.rejected[0]["position"].split()[0] in ("line", "record")


def test_broken_packing(tmp_path: Path, gather: Any) -> None:
    good = gzip.compress(b"".join(line(n) for n in range(5)))
    (tmp_path / "a.jsonl.gz").write_bytes(good + b"not a member")
    (tmp_path / "b.jsonl.gz").write_bytes(good + b"\x00" * 512)
    (tmp_path / "c.jsonl.gz").write_bytes(good[:-8] + b"\x00" * 8)
    (tmp_path / "d.jsonl.zst").write_bytes(b"\x28\xb5\x2f\xfd" + b"\xff" * 50)
    found = gather([tmp_path])
    assert len(found.articles) == 15
    assert [os.path.basename(row["file"]) for row in found.rejected] == ["a.jsonl.gz", "c.jsonl.gz", "d.jsonl.zst"]


def test_json_text(tmp_path: Path, gather: Any) -> None:
    broken = (
        b'[\n  {"text": "one"},\n  {"text": "two},\n  {"text": "three"},\n  7, "x", null, [1],\n  {"text": "four"}\n'
    )
    (tmp_path / "d.json").write_bytes(broken)
    found = gather([tmp_path / "d.json"])
    assert [row["text"] for row in found.articles] == ["one", "three", "four"]
    assert len(found.rejected) == 6
    assert found.rejected[-1]["reason"] == "broken JSON: the list does not end"


def test_tables(tmp_path: Path, gather: Any) -> None:
    rows = 'id,title,text\n1,a,one\n2,b\n3,c,three,more\n4,d,"open\n5,e,five\n6,f,"six\nlines"\n\n7,g,\n'
    (tmp_path / "d.csv").write_text(rows)
    (tmp_path / "e.csv").write_text("a,b\n1,2\n")
    (tmp_path / "f.csv").write_text("id,text\n8," + "x" * 300_000 + "\n")
    (tmp_path / "g.csv").write_bytes("id,text\n9,Совет гавани собрался в понедельник\n".encode("cp1251"))
    found = gather([tmp_path])
    assert found.ids == ["1", "5", "6", "7", "8", "9"]
    assert found.reasons == [
        ("line 3", "2 columns where the header has 3"),
        ("line 4", "4 columns where the header has 3"),
        ("line 5", found.rejected[2]["reason"]),
        ("line 1", "no text column in the header (a, b)"),
    ]


def test_a_cell_without_end(tmp_path: Path, gather: Any) -> None:
    long = 'id,text\n1,one\n2,"' + ("word " * 20 + "\n") * 3000 + '"\n3,three\n'
    (tmp_path / "d.csv").write_text(long)
    found = gather([tmp_path / "d.csv"], max_article_chars=200_000)
    assert found.ids == ["1", "3"]
    assert [place for place, _ in found.reasons] == ["line 3"]


def test_files(tmp_path: Path, gather: Any) -> None:
    (tmp_path / "empty.jsonl").write_bytes(b"")
    (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "zip.json").write_bytes(b"PK\x03\x04xxxx")
    (tmp_path / "blank.txt").write_text(" \n")
    (tmp_path / "not.warc").write_text("hello")
    (tmp_path / "good.jsonl").write_bytes(line(1))
    os.symlink(tmp_path, tmp_path / "loop")
    os.symlink(tmp_path / "nowhere", tmp_path / "dangling.txt")
    found = gather([tmp_path, tmp_path / "missing.jsonl", tmp_path / "*.nothing", tmp_path / "good.jsonl"])
    assert found.ids == ["1"]
    assert {os.path.basename(row["file"]): row["reason"].split(":")[0] for row in found.rejected} == {
        "empty.jsonl": "empty file",
        "noise.txt": "binary data",
        "zip.json": "a zip archive; unpack it first",
        "blank.txt": "empty text",
        "not.warc": "not a WARC file",
        "loop": "folder loop",
        "dangling.txt": "no such file",
        "missing.jsonl": "no such file",
        "*.nothing": "no file matches",
    }


def test_nothing_to_read(tmp_path: Path) -> None:
    for inputs in ([], [str(tmp_path / "missing")], [str(tmp_path)]):
        with pytest.raises(InputError, match="nothing to read"):
            read(inputs, ReadConfig())
    (tmp_path / "d.jsonl").write_bytes(line(1))
    with pytest.raises(ValueError, match="cannot map body"):
        read([str(tmp_path)], ReadConfig(fields={"body": "text"}))


def test_ids_differ_when_names_do_not(tmp_path: Path, gather: Any) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text("The council met.")
    found = gather([tmp_path / "b", tmp_path / "a"])
    assert found.ids == [str(tmp_path / "a" / "x.txt"), str(tmp_path / "b" / "x.txt")]


# Half of what is tried is nearly right, or it would all be turned away at the first byte.
VALUE = st.text() | st.integers(0, 2**60) | st.none()
NEARLY = st.one_of(
    st.binary(max_size=60),
    st.builds(orjson.dumps, st.dictionaries(st.sampled_from(["text", "id", "date", "url", "lang"]), VALUE)),
    st.builds(lambda text, cut: orjson.dumps({"text": text})[:cut], st.text(), st.integers(0, 40)),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(NEARLY, max_size=12))
def test_no_line_is_lost(rows: list[bytes]) -> None:
    from tempfile import TemporaryDirectory

    rows = [row.replace(b"\n", b" ") for row in rows]
    # The first line names the format; what the others hold is the test.
    data = b'{"text": "first"}\n' + b"\n".join(rows)
    with TemporaryDirectory() as folder:
        path = os.path.join(folder, "d.jsonl")
        Path(path).write_bytes(data)
        pairs = list(read([path], ReadConfig(batch_articles=5)))
    kept = sum(pair[0].num_rows for pair in pairs)
    lost = sum(pair[1].num_rows for pair in pairs)
    assert not [row for pair in pairs for row in pair[1]["reason"].to_pylist() if row.startswith(UNFORESEEN)]
    assert kept + lost == 1 + sum(bool(row.strip()) for row in rows)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["json", "csv", "txt", "html", "warc", "parquet", "json.gz", "x"]))
def test_no_bytes_raise(data: bytes, extension: str) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = os.path.join(folder, f"d.{extension}")
        for start in (b"", b"[{", b"id,text\n", b"<html><body><p>", b"WARC/1.0\r\n", b"\x1f\x8b\x08\x00"):
            Path(path).write_bytes(start + data)
            for _, lost in read([path], ReadConfig()):
                assert not [reason for reason in lost["reason"].to_pylist() if reason.startswith(UNFORESEEN)]
