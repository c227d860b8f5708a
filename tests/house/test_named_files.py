"""Names of code that docstrings and documents show exist: files, modules, and what stands in them.

A name is looked up without running anything: `owner.member` wants a module, folder, class or part of the settings
called `owner`, with `member` in it; or an `owner` that is a library or stands in the same file.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from itertools import pairwise
from pathlib import Path

import dedup
from dedup.config import Config

TOP = Path(dedup.__file__).parents[1]
CODE = sorted([*(TOP / "dedup").rglob("*.py"), *(TOP / "benchmarks").rglob("*.py")])
PAGES = sorted([*TOP.glob("*.md"), *(TOP / "docs").rglob("*.md"), *(TOP / "benchmarks").glob("*.md")])
FOLDERS = ("dedup", "benchmarks", "tests", "examples", "samples")
PATHS = [f"/{path.relative_to(TOP)}" for folder in FOLDERS for path in (TOP / folder).rglob("*.*")]
QUOTED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
FILE = re.compile(r"[\w/.-]+\.(?:py|toml|tsv)")
DOTTED = re.compile(r"[A-Za-z_]\w+(?:\.[A-Za-z_]\w+)+(?:\(\))?")
WORD = re.compile(r"[A-Za-z_]\w*")
NO_CODE = re.compile(
    r".*\.(?:com|org|net|example|test|jsonl?|jsonld|gz|zst|txt|html|part|duckdb|log|md|csv|cff|graphml)|spark\..*"
)
"""Domains, files of users, settings of Spark."""
OF_USERS = re.compile(r"job\.py|dedup\.toml|pyproject\.toml|(?:.*/)?[A-Z]+\.\w+")
"""Also where capitals stand for a name."""
OF_OTHERS = {"np", "pa", "pc", "gc", "write", "result", "scrapy"}
"""Libraries by the names that code has for them, and objects of theirs in examples."""


class Source:
    """A file of code: its docstrings, and the words of the rest, in short strings too (columns, keys of records)."""

    def __init__(self, path: Path) -> None:
        text = path.read_text("utf-8")
        lines = text.splitlines()
        self.docstrings: list[str] = []
        classes: list[tuple[str, int, int]] = []
        for node in _statements(ast.parse(text)):
            if isinstance(node, ast.ClassDef):
                classes.append((node.name, node.lineno, node.end_lineno or node.lineno))
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                self.docstrings.append(str(node.value.value))
                for at in range(node.lineno - 1, node.end_lineno or node.lineno):
                    lines[at] = ""
        lines = [line.partition("# ")[0] for line in lines]
        self.words = _words(lines)
        self.classes = {name: _words(lines[start - 1 : end]) for name, start, end in classes}


def _statements(tree: ast.AST) -> Iterator[ast.stmt]:
    for node in getattr(tree, "body", ()):
        yield node
        yield from _statements(node)


def _words(lines: list[str]) -> set[str]:
    return {word for line in lines for word in WORD.findall(line)}


@cache
def sources() -> dict[Path, Source]:
    return {path: Source(path) for path in CODE}


@cache
def owners(folder: str) -> dict[str, set[str]]:
    """Modules, folders, classes and parts of the settings by their names, each with the words in it."""
    found: dict[str, set[str]] = {}
    for path, source in ((path, source) for path, source in sources().items() if path.is_relative_to(TOP / folder)):
        inside = path.parent if path.stem == "__init__" else path
        found.setdefault(inside.stem, set()).update(source.words)
        found.setdefault(inside.parent.name, set()).add(inside.stem)
        for name, words in source.classes.items():
            found.setdefault(name, set()).update(words)
    config = Config()
    for part in fields(Config):
        found.setdefault(part.name, set()).update(one.name for one in fields(getattr(config, part.name)))
    return found


def missing(text: str, own: set[str], folder: str = ".") -> list[str]:
    """The names that `text`, in a file with the words `own`, shows and that are nowhere in `folder`."""
    within = owners(folder)
    lost = []
    for name in QUOTED.findall(text):
        if FILE.fullmatch(name):
            if not OF_USERS.fullmatch(name) and not any(path.endswith(f"/{name}") for path in PATHS):
                lost.append(name)
        elif DOTTED.fullmatch(name) and not NO_CODE.fullmatch(name):
            parts = name.removesuffix("()").split(".")
            pairs = pairwise(parts)
            if not all(owner in own | OF_OTHERS or member in within.get(owner, ()) for owner, member in pairs):
                lost.append(name)
    return lost


def test_names_in_docstrings_exist() -> None:
    assert [
        f"{path.relative_to(TOP)}: {name}"
        for path, source in sources().items()
        for text in source.docstrings
        for name in missing(text, source.words - {"dedup"}, "dedup" if path.is_relative_to(TOP / "dedup") else ".")
    ] == []


def test_names_in_documents_exist() -> None:
    assert [
        f"{page.relative_to(TOP)}: {name}"
        for page in PAGES
        if page.name != "CHANGELOG.md"
        for name in missing(page.read_text("utf-8"), set())
    ] == []


def test_a_name_that_is_nowhere_is_missed() -> None:
    shown = (
        "`dedup.matching.verify_pairs`, `matching/verify.py`, `Plan.second_look`, `paper.example`, `match.neighbours`"
    )
    assert missing(shown, set()) == []
    shown = "`dedup.matching.nowhere`, `matching/nowhere.py`, `model.ARTICLE`, `Plan.nowhere`"
    assert missing(shown, set()) == ["dedup.matching.nowhere", "matching/nowhere.py", "model.ARTICLE", "Plan.nowhere"]
