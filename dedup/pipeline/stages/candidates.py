"""The steps that match within a language: keys, candidates, verification; and candidates in two languages: articles
that share enough concepts, by weight."""

from pathlib import Path

import pyarrow as pa

from dedup.config import MatchConfig, MeaningConfig
from dedup.features import Values, Weights, weigh
from dedup.matching import TermWeights, foreign_sql, meetings_sql, pair_up, rare_sql, verify_pairs
from dedup.pipeline.backend.shuffle import Shuffle
from dedup.pipeline.context import Run
from dedup.pipeline.keys import keys_of_rewrites


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
    """Return SQL, of DuckDB and of Spark, for the number of concepts that bring nobody together."""
    return f"""
        SELECT count(*) AS concepts FROM (SELECT concept FROM scratch.posting GROUP BY concept
        HAVING count(*) > {config.posted_articles} AND count(DISTINCT lang) > 1)
    """


def find_rewrite_keys(run: Run, weights: Weights) -> None:
    """Add the keys of rewrites to `Run.keys`, once stems can be weighed over the whole dump."""
    if not run.config.match.rewrites:
        return

    def keys(part: tuple[int, int]) -> dict[str, pa.Table]:
        return {"scratch.key": keys_of_rewrites(run.tokens.between(*part), weights, run.config.sketch)}

    run.each("meaning", keys, run.article_parts())


def stem_weights(run: Run) -> Weights:
    """Return the weight of every stem of the dump."""
    rows = run.engine.query("""
        SELECT element, sum(articles)::BIGINT AS articles, max(n) AS of_language, max(prior_share) AS prior_share
        FROM scratch.stem JOIN (SELECT lang, count(*) AS n FROM scratch.tokens GROUP BY lang) USING (lang)
        GROUP BY element ORDER BY element
    """)
    columns = {name: rows[name].to_numpy() for name in rows.column_names}
    weights = weigh(
        columns["articles"], columns["of_language"], columns["prior_share"], run.config.meaning.prior_articles
    )
    return Weights(columns["element"], weights)


def pair_candidates(run: Run, keys: Shuffle) -> None:
    """Join keys into candidates: make `scratch.candidate`."""

    def stage(part: Path) -> dict[str, pa.Table]:
        match = run.config.match
        a, b, (crowded, left_out) = pair_up(*keys.load(part), match.neighbours, match.crowded_neighbours)
        run.cap("keys of more articles than are paired", crowded)
        run.cap("pairs of such keys left out", left_out)
        return {"scratch.pair": pa.table({"a": a, "b": b})}

    run.connection.execute("CREATE TABLE scratch.pair (a BIGINT, b BIGINT)")
    run.each("candidates", stage, list(keys.parts()))
    run.number_pairs("scratch.candidate", "SELECT DISTINCT a, b FROM scratch.pair")
    run.connection.execute("DROP TABLE scratch.pair")


def stem_term_weights(run: Run, weights: Weights) -> TermWeights:
    """Return what is known of words before translations: what stems are worth."""
    if not run.config.match.rewrites:
        return TermWeights(None)
    return TermWeights(Values.by_level(weights, run.config.match.level))


def verify_candidates(run: Run, name: str, candidates: str, term_weights: TermWeights, config: MatchConfig) -> None:
    """Verify every pair of the table `candidates` (number, a, b) and append what matches."""

    def stage(part: tuple[int, int]) -> dict[str, pa.Table]:
        pairs, tokens = run.pairs(candidates, part)
        return {"match": verify_pairs(pairs["a"].to_numpy(), pairs["b"].to_numpy(), tokens, term_weights, config)}

    run.each(name, stage, run.pair_parts(candidates))
