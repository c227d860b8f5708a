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
