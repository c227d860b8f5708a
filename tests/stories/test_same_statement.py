"""Which match of a new article is its best one: the story of that is joined, by the filter as by `origin FILE`."""

from typing import Any

import duckdb
import pytest

from dedup.config import StoryConfig
from dedup.stories import Tie, best_first, statement_share, statement_sql


def match(article: int, score: float, coverage_a: float, coverage_b: float, *, same: bool = True) -> dict[str, Any]:
    return {"a": article, "score": score, "coverage_a": coverage_a, "coverage_b": coverage_b, "same_statement": same}


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (match(9, 0.9, 0.9, 0.9), match(1, 0.8, 0.9, 0.9)),
        (match(9, 0.8, 0.9, 0.2), match(1, 0.9, 0.5, 0.7)),  # 0.72 before 0.63: what either covers counts
        (match(9, 0.5, 0.5, 0.5), match(1, 1.0, 1.0, 1.0, same=False)),
        (match(1, 0.9, 0.9, 0.9), match(2, 0.9, 0.9, 0.9)),
        (match(9, 0.90001, 1.0, 1.0), match(1, 0.9, 1.0, 1.0)),  # no digit is dropped
    ],
)
def test_the_best_match_comes_first(better: dict[str, Any], worse: dict[str, Any]) -> None:
    assert min([worse, better], key=best_first) is better
    assert min([better, worse], key=best_first) is better


def test_sql_asks_what_python_asks() -> None:
    shares = (0.0, 0.2, 0.34, 0.5, 0.7, 0.85, 1.0)
    config = StoryConfig()
    for coverage in shares:
        for lead in shares:
            tie = Tie(1, 2, coverage, 0.1, 0.0, 0.0, lead, 0.3)
            columns = ", ".join(f"{value}::DOUBLE AS {name}" for name, value in zip(Tie._fields, tie, strict=True))
            found = duckdb.sql(f"SELECT {statement_sql(config)} FROM (SELECT {columns})").fetchall()[0][0]
            assert found == (statement_share(tie, config) > 0), tie
