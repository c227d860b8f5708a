"""What an outlet does with stories, as queries over an archive: how much is its own, whom it takes from, how late.

How an article came by its story is `dedup.provenance.ways`'s to say. One that its verdict names, or without a link,
counts as original: nothing says that it is not. One whose link names a source and no parent was taken from outside the
dump. Only links said with at least `confidence` count as taken; the others are
left out of the shares, and their number is given.
"""

from dedup.provenance.ways import came_by_sql

WINDOW = "/* window */"
"""Where a further condition on the articles may stand in the queries below ("AND article.published …")."""

LAG_SQL = """
    CASE
        WHEN article.published_precision IN ('second', 'minute', 'hour')
        AND parent.published_precision IN ('second', 'minute', 'hour')
        AND article.published >= parent.published
        THEN epoch(article.published) - epoch(parent.published)
    END
"""
"""By how many seconds an article is later than its parent; null unless both times are known to the hour or better."""

_WAYS = f"""
    SELECT article.outlet, link.parent, link.source, link.kind, parent.outlet AS parent_outlet,
        {came_by_sql("$confidence")} AS came_by,
        came_by = 'unsure' AS unsure,
        CASE
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
"""One row an outlet; shares add up to 1; `median_lag` in seconds, null where no two times are known.

Parameter: $confidence."""

TAKEN_FROM_SQL = f"""
    WITH ways AS ({_WAYS})
    SELECT outlet, coalesce(parent_outlet, source) AS taken_from, parent IS NOT NULL AS in_dump, count(*) AS articles,
        median(lag) AS median_lag
    FROM ways WHERE way <> 'original' AND NOT unsure AND coalesce(parent_outlet, source) IS NOT NULL
    GROUP BY ALL ORDER BY outlet, articles DESC, taken_from, in_dump
"""  # noqa: S608 - a constant of this file
"""One row for each outlet and whom it takes from: an outlet of the dump, or a source outside it.

Parameter: $confidence."""
