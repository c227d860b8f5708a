"""Candidates in two languages are the same whatever part of the articles is asked for at once."""

import duckdb
import numpy as np
import pyarrow as pa

from dedup.matching import POSTINGS, foreign_pairs, foreign_sql, meetings_sql, rare_sql

SHARE = 0.2
RARE = rare_sql("posting", 12)


def _postings(articles: int, concepts: int) -> pa.Table:
    chance = np.random.default_rng(7)
    article = np.repeat(np.arange(articles), 6)
    lang = np.array(["en", "de", "ko"])[article % 3]
    concept = chance.integers(0, concepts, len(article)).astype(np.uint32)
    rows = pa.table(
        {
            "concept": concept,
            "article": article,
            "lang": lang,
            "weight": np.ones(len(article)),
            "total": article * 0 + 6.0,
        },
        schema=POSTINGS,
    )
    return rows.group_by(["concept", "article", "lang", "weight", "total"]).aggregate([]).select(POSTINGS.names)


def test_parts_of_the_articles_bring_the_pairs_of_all() -> None:
    postings = _postings(120, 60)
    with duckdb.connect() as database:
        database.register("posting", postings)
        whole = set(database.sql(foreign_sql("posting", RARE, SHARE)).fetchall())
        assert len(whole) > 50
        parts = [
            database.sql(foreign_sql("posting", RARE, SHARE, f"x.article BETWEEN {low} AND {low + 6}")).fetchall()
            for low in range(0, 120, 7)
        ]
    found = [pair for part in parts for pair in part]
    assert len(found) == len(set(found))
    assert set(found) == whole


def test_no_article_meets_more_than_is_counted() -> None:
    postings = _postings(120, 60)
    with duckdb.connect() as database:
        database.register("posting", postings)
        counted = dict(database.sql(meetings_sql("posting", RARE)).fetchall())
        # Every share is enough, so what meets at all is a pair.
        met = database.sql(f"SELECT a, count(*) FROM ({foreign_sql('posting', RARE, 0.0)}) GROUP BY a").fetchall()
    assert met
    assert all(number <= counted[article] for article, number in met)


def test_pairs_of_a_few_articles_are_those_that_the_query_answers() -> None:
    postings = _postings(120, 60)
    with duckdb.connect() as database:
        database.register("posting", postings)
        whole = set(database.sql(foreign_sql("posting", RARE, SHARE)).fetchall())
    later = {*range(0, 120, 3), 500}
    found = foreign_pairs(postings, later, 12, SHARE)
    assert found == {pair for pair in whole if pair[1] in later}
    assert len(found) > 3
    assert foreign_pairs(POSTINGS.empty_table(), later, 12, SHARE) == set()
