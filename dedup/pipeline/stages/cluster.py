"""The steps that make stories of matches, and look again at every pair within a story."""

import pyarrow as pa

from dedup.config import StoryConfig
from dedup.matching import TermWeights
from dedup.pipeline.context import Run
from dedup.pipeline.stages.candidates import verify_candidates
from dedup.stories import NAME_SQL, Stories, label_components, reports_sql, same_statement_sql


def group_stories(run: Run) -> None:
    """Fill `membership` anew from the matches so far."""
    config = run.config.story
    run.connection.execute("DELETE FROM membership")
    label_components(run.connection, "match", "scratch.component")

    def ties(part: tuple[int, int]) -> pa.Table:
        return run.engine.table(
            "SELECT a, b, coverage_a, coverage_b, focus_a, focus_b, lead_a, lead_b "
            "FROM match JOIN scratch.component ON article = a "
            "WHERE component BETWEEN ? AND ? ORDER BY a, b",
            part,
        )

    parts = run.parts("SELECT component AS place, count(*) AS size FROM scratch.component GROUP BY component", 10_000)
    run.each_apart("story", Stories(config), ties, parts)


def verify_stories(run: Run, term_weights: TermWeights) -> None:
    """Verify the pairs of each story that no key brought."""
    config = run.config.story
    large = run.connection.execute(too_large_sql(config)).fetchall()[0]
    run.cap("stories too large for a second look", large[0])
    run.cap("articles of such stories", int(large[1] or 0))
    run.number_pairs("scratch.overlooked", f"{overlooked_sql(config)} WHERE b >= {run.first_new}")
    verify_candidates(run, "second look", "scratch.overlooked", term_weights, run.config.lenient_match)


def too_large_sql(config: StoryConfig) -> str:
    """Return SQL, of DuckDB and of Spark, for how many stories are too large for a second look, and how many articles
    these have."""
    return f"""
        SELECT count(*) AS stories, sum(articles) AS articles
        FROM (SELECT count(*) AS articles FROM membership GROUP BY story) WHERE articles > {config.second_look}
    """


def overlooked_sql(config: StoryConfig) -> str:
    """Return SQL, of DuckDB and of Spark, for the pairs (a, b) of each story that is not too large and that no match is
    of."""
    return f"""
        WITH small AS (
            SELECT story FROM membership GROUP BY story HAVING count(*) <= {config.second_look}
        ), pair AS (
            SELECT x.article AS a, y.article AS b
            FROM small JOIN membership x USING (story) JOIN membership y USING (story) WHERE x.article < y.article
        )
        SELECT a, b FROM pair ANTI JOIN match USING (a, b)
    """


def mark_statements(run: Run) -> None:
    """Part matches of one statement from borrowed passages."""
    config = run.config.story
    one_story = "(SELECT story FROM membership WHERE article = a) = (SELECT story FROM membership WHERE article = b)"
    run.connection.execute(f"""
        UPDATE match SET tells = {reports_sql(config)};
        UPDATE match SET same_statement = {same_statement_sql(one_story, config)}
    """)


def name_stories(run: Run) -> None:
    """Fill `story` with new names: see `dedup.stories.cluster`."""
    run.connection.execute(
        f"INSERT INTO story SELECT story, {NAME_SQL} FROM membership JOIN article USING (article) GROUP BY story"
    )
