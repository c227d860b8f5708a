"""The files of a run, one JSON object a line: what people and scripts read.

Each is one query over the archive, so a file can be written again at any time and says what the archive says.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import pyarrow as pa

from dedup.archive import MemoryArchive, Tables
from dedup.export.files import writing
from dedup.export.values import WRITTEN_DATE, readable, rounded, stream_rows
from dedup.provenance import came_by_sql
from dedup.schema import MODIFIED_SQL, WRITTEN_FORMATS

# One article of each story is the one to keep: its origin if that is in the dump, else the earliest, the longest body
# deciding between equally early ones, and last the id (article numbers follow it).
_KEPT = """
    kept AS (
        SELECT story, coalesce(
            max(article.article) FILTER (article.id = origin.article),
            arg_min(article.article, (coalesce(published, 'infinity'::TIMESTAMPTZ), -words, article.article))
        ) AS keep
        FROM membership JOIN article USING (article) JOIN body USING (article) LEFT JOIN origin USING (story)
        GROUP BY story
    )
"""

_ARTICLES = f"""
    WITH {_KEPT},
    matched AS (
        SELECT a AS article, b AS other, kind, score * coverage_a AS likeness FROM match WHERE same_statement
        UNION ALL SELECT b, a, kind, score * coverage_b FROM match WHERE same_statement
    ),
    -- How an article without parent and source reports its story: as its best match in its own language does, and as
    -- a translation only if it has none there.
    best AS (
        SELECT article, arg_max(kind, (kind <> 'translation', likeness, -other)) AS kind FROM matched GROUP BY article
    )
    SELECT article.id, url, outlet, title, body.lang, {WRITTEN_DATE} AS published, published_precision,
        story.name AS story,
        CASE
            WHEN membership.story IS NULL THEN 'alone'
            WHEN {came_by_sql("0")} = 'first' THEN 'origin'
            WHEN {came_by_sql("0")} = 'from_source' OR (link.child IS NULL AND origin.verdict = 'outside')
            THEN 'from_source'
            ELSE coalesce(link.kind, best.kind, 'copy')
        END AS role,
        link.parent,
        membership.story IS NULL OR article.article = kept.keep AS keep,
        {MODIFIED_SQL} AS modified
    FROM article JOIN body USING (article)
    LEFT JOIN membership USING (article)
    LEFT JOIN story ON story.story = membership.story
    LEFT JOIN kept ON kept.story = membership.story
    LEFT JOIN origin ON origin.story = membership.story
    LEFT JOIN link ON link.child = article.id
    LEFT JOIN best ON best.article = article.article
    ORDER BY article.id
"""

_MATCHES = f"""
    SELECT x.id AS a, y.id AS b, kind, {rounded("score")} AS score,
        {rounded("coverage_a")} AS coverage_a, {rounded("coverage_b")} AS coverage_b,
        list_transform(passages, lambda p: {{{{
            'a': [p.a_start, p.a_end], 'b': [p.b_start, p.b_end], 'kind': p.kind, 'score': {rounded("p.score")}
        }}}}) AS passages
    FROM match JOIN article x ON x.article = match.a JOIN article y ON y.article = match.b
    WHERE {{}} ORDER BY x.id, y.id
"""

_STORIES = f"""
    WITH dated AS (
        SELECT story, article.*, body.lang AS language, {WRITTEN_DATE} AS written
        FROM membership JOIN article USING (article) JOIN body USING (article)
    ),
    gathered AS (
        SELECT story,
            list(id ORDER BY published NULLS LAST, id) AS articles, min(id) AS least_id,
            list_sort(list_distinct(list(outlet))) AS outlets,
            list_sort(list_distinct(list(language))) AS languages,
            arg_min(written, (published, id)) FILTER (published IS NOT NULL) AS first_seen,
            arg_max(written, (published, -article)) FILTER (published IS NOT NULL) AS last_seen
        FROM dated GROUP BY story
    )
    SELECT name AS id, articles,
        {{'article': origin.article, 'source': source, 'verdict': coalesce(verdict, 'undetermined'),
          'confidence': {rounded("coalesce(confidence, 0)")}}} AS origin,
        outlets, coalesce(independent, len(articles)) AS independent, languages, first_seen, last_seen
    FROM gathered JOIN story USING (story) LEFT JOIN origin USING (story) ORDER BY least_id
"""

_LINKS = f"""
    SELECT child, parent, source, via, kind, {rounded("confidence")} AS confidence, evidence FROM link ORDER BY child
"""
_REJECTED = "SELECT file, position, reason FROM rejected ORDER BY file, position, reason"

FILES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "articles.jsonl": _ARTICLES,
        "matches.jsonl": _MATCHES.format("same_statement"),
        # Passages that articles of different stories share: quotes, and background that one borrowed from the other.
        "borrowed.jsonl": _MATCHES.format("NOT same_statement"),
        "stories.jsonl": _STORIES,
        "links.jsonl": _LINKS,
        "rejected.jsonl": _REJECTED,
    }
)
"""Each file that a run writes, and the query that it is."""


_OF_ARTICLES: Final = """
    WITH asked AS (SELECT unnest($asked::BIGINT[]) AS article),
    article AS (SELECT * FROM article WHERE article IN (FROM asked)),
    membership AS (SELECT * FROM membership WHERE article IN (FROM asked)),
    match AS (SELECT * FROM match WHERE a IN (FROM asked) OR b IN (FROM asked)),
    link AS (SELECT * FROM link WHERE child IN (SELECT id FROM article))
    FROM ({})
"""
# The tables under their own names, narrowed: the same query then answers for these articles alone.


def rows(archive: Tables, name: str) -> Iterator[dict[str, Any]]:
    """Return the objects of one of `FILES`, in its order.

    Raises:
        KeyError: if there is no such file.
    """
    return stream_rows(archive, FILES[name])


def rows_of(archive: Tables, name: str, articles: Sequence[int]) -> list[dict[str, Any]]:
    """Return the objects of `articles.jsonl`, `stories.jsonl` or `links.jsonl` that are about these articles, by
    number.

    They are what `rows` gives of them if `articles` are whole stories, or articles that stand alone. An archive in
    memory holds nothing but what is asked about.
    """
    if isinstance(archive, MemoryArchive):
        found = archive.records(FILES[name])
    else:
        found = archive.records(_OF_ARTICLES.format(FILES[name]), {"asked": list(articles)})
    return [readable(row) for row in found]


def write(archive: Tables, out: Path) -> None:
    """Write all of `FILES` into the folder `out`.

    Raises:
        OSError: if a file cannot be written; the folder may then hold some of them.
    """
    for name in FILES:
        with writing(out / name) as file:
            for lines in archive.texts(lines_sql(name)):
                file.write("".join(lines).encode())


def lines_sql(name: str) -> str:
    """Return SQL for the lines of one of `FILES`, in its order.

    Raises:
        KeyError: if there is no such file.
    """
    return _LINES.format(_AS_JSON.get(name, "*"), FILES[name])


KEYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "articles.jsonl": ("id",),
        "matches.jsonl": ("a", "b"),
        "borrowed.jsonl": ("a", "b"),
        "stories.jsonl": ("list_min(articles)",),
        "links.jsonl": ("child",),
        "rejected.jsonl": ("file", "position", "reason"),
    }
)
"""What the lines of each of `FILES` are in order of, as SQL over the columns of its query. No two lines agree in it."""
MOST_KEYS: Final = 3


def keyed_lines_sql(name: str) -> str:
    """Return SQL for the lines of one of `FILES`, without their ends, in any order, with what puts them in order:
    `file`, `key_1` to `key_3` and `line`.

    Raises:
        KeyError: if there is no such file.
    """
    keys = [*KEYS[name], *["NULL"] * (MOST_KEYS - len(KEYS[name]))]
    listed = ", ".join(f"{key}::VARCHAR AS key_{number}" for number, key in enumerate(keys, 1))
    found = f"SELECT {_AS_JSON.get(name, '*')} FROM ({FILES[name]})"
    return f"SELECT '{name}' AS file, {listed}, to_json(found) AS line FROM ({found}) found"


_LINES: Final = "SELECT to_json(found) || chr(10) AS line FROM (SELECT {} FROM ({})) found"
# The engine writes the lines: the same bytes as orjson writes of `rows`, in a third of the time.
_AS_JSON: Final = MappingProxyType({"links.jsonl": "* REPLACE (coalesce(evidence, '[]')::JSON AS evidence)"})


_DATES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"articles": ("published", "modified"), "stories": ("first_seen", "last_seen")}
)


def dated_table(archive: Tables, name: str) -> pa.Table:
    """Return the rows of a file of `FILES` by its name without extension; dates are timestamps in UTC.

    A date known to the day, month or year is the start of that: `published_precision` says how much of it counts.

    Raises:
        ValueError: if there is no such table.
    """
    if f"{name}.jsonl" not in FILES:
        names = ", ".join(file.removesuffix(".jsonl") for file in FILES)
        raise ValueError(f"no table {name!r}: there are {names}")
    dates = ", ".join(
        f"timezone('UTC', try_strptime({one}, {WRITTEN_FORMATS})) AS {one}" for one in _DATES.get(name, ())
    )
    return archive.rows(f"SELECT *{f' REPLACE ({dates})' if dates else ''} FROM ({FILES[f'{name}.jsonl']})")
