"""Finds what dedup never writes into an archive: values that a damaged file may hold, or one from a stranger, in
columns of the right types."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa

from dedup.archive.errors import ArchiveError, Closed
from dedup.config import KINDS
from dedup.messages import DedupError
from dedup.schema import TABLES

_BETWEEN: Final = (
    ("the number of two articles", "SELECT article FROM article GROUP BY article HAVING count(*) > 1"),
    ("the id of two articles", "SELECT id FROM article GROUP BY id HAVING count(*) > 1"),
    ("an article without a body", "SELECT id FROM article ANTI JOIN body USING (article)"),
    ("a body without an article", "SELECT article FROM body ANTI JOIN article USING (article)"),
    ("two bodies of one article", "SELECT article FROM body GROUP BY article HAVING count(*) > 1"),
    ("a citation without an article", "SELECT article FROM citation ANTI JOIN article USING (article)"),
    ("an article in two stories", "SELECT article FROM membership GROUP BY article HAVING count(*) > 1"),
    ("an article of a story that is not there", "SELECT article FROM membership ANTI JOIN article USING (article)"),
    ("a membership without a story", "SELECT article FROM membership ANTI JOIN story USING (story)"),
    ("a story of fewer than two", "SELECT name FROM story WHERE 2 > (SELECT count(*) FROM membership m "
     "WHERE m.story = story.story)"),
    ("two stories of one name or number", "SELECT name FROM story GROUP BY name HAVING count(*) > 1 "
     "UNION SELECT story::VARCHAR FROM story GROUP BY story HAVING count(*) > 1"),
    ("a match without its articles", "SELECT (a, b) FROM match WHERE a >= b OR a NOT IN (SELECT article FROM article) "
     "OR b NOT IN (SELECT article FROM article)"),
    ("a match that stands twice", "SELECT (a, b) FROM match GROUP BY a, b HAVING count(*) > 1"),
    ("a link without its child", "SELECT child FROM link WHERE child NOT IN (SELECT id FROM article)"),
    ("a link without its parent", "SELECT child FROM link WHERE parent NOT IN (SELECT id FROM article)"),
    ("two links of one child", "SELECT child FROM link GROUP BY child HAVING count(*) > 1"),
    ("an origin without its article", "SELECT article FROM origin WHERE article NOT IN (SELECT id FROM article)"),
    ("an origin without a story", "SELECT story FROM origin WHERE story NOT IN (SELECT article FROM article)"),
    ("two origins of one story", "SELECT story FROM origin GROUP BY story HAVING count(*) > 1"),
)  # fmt: skip
"""What must not be between tables, and the query that finds it."""

_MAY_BE_NULL: Final = frozenset(
    "article.url article.outlet article.title article.lang article.author article.published "
    "article.published_precision article.published_from article.crawled article.credits article.file "
    "article.position body.lang citation.source citation.source_key citation.type citation.scope citation.start "
    "citation.end citation.words link.parent link.source link.kind origin.article origin.source counted.lang stem.lang "
    "concept.lang".split()
)
"""Columns of `TABLES` that hold NULL where something is not known."""
_UNBOUND: Final = frozenset({"rejected", "revision"})
"""Tables of records that were set aside, or are no articles of their own: any part of one may be missing."""
_MOST_ARTICLES: Final = 1 << 40

_OF_VALUES: Final = (ArithmeticError, LookupError, TypeError, ValueError, pa.ArrowException, duckdb.DataError,
              duckdb.InvalidInputException)  # fmt: skip
"""Errors that a value may raise which is not as it should be; other errors have names of their own."""

_VALUES: Final = (
    ("the number of an article", f"SELECT article FROM article WHERE article NOT BETWEEN 0 AND {_MOST_ARTICLES}"),
    ("paragraphs that are none", "SELECT article FROM body WHERE len(starts) <> len(ends) "
     "OR list_contains(list_transform(list_zip(starts, ends), lambda p: "
     "coalesce(p[1] >= 0 AND p[1] < p[2] AND p[2] <= 2000000000, false)), false)"),
    ("passages that are none", "SELECT (a, b) FROM match WHERE list_contains(list_transform(passages, "
     "lambda p: coalesce(p.a_start >= 0 AND p.a_start < p.a_end AND p.b_start >= 0 AND p.b_start < p.b_end "
     "AND p.kind IS NOT NULL AND p.score IS NOT NULL, false)), false)"),
    ("a kind of match that is none", f"SELECT (a, b) FROM match WHERE kind NOT IN {tuple(KINDS)}"),
    ("a verdict that is none", "SELECT story FROM origin WHERE verdict NOT IN "
     "('originated', 'earliest_here', 'outside', 'undetermined')"),
    ("a way that is none",
     "SELECT child FROM link WHERE list_contains(list_transform(via, lambda v: v IS NULL), true)"),
    ("evidence that is no JSON", "SELECT child FROM link WHERE NOT json_valid(evidence) "
     "UNION ALL SELECT article FROM origin WHERE NOT json_valid(evidence)"),
)  # fmt: skip
"""What must not be within a table, and the query that finds it."""


def damaged_values(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Yield what is wrong in the tables of an archive, in words: nothing in one that dedup wrote."""
    for what, sql in (*_nulls(connection), *_VALUES, *_BETWEEN):
        rows = connection.execute(f"SELECT * FROM ({sql}) ORDER BY ALL").fetchall()
        if rows:
            yield f"{what}: {rows[0][0]}" + (f" and {len(rows) - 1:,} more" if len(rows) > 1 else "")


def damage_behind(
    connection: duckdb.DuckDBPyConnection, path: Path, error: BaseException | None
) -> ArchiveError | None:
    """Return the damage that may be behind an error that nothing of ours raised while the archive at `path` was asked:
    the first of the values in it that dedup never writes. None if there is none, or the error is another."""
    if isinstance(connection, Closed) or isinstance(error, DedupError) or not isinstance(error, _OF_VALUES):
        return None
    with suppress(duckdb.Error):
        for said in damaged_values(connection):
            return ArchiveError(f"{path}: damaged ({said}); `dedup archive check` says more")
    return None


@contextmanager
def damage_raised(connection: duckdb.DuckDBPyConnection, path: Path) -> Iterator[None]:
    """Raise the damage behind an error of what the context asks, with the error as its cause.

    Raises:
        ArchiveError: if there is damage.
    """
    try:
        yield
    except Exception as error:
        if (damage := damage_behind(connection, path, error)) is not None:
            raise damage from error
        raise


def _nulls(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    for table in TABLES.keys() - _UNBOUND:
        for name in connection.table(table).columns:
            if f"{table}.{name}" not in _MAY_BE_NULL and (table, name) != ("article", "text"):
                yield (
                    f"rows without {table}.{name}",
                    f'SELECT count(*) FROM {table} WHERE "{name}" IS NULL HAVING count(*) > 0',
                )
