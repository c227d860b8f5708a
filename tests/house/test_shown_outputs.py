"""What documents show is what commands print, and the quick starts work from an empty folder.

`DEDUP_WRITE_DOCS=1 pytest tests/house/test_shown_outputs.py` writes the outputs anew where
they were changed on purpose.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from in_fork import in_fork
from typer.testing import CliRunner
from whole_run import SAMPLES, Ran

import dedup
from dedup import messages
from dedup.cli.program import app

TOP = Path(dedup.__file__).parents[1]
PAGES = [TOP / "README.md", *sorted((TOP / "docs").glob("*.md"))]
CONSOLE = re.compile(r"^```console\n\$ dedup ([^\n]*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
QUICK = re.compile(r"<!-- quick start: (\w+) -->\n```sh\n(.*?)```", re.DOTALL)
SHOWN = [(page, command) for page in PAGES for command, _ in CONSOLE.findall(page.read_text("utf-8"))]
README = (TOP / "README.md").read_text("utf-8")


def printed(command: str) -> str:
    """What a command prints; `| head -N` and `| tail -N` behind it are understood."""
    words, _, cut = command.partition(" | ")
    answer = CliRunner().invoke(app, shlex.split(words))
    assert answer.exit_code == 0, answer.stderr
    lines = answer.stdout.splitlines()
    if cut:
        number = int(cut.rpartition("-")[2])
        lines = lines[:number] if cut.startswith("head") else lines[-number:]
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize(("page", "command"), SHOWN, ids=[f"{page.name}: {command}" for page, command in SHOWN])
def test_outputs_are_those_of_today(page: Path, command: str, ran: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ran.out.parent)
    monkeypatch.delenv("DEDUP_ARCHIVE", raising=False)
    text = page.read_text("utf-8")
    found = printed(command)
    if os.environ.get("DEDUP_WRITE_DOCS"):
        start = f"```console\n$ dedup {command}\n"
        before, _, after = text.partition(start)
        page.write_text(f"{before}{start}{found}```{after.partition('```')[2]}", "utf-8")
    else:
        assert dict(CONSOLE.findall(text))[command] == found


@pytest.mark.parametrize(("name", "script"), QUICK.findall(README), ids=[name for name, _ in QUICK.findall(README)])
def test_a_quick_start_works_from_an_empty_folder(
    name: str, script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each line is a process; `>` is understood here."""
    shutil.copytree(SAMPLES, tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DEDUP_ARCHIVE", raising=False)
    for line in script.splitlines():
        command, _, target = line.partition("#")[0].strip().partition(" > ")
        if command:
            done = in_fork(*shlex.split(command)[1:])
            assert done.returncode == 0, (line, done.stderr)
            if target:
                Path(target).write_bytes(done.stdout)
    if name == "newsroom":
        assert (tmp_path / "sheet" / "newsroom.csv").stat().st_size > 10_000
        assert (tmp_path / "out" / "report.html").exists()
    if name == "pipeline":
        new, marked = (len((tmp_path / file).read_text().splitlines()) for file in ("new.jsonl", "marked.jsonl"))
        assert 20 < new < marked == 94


def test_the_readme_is_short_and_its_three_quick_starts_are_there() -> None:
    assert len(README.splitlines()) <= 200
    assert [name for name, _ in QUICK.findall(README)] == ["newsroom", "corpus", "pipeline"]


def test_the_site_is_built(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs")
    pytest.importorskip("mkdocstrings")
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--quiet",
        "-f",
        TOP / "mkdocs.yml",
        "-d",
        tmp_path / "site",
    ]
    done = subprocess.run([str(one) for one in command], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    reference = (tmp_path / "site" / "reference" / "index.html").read_text("utf-8")
    assert "run_dumps" in reference
    given = {name: getattr(messages, name) for name in dir(messages)}
    errors = [name for name, one in given.items() if isinstance(one, type) and issubclass(one, Exception)]
    assert len(errors) >= 10
    assert not [name for name in errors if f'id="dedup.messages.{name}"' not in reference]
