"""The step that finds boilerplate: the lines that outlets repeat under different stories."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.archive import detached
from dedup.config import TextConfig
from dedup.pipeline.context import Run
from dedup.text import (
    LEAST_HALF_WORDS,
    MOST_AROUND,
    TextTables,
    around,
    content_words,
    lines_of,
    mean_overlap,
    overlap,
    recurring_lines,
)


def find_recurring(run: Run, tables: TextTables, parts: Sequence[tuple[int, int]]) -> None:
    """Fill `recurring` with the lines that outlets repeat under different stories."""
    config = run.config.text

    def lines(part: tuple[int, int]) -> dict[str, pa.Table]:
        rows = run.engine.table(
            "SELECT article, outlet, title, text FROM article WHERE article BETWEEN ? AND ? ORDER BY article", part
        )
        article, outlet, title, text = (rows[name].to_pylist() for name in ("article", "outlet", "title", "text"))
        found, untitled = recurring_lines(article, outlet, text, title, tables, config)
        return {"scratch.line": found, "scratch.untitled": untitled}

    run.connection.execute("""
        CREATE TABLE scratch.line (line UBIGINT, article BIGINT, lead UBIGINT, longest UBIGINT, half_words INTEGER);
        CREATE TABLE scratch.untitled (line UBIGINT, article BIGINT, title UBIGINT);
        CREATE TABLE scratch.kept (line UBIGINT);
        CREATE TABLE scratch.notice (line UBIGINT)
    """)
    run.each("boilerplate", lines, parts)
    run.connection.execute(f"CREATE TABLE scratch.repeated AS {REPEATED}", {"least": config.recurring_articles})
    _judge_repeated(run, tables, parts)
    run.connection.execute("""
        INSERT INTO recurring
        (SELECT line FROM scratch.repeated ANTI JOIN scratch.kept USING (line) UNION SELECT line FROM scratch.notice)
        EXCEPT FROM recurring;
        DROP TABLE scratch.line; DROP TABLE scratch.untitled; DROP TABLE scratch.repeated;
        DROP TABLE scratch.kept; DROP TABLE scratch.notice
    """)


REPEATED = """
    SELECT line FROM scratch.line GROUP BY line
    HAVING count(DISTINCT article) >= $least
    AND greatest(count(DISTINCT lead), count(DISTINCT longest)) >= $least
    AND 2 * greatest(count(DISTINCT lead), count(DISTINCT longest)) >= count(DISTINCT article)
"""
"""Lines that articles of one outlet hold under different leads; SQL of DuckDB and of Spark."""


HOLDERS = """
    WITH mostly AS (
        SELECT article FROM scratch.line LEFT JOIN (SELECT line, true AS again FROM scratch.repeated) USING (line)
        GROUP BY article
        HAVING sum(CASE WHEN again AND half_words >= $prose THEN half_words ELSE 0 END) >= $share * sum(half_words)
    )
    SELECT line, article, false AS everywhere FROM scratch.line
    SEMI JOIN scratch.repeated USING (line) SEMI JOIN mostly USING (article)
    WHERE half_words >= $prose
    QUALIFY row_number() OVER (PARTITION BY line ORDER BY article) <= $most
    UNION ALL
    SELECT line, article, true FROM scratch.untitled
    SEMI JOIN (
        SELECT line FROM scratch.untitled GROUP BY line
        HAVING count(DISTINCT article) >= $least AND count(DISTINCT title) >= $least
    ) USING (line)
    QUALIFY row_number() OVER (PARTITION BY line ORDER BY title, article) <= $most
    ORDER BY line, article
"""
"""The articles by which a repeated line is judged, and those by which one is that any outlet may repeat; SQL of DuckDB
and of Spark, with `holder_limits` for parameters."""


def holder_limits(config: TextConfig) -> dict[str, float]:
    """Return the parameters of `HOLDERS`."""
    return {
        "prose": LEAST_HALF_WORDS,
        "share": config.recurring_share,
        "least": config.recurring_articles,
        "most": config.recurring_holders,
    }


def stands_out(surroundings: Sequence[str], config: TextConfig) -> bool:
    """Return whether a line that an outlet repeats is a story's own; `surroundings` is what `around` says of articles
    that hold it."""
    return mean_overlap(surroundings) >= config.recurring_overlap


def is_notice(line: str, titles: Sequence[str | None], surroundings: Sequence[str], config: TextConfig) -> bool:
    """Return whether a line that any outlet may repeat is a notice: those of `titles` and `surroundings`, of articles
    that hold it, have nothing to do with it nor with each other."""
    if stands_out(surroundings, config):
        return False
    words = content_words(line[:MOST_AROUND])
    shared = [overlap(content_words(title or ""), words) for title in titles]
    return sum(shared) < config.recurring_overlap * len(shared)


def _judge_repeated(run: Run, tables: TextTables, parts: Sequence[tuple[int, int]]) -> None:
    """Fill `scratch.kept` with the repeated lines that are a story's own (they are no boilerplate), and
    `scratch.notice` with those that are notices at any outlet.

    What stands around the lines of an article is looked up part by part, and then compared line by line: the texts of
    all articles that hold a repeated line, such as the versions of a live blog, may be more than the memory."""
    run.connection.execute(
        f"""
        CREATE TABLE scratch.holder AS
            SELECT *, dense_rank() OVER (ORDER BY first, line, everywhere) AS place
            FROM (SELECT *, min(article) OVER (PARTITION BY line, everywhere) AS first FROM ({HOLDERS}))
        """,
        holder_limits(run.config.text),
    )
    run.connection.execute("""
        CREATE TABLE scratch.around (article BIGINT, title VARCHAR, near VARCHAR);
        CREATE TABLE scratch.said (line UBIGINT, said VARCHAR)
    """)
    repeated = run.engine.table("""
        SELECT line FROM scratch.repeated UNION SELECT line FROM scratch.holder WHERE everywhere ORDER BY line
    """)["line"].to_numpy()
    holding = run.connection.execute(
        """
        SELECT DISTINCT low, high FROM (SELECT unnest($parts::BIGINT[][]) AS part, part[1] AS low, part[2] AS high)
        JOIN (SELECT DISTINCT article FROM scratch.holder) ON article BETWEEN low AND high ORDER BY low
    """,
        {"parts": parts},
    ).fetchall()
    run.each("boilerplate", partial(_surroundings, run=run, repeated=repeated, tables=tables), holding)
    lines = run.parts(
        "SELECT place, sum(length(near))::BIGINT AS size FROM scratch.holder JOIN scratch.around USING (article) "
        "GROUP BY place",
        run.config.machine.chars_at_once,
    )
    run.each("boilerplate", partial(_judged, run=run), lines)
    run.connection.execute("DROP TABLE scratch.holder; DROP TABLE scratch.around; DROP TABLE scratch.said")


def _surroundings(
    part: tuple[int, int], run: Run, repeated: NDArray[np.uint64], tables: TextTables
) -> dict[str, pa.Table]:
    """What stands around the repeated lines of a part's articles, and what the lines say that may be notices."""
    rows = run.engine.table(
        """
        SELECT article, outlet, title, text, lines FROM article JOIN (
            SELECT article, list(DISTINCT line) FILTER (everywhere AND article = first) AS lines
            FROM scratch.holder WHERE article BETWEEN $1 AND $2 GROUP BY article
        ) USING (article) WHERE article BETWEEN $1 AND $2 ORDER BY article
        """,
        part,
    )
    held = rows.to_pylist()
    near = [around(row["text"], row["title"], row["outlet"], repeated, tables) for row in held]
    said = [
        (line, spoken[line])
        for row in held
        if row["lines"]
        for spoken in [lines_of(row["text"], row["outlet"], tables)]
        for line in row["lines"]
    ]
    titled = detached(rows.select(["article", "title"]))
    return {
        "scratch.around": titled.append_column("near", pa.array(near, pa.string())),
        "scratch.said": pa.table(
            {
                "line": pa.array([line for line, _ in said], pa.uint64()),
                "said": pa.array([words for _, words in said], pa.string()),
            }
        ),
    }


def _judged(part: tuple[int, int], run: Run) -> dict[str, pa.Table]:
    """Which of a part of the repeated lines are a story's own, and which are notices."""
    rows = run.engine.table(
        """
        SELECT line, everywhere, list(title ORDER BY article) AS titles, list(near ORDER BY article) AS near,
            any_value(said) AS said
        FROM scratch.holder JOIN scratch.around USING (article) LEFT JOIN scratch.said USING (line)
        WHERE place BETWEEN ? AND ? GROUP BY line, everywhere ORDER BY line, everywhere
        """,
        part,
    )
    kept: list[int] = []
    notices: list[int] = []
    for row in rows.to_pylist():
        if row["everywhere"]:
            if is_notice(row["said"], row["titles"], row["near"], run.config.text):
                notices.append(row["line"])
        elif stands_out(row["near"], run.config.text):
            kept.append(row["line"])
    return {
        name: pa.table({"line": pa.array(lines, pa.uint64())})
        for name, lines in (("scratch.kept", kept), ("scratch.notice", notices))
    }
