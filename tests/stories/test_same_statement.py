"""Which match of a new article is its best one: the story of that is joined, by the filter as by `origin FILE`. And
which matches are of one statement: a run, its archive and the filter ask one rule."""

from itertools import product
from typing import Any

import duckdb
import numpy as np
import pytest

from dedup.config import StoryConfig
from dedup.stories import Tie, best_first, reports_sql, same_statement, same_statement_sql


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
    config = StoryConfig()
    shares = [float(np.float32(share)) for share in (0.0, 0.1, 0.15, 0.34, 0.65, 0.7, 0.85, 1.0)]
    ties = [Tie(1, 2, coverage, 0.1, 0.0, 0.0, lead, 0.3) for coverage, lead in product(shares, shares)]
    rows = ", ".join(str(tuple(tie)) for tie in ties)
    columns = ", ".join(f"{name}::FLOAT AS {name}" for name in Tie._fields)
    for together in (True, False):
        found = duckdb.sql(f"""
            WITH tie AS (SELECT {columns} FROM (VALUES {rows}) tie({", ".join(Tie._fields)})),
            told AS (SELECT *, {reports_sql(config)} AS tells FROM tie)
            SELECT {same_statement_sql(str(together), config)}, tells FROM told
        """).fetchall()
        asked = [same_statement(tie._asdict(), config, one_story=together) for tie in ties]
        assert found == asked
        assert len(set(asked)) > 1


def test_a_pair_without_stories_is_asked_as_one_that_is_grouped_alone() -> None:
    """What covers less than a passage's share is borrowed, though the leads alone would make a story of the two."""
    tie = Tie(1, 2, 0.14, 0.14, 0.6, 0.6, 0.6, 0.6)._asdict()
    assert same_statement(tie, StoryConfig()) == (False, False)
    assert same_statement(tie | {"coverage_a": 0.16}, StoryConfig()) == (True, False)
