"""What an outlet does with stories, as queries over an archive: how much is its own, whom it takes from, how late.

How an article came by its story, as its link and its story's verdict say, is one rule (`came_by`, `came_by_sql`).
`role` in articles.jsonl, the shares and the ways of an outlet and the answer of `dedup origin` are made of it; each
says more of what it needs (whether a parent is of another outlet, in which language a source writes) and decides none
of this again. A role names the likeliest way however unsure it is, so it asks with no least confidence.

In the shares, one that its verdict names, or without a link, counts as original: nothing says that it is not. Only
links said with at least `confidence` count as taken; the others are left out, and their number is given.
"""

from typing import Final, Literal

from dedup.provenance.records import Link, Origin

CameBy = Literal["first", "taken", "from_source", "unsure", "unlinked"]
"""In this order, which also decides where two hold:

    first        the verdict names it: its story began with it, or has it as the earliest
    unlinked     nothing says that it was taken from anybody
    unsure       it was taken, and the link is said with less than the least confidence that was asked for
    taken        from another article
    from_source  from a named source that is not in the archive

Where that leaves open how an article came by its story, or says that it was taken in a way that is not sure, a verdict
that the story is from outside still says whence: an article that it has no parent for has it from there, whether it
says so or not (`FROM_OUTSIDE_SQL`).
"""

FIRST: Final = ("originated", "earliest_here")
"""Verdicts that name an article of the archive as the first."""


def came_by_sql(least: str) -> str:
    """Return the rule as SQL over rows of `article`, with the `link` of it and the `origin` of its story or nulls.
    `least` is the least confidence, in SQL."""
    return f"""
        CASE
            WHEN origin.article = article.id AND origin.verdict IN {FIRST} THEN 'first'
            WHEN link.child IS NULL THEN 'unlinked'
            WHEN link.confidence < {least} THEN 'unsure'
            WHEN link.parent IS NOT NULL THEN 'taken'
            ELSE 'from_source'
        END
    """


FROM_OUTSIDE_SQL: Final = """
    (coalesce(origin.verdict = 'outside', false) AND ((came_by = 'unsure' AND link.parent IS NOT NULL)
    OR came_by = 'unlinked'))
"""
"""Whether the verdict says whence an article has its story, where its link does not: SQL beside `came_by_sql`."""

FROM_ANOTHER_SQL: Final = f"""
    (came_by = 'unsure' AND link.parent IS NOT NULL
    AND coalesce(origin.verdict IN {FIRST} AND origin.confidence >= $confidence, false))
"""
"""Whether the verdict says that an article has its story from another of the archive, though its link does not say
surely from which: SQL beside `came_by_sql`. Parameter: $confidence."""


def came_by(article: str, link: Link | None, origin: Origin | None, least: float) -> CameBy:
    """Return the same of the article with the id `article`."""
    if origin is not None and origin.article == article and origin.verdict in FIRST:
        return "first"
    if link is None:
        return "unlinked"
    if link.confidence < least:
        return "unsure"
    return "taken" if link.parent is not None else "from_source"


WINDOW = "/* window */"
"""Where a further condition on the articles may stand in the queries below ("AND article.published …")."""

LAG_SQL = """
    CASE
        WHEN article.published_precision IN ('second', 'minute', 'hour')
        AND parent.published_precision IN ('second', 'minute', 'hour')
        AND article.published >= parent.published
        AND coalesce(NOT contains(link.evidence, '"type":"date_doubted"'), true)
        THEN epoch(article.published) - epoch(parent.published)
    END
"""
"""By how many seconds an article is later than its parent, from rows of `article`, `parent` and `link`; null unless
both times are known to the hour or better, and no date of the two is doubted: a page's new stamp is no delay. Quotes
within the evidence's words are escaped, so that no text can look like that."""

_WAYS = f"""
    SELECT article.outlet, parent.outlet AS parent_outlet,
        {came_by_sql("$confidence")} AS came_by,
        {FROM_OUTSIDE_SQL} AS outside,
        CASE WHEN NOT outside THEN link.parent END AS parent,
        CASE WHEN outside THEN origin.source ELSE link.source END AS source,
        came_by = 'unsure' AND NOT outside AS unsure,
        CASE
            WHEN outside THEN 'from_source'
            WHEN came_by IN ('first', 'unlinked') THEN 'original'
            WHEN link.parent IS NULL THEN 'from_source'
            ELSE link.kind
        END AS way,
        {LAG_SQL} AS lag
    FROM article
    LEFT JOIN membership ON membership.article = article.article
    LEFT JOIN origin ON origin.story = membership.story
    LEFT JOIN link ON link.child = article.id
    LEFT JOIN article parent ON parent.id = link.parent
    WHERE article.outlet IS NOT NULL /* window */
"""  # noqa: S608 - a constant of this file

OUTLETS_SQL = f"""
    WITH ways AS ({_WAYS})
    SELECT outlet, count(*) AS articles, count(*) FILTER (unsure) AS unsure,
        avg((way = 'original')::INT) FILTER (NOT unsure) AS original,
        avg((way = 'copy')::INT) FILTER (NOT unsure) AS copied,
        avg((way = 'rewrite')::INT) FILTER (NOT unsure) AS rewritten,
        avg((way = 'translation')::INT) FILTER (NOT unsure) AS translated,
        avg((way = 'from_source')::INT) FILTER (NOT unsure) AS from_source,
        median(lag) FILTER (NOT unsure) AS median_lag
    FROM ways GROUP BY outlet ORDER BY outlet
"""  # noqa: S608 - a constant of this file
"""One row per outlet; shares add up to 1; `median_lag` in seconds, null where no two times are known.

Parameter: $confidence."""

TAKEN_FROM_SQL = f"""
    WITH ways AS ({_WAYS})
    SELECT outlet, CASE WHEN outside THEN source ELSE coalesce(parent_outlet, source) END AS taken_from,
        parent IS NOT NULL AS in_dump, count(*) AS articles,
        median(lag) AS median_lag
    FROM ways WHERE way <> 'original' AND NOT unsure AND taken_from IS NOT NULL
    GROUP BY ALL ORDER BY outlet, articles DESC, taken_from, in_dump
"""  # noqa: S608 - a constant of this file
"""One row for each outlet and whom it takes from: an outlet of the dump, or a source outside it.

Parameter: $confidence."""
