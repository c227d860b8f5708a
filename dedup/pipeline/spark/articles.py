"""Articles as Spark has them: the columns of `dedup.schema.ARTICLE` with times as numbers, for Spark shows times in the
zone of the session."""

from typing import Final

import pyarrow as pa

from dedup.schema import ARTICLE, TIME

TIMES: Final = ("published", "crawled")
RECORD = pa.schema([(one.name, pa.int64() if one.name in TIMES else one.type) for one in ARTICLE])
"""`ARTICLE`, with times in microseconds since 1970."""
ARTICLES = pa.schema([("article", pa.int64()), *RECORD])
"""The same with numbers."""


def record_table(articles: pa.Table) -> pa.Table:
    """`ARTICLE` as `RECORD`."""
    return pa.table({name: _number(articles[name]) for name in RECORD.names})


def article_table(rows: pa.Table) -> pa.Table:
    """Rows that have the columns `ARTICLES`, with times again."""
    return pa.table({one.name: _time(rows[one.name]) if one.name in TIMES else rows[one.name] for one in ARTICLES})


def _number(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.int64()) if pa.types.is_timestamp(column.type) else column


def _time(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(TIME)
