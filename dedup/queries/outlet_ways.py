"""How each article of an outlet came about: its own, taken from whom, taken from a source outside, not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dedup.archive import ArchiveStore
from dedup.config import SURE_LINK
from dedup.export import DECIMALS
from dedup.provenance import LAG_SQL, Sources, came_by_sql

WAYS: Final = ("originated", "earliest_here", "alone", "update", "taken", "translated", "from_source", "unknown")
"""In this order:

    originated     evidence says that it is where its story began
    earliest_here  it has its story first; an earlier source outside the archive cannot be excluded
    alone          no other article of the archive reports it, and it credits nobody
    update         a later version of an article of its own
    taken          from an article of another outlet
    translated     from a named source that is not in the archive and writes in another language
    from_source    from a named source that is not in the archive
    unknown        the evidence carries no link and no verdict
"""

_EXAMPLES: Final = 2


@dataclass(frozen=True)
class Example:
    """An article of the outlet, and where it has its story from."""

    id: str
    title: str | None
    url: str | None
    published: str | None
    taken_from: str | None


@dataclass(frozen=True)
class Way:
    """How many of an outlet's articles came about in one way (`WAYS`)."""

    way: str
    articles: int
    share: float
    """Of all its articles (within the dates that were asked for)."""

    taken_from: tuple[tuple[str, int], ...]
    """Outlets or sources, each with its articles; the most first."""

    median_lag: float | None
    """Seconds after the article that it was taken from; None where no two times are known to the hour."""

    examples: tuple[Example, ...]
    """The earliest."""


_SQL: Final = f"""
    WITH traced AS (
        SELECT article.id, article.title, article.url, article.published,
            strftime(article.published AT TIME ZONE 'UTC', '%Y-%m-%d') AS day, body.lang AS lang,
            coalesce(parent.outlet, link.parent, link.source) AS taken_from,
            {came_by_sql("$confidence")} AS came_by,
            CASE
                WHEN came_by = 'first' THEN origin.verdict
                WHEN came_by = 'taken'
                THEN CASE WHEN list_contains($names::VARCHAR[], parent.outlet) THEN 'update' ELSE 'taken' END
                WHEN came_by = 'from_source' THEN 'from_source'
                WHEN membership.story IS NULL AND came_by = 'unlinked' THEN 'alone'
                ELSE 'unknown'
            END AS way,
            {LAG_SQL} AS lag
        FROM article JOIN body USING (article)
        LEFT JOIN membership USING (article)
        LEFT JOIN origin ON origin.story = membership.story
        LEFT JOIN link ON link.child = article.id
        LEFT JOIN article parent ON parent.id = link.parent
        WHERE list_contains($names::VARCHAR[], article.outlet)
    ),
    named AS (
        SELECT * REPLACE (
            CASE WHEN way = 'from_source' AND list_contains($elsewhere::VARCHAR[], taken_from || ' ' || lang)
            THEN 'translated' ELSE way END AS way,
            CASE WHEN way IN ('taken', 'from_source', 'update') THEN taken_from END AS taken_from
        ) FROM traced
    ),
    whom AS (SELECT way, taken_from, count(*) AS articles FROM named WHERE taken_from IS NOT NULL GROUP BY ALL)
    SELECT way, count(*) AS articles, median(lag) FILTER (way = 'taken') AS median_lag,
        (SELECT list({{'name': taken_from, 'articles': whom.articles}} ORDER BY whom.articles DESC, taken_from)
         FROM whom WHERE whom.way = named.way) AS taken_from,
        list({{'id': id, 'title': title, 'url': url, 'published': day, 'taken_from': taken_from}}
             ORDER BY published NULLS LAST, id)[:$examples] AS examples
    FROM named GROUP BY way
"""
_NAMED_SQL: Final = """
    SELECT DISTINCT link.source AS source, body.lang AS lang
    FROM article JOIN body USING (article) JOIN link ON link.child = article.id
    WHERE link.source IS NOT NULL AND list_contains($names::VARCHAR[], article.outlet)
"""


def outlet_ways(archive: ArchiveStore, names: Sequence[str], sources: Sources, within: str = "") -> tuple[Way, ...]:
    """Return each way in which articles of the outlet called `names` came about, in the order of `WAYS`.

    `within` is a further condition on its articles, in SQL.
    """
    named = archive.rows(_NAMED_SQL, {"names": list(names)}).to_pylist()
    elsewhere = [f"{row['source']} {row['lang']}" for row in named if _writes_otherwise(sources, **row)]
    asked = {"names": list(names), "elsewhere": elsewhere, "confidence": SURE_LINK, "examples": _EXAMPLES}
    where = "WHERE list_contains($names::VARCHAR[], article.outlet)"
    rows: list[dict[str, Any]] = archive.rows(_SQL.replace(where, where + within), asked).to_pylist()
    every = sum(row["articles"] for row in rows)
    return tuple(
        Way(
            way=row["way"],
            articles=row["articles"],
            share=round(row["articles"] / every, DECIMALS),
            taken_from=tuple((one["name"], one["articles"]) for one in row["taken_from"] or ()),
            median_lag=None if row["median_lag"] is None else round(row["median_lag"], DECIMALS),
            examples=tuple(Example(**one) for one in row["examples"]),
        )
        for row in sorted(rows, key=lambda row: WAYS.index(row["way"]))
    )


def _writes_otherwise(sources: Sources, source: str, lang: str | None) -> bool:
    """The source is listed, with another language than the article's."""
    known = sources.get(sources.resolve(source)[1])
    return known is not None and bool(known.lang and lang) and known.lang != lang
