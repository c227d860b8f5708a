"""The page of faults and attacks names tests that are there."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "docs" / "robustness.md").read_text("utf-8")
ROWS = re.findall(r"^\| (\d+) \|.*\| ([^|]+) \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("number", "named"), ROWS)
def test_a_row_names_tests_that_are_there(number: str, named: str) -> None:
    found = re.findall(r"`([\w/]+\.py)::(\w+)`", named)
    assert found, number
    for path, name in found:
        names = {node.name for node in ast.parse((TESTS / path).read_text("utf-8")).body if hasattr(node, "name")}
        assert f"test_{name}" in names, path


def test_rows_are_counted_without_a_gap() -> None:
    assert [int(number) for number, _ in ROWS] == list(range(1, len(ROWS) + 1))
    assert len(re.findall(r"^\| \d", PAGE, re.MULTILINE)) == len(ROWS)
