"""Reads articles of an archive again: what those that come later are compared with."""

import itertools
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import duckdb
import pyarrow as pa

from dedup.archive.compression import Packer
from dedup.archive.languages import Languages
from dedup.schema import TIME

_READ_AGAIN_SQL = "SELECT article, id, outlet, published, packed FROM {}.article WHERE {}"
_STRETCHES = 64
"""Stretches that one statement reads: a statement for each took three times as long."""
_NEAR = 2048
"""Articles whose numbers are no further apart are read together: a block of texts holds about so many. A query for
numbers all over the archive would read all of it."""
READ_AGAIN = pa.schema(
    [
        ("article", pa.int64()),
        ("id", pa.string()),
        ("outlet", pa.string()),
        ("lang", pa.string()),
        ("published", TIME),
        ("text", pa.string()),
    ]
)
"""What an article is cut and compared by; `lang` is what it was found to be."""


def read_articles(
    connection: duckdb.DuckDBPyConnection, packer: Packer, languages: Languages, numbers: Sequence[int], first_live: int
) -> pa.Table:
    """Return articles by their numbers, as `READ_AGAIN`, rising; those that are not among `languages` are left out.
    Those from `first_live` on lie in the log."""
    there = languages.there(numbers)
    first = bisect_left(there, first_live)
    sides = (("base", there[:first]), ("live", there[first:]))
    queries = [_READ_AGAIN_SQL.format(side, where) for side, listed in sides for where in stretches(listed)]
    with connection.cursor() as cursor:
        tables = [
            cursor.sql(" UNION ALL ".join(queries[at : at + _STRETCHES])).to_arrow_table()
            for at in range(0, len(queries), _STRETCHES)
        ]
    if not tables:
        return READ_AGAIN.empty_table()
    found = pa.concat_tables(tables).sort_by("article")
    langs = pa.array(languages.of(found["article"].to_pylist()), pa.string())
    texts = packer.unpack_column(found["packed"])
    return found.append_column("lang", langs).append_column("text", texts).select(READ_AGAIN.names).cast(READ_AGAIN)


def stretches(numbers: Sequence[int]) -> Iterator[str]:
    """Yield conditions on `article` that together name `numbers`, each for a stretch of the archive."""
    ordered = sorted(set(numbers))
    starts = [at for at, number in enumerate(ordered) if at == 0 or number - ordered[at - 1] > _NEAR]
    for start, end in itertools.pairwise([*starts, len(ordered)]):
        stretch = ordered[start:end]
        whole = len(stretch) == stretch[-1] - stretch[0] + 1
        listed = "" if whole else f" AND article IN ({', '.join(map(str, stretch))})"
        yield f"article BETWEEN {stretch[0]} AND {stretch[-1]}{listed}"
