"""A window keeps articles apart that were published far from each other: in a run, an addition and a filter alike."""

import json
from itertools import combinations
from pathlib import Path

import pytest
from made_records import record
from typer.testing import CliRunner

import dedup
from dedup.cli.program import app
from dedup.config import Config, MatchConfig, ProvenanceConfig
from dedup.queries import list_stories

runner = CliRunner()
DATES = {"first": "2025-03-01", "near": "2025-03-20", "year": "2026-03-01", "undated": None}
PLAIN = ProvenanceConfig(trace=False)


def records() -> list[dict[str, object]]:
    return [
        record(1, 1 + place) | {"id": name, "published": date and f"{date}T08:00:00Z"}
        for place, (name, date) in enumerate(DATES.items())
    ]


def written(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


def pairs(archive: Path) -> set[tuple[str, ...]]:
    with dedup.Archive.open(archive) as opened:
        return {tuple(sorted((row["a"], row["b"]))) for row in opened.table("matches").to_pylist()}


EVERY = {tuple(sorted(pair)) for pair in combinations(DATES, 2)}
NEAR = EVERY - {("first", "year"), ("near", "year")}


@pytest.mark.parametrize(("window", "expected"), [(None, EVERY), ("30d", NEAR), ("2h", NEAR - {("first", "near")})])
def test_a_run_and_an_addition_compare_what_lies_within(
    tmp_path: Path, window: str | None, expected: set[tuple[str, ...]]
) -> None:
    config = Config(match=MatchConfig(window=window), provenance=PLAIN)
    dedup.run(written(tmp_path / "all.jsonl", records()), tmp_path / "run", config, report=False)
    assert pairs(tmp_path / "run") == expected
    if window == "30d":
        for name, rows in (("one", records()[:1]), ("rest", records()[1:])):
            dedup.add(written(tmp_path / f"{name}.jsonl", rows), tmp_path / "grown.duckdb", config)
        assert pairs(tmp_path / "grown.duckdb") == expected


def test_a_filter_keeps_to_the_window_of_its_archive_and_to_its_own(tmp_path: Path) -> None:
    first, near, year, undated = records()
    archive = tmp_path / "a.duckdb"
    config = Config(match=MatchConfig(window="30d"), provenance=PLAIN)
    dedup.add(written(tmp_path / "first.jsonl", [first]), archive, config)
    with dedup.Archive.open(archive) as opened:
        assert [opened.check(row).status for row in (near, year, undated)] == ["duplicate", "first", "duplicate"]
        narrow = dedup.FilterConfig.of(window="2h")
        assert [row["id"] for row in opened.filter([near, year, undated], narrow)] == ["near", "year"]
    assert [row["id"] for row in dedup.filter([near, year, undated], archive)] == ["year"]


def test_the_commands_take_it_and_an_archive_keeps_it(tmp_path: Path) -> None:
    dump, out = str(written(tmp_path / "all.jsonl", records())), str(tmp_path / "out")
    quick = ["--no-report", "--no-provenance", "-q"]
    assert runner.invoke(app, ["run", dump, "-o", out, "--window", "30d", *quick]).exit_code == 0
    with dedup.Archive.open(out) as opened:
        assert opened.settings["match"]["window"] == "30d"
        assert [story.articles for story in list_stories(opened)] == [4], "one without a date joins both"
    other = runner.invoke(app, ["add", dump, "--archive", out, "--window", "2w"])
    assert (other.exit_code, "(--window: give what the archive was made with" in other.stderr) == (5, True)
    for command in (["run", dump, "-o", str(tmp_path / "x")], ["add", dump, "--archive", str(tmp_path / "x.duckdb")]):
        wrong = runner.invoke(app, [*command, "--window", "a month"])
        assert wrong.exit_code == 2
        assert "--window: not a span of time: 'a month'" in wrong.stderr
    assert "30d" in runner.invoke(app, ["config", "show", "--set", "match.window=30d"]).stdout


@pytest.mark.parametrize("window", ["4000000d", f"{10**21}h", "9" * 5000 + "w"])
def test_a_window_beyond_the_calendar_is_refused(window: str) -> None:
    with pytest.raises(dedup.ConfigError, match="longer than the calendar"):
        MatchConfig(window=window)
    with pytest.raises(dedup.ConfigError, match="longer than the calendar"):
        dedup.FilterConfig.of(window=window)


@pytest.mark.parametrize("window", ["0h", "0d", "000 w"])
def test_a_window_of_no_time_is_refused(window: str) -> None:
    with pytest.raises(dedup.ConfigError, match="a span of no time"):
        MatchConfig(window=window)
    with pytest.raises(dedup.ConfigError, match="a span of no time"):
        dedup.FilterConfig.of(window=window)


def test_the_longest_window_keeps_nothing_apart(tmp_path: Path) -> None:
    rows = [row | {"published": date} for row, date in zip(records(), ("0001-01-01", "9999-12-31"), strict=False)]
    config = Config(match=MatchConfig(window="3652059d"), provenance=PLAIN)
    dedup.run(written(tmp_path / "d.jsonl", rows), tmp_path / "run", config, report=False)
    assert pairs(tmp_path / "run") == {("first", "near")}
    with dedup.Archive.open(tmp_path / "run") as opened:
        found = opened.check(rows[0] | {"id": "other", "url": "https://other.example/1"})
    assert found.status == "duplicate"
