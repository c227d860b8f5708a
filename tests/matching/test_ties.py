"""Whether two articles share enough concepts does not depend on the order in which their weights are added up."""

from itertools import permutations

import duckdb
import pyarrow as pa
import pytest

from dedup.matching import POSTINGS, foreign_sql, rare_sql

WEIGHTS = (0.1, 0.2, 0.3)
"""From the left they add up to a little more than six tenths as numbers of a machine have it, from the right not."""


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_a_share_that_is_just_enough(order: tuple[int, ...]) -> None:
    rows = [
        {"concept": concept, "article": article, "lang": lang, "weight": WEIGHTS[concept], "total": total}
        for concept in order
        for article, lang, total in ((1, "en", 0.7), (2, "ru", 1.1))
    ]
    rare = rare_sql("posting", 10)
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("posting", pa.Table.from_pylist(rows, schema=POSTINGS))
        # 0.6 of 0.7 + 1.1 - 0.6 = 1.2
        assert connection.sql(foreign_sql("posting", rare, 0.5)).fetchall() == [(1, 2)]
        assert connection.sql(foreign_sql("posting", rare, 0.5001)).fetchall() == []
