"""Names that the table of sources lacks and many articles credit become sources too: queries over a whole dump.

"told Fergana Herald" says by its grammar that Fergana Herald is a medium, or a person. One article cannot tell; a dump
can. Such a name is kept if at least three stories of two outlets credit it (a story's copies all say the same, so
they count once), and one of those cues shows that it is a medium: a medium word beside it, a credit line, a dateline.
The inflected forms of a name share a key; the form that is written most often is its name.
"""

BORNE_OUT_SQL = """
    SELECT source_key
    FROM citation JOIN article USING (article) LEFT JOIN membership USING (article)
    WHERE source_key LIKE '~%'
    GROUP BY source_key
    HAVING count(DISTINCT coalesce(story, article)) >= $stories
    AND count(DISTINCT outlet) >= $outlets
    AND count(*) FILTER (WHERE citation.type <> 'unknown') > 0
"""
"""The unlisted names that the dump bears out; SQL of DuckDB and of Spark. Parameters: $stories, $outlets."""

WRITTEN_SQL = """
    SELECT source_key, min_by(source, (-times, length(source), source)) AS source
    FROM (SELECT source_key, source, count(*) AS times FROM citation GROUP BY ALL) GROUP BY source_key
"""
"""The form of each source's name that is written most often; SQL of DuckDB and of Spark."""

DROP_UNKNOWN_SQL = f"""
    DELETE FROM citation WHERE type = 'unknown' AND source_key NOT IN ({BORNE_OUT_SQL})
"""  # noqa: S608 - a constant of this file
"""Deletes the cues of names that the dump does not bear out. Parameters: $stories, $outlets."""

NAME_UNKNOWN_SQL = f"""
    UPDATE citation SET source = written.source, type = if(type = 'unknown', 'sentence', type)
    FROM ({WRITTEN_SQL}) AS written
    WHERE citation.source_key = written.source_key AND starts_with(citation.source_key, '~')
"""  # noqa: S608 - a constant of this file
"""Gives every source that is not in the table one name, and its remaining cues the type that others have."""
