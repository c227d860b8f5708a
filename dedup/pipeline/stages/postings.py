"""Candidates in two languages: articles that share enough concepts, by weight."""

from dedup.config import MeaningConfig
from dedup.matching import foreign_sql, meetings_sql, rare_sql
from dedup.pipeline.context import Run


def make_posting_table(run: Run) -> None:
    """Make `scratch.posting` anew, without rows: a row for each of the heaviest concepts of an article."""
    run.connection.execute("""
        CREATE OR REPLACE TABLE scratch.posting
        (concept UINTEGER, article BIGINT, lang VARCHAR, weight DOUBLE, total DOUBLE)
    """)


def pair_postings(run: Run, chosen: str = "") -> None:
    """Make `scratch.foreign`: the pairs (a, b) of `scratch.posting`, numbered; those that a clause of SQL leaves.

    Some articles at a time: the sums of all pairs that share anything are many times the postings, and the database did
    not spill them in time (20,000 full articles in 500 MB)."""
    config, most = run.config.meaning, run.config.machine.meetings_at_once
    run.connection.execute(f"""
        CREATE OR REPLACE TABLE scratch.pair (a BIGINT, b BIGINT);
        CREATE OR REPLACE TABLE scratch.rare AS FROM {rare_sql("scratch.posting", config.posted_articles)}
    """)
    for low, high in run.parts(meetings_sql("scratch.posting", "scratch.rare"), most):
        within = f"x.article BETWEEN {low} AND {high}"
        pairs = foreign_sql("scratch.posting", "scratch.rare", config.posted_share, within)
        run.connection.execute(f"INSERT INTO scratch.pair {pairs}")
    run.number_pairs("scratch.foreign", f"SELECT a, b FROM scratch.pair {chosen}")
    run.connection.execute("DROP TABLE scratch.pair; DROP TABLE scratch.rare")


def crowded_concepts_sql(config: MeaningConfig) -> str:
    """SQL, of DuckDB and of Spark, for the number of concepts that bring nobody together."""
    return f"""
        SELECT count(*) AS concepts FROM (SELECT concept FROM scratch.posting GROUP BY concept
        HAVING count(*) > {config.posted_articles} AND count(DISTINCT lang) > 1)
    """
