"""What an outlet does with stories: how much is its own, whom it takes from and how late, who takes from it; and how
each of its articles came about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dedup.archive import ArchiveStore
from dedup.config import SURE_LINK, edge_of
from dedup.export import DECIMALS
from dedup.messages import UnknownOutletError as UnknownOutletError  # noqa: PLC0414
from dedup.provenance import (
    FROM_ANOTHER_SQL,
    FROM_OUTSIDE_SQL,
    LAG_SQL,
    OUTLETS_SQL,
    TAKEN_FROM_SQL,
    WINDOW,
    Sources,
    came_by_sql,
)
from dedup.queries.near_names import did_you_mean, names_with_key, near_names, outlet_key, outlet_keys

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
    confidence: float | None = None
    """Of the link or the verdict that says so, as `origin` says it; None where neither does."""


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

    timed: int = 0
    """Of how many of them that delay is known."""


_SQL: Final = f"""
    WITH traced AS (
        SELECT article.id, article.title, article.url, article.published,
            strftime(article.published AT TIME ZONE 'UTC', '%Y-%m-%d') AS day, body.lang AS lang,
            {came_by_sql("$confidence")} AS came_by,
            {FROM_OUTSIDE_SQL} AS outside,
            outside AND link.parent IS NOT NULL AS through,
            {FROM_ANOTHER_SQL} AS another,
            CASE
                WHEN outside THEN origin.source
                WHEN NOT another THEN coalesce(parent.outlet, link.parent, link.source)
            END AS taken_from,
            CASE
                WHEN came_by = 'first' OR outside OR another THEN origin.confidence
                WHEN came_by IN ('taken', 'from_source') THEN link.confidence
            END AS confidence,
            CASE
                WHEN outside THEN 'from_source'
                WHEN another THEN 'taken'
                WHEN came_by = 'first' THEN origin.verdict
                WHEN came_by = 'taken'
                THEN CASE WHEN list_contains($names::VARCHAR[], parent.outlet) THEN 'update' ELSE 'taken' END
                WHEN came_by = 'from_source' THEN 'from_source'
                WHEN membership.story IS NULL AND came_by = 'unlinked' THEN 'alone'
                ELSE 'unknown'
            END AS way,
            CASE WHEN NOT another THEN {LAG_SQL} END AS lag
        FROM article JOIN body USING (article)
        LEFT JOIN membership USING (article)
        LEFT JOIN origin ON origin.story = membership.story
        LEFT JOIN link ON link.child = article.id
        LEFT JOIN article parent ON parent.id = link.parent
        WHERE list_contains($names::VARCHAR[], article.outlet)
    ),
    named AS (
        SELECT * REPLACE (
            CASE WHEN way = 'from_source' AND NOT through
            AND list_contains($elsewhere::VARCHAR[], taken_from || ' ' || lang)
            THEN 'translated' ELSE way END AS way,
            CASE WHEN way IN ('taken', 'from_source', 'update') THEN taken_from END AS taken_from
        ) FROM traced
    ),
    whom AS (SELECT way, taken_from, count(*) AS articles FROM named WHERE taken_from IS NOT NULL GROUP BY ALL)
    SELECT way, count(*) AS articles, median(lag) FILTER (way = 'taken') AS median_lag,
        count(lag) FILTER (way = 'taken') AS timed,
        (SELECT list({{'name': taken_from, 'articles': whom.articles}} ORDER BY whom.articles DESC, taken_from)
         FROM whom WHERE whom.way = named.way) AS taken_from,
        list({{'id': id, 'title': title, 'url': url, 'published': day, 'taken_from': taken_from,
            'confidence': confidence}} ORDER BY published NULLS LAST, id)[:$examples]
            AS examples
    FROM named GROUP BY way
"""
_NAMED_SQL: Final = """
    SELECT DISTINCT unnest([link.source, origin.source]) AS source, body.lang AS lang
    FROM article JOIN body USING (article) LEFT JOIN link ON link.child = article.id
    LEFT JOIN membership USING (article) LEFT JOIN origin ON origin.story = membership.story
    WHERE list_contains($names::VARCHAR[], article.outlet)
"""


def outlet_ways(archive: ArchiveStore, names: Sequence[str], sources: Sources, within: str = "") -> tuple[Way, ...]:
    """Return each way in which articles of the outlet called `names` came about, in the order of `WAYS`.

    `within` is a further condition on its articles, in SQL.
    """
    named = archive.records(_NAMED_SQL, {"names": list(names)})
    elsewhere = [
        f"{row['source']} {row['lang']}" for row in named if row["source"] and _writes_otherwise(sources, **row)
    ]
    asked = {"names": list(names), "elsewhere": elsewhere, "confidence": SURE_LINK, "examples": _EXAMPLES}
    where = "WHERE list_contains($names::VARCHAR[], article.outlet)"
    rows: list[dict[str, Any]] = archive.records(_SQL.replace(where, where + within), asked)
    every = sum(row["articles"] for row in rows)
    return tuple(
        Way(
            way=row["way"],
            articles=row["articles"],
            share=round(row["articles"] / every, DECIMALS),
            taken_from=tuple((one["name"], one["articles"]) for one in row["taken_from"] or ()),
            median_lag=None if row["median_lag"] is None else round(row["median_lag"], DECIMALS),
            examples=tuple(Example(**one | {"confidence": _figure(one["confidence"])}) for one in row["examples"]),
            timed=row["timed"],
        )
        for row in sorted(rows, key=lambda row: WAYS.index(row["way"]))
    )


def _writes_otherwise(sources: Sources, source: str, lang: str | None) -> bool:
    """The source is listed, with another language than the article's."""
    known = sources.get(sources.resolve(source)[1])
    return known is not None and bool(known.lang and lang) and known.lang != lang


@dataclass(frozen=True)
class Taken:
    """How often stories went from one outlet to another, and how late."""

    outlet: str
    """The other one: an outlet of the archive, or a named source."""

    in_archive: bool
    articles: int
    median_lag: float | None
    """Seconds; None where no two times are known to the hour."""


@dataclass(frozen=True)
class OutletAnswer:
    """What the archive knows of one outlet. Shares are of the articles whose links are sure, and add up to 1."""

    outlet: str
    """As the archive calls it; of a source without articles in the archive, its name."""

    names: tuple[str, ...]
    """Everything that the archive calls it."""

    articles: int
    unsure: int
    """Articles that are left out of the shares: their links were said with less than a half."""

    original: float | None
    """Share of articles that are the first of their story, or that nothing links to an earlier one or a source. None,
    like all shares, without articles."""

    copied: float | None
    rewritten: float | None
    translated: float | None
    from_source: float | None
    """Share taken from a named source that is not in the archive."""

    median_lag: float | None
    """Seconds by which it is later than those it takes from in the archive."""

    takes_from: tuple[Taken, ...]
    """The most first."""

    taken_by: tuple[Taken, ...]
    """Who takes from it; the most first."""

    owner: str | None
    """Who controls it, if the table of sources knows."""

    same_owner: tuple[str, ...]
    """Other outlets of that owner: those of the archive as it calls them, the rest by name."""

    ways: tuple[Way, ...] = ()
    """How each of its articles came about: originated, taken from whom, not known (`WAYS`)."""

    since: str | None = None
    until: str | None = None
    """The dates that were asked for; articles without a date are left out where one was."""

    def __str__(self) -> str:
        from dedup.queries.printed import as_text, outlet_page

        return as_text(outlet_page(self))

    def __repr__(self) -> str:
        from dedup.queries.printed import outlet_line

        return f"<OutletAnswer {outlet_line(self)}>"


def find_outlet(
    archive: ArchiveStore, name: str, *, since: str | None = None, until: str | None = None
) -> OutletAnswer:
    """Return what the archive knows of the outlet `name`: its domain, or any name of it in any language.

    `since` and `until` are dates (2025, 2025-05, 2025-05-06), both included: only articles published within count.

    Raises:
        UnknownOutletError: if there is no article of it, and none taken from it; the message has names like it.
        ConfigError: if a date is none.
    """
    within = "".join(
        f" AND article.published {sign} '{edge_of(option, value, after=option == 'until')}'::TIMESTAMPTZ"
        for option, value, sign in (("since", since, ">="), ("until", until, "<"))
        if value is not None
    )
    sources = Sources.load(archive.config.provenance.sources)
    key = outlet_key(name, sources)
    every = archive.rows("SELECT DISTINCT outlet FROM article WHERE outlet IS NOT NULL ORDER BY outlet")["outlet"]
    keys = outlet_keys(every.to_pylist(), sources)
    names = names_with_key(name, key, keys)
    named = archive.rows("SELECT DISTINCT source FROM link WHERE source IS NOT NULL ORDER BY source")["source"]
    named_keys = outlet_keys(named.to_pylist(), sources)
    credited = names_with_key(name, key, named_keys)
    if not names and not credited:
        # Those of the archive's own come last, so that their key counts where both are called the same.
        near = near_names(name, key, named_keys | keys)
        raise UnknownOutletError(
            f"{archive.path}: no article of an outlet {name!r}, and none that names it{did_you_mean(near)}"
        )
    main = name if name in names else (names or credited)[0]
    outlets_sql, taken_sql = OUTLETS_SQL.replace(WINDOW, within), TAKEN_FROM_SQL.replace(WINDOW, within)
    shares = _rows(archive, outlets_sql, "outlet = $main", names, main)
    row = shares[0] if shares else {"articles": 0, "unsure": 0}
    takes = _rows(archive, taken_sql, "outlet = $main", names, main)
    of_it = "CASE WHEN in_dump THEN taken_from = $main ELSE list_contains($credited::VARCHAR[], taken_from) END"
    by = _rows(archive, taken_sql, of_it, names, main, {"credited": credited})
    known = sources.get(key)
    siblings = [one for one in sources.of_owner(known.owner) if one.key != key] if known else []
    here = {its: one for one, its in keys.items()}
    return OutletAnswer(
        outlet=main,
        names=tuple(names or credited),
        articles=row["articles"],
        unsure=row["unsure"],
        **{share: _figure(row.get(share)) for share in _SHARES},
        median_lag=_figure(row.get("median_lag")),
        takes_from=tuple(
            Taken(one["taken_from"], one["in_dump"], one["articles"], _figure(one["median_lag"])) for one in takes
        ),
        taken_by=tuple(Taken(one["outlet"], True, one["articles"], _figure(one["median_lag"])) for one in by),
        owner=known.owner if known else None,
        same_owner=tuple(sorted(here.get(one.key, one.name) for one in siblings)),
        ways=outlet_ways(archive, names, sources, within) if names else (),
        since=since,
        until=until,
    )


_SHARES = ("original", "copied", "rewritten", "translated", "from_source")


def _rows(
    archive: ArchiveStore, sql: str, condition: str, names: list[str], main: str, more: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Rows of a query over all outlets, with everything that one is called put under one name."""
    found: list[dict[str, Any]] = archive.records(
        f"""
        WITH article AS (
            SELECT * REPLACE (CASE WHEN list_contains($names::VARCHAR[], outlet) THEN $main ELSE outlet END AS outlet)
            FROM article
        )
        SELECT * FROM ({sql}) WHERE {condition}
        """,
        {"names": names, "main": main, "confidence": SURE_LINK} | (more or {}),
    )
    return found


def _figure(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)
