"""Where nothing can be read the exit code says so, whichever command read it."""

import json
from pathlib import Path

from made_records import record
from typer.testing import CliRunner

from dedup.cli.program import app


def test_adding_what_cannot_be_read_is_reported(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("no json\n")
    (tmp_path / "good.jsonl").write_text(json.dumps(record(1)) + "\n")
    archive = ["--archive", str(tmp_path / "a.duckdb"), "--quiet"]
    assert CliRunner().invoke(app, ["add", str(tmp_path / "bad.jsonl"), *archive]).exit_code == 3
    # The second time it is known, and was read all the same.
    for _ in range(2):
        assert CliRunner().invoke(app, ["add", str(tmp_path / "good.jsonl"), *archive]).exit_code == 0
    assert CliRunner().invoke(app, ["add", str(tmp_path / "bad.jsonl"), *archive]).exit_code == 3
    (tmp_path / "lines").write_text("no json\n")
    assert CliRunner().invoke(app, ["filter", str(tmp_path / "lines"), *archive]).exit_code == 3


def test_adding_says_why_records_were_set_aside(tmp_path: Path) -> None:
    lines = [json.dumps(record(1)), json.dumps({"id": "x", "news": "of the pier"}), "no json"]
    (tmp_path / "some.jsonl").write_text("\n".join(lines))
    archive = ["--archive", str(tmp_path / "a.duckdb")]
    # The second time as the first: what was set aside is still not read.
    for _ in range(2):
        said = CliRunner().invoke(app, ["add", str(tmp_path / "some.jsonl"), *archive])
        assert "set aside: 1 × no text field" in said.stderr
        assert "--map text=FIELD" in said.stderr
