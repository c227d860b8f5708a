"""Stories are read from tables whose lists have no type: none is there, or all are missing or empty."""

from typing import Any

import pyarrow as pa
import pytest

from dedup.provenance import CITATION, story_inputs

COLUMNS = "story article id outlet lang published published_precision crawled url words lines starts ends".split()


def _table(*rows: dict[str, Any]) -> pa.Table:
    table = pa.Table.from_pylist([{name: None for name in COLUMNS} | row for row in rows] or [dict.fromkeys(COLUMNS)])
    lines = pa.array([["A line."]] * max(1, len(rows)), pa.list_(pa.string()))
    lines = pa.ListArray.from_arrays(lines.offsets, lines.values.dictionary_encode())
    return table.set_column(COLUMNS.index("lines"), "lines", lines).slice(0, len(rows))


@pytest.mark.parametrize("spans", [None, []])
def test_articles_of_which_none_has_spans_have_no_text(spans: list[int] | None) -> None:
    matches = pa.table({name: [] for name in ("story", "a", "b", "kind", "score", "coverage_a", "coverage_b")})
    citations = pa.schema([pa.field("story", pa.int64()), *CITATION]).empty_table()
    row = {"story": 1, "article": 1, "id": "1", "starts": spans, "ends": spans}
    (story,) = story_inputs(_table(row, row | {"article": 2, "id": "2"}), matches, citations)
    assert [list(article.body) for article in story.articles if article.body is not None] == [[], []]
    assert story_inputs(_table(), matches, citations) == []
