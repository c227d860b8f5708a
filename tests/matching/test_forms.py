"""Notices of one form, updates with new figures, and figures written otherwise: `forms.jsonl`, by a whole run."""

import json
from pathlib import Path
from typing import Any

import pytest

import dedup

with (Path(__file__).parent / "forms.jsonl").open(encoding="utf-8") as lines:
    CASES: list[dict[str, Any]] = [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def matched(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """The pairs that a run over all cases says report one statement."""
    folder = tmp_path_factory.mktemp("forms")
    with (folder / "dump.jsonl").open("w", encoding="utf-8") as dump:
        for number, case in enumerate(CASES):
            for side in "ab":
                published, text = case[side]
                row = {"id": f"{number}{side}", "url": f"https://o{number}{side}.example/x", "lang": case["lang"]}
                print(json.dumps(row | {"text": text, "published": published}), file=dump)
    dedup.run([str(folder / "dump.jsonl")], folder / "out", report=False)
    with (folder / "out" / "matches.jsonl").open(encoding="utf-8") as found:
        return {(row["a"], row["b"]) for row in map(json.loads, found)}


@pytest.mark.parametrize(
    "number", range(len(CASES)), ids=lambda number: f"{CASES[number]['lang']}: {CASES[number]['name']}"
)
def test_what_fills_the_form_decides(matched: set[tuple[str, str]], number: int) -> None:
    assert ((f"{number}a", f"{number}b") in matched) == CASES[number]["match"]


def test_no_two_cases_of_a_language_match(matched: set[tuple[str, str]]) -> None:
    """In two languages some report the same."""
    others = [(int(a[:-1]), int(b[:-1])) for a, b in matched if a[:-1] != b[:-1]]
    assert all(CASES[a]["lang"] != CASES[b]["lang"] for a, b in others)
