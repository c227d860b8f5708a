"""A record is bounded while it is gathered, whatever it is made of, and those behind it are read."""

import json
import os
import threading
import tracemalloc
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dedup.config import ReadConfig
from dedup.ingest import Hashes, list_sources, read

TEXT = "The harbour council met on Monday and agreed to rebuild the northern pier before autumn."
LIMIT = 4_000_000


def peak_of(work: Any) -> tuple[Any, int]:
    tracemalloc.start()
    try:
        found = work()
        return found, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_csv_row_of_endless_small_cells(tmp_path: Path, gather: Any) -> None:
    rows = "".join(f'"{TEXT} {number}",https://a.example/{number}\n' for number in range(3))
    (tmp_path / "d.csv").write_text("text,url\n" + rows + '"\n",' * 175_000 + "\n" + rows.replace("/", "/b"))
    # A quarter of the limit, for what is traced takes five times as long.
    found, peak = peak_of(lambda: gather([tmp_path], max_record_bytes=LIMIT // 4))
    assert [row["url"] for row in found.articles][:3] == [f"https://a.example/{number}" for number in range(3)]
    assert any("cells that take more than" in row["reason"] for row in found.rejected)
    assert len(found.articles) >= 5
    assert peak < 30_000_000


def test_a_csv_header_of_endless_small_cells(tmp_path: Path, gather: Any) -> None:
    (tmp_path / "d.csv").write_text("text,url" + ",x" * 1_000_000 + "\na,b\n")
    found, peak = peak_of(lambda: gather([tmp_path], max_record_bytes=LIMIT))
    assert not found.articles
    assert "cells that take more than" in found.rejected[0]["reason"]
    assert peak < 60_000_000


@pytest.mark.parametrize("name", ["d.jsonl", "d.json"])
def test_a_json_record_of_endless_small_values(name: str, tmp_path: Path, gather: Any) -> None:
    good = json.dumps({"id": "1", "text": TEXT}).encode()
    bomb = b'{"id": "2", "text": "x", "y": [' + b"[]," * 1_000_000 + b"1]}"
    lines = [good, bomb, good.replace(b'"1"', b'"3"')]
    (tmp_path / name).write_bytes(b"\n".join(lines) if name == "d.jsonl" else b"[" + b",\n".join(lines) + b"]")
    found = gather([tmp_path], max_record_bytes=LIMIT)
    assert found.ids == ["1", "3"]
    assert ["values (max_record_bytes)" in row["reason"] for row in found.rejected] == [True]


def test_marks_before_later_lines_are_passed_over(tmp_path: Path, gather: Any) -> None:
    line = b"\xef\xbb\xbf" + json.dumps({"id": "%d", "text": TEXT}).encode() + b"\r\n"
    (tmp_path / "d.jsonl").write_bytes(b"".join(line.replace(b"%d", b"%d" % number) for number in range(3)))
    found = gather([tmp_path])
    assert (found.ids, found.rejected) == (["0", "1", "2"], [])


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>" * 2_000_000, "tags"),
        ("<p " + " ".join(f"a{number}=1" for number in range(50_000)) + ">", "attributes"),
        ('<p " ' + " ".join(f"a{number}" for number in range(50_000)) + ">", "attributes"),
    ],
)
def test_a_page_that_would_take_minutes_is_set_aside(markup: str, words: str, tmp_path: Path, gather: Any) -> None:
    page = f"<html><body><article>{f'<p>{TEXT}</p>' * 4}{markup}</article></body></html>"
    (tmp_path / "d.html").write_text(page)
    found = gather([tmp_path / "d.html"])
    assert [words in row["reason"] for row in found.rejected] == [True]


def test_a_page_with_a_picture_written_into_it_is_read(tmp_path: Path, gather: Any) -> None:
    picture = '<img alt="a b c" src="data:image/png;base64,' + "QUJD" * 500_000 + '"><svg><path d="' + "M 1 2 " * 9_000
    page = f'<html><body><article>{f"<p>{TEXT}</p>" * 4}{picture}"/></svg></article></body></html>'
    (tmp_path / "d.html").write_text(page)
    found = gather([tmp_path / "d.html"])
    assert len(found.articles) == 1


def hashed(*inputs: Path) -> tuple[int, dict[str, str | None]]:
    hashes = Hashes()
    batches = read(list_sources([str(path) for path in inputs]), ReadConfig(), hashes=hashes)
    return sum(articles.num_rows for articles, _ in batches), hashes.found


def test_a_pipe_is_read_once_and_hashed_meanwhile(tmp_path: Path) -> None:
    content = b"".join(json.dumps({"id": str(number), "text": TEXT}).encode() + b"\n" for number in range(50))
    pipe = tmp_path / "d.jsonl"
    os.mkfifo(pipe)
    writing = threading.Thread(target=pipe.write_bytes, args=(content,), daemon=True)
    writing.start()
    assert hashed(pipe) == (50, {str(pipe): sha256(content).hexdigest()})
    writing.join(10)


def test_a_file_whose_reader_stops_early_is_hashed_whole(tmp_path: Path) -> None:
    contents = {
        "a.csv": b"name,place\n" + b"x,y\n" * 900_000,
        "b.jsonl": b'{"text": "A ship came in."}\n',
        "c.txt": b"",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    _, found = hashed(*(tmp_path / name for name in contents))
    assert found == {str(tmp_path / name): sha256(content).hexdigest() for name, content in contents.items()}


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no /dev/zero here")
def test_an_input_without_an_end_is_refused_by_its_first_bytes() -> None:
    assert hashed(Path("/dev/zero")) == (0, {"/dev/zero": None})


@pytest.mark.parametrize("form", ["parquet", "arrow"])
def test_a_huge_value_that_many_rows_of_a_table_have(form: str, tmp_path: Path, gather: Any) -> None:
    """It is held once, and set aside in each; rows of few bytes, and lists of them, are read beside it."""
    huge = f"{TEXT} " * (LIMIT // len(TEXT) + 10_000)
    texts = pa.DictionaryArray.from_arrays([0] * 100 + [1, 2], [huge, f"{TEXT} One.", f"{TEXT} Two."])
    rows = pa.table({"text": texts, "authors": pa.array([["A. Writer"]] * 102)})
    if form == "parquet":
        pq.write_table(rows, tmp_path / "d.parquet")
    else:
        with pa.OSFile(str(tmp_path / "d.arrow"), "wb") as raw, pa.ipc.new_file(raw, rows.schema) as file:
            file.write_table(rows)
    before = pa.default_memory_pool().bytes_allocated()
    pool = pa.proxy_memory_pool(pa.default_memory_pool())
    pa.set_memory_pool(pool)
    try:
        found, peak = peak_of(lambda: gather([tmp_path], max_record_bytes=LIMIT))
    finally:
        pa.set_memory_pool(pa.system_memory_pool() if pool.backend_name == "system" else pa.mimalloc_memory_pool())
    assert [article["text"][-4:] for article in found.articles] == ["One.", "Two."]
    assert {reason.split(" of ")[0] for _, reason in found.reasons} == {"a row"}
    assert len(found.rejected) == 100
    assert peak + pool.max_memory() - before < 15 * LIMIT


def test_offsets_of_an_arrow_file_that_lead_out_of_it(tmp_path: Path, gather: Any) -> None:
    """Arrow follows them, which ended the process."""
    rows = pa.table({"text": [f"{TEXT} {number}" for number in range(5)]})
    with pa.OSFile(str(tmp_path / "d.arrow"), "wb") as raw, pa.ipc.new_file(raw, rows.schema) as file:
        file.write_table(rows)
    data = (tmp_path / "d.arrow").read_bytes()
    second, third = (number * (len(TEXT) + 2) for number in (1, 2))
    offsets = second.to_bytes(4, "little") + third.to_bytes(4, "little")
    assert offsets in data
    (tmp_path / "d.arrow").write_bytes(data.replace(offsets, b"\xf0\xff\xff\x7f" + offsets[4:]))
    found = gather([tmp_path])
    assert not found.articles
    assert ["broken Arrow file" in reason for _, reason in found.reasons] == [True]
