"""How an article came by its story: SQL says what Python says, of every kind of link and verdict."""

from itertools import product
from typing import Any

import duckdb

from dedup.provenance import Link, Origin, came_by, came_by_sql

LINKS: list[tuple[Any, ...] | None] = [
    None,
    *product(("b", None), ("Reuters", None), (0.2, 0.5, 0.9)),
]
VERDICTS = ("originated", "earliest_here", "outside", "undetermined")


def test_sql_says_what_python_says() -> None:
    seen = set()
    with duckdb.connect() as connection:
        for given, verdict, named in product(LINKS, (*VERDICTS, None), ("a", "b", None)):
            link = given and Link("a", given[0], given[1], (), "copy", given[2], ())
            origin = Origin(named, None, verdict, 0.7) if verdict else None  # type: ignore[arg-type]
            (found,) = connection.execute(
                f"""
                SELECT {came_by_sql("0.5")} FROM (SELECT 'a' AS id) article,
                (SELECT $1::VARCHAR AS child, $2::VARCHAR AS parent, $3::DOUBLE AS confidence) link,
                (SELECT $4::VARCHAR AS article, $5::VARCHAR AS verdict) origin
                """,
                [link and "a", link and link.parent, link and link.confidence, named if verdict else None, verdict],
            ).fetchall()[0]
            assert found == came_by("a", link, origin, 0.5), (link, origin)
            seen.add(found)
    assert seen == {"first", "taken", "from_source", "unsure", "unlinked"}
