"""The step that asks who took it from whom."""

import pyarrow as pa

from dedup.provenance import (
    DROP_UNKNOWN_SQL,
    NAME_UNKNOWN_SQL,
    Cues,
    Sources,
    find_citations,
    story_inputs,
    trace,
    trace_tables,
)
from dedup.steps.run import Run


def trace_stories(run: Run) -> None:
    """Fill `citation`, `link` and `origin`."""
    config = run.config.provenance
    cues, sources = Cues.load(), Sources.load(config.sources)

    def citations(part: tuple[int, int]) -> dict[str, pa.Table]:
        rows = run.engine.table(
            """
            SELECT article, id, url, outlet, title, text, body.lang, author, credits,
                list_transform(list_zip(starts, ends), lambda s: {'start': s[1], 'end': s[2]}) AS body
            FROM article JOIN body USING (article) WHERE article BETWEEN ? AND ? ORDER BY article
            """,
            part,
        )
        return {"citation": find_citations(rows, config, cues=cues, sources=sources)}

    run.each("citations", citations, run.article_parts())
    support = {"stories": config.unknown_stories, "outlets": config.unknown_outlets}
    run.connection.execute(DROP_UNKNOWN_SQL, support)
    run.connection.execute(NAME_UNKNOWN_SQL)
    # A story of one article has nothing to trace but the source that it names.
    run.connection.execute("""
        CREATE TABLE scratch.told AS
        SELECT story, article FROM membership
        UNION SELECT article, article FROM citation
        WHERE scope <> 'self' AND article NOT IN (SELECT article FROM membership)
    """)

    def links(part: tuple[int, int]) -> dict[str, pa.Table]:
        articles = run.engine.table(
            """
            SELECT story, article, id, outlet, body.lang, published, published_precision, crawled, words, text,
                starts, ends
            FROM scratch.told JOIN article USING (article) JOIN body USING (article) WHERE story BETWEEN ? AND ?
            """,
            part,
        )
        matches = run.engine.table(
            """
            SELECT x.story, match.* FROM match
            JOIN scratch.told x ON x.article = a JOIN scratch.told y ON y.article = b AND x.story = y.story
            WHERE x.story BETWEEN ? AND ?
            """,
            part,
        )
        cited = run.engine.table(
            """
            SELECT story, citation.* FROM citation JOIN scratch.told USING (article) WHERE story BETWEEN ? AND ?
            ORDER BY article, start NULLS FIRST, "end", type, source_key, words
            """,
            part,
        )
        found = trace(story_inputs(articles, matches, cited), config, sources=sources)
        link, origin = trace_tables(found)
        return {"link": link, "origin": origin}

    sizes = """
        SELECT story AS place, sum(length(text)) AS size FROM scratch.told JOIN article USING (article) GROUP BY story
    """
    run.each("provenance", links, run.parts(sizes, run.config.machine.batch_chars // 4))
