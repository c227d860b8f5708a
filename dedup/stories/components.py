"""Connected components of matches by SQL, so that stories can be found part by part."""

import duckdb


def label_components(connection: duckdb.DuckDBPyConnection, matches: str, labels: str) -> None:
    """Make the table `labels` (article, component): the least article number that each article hangs together with
    through the pairs (a, b) of `matches`.

    Labels spread to neighbours and jump to their label's label, so rounds grow with the logarithm of the longest path
    (as in the "alternating" algorithm of Kiveris et al., "Connected components in MapReduce and beyond", 2014).
    """
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE _edges AS
            SELECT a AS x, b AS y FROM {matches} UNION SELECT b, a FROM {matches}
    """)
    connection.execute(
        f"CREATE OR REPLACE TABLE {labels} AS SELECT x AS article, least(x, min(y)) AS component FROM _edges GROUP BY x"
    )
    while True:
        connection.execute(f"""
            CREATE OR REPLACE TEMP TABLE _next AS
            WITH near AS (
                SELECT x AS article, min(component) AS component
                FROM _edges JOIN {labels} ON article = y GROUP BY x
            ),
            lowered AS (
                SELECT l.article, least(l.component, near.component) AS component
                FROM {labels} l JOIN near USING (article)
            )
            SELECT lowered.article, least(lowered.component, root.component) AS component
            FROM lowered JOIN {labels} root ON root.article = lowered.component
        """)
        changed = connection.execute(
            f"SELECT count(*) FROM _next JOIN {labels} l USING (article) WHERE l.component <> _next.component"
        ).fetchall()[0][0]
        connection.execute(f"CREATE OR REPLACE TABLE {labels} AS FROM _next")
        if not changed:
            break
    connection.execute("DROP TABLE _edges; DROP TABLE _next")
