"""What tracing reads: the articles whose credits are looked for, and the articles, matches and citations of stories."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from dedup.archive import PORTION_CHARACTERS, Tables, detached, portions, stretches
from dedup.config import ProvenanceConfig
from dedup.schema import MODIFIED_SQL, WRITTEN_FORMATS

if TYPE_CHECKING:
    from dedup.provenance import StoryTables

_CHANGED_BY = f"""
    timezone('UTC', try_strptime({MODIFIED_SQL}, {WRITTEN_FORMATS})
        + CASE length({MODIFIED_SQL}) WHEN 20 THEN INTERVAL 0 HOUR WHEN 19 THEN INTERVAL 14 HOUR
            WHEN 10 THEN INTERVAL 1 DAY WHEN 7 THEN INTERVAL 31 DAY ELSE INTERVAL 366 DAY END)
"""
"""The latest moment at which an article can have been changed for the last time, and so was there already: what is
written without a zone may be of the westernmost. Beside a publication date it is left alone: those who schedule pages
change them before they publish them."""


def story_tables(
    query: Callable[[str], pa.Table], members: str, config: ProvenanceConfig, lengths: str = Tables.lengths
) -> "StoryTables":
    """Query what `story_inputs` reads of some stories: their articles, matches and citations.

    `query` answers SQL, `members` is a relation of `story` and `article`, `lengths` one of `article` and `characters`
    of its text, by which texts are asked for some at a time. Of a story of too many articles only the best matches of
    each count.
    """
    articles = f"""
        SELECT story, article, id, url, outlet, body.lang, published, published_precision,
            CASE WHEN published IS NULL THEN least(crawled, {_CHANGED_BY}) ELSE crawled END AS crawled,
            words, starts, ends, coalesce(characters, 0) AS characters
        FROM {members} JOIN article USING (article) JOIN body USING (article) LEFT JOIN {lengths} USING (article)
    """
    matches = f"""
        WITH chosen AS (FROM {members}),
        matched AS (
            SELECT x.story, a, b, kind, score, coverage_a, coverage_b FROM match
            JOIN chosen x ON x.article = a JOIN chosen y ON y.article = b AND x.story = y.story
        ),
        crowded AS (SELECT story FROM chosen GROUP BY story HAVING count(*) > {config.most_articles}),
        best AS (
            SELECT a, b FROM (
                SELECT a, b, a AS article, score * coverage_a AS likeness FROM matched SEMI JOIN crowded USING (story)
                UNION ALL
                SELECT a, b, b, score * coverage_b FROM matched SEMI JOIN crowded USING (story)
            ) QUALIFY row_number() OVER (PARTITION BY article ORDER BY likeness DESC, a, b) <= {config.crowded_matches}
        )
        FROM matched ANTI JOIN crowded USING (story)
        UNION ALL FROM matched SEMI JOIN best USING (a, b)
    """
    cited = f"""
        SELECT story, citation.* FROM citation JOIN {members} USING (article)
        ORDER BY article, start NULLS FIRST, "end", type, source_key, words
    """
    found = query(articles)
    sizes = zip(found["article"].to_pylist(), found["characters"].to_pylist(), strict=True)
    # By themselves, by number, and in the order in which they come: a join, or another order, holds the texts a second
    # time. And some at a time, for the database holds whole what it answers at once: of a live blog of 800 versions at
    # 800 addresses they are 120 MB, and a database of 122 MB gave up. Of their lines each is kept once.
    texts = pa.concat_tables(
        [
            _NO_TEXTS,
            *(
                _in_lines(query(f"SELECT article, text FROM article WHERE {where}"))
                for portion in portions(sorted(sizes), PORTION_CHARACTERS)
                for where in stretches(portion, bounded=lengths != Tables.lengths)
            ),
        ]
    )
    place = pc.index_in(texts["article"], value_set=found["article"].combine_chunks())
    found = found.drop_columns("characters")
    return found.take(place).append_column("lines", texts["lines"]), query(matches), query(cited)


_LINES = pa.list_(pa.dictionary(pa.int32(), pa.string()))
_NO_TEXTS = pa.schema([("article", pa.int64()), ("lines", _LINES)]).empty_table()


def _in_lines(texts: pa.Table) -> pa.Table:
    """The articles with the lines of their texts, each different line once."""
    lines = pc.split_pattern(texts["text"].combine_chunks(), "\n")
    coded = pa.ListArray.from_arrays(lines.offsets, lines.values.dictionary_encode())
    return detached(texts.select(["article"])).append_column("lines", coded)


CITING_SQL = """
    SELECT article, id, url, outlet, title, text, body.lang, author, credits,
        list_transform(list_zip(starts, ends), lambda s: {'start': s[1], 'end': s[2]}) AS body
    FROM article JOIN body USING (article)
"""
"""What `find_citations` reads of articles."""

_SPANS = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())]))


def citing(articles: pa.Table, body: pa.Table) -> pa.Table:
    """Join articles and bodies, row by row, that no database holds, into what `CITING_SQL` selects."""
    spans = [
        [{"start": start, "end": end} for start, end in zip(starts, ends, strict=True)]
        for starts, ends in zip(body["starts"].to_pylist(), body["ends"].to_pylist(), strict=True)
    ]
    kept = ("article", "id", "url", "outlet", "title", "text", "author", "credits")
    return pa.table({name: articles[name] for name in kept} | {"lang": body["lang"], "body": pa.array(spans, _SPANS)})
