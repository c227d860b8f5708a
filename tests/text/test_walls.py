"""Notices that stand in an article's place are no text, and reports that speak of such things are: `walls.jsonl`."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dedup.config import TextConfig
from dedup.text import TextTables, cut_bodies

with (Path(__file__).parent / "cases" / "walls.jsonl").open(encoding="utf-8") as lines:
    CASES: list[dict[str, Any]] = [json.loads(line) for line in lines]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['lang']}: {case['text'][:40]}")
def test_walls(tables: TextTables, case: dict[str, Any]) -> None:
    cut = cut_bodies([case["text"]], [None], [case["lang"]], np.zeros(0, np.uint64), tables, TextConfig())
    assert (len(cut.words) == 0) == case["wall"]
