"""The stage that traces stories: which article came from which, and where each story starts.

It loads all of `dedup.provenance`, so whoever may do without imports it where it is called.
"""

import pyarrow as pa

from dedup.archive import LENGTHS
from dedup.pipeline.context import Run
from dedup.pipeline.stages.trace_inputs import CITING_SQL, story_tables
from dedup.provenance import DROP_UNKNOWN_SQL, NAME_UNKNOWN_SQL, Citations, Links, StoryTables


def trace_stories(run: Run) -> None:
    """Fill `citation`, `link` and `origin`."""
    config = run.config.provenance

    def texts(part: tuple[int, int]) -> pa.Table:
        return run.engine.table(f"{CITING_SQL} WHERE article BETWEEN ? AND ? ORDER BY article", part)

    run.each_apart("citations", Citations(config), texts, run.article_parts())
    support = {"stories": config.unknown_stories, "outlets": config.unknown_outlets}
    run.connection.execute(DROP_UNKNOWN_SQL, support)
    run.connection.execute(NAME_UNKNOWN_SQL)
    link_stories(run)


def link_stories(run: Run) -> None:
    """Fill `link` and `origin` of the articles of a run, whose citations are known."""
    config = run.config.provenance
    # A story of one article has nothing to trace but the source that it names.
    run.connection.execute("""
        CREATE TABLE scratch.traced AS
        SELECT story, article FROM membership
        UNION SELECT article, article FROM citation
        WHERE scope <> 'self' AND article NOT IN (SELECT article FROM membership)
    """)

    run.cap(
        "articles of stories of which not all matches are traced",
        run.one(f"""
            SELECT sum(articles) FROM (SELECT count(*) AS articles FROM scratch.traced GROUP BY story)
            WHERE articles > {config.most_articles}
        """),
    )

    def stories(part: tuple[int, int]) -> StoryTables:
        low, high = part
        members = f"(FROM scratch.traced WHERE story BETWEEN {low} AND {high})"
        return story_tables(run.engine.table, members, config, LENGTHS)

    sizes = f"""
        SELECT story AS place, sum(coalesce(characters, 0))::BIGINT AS size
        FROM scratch.traced LEFT JOIN {LENGTHS} USING (article) GROUP BY story
    """
    run.each_apart("provenance", Links(config), stories, run.parts(sizes, run.config.machine.chars_at_once // 4))
