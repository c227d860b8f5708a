"""What a command says of how far it is, where nobody looks at a terminal."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from dedup.cli.program import app
from dedup.cli.render import progress, terminal
from dedup.cli.render.compiling import saying_what_compiles
from dedup.cli.render.progress import Lines
from dedup.jobs.warm import Cost

runner = CliRunner()
WORDS = "The northern gate of the harbour closes for eleven weeks, and fishing boats use the canal lock until then."


@pytest.fixture
def dump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("dump.jsonl").write_text("".join(f'{{"id": "{name}", "text": "{WORDS}"}}\n' for name in "ab") + "{\n")
    return "dump.jsonl"


def test_a_line_a_minute_at_most() -> None:
    now, said = [0.0], []
    lines = Lines(lambda *what: said.append(what), lambda: now[0])
    for second in range(0, 200, 10):
        now[0] = second
        lines("match" if second > 90 else "read", second, 200)
    assert said == [("read", 60, 200, 60.0), ("match", 120, 200, 120.0), ("match", 180, 200, 180.0)]


def test_what_compiles_is_said_once_something_was_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("dedup.jobs.compiling_cost", lambda: Cost(31, 20.0, Path("kept")))
    seen: list[tuple[str, int, int]] = []
    watch = saying_what_compiles(lambda *what: seen.append(what))
    calls = [("read", 9, 9), ("tokens", 0, 0), ("tokens", 0, 3), ("match", 0, 3)]
    said = []
    for call in calls:
        watch(*call)
        said.append(capsys.readouterr().err.count("compiling 31 kernels"))
    assert (said, seen) == ([0, 0, 1, 0], calls)


def test_a_long_run_says_how_far_it_is(dump: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = ["--set", "provenance.trace=false", "--no-report"]
    short = runner.invoke(app, ["run", dump, "-o", "short", *plain])
    assert "so far" not in short.stderr
    monkeypatch.setattr(progress, "EVERY", 0.0)
    long = runner.invoke(app, ["run", dump, "-o", "long", *plain])
    assert "dedup: read: " in long.stderr
    assert "min so far" in long.stderr
    assert long.stdout == ""


def test_all_of_stderr_as_json(dump: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY", 0.0)
    arguments = ["run", dump, "-o", "out", "--set", "provenance.trace=false", "--no-report", "--log-json"]
    found = runner.invoke(app, arguments)
    events: list[dict[str, Any]] = [json.loads(line) for line in found.stderr.splitlines()]
    assert {event["event"] for event in events} >= {"progress", "message", "summary"}
    assert all(event["time"].endswith("Z") for event in events)
    assert [event["articles"] for event in events if event["event"] == "summary"] == [2]
    assert {"stage", "done", "total", "seconds"} <= next(e for e in events if e["event"] == "progress").keys()
    again = runner.invoke(app, arguments)
    assert again.exit_code == 4
    # On a new machine a message about kernels comes before.
    assert {json.loads(line)["event"] for line in again.stderr.splitlines()} == {"message"}, "errors too"
    assert runner.invoke(app, arguments[:-1]).stderr.startswith("dedup: "), "the next command is as it was"


def test_a_narrow_terminal_shortens_the_bar_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(terminal, "make_console", lambda **_: Console(file=shown, width=80, force_terminal=True))
    with terminal.bars() as watch:
        watch("translations: iteration 1", 111_126, 111_126)
    assert "0:00:00" in shown.getvalue()
    assert "111,126 of 111,126" in shown.getvalue()
    assert "…" not in shown.getvalue()
