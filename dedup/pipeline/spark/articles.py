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


def article_table(rows: pa.Table) -> pa.Table:
    """Return rows that have the columns `ARTICLES`, with times again."""
    return pa.table({name: rows[name].cast(TIME) if name in TIMES else rows[name] for name in ARTICLES.names})
