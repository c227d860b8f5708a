"""Boilerplate against labelled pages: `cases/boilerplate.jsonl`.

A case's lines begin with `+ ` (body), `- ` (boilerplate) or `? ` (either will do); others are blank. Cases that the
rules cannot decide are `expected_failure`, with a reason, and the test says so when one begins to pass.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dedup.text import TextTables
from dedup.text.boilerplate import find_phrases, hash_lines, mark_boilerplate
from dedup.text.tokenizer import words_of

Case = dict[str, Any]


with (Path(__file__).parent / "cases" / "boilerplate.jsonl").open(encoding="utf-8") as lines:
    CASES: list[Case] = [json.loads(line) for line in lines]


def name_of(case: Case) -> str:
    return f"{case['lang']}: {case['name']}"


def marks_of(case: Case) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(strict=True, reason=case["reason"])] if case.get("expected_failure") else []


def labels(tables: TextTables, text: str, recurring: list[str] | None = None) -> dict[str, str]:
    """`+` or `-` for each line of a page; `recurring` are lines that its outlet repeats."""
    words = words_of([text], tables.alphabet)
    repeated = hash_lines(words_of(recurring or [], tables.alphabet))
    boilerplate = mark_boilerplate(
        words.lines,
        words.line_offsets,
        find_phrases(words, tables.phrases),
        np.isin(hash_lines(words), repeated),
    )
    spans = words.lines[:, :2]
    return {text[start:end]: "-" if marked else "+" for (start, end), marked in zip(spans, boilerplate, strict=True)}


@pytest.mark.parametrize("case", [pytest.param(case, id=name_of(case), marks=marks_of(case)) for case in CASES])
def test_pages_lose_their_chrome_and_nothing_else(tables: TextTables, case: Case) -> None:
    found = labels(tables, "\n".join(line[2:] for line in case["lines"]))
    judged = {line[2:]: line[0] for line in case["lines"] if line[:2] in {"+ ", "- "}}
    assert {line: found[line] for line in judged} == judged


def test_phrases_that_cannot_go_on_are_given_up_without_loss(tables: TextTables) -> None:
    words = words_of(["\n".join(line[2:] for line in case["lines"]) for case in CASES], tables.alphabet)
    openings = np.ones_like(tables.phrases.openings)
    all_looked_up = find_phrases(words, replace(tables.phrases, openings=openings))
    assert all_looked_up.any()
    assert np.array_equal(find_phrases(words, tables.phrases), all_looked_up)


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_labels_do_not_depend_on_blank_lines_or_carriage_returns(tables: TextTables, case: Case) -> None:
    lines = [line[2:] for line in case["lines"] if line]
    assert labels(tables, "\n\n".join(lines)) == labels(tables, "\r\n".join(lines)) == labels(tables, "\n".join(lines))


def test_a_line_that_its_outlet_repeats_is_chrome_wherever_it_stands(tables: TextTables) -> None:
    slogan = "The Lake Herald, read on four shores since the winter of 1902 and once by the king."
    text = (
        f"The last paddle steamer of Lake Orre will sail again this summer.\n{slogan}\nHer boiler was built in Kirnau."
    )
    assert labels(tables, text)[slogan] == "+"
    assert [*labels(tables, text, [slogan]).values()] == ["+", "-", "+"]


def test_a_menu_of_any_language_is_a_menu(tables: TextTables) -> None:
    menu = "Home\nNews\nWorld\nKontakt\nГлавная\nホーム"
    assert set(labels(tables, menu).values()) == {"-"}
