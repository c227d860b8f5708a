"""An article that its outlet shows at two addresses: a copy, or a revision if that was asked for."""

import json
from itertools import chain
from pathlib import Path
from typing import Any, cast

import pytest
from typer.testing import CliRunner
from whole_run import rows_of, write_lines

import dedup
from dedup.api import opened
from dedup.archive import ArchiveError, IdentityIndex, create
from dedup.cli import app
from dedup.config import Config, ConfigError, MatchConfig, ProvenanceConfig, ReadConfig
from dedup.ingest import Article, RecordReader, outlet_marks, outlet_marks_sql
from dedup.integrations.service import Owner
from dedup.pipeline import FilterConfig

FERRY = "The ferry between Varn and Lissen will not sail on Sundays from May on, the line said on Monday. " * 4
BRIDGE = "Engineers set three pillars of the old bridge on new ground and found a coin of 1711 under one. " * 4
REVISION = Config(
    read=ReadConfig(same_outlet="revision"),
    match=MatchConfig(translations=False),
    provenance=ProvenanceConfig(trace=False),
)
FIRST = {
    "id": "a",
    "url": "https://gull.example/2025/ferry-stays",
    "title": "Ferry stays in port",
    "text": FERRY,
    "published": "2025-03-01T10:00:00Z",
}
MOVED = FIRST | {"id": "b", "url": "https://gull.example/travel/ferry-stays"}
UNDATED = {"published": None}
KINDS: list[tuple[str, dict[str, Any], bool]] = [
    ("another section", MOVED, True),
    ("another section, and no date", MOVED | UNDATED, True),
    ("a new headline, and an address to match", MOVED | {"title": "No ferry until autumn"}, True),
    ("a new end", MOVED | {"text": FERRY + "The mayor regrets it."}, True),
    ("a new end, and no date", MOVED | UNDATED | {"text": FERRY + "The mayor regrets it."}, False),
    ("a new headline, and no date", MOVED | UNDATED | {"title": "No ferry until autumn"}, False),
    ("a new headline, on the same day", MOVED | {"title": "No ferry until autumn", "published": "2025-03-01"}, False),
    ("the same headline and moment", MOVED | {"text": BRIDGE}, False),
    ("a new headline and end", MOVED | {"title": "No ferry until autumn", "text": FERRY + "It regrets it."}, False),
    ("another outlet", MOVED | {"url": "https://heron.example/ferry-stays"}, False),
]


def at_outlet(number: int, record: dict[str, Any]) -> dict[str, Any]:
    """A record of one of `KINDS`, which all have outlets of their own."""
    url = record["url"].replace("gull.example", f"gull{number}.example")
    return record | {"id": f"{record['id']}{number}", "url": url}


@pytest.mark.parametrize("turned", [False, True])
def test_a_revision_or_not(tmp_path: Path, turned: bool) -> None:
    """A run, an archive that grows, and a stream agree, in either order."""
    pairs = [
        [at_outlet(number, one) for one in ([other, FIRST] if turned else [FIRST, other])]
        for number, (_, other, _) in enumerate(KINDS)
    ]
    same = [same for _, _, same in KINDS]
    halves = [write_lines(tmp_path / f"{place}.jsonl", (pair[place] for pair in pairs)) for place in (0, 1)]
    summary = dedup.run(halves, tmp_path / "run", REVISION, report=False, archive=False)
    aside = " ".join(row["reason"] for row in rows_of(tmp_path / "run", "rejected.jsonl"))
    assert [f"article of gull{number}.example, kept" in aside for number in range(len(KINDS))] == same
    assert summary.articles == 2 * len(same) - sum(same)
    added = [dedup.add(half, tmp_path / "added.duckdb", REVISION) for half in halves]
    assert [(one.new, one.revisions) for one in added] == [(len(same), 0), (len(same) - sum(same), sum(same))]
    create(tmp_path / "filtered.duckdb", REVISION, 0)
    with opened(tmp_path / "filtered.duckdb") as archive:
        # Together: one run of articles is answered at once.
        statuses = [verdict.status for verdict in archive.add(chain(*pairs)) if verdict is not None]
    assert [status == "known" for status in statuses[1::2]] == same
    with Owner(tmp_path / "served.duckdb", FilterConfig(), config=REVISION) as owner:
        read = RecordReader(owner.config.read, "posted")
        articles = [read.record(one, "") for one in chain(*pairs)]
        assert all(isinstance(one, Article) for one in articles)
        statuses = [verdict.status for verdict in owner.add(cast("list[Article]", articles)).result(60)]
    assert [status == "known" for status in statuses[1::2]] == same


def test_copies_by_default(tmp_path: Path) -> None:
    dedup.run(write_lines(tmp_path / "d.jsonl", [FIRST, MOVED]), tmp_path / "out", report=False, archive=False)
    (match,) = rows_of(tmp_path / "out", "matches.jsonl")
    assert match["kind"] == "copy"
    assert {match["a"], match["b"]} == {"a", "b"}
    assert rows_of(tmp_path / "out", "rejected.jsonl") == []


def test_one_command(tmp_path: Path) -> None:
    """The flag is kept by the run and the archive, which answers by it and refuses another."""
    file, out = write_lines(tmp_path / "d.jsonl", [FIRST, MOVED]), tmp_path / "out"
    ended = CliRunner().invoke(app, ["run", file, "-o", str(out), "--same-outlet", "revision", "--quiet"])
    assert ended.exit_code == 0
    assert json.loads((out / "run.json").read_text("utf-8"))["config"]["read"]["same_outlet"] == "revision"
    (row,) = rows_of(out, "articles.jsonl")
    assert row["id"] == "a"
    (aside,) = rows_of(out, "rejected.jsonl")
    assert aside["reason"].startswith("another address of an article of gull.example, kept: ")
    archive, third = out / "archive.duckdb", FIRST | {"id": "c", "url": "https://gull.example/harbour/ferry-stays"}
    with dedup.Archive.open(archive) as there:
        assert there.check(third).status == "known"
    page = write_lines(tmp_path / "c.jsonl", [third])
    asked = CliRunner().invoke(app, ["origin", page, "--archive", str(archive), "--json"])
    assert json.loads(asked.stdout)["article"]["id"] == "a"
    refused = CliRunner().invoke(app, ["add", page, "--archive", str(archive), "--same-outlet", "copy"])
    assert refused.exit_code == 5
    assert "read.same_outlet" in refused.output
    assert "--same-outlet" in refused.output
    with pytest.raises(ArchiveError, match=r"read\.same_outlet"):
        dedup.add(page, archive, Config())
    assert CliRunner().invoke(app, ["add", page, "--archive", str(archive), "--quiet"]).exit_code == 0
    assert CliRunner().invoke(app, ["refresh", "--archive", str(archive), "--quiet"]).exit_code == 0
    forgot = CliRunner().invoke(app, ["archive", "forget", "a", "--archive", str(archive), "--yes"])
    assert forgot.exit_code == 0
    with dedup.Archive.open(archive) as there:
        assert there.table("articles").num_rows == 0
        assert there.rows("FROM revision").num_rows == 0


def test_what_reports_count_as_one_kind_of_reason() -> None:
    from dedup.ingest import sum_up

    reasons = [
        ("d", f"line {n}", f"another address of an article of {name}.example, kept: d 1") for n, name in enumerate("ab")
    ]
    (kind,) = sum_up(reasons)
    assert kind.records == 2


def test_another_choice_is_an_error() -> None:
    with pytest.raises(ConfigError, match="same_outlet 'merge': it is copy or revision"):
        ReadConfig(same_outlet="merge")


def test_marks_in_sql_and_in_python(tmp_path: Path) -> None:
    moments = ("2025-03-01T10:00:00Z", "2025-03-01T10:00", "2025-03-01", None, "1999-12-31T23:59Z")
    records: list[dict[str, Any]] = [
        FIRST | {"id": str(n), "url": f"https://x{n}.example/a", "published": at} for n, at in enumerate(moments)
    ]
    records += [FIRST | {"id": "untitled", "title": None}, FIRST | {"id": "nobody", "url": None}]
    create(tmp_path / "a.duckdb", REVISION, 0)
    with opened(tmp_path / "a.duckdb") as archive:
        list(archive.add(records))
        columns = "outlet, title, epoch_us(published) AS at, published_precision AS precision"
        found = archive.rows(f"SELECT {columns}, {outlet_marks_sql()} AS marks, article FROM article").to_pylist()
        marks = IdentityIndex(archive)
        for row in found:
            asked = outlet_marks(row["outlet"], row["title"], row["at"], row["precision"])
            assert asked == row["marks"]
            assert (row["article"] in marks.near(["z"], [None], asked)) is bool(asked)
    assert [len(row["marks"]) for row in found] == [2, 2, 1, 1, 2, 1, 0]
