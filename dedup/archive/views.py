"""The archive's file and what was added since, seen as one: views under the names of `dedup.schema.TABLES`.

A commit of the log (`live`) holds rows to add and, where stories changed, the table `changed`: articles whose rows in
`membership`, `story`, `origin` and `link` it replaces. `gone` names articles that are to be forgotten with all that
rests on them, `void` records of which neither a revision nor a rejection is to be kept. An article without a `body` was
read and not yet looked at, and is not seen.

Commits are taken together where that changes nothing: a statement of the database costs two milliseconds however little
it does, and the log of an archive that grew article by article holds thousands of small commits.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa

from dedup.archive.connection import append, define, lent, refuse_other_columns
from dedup.config import StoryConfig
from dedup.schema import KEPT_TABLES, TABLES
from dedup.stories import same_statement_sql

_LISTS: Final = {
    "changed": "article BIGINT, id VARCHAR",
    "gone": "article BIGINT, id VARCHAR",
    "void": "id VARCHAR, url VARCHAR, file VARCHAR, position VARCHAR",
}

# What makes a row of a table of the file void.
_OF_STORIES: Final = {"membership": "article", "story": "story", "origin": "story", "link": "child"}
_OF_ARTICLES: Final = {"article": ("article",), "body": ("article",), "citation": ("article",), "match": ("a", "b")}
_OF_RECORDS: Final = {
    "revision": "void.id = kept.id AND void.url IS NOT DISTINCT FROM kept.url "
    "AND void.file IS NOT DISTINCT FROM kept.file AND void.position IS NOT DISTINCT FROM kept.position",
    # Of two dumps that go by one name, only one has that record in this place.
    "rejected": "void.file = kept.file AND void.position = kept.position "
    "AND (contains(kept.reason, void.id) OR contains(kept.reason, void.url))",
}
_STORED: Final = "FROM base.article WHERE article NOT IN (SELECT article FROM live.gone)"
_KNOWLEDGE: Final = ("lexicon", "counted", "stem", "concept", "presence", "learned", "fidelity")
"""What only a run over the whole archive changes."""


def make_views(connection: duckdb.DuckDBPyConnection, path: Path, config: StoryConfig, *, log: bool) -> None:
    """Make the tables of the log and the views, on a connection to which the file `path` is attached as `base`.

    `config` is what its stories were grouped by: it says which matches are of one statement. For `log` see `show`.

    Raises:
        ArchiveError: if that has other tables than dedup writes.
    """
    make_live_tables(connection)
    refuse_other_columns(connection, path)
    show(connection, config, log=log)
    connection.execute("CREATE VIEW meta AS FROM base.meta")
    connection.execute(
        "CREATE VIEW pending AS SELECT * EXCLUDE (packed), text_of(packed) AS text "
        "FROM live.article WHERE article NOT IN (SELECT article FROM live.body);"
        # Of all articles, looked at or not, what is stored.
        f"CREATE VIEW stored AS {_STORED} UNION ALL BY NAME FROM live.article"
    )


def show(connection: duckdb.DuckDBPyConnection, config: StoryConfig, *, log: bool) -> None:
    """Make the views, in place of former ones: of the file and the log, or without `log` of the file alone. An archive
    that nothing was added to since its last run is asked in a fifth less time so: small queries are mostly planning."""
    names = sorted(TABLES, key=lambda name: name == "match")  # which looks at another view
    queries = {name: _view(name, config) if log else _view_of_file(name, config) for name in names}
    define(connection, (f"CREATE OR REPLACE VIEW {name} AS {query}" for name, query in queries.items()))


def make_live_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables that hold what commits of the log say, empty."""
    tables = (f"CREATE TABLE live.{name} ({columns})" for name, columns in (_LISTS | KEPT_TABLES).items())
    define(connection, ["CREATE SCHEMA live", *tables])


def apply(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> None:
    """Take the tables of one commit into those that the views show."""
    for name in ("gone", "changed"):
        if name in tables:
            with lent(connection, _listed=tables[name]):
                for table in _OF_STORIES:
                    column, listed = _columns(table)
                    _delete(connection, table, f"{column} IN (SELECT {listed} FROM _listed)")
                for table, columns in _OF_ARTICLES.items() if name == "gone" else ():
                    for column in columns:
                        _delete(connection, table, f"{column} IN (SELECT article FROM _listed)")
    if "void" in tables:
        with lent(connection, _listed=tables["void"]):
            for table, same in _OF_RECORDS.items():
                _delete(connection, table, f"EXISTS (SELECT 1 FROM _listed AS void WHERE {same})")
    for name, rows in tables.items():
        if shown(name) and rows.num_rows:
            append(connection, f"live.{name}", rows)


def _delete(connection: duckdb.DuckDBPyConnection, table: str, void: str) -> None:
    connection.execute(f"DELETE FROM live.{table} AS kept WHERE {void}")


def shown(name: str) -> bool:
    """Check whether the views show a table of a commit."""
    return name in _LISTS or name in KEPT_TABLES


def replaced_by(name: str) -> tuple[str, str] | None:
    """Return the column of the table `name`, and the column of `changed` that lists what of it is void; None if nothing
    is."""
    return _columns(name) if name in _OF_STORIES else None


def _columns(of_stories: str) -> tuple[str, str]:
    column = _OF_STORIES[of_stories]
    return column, "id" if column == "child" else "article"


def _view(name: str, config: StoryConfig) -> str:
    if name in _KNOWLEDGE:
        return f"FROM base.{name}"
    if name in _OF_STORIES:
        column, listed = _columns(name)
        void = f"SELECT {listed} FROM live.changed UNION ALL SELECT {listed} FROM live.gone"
        return f"FROM base.{name} WHERE {column} NOT IN ({void}) UNION ALL BY NAME FROM live.{name}"
    if name == "match":
        kept = """
            FROM base.match WHERE a NOT IN (SELECT article FROM live.gone)
            AND b NOT IN (SELECT article FROM live.gone)
            UNION ALL BY NAME FROM live.match
        """
        return _judged(kept, config)
    if name == "article":
        return f"""
            SELECT * EXCLUDE (packed), text_of(packed) AS text FROM (
                {_STORED} UNION ALL BY NAME FROM live.article WHERE article IN (SELECT article FROM live.body)
            )
        """
    if name in _OF_ARTICLES:
        return (
            f"FROM base.{name} WHERE article NOT IN (SELECT article FROM live.gone) UNION ALL BY NAME FROM live.{name}"
        )
    if name in _OF_RECORDS:
        return f"FROM base.{name} AS kept WHERE {_not_void(name)} UNION ALL BY NAME FROM live.{name}"
    return f"FROM base.{name} UNION ALL BY NAME FROM live.{name}"


def _not_void(name: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM live.void AS void WHERE {_OF_RECORDS[name]})"


def _view_of_file(name: str, config: StoryConfig) -> str:
    if name == "match":
        return _judged("FROM base.match", config)
    if name == "article":
        return "SELECT * EXCLUDE (packed), text_of(packed) AS text FROM base.article"
    return f"FROM base.{name}"


def _judged(matches: str, config: StoryConfig) -> str:
    """Matches with what the stories of today say of them."""
    return f"""
        SELECT kept.* REPLACE ({same_statement_sql("x.story = y.story", config)} AS same_statement)
        FROM ({matches}) kept
        LEFT JOIN membership x ON x.article = a LEFT JOIN membership y ON y.article = b
    """


NOT_VOID: Final = _not_void("revision")
"""The condition on revisions of the file, called `kept`, that are not void."""
Commit = tuple[int, Mapping[str, pa.Table]]

DAMAGE: Final = (duckdb.Error, pa.ArrowException, LookupError, TypeError, ValueError)
"""Errors of a commit that does not fit the archive."""
_MOST_BYTES: Final = 32 << 20
"""Commits of at most this many bytes are merged at a time: they are in memory twice for a moment."""


def in_batches(commits: Iterable[Commit]) -> Iterator[list[Commit]]:
    """Yield commits in lists that `merged` may merge, in their order.

    Where one cannot be read, those before it come first.
    """
    batch: list[Commit] = []
    size = 0
    try:
        for number, tables in commits:
            bytes_of = sum(rows.nbytes for rows in tables.values())
            # What is forgotten goes from all that stands there, by rules of the database: it begins a list.
            if batch and (size + bytes_of > _MOST_BYTES or "gone" in tables or "void" in tables):
                yield batch
                batch, size = [], 0
            batch.append((number, tables))
            size += bytes_of
    except Exception:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def apply_together(connection: duckdb.DuckDBPyConnection, commits: Sequence[Commit]) -> bool:
    """Apply several commits as one; False, and nothing is changed, where there are no several or one is damaged."""
    if len(commits) < 2:
        return False
    connection.execute("BEGIN")
    try:
        apply(connection, merged([tables for _, tables in commits]))
        connection.execute("COMMIT")
    except BaseException as error:
        connection.execute("ROLLBACK")
        if isinstance(error, DAMAGE) and not isinstance(error, duckdb.OutOfMemoryException):
            return False
        raise
    return True


def merged(commits: Sequence[Mapping[str, pa.Table]]) -> dict[str, pa.Table]:
    """Return the commit that leaves behind what `commits` leave, one after the other.

    Raises:
        pyarrow.ArrowException: if tables of one name do not fit each other.
    """
    # Which commit was the last to change the story of an article, by its number and by its id.
    last: dict[str, dict[object, int]] = {"article": {}, "id": {}}
    for at, tables in enumerate(commits):
        if "changed" in tables:
            for column, known in last.items():
                known.update(dict.fromkeys(tables["changed"][column].to_pylist(), at))
    parts: dict[str, list[pa.Table]] = {}
    for at, tables in enumerate(commits):
        for name, rows in tables.items():
            if not shown(name):
                continue
            if (by := replaced_by(name)) is not None:
                column, listed = by
                stay = [last[listed].get(one, -1) <= at for one in rows[column].to_pylist()]
                parts.setdefault(name, []).append(rows.filter(pa.array(stay, pa.bool_())))
            else:
                parts.setdefault(name, []).append(rows)
    return {name: pa.concat_tables(found, promote_options="default") for name, found in parts.items()}
