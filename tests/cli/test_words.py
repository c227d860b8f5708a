"""What a person at a terminal meets: help that fits, errors of one form, nothing heavy before a slip is answered."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner
from whole_run import Ran

from dedup.cli.help_texts import readable_help
from dedup.cli.program import app

runner = CliRunner()


def commands(group: Any = None, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    group = group or typer.main.get_command(app)
    yield before
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*before, name))
        else:
            yield (*before, name)


@pytest.mark.parametrize("command", list(commands()), ids=" ".join)
def test_help_is_read_at_80_columns(command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    answer = runner.invoke(app, [*command, "--help"], terminal_width=80)
    assert answer.exit_code == 0
    assert [row for row in answer.stdout.splitlines() if len(row) > 80] == []
    assert not re.search(r"<\w+(\[\w+\])?>|[{}]|\]\]", answer.stdout)
    listed = answer.stdout.partition("Commands:")[2].partition("Exit codes")[0]
    assert "..." not in listed, "a summary is cut"
    assert not re.search(r"\b(told|tell)\b", answer.stdout)


def test_a_help_of_any_version_of_typer() -> None:
    assert (
        readable_help("Usage: dedup origin [OPTIONS] {URL|ID|FILE...}...")
        == "Usage: dedup origin [OPTIONS] URL|ID|FILE..."
    )
    assert readable_help("  NAMES...  Names.") == "  NAMES...  Names."
    assert len(readable_help("  A <str>  An id.")) == len("  A <str>  An id.")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["run", "--nonsense"], 2, "dedup: no such option: --nonsense (see dedup run --help)"),
        (["orign", "x"], 2, "Did you mean 'origin'?"),
        (["--nonsense"], 2, "dedup: no such option: --nonsense (see dedup --help)"),
        (["run"], 2, "dedup: missing argument"),
        (["run", "no.jsonl", "-o", "out"], 3, "dedup: nothing to read (no.jsonl: no such file)"),
        (["filter", "no.jsonl", "--archive", "a.duckdb"], 3, "dedup: nothing to read (no.jsonl: no such file)"),
        (["add", "no.jsonl", "--archive", "a.duckdb"], 3, "dedup: nothing to read (no.jsonl: no such file)"),
        (["run", "dump.jsnl", "-o", "out"], 3, "did you mean dump.jsonl?"),
        (["refresh", "--archive", "none.duckdb"], 5, "dedup: none.duckdb: no such archive"),
        (["origin", "x", "--archive", "."], 5, "a folder without archive.duckdb"),
        (["archive", "forget", "x", "--archive", "file.duckdb"], 2, "--yes"),
    ],
)
def test_every_error_has_one_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file.duckdb").touch()
    (tmp_path / "dump.jsonl").touch()
    answer = runner.invoke(app, arguments)
    assert answer.exit_code == code
    assert answer.stderr.startswith("dedup: ")
    assert answer.stderr.count("\n") == 1
    assert says in answer.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dump.jsonl", "file.duckdb"]


def test_help_is_named_however_the_program_was_started() -> None:
    answer = runner.invoke(app, ["archive", "forget", "--nonsense"], prog_name="python -m dedup")
    assert answer.stderr == "dedup: no such option: --nonsense (see dedup archive forget --help)\n"


@pytest.mark.parametrize(
    "arguments", [["run", "--help"], ["run", "no.jsonl", "-o", "out"], ["origin", "x", "--archive", "no"]]
)
def test_a_slip_is_answered_before_anything_heavy_is_loaded(arguments: list[str], tmp_path: Path) -> None:
    code = (
        "import sys; from dedup.cli import app\n"
        f"try: app({arguments!r})\nexcept SystemExit: pass\n"
        "print([name for name in ('duckdb', 'numba', 'pyarrow', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_run_says_what_to_type_next(tmp_path: Path) -> None:
    words = "The northern gate of the harbour closes for eleven weeks, and fishing boats use the canal lock until then."
    rows = [f'{{"id": "{name}", "title": "Gate closes", "text": "{words}"}}\n' for name in ("one", "two words")]
    (tmp_path / "dump.jsonl").write_text("".join(rows))
    answer = runner.invoke(app, ["run", str(tmp_path / "dump.jsonl"), "-o", str(tmp_path / "out")])
    said = " ".join(answer.stderr.split())
    assert "largest stories 2 articles Gate closes origin not determined one" in said
    assert f"dedup open {tmp_path / 'out'}" in said
    assert f"dedup origin one --archive {tmp_path / 'out'}" in said


@pytest.mark.parametrize("given", ["folder", "file", "variable"])
def test_an_archive_is_named_by_its_run_or_by_the_environment(
    ran: Ran, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = {"folder": ["--archive", str(ran.out)], "file": ["--archive", str(ran.archive)], "variable": []}[given]
    if given == "variable":
        monkeypatch.setenv("DEDUP_ARCHIVE", str(ran.out))
    answer = runner.invoke(app, ["archive", "info", *named])
    assert answer.exit_code == 0
    assert re.search(r"articles +113\n", answer.stdout)
    assert len(answer.stdout.splitlines()) == 10
    assert len(runner.invoke(app, ["archive", "info", *named, "--all"]).stdout.splitlines()) > 100


def test_colour_is_for_terminals(ran: Ran) -> None:
    arguments = ["origin", "nvjuh68", "--archive", str(ran.archive)]
    plain = runner.invoke(app, arguments).stdout
    command = [sys.executable, "-m", "dedup", *arguments]
    environment = {**os.environ, "FORCE_COLOR": "1", "TERM": "xterm-256color"}
    coloured = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
    assert "\x1b[" not in plain
    assert "\x1b[1m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured).split() == plain.split()


def test_a_lexicon_of_nothing_says_so(ran: Ran) -> None:
    answer = runner.invoke(app, ["lexicon", "xx", "yy", "--archive", str(ran.archive)])
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert "nothing was learned of xx and yy" in answer.stderr
