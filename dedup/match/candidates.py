"""Keys to candidates: the join that brings articles with a common key together."""


def candidates_sql(keys: str, neighbours: int) -> str:
    """SQL for the pairs (a, b), a < b, of articles that share a key in the table `keys`, each once.

    Articles under one key are paired with the `neighbours` that follow them and with the first of all, in order of
    their numbers. So a key of up to `neighbours + 1` articles brings all its pairs, and a passage that stands in a
    hundred thousand articles brings pairs in proportion to its articles, not to their square; all of them hang
    together, for the first is in a pair with each.
    """
    return f"""
        WITH shared AS (SELECT key, count(*) AS articles FROM {keys} GROUP BY key HAVING count(*) > 1),
        few AS (
            SELECT x.article AS a, y.article AS b
            FROM shared JOIN {keys} x USING (key) JOIN {keys} y USING (key)
            WHERE articles <= {neighbours + 1} AND x.article < y.article
        ),
        ranked AS (
            SELECT key, article, row_number() OVER (PARTITION BY key ORDER BY article) AS place
            FROM shared JOIN {keys} USING (key)
            WHERE articles > {neighbours + 1}
        ),
        many AS (
            SELECT x.article AS a, y.article AS b
            FROM ranked x CROSS JOIN range(1, {neighbours + 1}) step(ahead)
            JOIN ranked y ON y.key = x.key AND y.place = x.place + ahead
            UNION ALL
            SELECT x.article, y.article FROM ranked x JOIN ranked y USING (key) WHERE x.place = 1 AND y.place > 1
        )
        SELECT DISTINCT a, b FROM (SELECT * FROM few UNION ALL SELECT * FROM many)
    """  # noqa: S608  a table name of ours and a number


def foreign_sql(postings: str, most_articles: int, least_share: float) -> str:
    """SQL for the pairs (a, b), a < b, of articles in different languages that share enough of their telling concepts.

    `postings` has the columns of `postings.POSTINGS`. Concepts of more than `most_articles` articles bring nobody
    together, so an article meets a bounded number of others, whatever the dump holds. What two articles share of their
    postings must be `least_share` of what either has.
    """
    return f"""
        WITH telling AS (
            SELECT concept FROM {postings} GROUP BY concept
            HAVING count(*) <= {most_articles} AND count(DISTINCT lang) > 1
        )
        SELECT x.article AS a, y.article AS b
        FROM {postings} x JOIN telling USING (concept) JOIN {postings} y USING (concept)
        WHERE x.article < y.article AND x.lang <> y.lang
        GROUP BY x.article, y.article
        HAVING sum(x.telling) >= {least_share} * (any_value(x.total) + any_value(y.total) - sum(x.telling))
    """  # noqa: S608  a table name of ours and numbers
