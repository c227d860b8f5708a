"""Which of several translations stay: the query and its twin for a few matches say the same."""

from collections.abc import Iterator

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.config import MatchConfig
from dedup.pipeline.online_matching import best_of
from dedup.pipeline.stages.translate import best_sql

COLUMNS = {
    "a": pa.int64(),
    "b": pa.int64(),
    "kind": pa.string(),
    "strength": pa.float32(),
    "lang_a": pa.string(),
    "lang_b": pa.string(),
}
LANGS = ("en", "fr", "ka", "zh")
ROWS = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.integers(7, 11),
        st.sampled_from(("copy", "translation")),
        st.sampled_from((0.05, 0.1, 0.2, 0.3, 0.31, 0.4, 0.5, 0.9)),
    ),
    max_size=12,
    unique_by=lambda row: row[:2],
)


def table(rows: list[tuple[int, int, str, float]]) -> pa.Table:
    sided = [(*row, LANGS[row[0] % 3], LANGS[row[1] % 4]) for row in rows]
    columns = zip(*sided, strict=True) if sided else [()] * len(COLUMNS)
    return pa.table(
        {name: pa.array(column, kind) for (name, kind), column in zip(COLUMNS.items(), columns, strict=True)}
    )


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@settings(max_examples=60)
@given(ROWS, ROWS)
def test_the_query_and_its_twin_keep_the_same(
    connection: duckdb.DuckDBPyConnection,
    found: list[tuple[int, int, str, float]],
    known: list[tuple[int, int, str, float]],
) -> None:
    config = MatchConfig()
    connection.register("_found", table(found))
    connection.register("_known", table(known))
    rows = connection.sql(best_sql("FROM _found", "SELECT * EXCLUDE (kind) FROM _known", config)).fetchall()
    assert best_of(table(found), table(known), config) == {row[:2] for row in rows}
