"""What documents say is so: links lead somewhere, examples run, every command and setting is documented."""

import ast
import json
import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

import dedup
from dedup import config
from dedup.cli import app

TOP = Path(dedup.__file__).parents[1]
PAGES = sorted([*TOP.glob("*.md"), *(TOP / "docs").rglob("*.md"), *(TOP / "examples").glob("*.md")])
EXAMPLES = sorted((TOP / "examples").glob("*.py"))
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
SHOWN = re.compile(r"^(?:    |\$ )?(dedup (?!\|)[a-z].*)$", re.MULTILINE)
"""A line that is a command: in a block that is indented or fenced, or after a prompt."""
BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


def commands() -> list[str]:
    group = typer.main.get_command(app)
    return sorted(name for name, command in group.commands.items() if not command.hidden)  # type: ignore[attr-defined]


def name_of(path: Path) -> str:
    return str(path.relative_to(TOP))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    links = [
        link for link in LINK.findall(page.read_text("utf-8")) if "://" not in link and not link.startswith("mailto:")
    ]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_python_in_documents_is_python(page: Path) -> None:
    for block in BLOCK.findall(page.read_text("utf-8")):
        tree = ast.parse(block)
        taken = [
            node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "dedup"
        ]
        assert [name for name in taken if name not in dedup.__all__] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=name_of)
def test_examples_run(example: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", [str(example)])
    runpy.run_path(str(example), run_name="__main__")
    assert capsys.readouterr().out.strip()
    assert example.name in (example.parent / "README.md").read_text("utf-8")


def with_commands() -> list[Path]:
    """The synopsis in docs/commands.md has its own brackets."""
    return [page for page in PAGES if page.name != "commands.md" and SHOWN.search(page.read_text("utf-8"))]


@pytest.mark.parametrize("page", with_commands(), ids=name_of)
def test_commands_in_documents_have_these_options(page: Path) -> None:
    """What `python` or `docker` start is not looked at."""
    for line in SHOWN.findall(page.read_text("utf-8")):
        words = shlex.split(line, comments=True)[1:]
        words = words[: next((at for at, word in enumerate(words) if word in ("|", ">", "<", "&&")), None)]
        command: Any = typer.main.get_command(app)
        while hasattr(command, "commands") and words and not words[0].startswith("-"):
            assert words[0] in command.commands, line
            command = command.commands[words.pop(0)]
        try:
            command.make_parser(command.context_class(command)).parse_args(words)
        except Exception as error:
            raise AssertionError(f"{line}: {error}") from error


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command: str) -> None:
    assert any(f"dedup {command}" in page.read_text("utf-8") for page in PAGES)


def test_every_setting_is_documented() -> None:
    silent = []
    files = Path(config.__file__).parent.glob("*.py")
    for node in (one for path in files for one in ast.parse(path.read_text("utf-8")).body):
        if isinstance(node, ast.ClassDef) and node.name.endswith("Config") and node.name != "Config":
            # A docstring after several fields in a row is of all of them.
            waiting: list[str] = []
            for one in node.body:
                if isinstance(one, ast.AnnAssign):
                    waiting.append(f"{node.name}.{ast.unparse(one.target)}")
                elif isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant) and waiting:
                    waiting = []
            silent += waiting
    assert not [name for name in silent if name.split(".")[1] not in config.KINDS.values()]


WATCHED = """
import sys
ran = set()
sys.setprofile(lambda frame, *_: frame.f_code.co_name == "<module>" or ran.add(frame.f_code.co_filename))
from dedup.cli import main
try:
    main()
finally:
    sys.setprofile(None)
    print(*sorted(ran), sep="\\n", file=sys.stderr)
"""
MOST_PASSED = 30


def test_a_line_passes_the_files_of_the_filter_that_are_shown_and_they_are_few(tmp_path: Path) -> None:
    page = (TOP / "docs" / "architecture.md").read_text("utf-8")
    table = page[page.index("**`dedup filter`, from stdin to stdout**") : page.index("**`dedup origin FILE`**")]
    shown = set(re.findall(r"`([a-z_/]+\.py)`", table))
    assert 10 < len(shown) <= MOST_PASSED
    text = (
        "The old bridge over the river was closed on Monday after a crack was found in its second pier, the town said. "
    )
    records = [{"url": f"https://kurier{number}.test/1", "text": text * 6} for number in range(2)]
    command = [sys.executable, "-c", WATCHED, "filter", "--quiet", "--archive", str(tmp_path / "a.duckdb")]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    assert done.stdout.count("\n") == 1, "the second is a copy"
    ran = set(done.stderr.split("\n"))
    assert [name for name in sorted(shown) if str(Path(dedup.__file__).parent / name) not in ran] == []
