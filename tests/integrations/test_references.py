"""Several archives at once: what a reference holds is dropped, and is not added."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from made_records import record
from typer.testing import CliRunner

import dedup
from dedup.cli.program import app
from dedup.config import Config, MatchConfig
from dedup.ingest import Article, RecordReader
from dedup.integrations.scrapy import _reason
from dedup.integrations.service import Owner
from dedup.pipeline import FilterConfig

runner = CliRunner()


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two references: one of story 1, one of stories 2 and 3."""
    folder = tmp_path_factory.mktemp("references")
    found = {}
    for name, stories in (("old", (1,)), ("tests", (2, 3))):
        found[name] = folder / f"{name}.duckdb"
        list(dedup.filter([record(story) for story in stories], found[name]))
    return found


STREAM = [record(1, 4), record(2, 4), record(4, 4), record(4, 5), record(3), {"no": "article"}]


def marks(rows: list[Mapping[str, Any]]) -> list[tuple[str, str | None, str | None]]:
    return [
        (
            row["dedup"]["status"],
            row["dedup"]["match"],
            Path(row["dedup"]["archive"]).stem if "archive" in row["dedup"] else None,
        )
        for row in rows
        if "dedup" in row
    ]


def test_what_a_reference_holds_is_dropped_and_not_added(archives: dict[str, Path], tmp_path: Path) -> None:
    own = tmp_path / "own.duckdb"
    before = {name: path.read_bytes() for name, path in archives.items()}
    passed = list(dedup.filter(STREAM, own, against=list(archives.values())))
    assert passed == [STREAM[2], STREAM[5]]
    with dedup.Archive.open(own) as opened:
        assert sorted(opened.table("articles")["id"].to_pylist()) == ["s4-4", "s4-5"]
    assert {name: path.read_bytes() for name, path in archives.items()} == before
    again = list(dedup.filter(STREAM, own, against=list(archives.values()), annotate=True))
    assert marks(again) == [
        ("duplicate", "s1-0", "old"),
        ("duplicate", "s2-0", "tests"),
        ("known", "s4-4", None),
        ("known", "s4-5", None),
        ("known", "s3-0", "tests"),
    ]


def test_the_first_reference_that_holds_it_is_named(archives: dict[str, Path], tmp_path: Path) -> None:
    twice = tmp_path / "twice.duckdb"
    list(dedup.filter([record(1, 2)], twice))
    for order, expected in (([twice, archives["old"]], "twice"), ([archives["old"], twice], "old")):
        (row,) = dedup.filter([record(1, 4)], tmp_path / "own.duckdb", against=order, annotate=True)
        assert Path(row["dedup"]["archive"]).stem == expected


def test_the_command(archives: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in STREAM), "utf-8")
    command = ["filter", str(tmp_path / "in.jsonl"), "--archive", str(tmp_path / "own.duckdb")]
    against = [part for path in archives.values() for part in ("--against", str(path))]
    found = runner.invoke(app, [*command, *against])
    assert found.exit_code == 0
    assert [json.loads(line) for line in found.stdout.splitlines()] == [STREAM[2], STREAM[5]]
    assert runner.invoke(app, [*command, "--against", str(tmp_path / "none.duckdb")]).exit_code == 5
    itself = runner.invoke(app, [*command, "--against", str(tmp_path / "own.duckdb")])
    assert (itself.exit_code, "--archive names" in itself.stderr) == (2, True)


def test_a_reference_must_look_for_what_is_asked(tmp_path: Path) -> None:
    dedup.add(_dump(tmp_path), tmp_path / "copies.duckdb", Config(match=MatchConfig.of_kinds(["copy"])))
    with pytest.raises(dedup.ArchiveError, match="does not look for rewrites"):
        list(dedup.filter([record(1)], tmp_path / "own.duckdb", against=[tmp_path / "copies.duckdb"]))


def test_an_archive_of_copies_is_filtered_by_copies(tmp_path: Path) -> None:
    copies = tmp_path / "copies.duckdb"
    dump = _dump(tmp_path)
    dedup.add(dump, copies, Config(match=MatchConfig.of_kinds(["copy"])))
    found = runner.invoke(app, ["filter", str(dump), "--archive", str(copies)])
    assert (found.exit_code, found.stdout) == (0, "")
    asked = runner.invoke(app, ["filter", str(dump), "--archive", str(copies), "--kinds", "copy,rewrite"])
    assert (asked.exit_code, "does not look for rewrites" in asked.stderr) == (5, True)


def test_frames(archives: dict[str, Path], tmp_path: Path) -> None:
    table = pa.Table.from_pylist(STREAM[:5])
    paths = list(archives.values())
    assert dedup.filter_frame(table, tmp_path / "own.duckdb", against=paths)["id"].to_pylist() == ["s4-4"]
    with dedup.Archive.open(tmp_path / "own.duckdb") as own:
        marked = dedup.filter_frame(table, own, against=paths, annotate=True).to_pylist()
    assert [(row["dedup_status"], Path(row["dedup_archive"] or "-").stem) for row in marked] == [
        ("duplicate", "old"),
        ("duplicate", "tests"),
        ("known", "-"),
        ("known", "-"),
        ("known", "tests"),
    ]


def test_a_thread_that_owns_an_archive(archives: dict[str, Path], tmp_path: Path) -> None:
    """Scrapy and `dedup serve` ask by way of this one."""
    own, paths = tmp_path / "own.duckdb", list(archives.values())
    with Owner(own, FilterConfig(), against=paths) as owner:
        reader = RecordReader(owner.config.read, "test")
        articles = [reader.record(row, "1") for row in STREAM[:3]]
        found = [one for one in owner.add([one for one in articles if isinstance(one, Article)]).result()]
    assert [(one.status, Path(one.archive or "-").stem) for one in found] == [
        ("duplicate", "old"),
        ("duplicate", "tests"),
        ("first", "-"),
    ]
    assert _reason(found[0]).startswith(f"duplicate of 's1-0' in {paths[0]} (copy")
    asked = runner.invoke(app, ["serve", "--archive", str(own), "--against", str(own)])
    assert (asked.exit_code, "--archive names" in asked.stderr) == (2, True)


def _dump(folder: Path) -> Path:
    (folder / "dump.jsonl").write_text(json.dumps(record(7)), "utf-8")
    return folder / "dump.jsonl"
