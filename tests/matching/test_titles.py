"""Notices of one form whose titles name different things are no copies; titles of copies may say what they like."""

import json
from pathlib import Path
from typing import Any

import pytest

from dedup.text import TextTables
from matching.articles import Dump

TENDERS = [json.loads(line) for line in (Path(__file__).parent / "tenders.jsonl").read_text("utf-8").splitlines()]
"""A form with two gaps, two fillings and their titles."""


@pytest.mark.parametrize("case", TENDERS, ids=[case["lang"] for case in TENDERS])
def test_a_form_filled_with_what_its_title_names_is_no_copy(tables: TextTables, case: dict[str, Any]) -> None:
    texts = [case["form"].format(*words) for words in case["filled"]]
    assert Dump(texts, [case["lang"]] * 2, tables, titles=case["titles"]).verify([(0, 1)]).num_rows == 0


@pytest.mark.parametrize("case", TENDERS, ids=[case["lang"] for case in TENDERS])
def test_a_copy_under_another_title_with_another_figure_stays_a_copy(tables: TextTables, case: dict[str, Any]) -> None:
    (place, price), (_, other) = case["filled"]
    texts = [case["form"].format(place, price), case["form"].format(place, other)]
    [match] = Dump(texts, [case["lang"]] * 2, tables, titles=case["titles"]).verify([(0, 1)]).to_pylist()
    assert match["kind"] == "copy"
