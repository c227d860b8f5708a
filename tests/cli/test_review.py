"""A person judges pairs: blind, the least sure first, and goes on where they stopped."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner
from whole_run import Ran

import dedup
from dedup.cli.program import app
from dedup.queries import doubtful_pairs, read_truth

runner = CliRunner()


def test_judgements_are_kept_and_gone_on_with(ran: Ran, tmp_path: Path) -> None:
    labels = tmp_path / "labels.jsonl"
    arguments = ["review", str(labels), "--archive", str(ran.out)]
    first = runner.invoke(app, arguments, input="y\nwhat\nn\ns\nq\n")
    assert first.exit_code == 0
    assert "2 pairs judged" in first.stderr
    with dedup.Archive.open(ran.archive) as archive:
        pairs = list(doubtful_pairs(archive))
    rows = [json.loads(row) for row in labels.read_text().splitlines()]
    assert [(row["a"], row["b"]) for row in rows] == pairs[:2]
    assert [row["same"] for row in rows] == [True, False]
    for word in ("score", "confidence", "copy", "match", "borrowed"):
        assert word not in first.stdout.lower().replace("copyright", ""), "what was decided is not shown"
    second = runner.invoke(app, [*arguments, "--limit", "1"], input="y\n")
    assert "1 pair judged" in second.stderr
    assert list(read_truth(labels).pairs) == pairs[:3]
    assert runner.invoke(app, ["evaluate", str(labels), "--archive", str(ran.out)]).exit_code == 0


def test_the_least_sure_come_first(ran: Ran) -> None:
    likeness = {}
    for name, same in (("matches.jsonl", True), ("borrowed.jsonl", False)):
        for row in ran.rows(name):
            alike = row["score"] * max(row["coverage_a"], row["coverage_b"])
            likeness[row["a"], row["b"]] = alike if same else 1 - alike
    with dedup.Archive.open(ran.archive) as archive:
        found = [likeness[pair] for pair in doubtful_pairs(archive)]
    assert len(found) == len(likeness)
    assert found == pytest.approx(sorted(found), abs=2e-4)


def test_no_such_kind(ran: Ran, tmp_path: Path) -> None:
    answer = runner.invoke(app, ["review", str(tmp_path / "l.jsonl"), "--archive", str(ran.out), "--kind", "twin"])
    assert answer.exit_code == 2
