"""The filter in real datatrove pipelines."""

import json
from pathlib import Path
from typing import Any

import pytest
from made_records import record

import dedup
from dedup.pipeline.online import FilterConfig

pytest.importorskip("datatrove")

from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

from dedup.integrations.datatrove import DedupFilter

ROWS = [record(1), record(2), record(1, 1), {"id": "blank", "text": " "}, record(3), record(2)]


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    folder = tmp_path / "crawl"
    folder.mkdir()
    for part in range(2):
        rows = ROWS if part == 0 else [record(3, 1), record(4)]
        (folder / f"{part}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def run(crawl: Path, out: Path, *steps: PipelineStep, tasks: int = 2, workers: int = 1) -> list[dict[str, Any]]:
    pipeline = [JsonlReader(str(crawl)), *steps, JsonlWriter(str(out), compression=None)]
    executor = LocalPipelineExecutor(
        pipeline, tasks=tasks, workers=workers, logging_dir=str(out.with_suffix(".log")), start_method="spawn"
    )
    executor.run()
    return rows_of(out)


def rows_of(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in sorted(out.glob("*.jsonl")) for line in path.read_text().splitlines()]


def test_duplicate_documents_are_dropped(crawl: Path, tmp_path: Path) -> None:
    dropped_to = JsonlWriter(str(tmp_path / "duplicates"), compression=None)
    step = DedupFilter(tmp_path / "a.duckdb", exclusion_writer=dropped_to)
    rows = run(crawl, tmp_path / "new", step)
    assert [row["id"] for row in rows] == ["s1-0", "s2-0", "blank", "s3-0", "s4-0"]
    assert rows[0]["metadata"]["url"] == record(1)["url"]
    dropped = {row["id"]: row["metadata"]["filter_reason"] for row in rows_of(tmp_path / "duplicates")}
    assert dropped == {"s1-1": "duplicate", "s2-0": "known", "s3-1": "duplicate"}
    stats = json.loads((tmp_path / "new.log" / "stats.json").read_text())
    (ours,) = (one["stats"] for one in stats if "dedup" in one["name"])
    assert (ours["dropped"], ours["dropped_duplicate"], ours["forwarded"]) == (3, 2, 5)
    with dedup.Archive.open(tmp_path / "a.duckdb", write=True) as opened:
        urls = dict(zip(*(opened.table("articles")[name].to_pylist() for name in ("id", "outlet")), strict=True))
        assert urls["s1-1"] == "outlet-1.example"
        assert len(urls) == 6


def test_documents_are_marked(crawl: Path, tmp_path: Path) -> None:
    rows = run(crawl, tmp_path / "all", DedupFilter(tmp_path / "a.duckdb", annotate=True, batch_size=2))
    assert [row["id"] for row in rows] == [*(row["id"] for row in ROWS), "s3-1", "s4-0"]
    marks = {row["id"]: row["metadata"] for row in rows[:4]}
    assert marks["s1-1"]["dedup_status"] == "duplicate"
    assert marks["s1-1"]["dedup_match"] == "s1-0"
    assert marks["s1-1"]["dedup_kind"] == "copy"
    assert [row["metadata"]["dedup_status"] for row in rows] == [
        "first", "first", "duplicate", "unreadable", "first", "known", "duplicate", "first",
    ]  # fmt: skip


def test_kinds_and_read_only(crawl: Path, tmp_path: Path) -> None:
    archive = tmp_path / "a.duckdb"
    list(dedup.filter([record(1)], archive))
    step = DedupFilter(archive, FilterConfig.of(["copy"], "30d"), read_only=True)
    assert [row["id"] for row in run(crawl, tmp_path / "new", step)] == [
        "s2-0", "blank", "s3-0", "s2-0", "s3-1", "s4-0",
    ]  # fmt: skip
    with dedup.Archive.open(archive) as opened:
        assert opened.table("articles").num_rows == 1


def test_tasks_at_once_take_turns(crawl: Path, tmp_path: Path) -> None:
    rows = run(crawl, tmp_path / "new", DedupFilter(tmp_path / "a.duckdb", wait=240), workers=2)
    names = [row["id"] for row in rows]
    assert len({"s3-0", "s3-1"} & set(names)) == 1
    assert sorted({*names} - {"s3-0", "s3-1"}) == ["blank", "s1-0", "s2-0", "s4-0"]


def test_a_task_that_may_not_write_says_what_to_do(crawl: Path, tmp_path: Path) -> None:
    archive = tmp_path / "a.duckdb"
    list(dedup.filter([record(1)], archive))
    with dedup.Archive.open(archive, write=True):
        step = DedupFilter(archive)
        with pytest.raises(
            dedup.ArchiveBusyError, match=r"task 1 of 4 cannot add to it; run with workers=1, give wait"
        ):
            list(step.run(iter([Document(id="a", text="b")]), rank=1, world_size=4))
