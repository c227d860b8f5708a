"""The step that asks who took it from whom."""

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from dedup.archive import stretches
from dedup.config import ProvenanceConfig
from dedup.pipeline.context import Run
from dedup.provenance import (
    DROP_UNKNOWN_SQL,
    NAME_UNKNOWN_SQL,
    Cues,
    Sources,
    find_citations,
    story_inputs,
    trace,
    trace_tables,
)
from dedup.schema import MODIFIED

Tables = dict[str, pa.Table]
StoryTables = tuple[pa.Table, pa.Table, pa.Table]


@dataclass(frozen=True)
class Citations:
    """Makes the stage that finds what articles cite."""

    config: ProvenanceConfig

    def __call__(self) -> Callable[[pa.Table], Tables]:
        """Read the tables of cues and sources."""
        cues, sources = Cues.load(), Sources.load(self.config.sources)
        return lambda rows: {"citation": find_citations(rows, self.config, cues=cues, sources=sources)}


@dataclass(frozen=True)
class Links:
    """Makes the stage that traces stories."""

    config: ProvenanceConfig

    def __call__(self) -> Callable[[StoryTables], Tables]:
        """Read the table of sources."""
        sources = Sources.load(self.config.sources)

        def links(tables: StoryTables) -> Tables:
            link, origin = trace_tables(trace(story_inputs(*tables), self.config, sources=sources))
            return {"link": link, "origin": origin}

        return links


_CHANGED = f"list_filter(credits, lambda c: c.type = '{MODIFIED}')[1].value"
_CHANGED_BY = f"""
    timezone('UTC', try_strptime({_CHANGED}, ['%Y-%m-%dT%H:%M:%SZ', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%d', '%Y-%m', '%Y'])
        + CASE length({_CHANGED}) WHEN 20 THEN INTERVAL 0 HOUR WHEN 19 THEN INTERVAL 14 HOUR
            WHEN 10 THEN INTERVAL 1 DAY WHEN 7 THEN INTERVAL 31 DAY ELSE INTERVAL 366 DAY END)
"""
"""The latest moment at which an article can have been changed for the last time, and so was there already: what is
written without a zone may be of the westernmost. Beside a publication date it is left alone: those who schedule pages
change them before they publish them."""


def story_tables(query: Callable[[str], pa.Table], members: str, config: ProvenanceConfig) -> StoryTables:
    """What `story_inputs` reads of some stories: their articles, matches and citations.

    `query` answers SQL, `members` is a relation of `story` and `article`. Of a story of too many articles only the
    best matches of each count.
    """
    articles = f"""
        SELECT story, article, id, url, outlet, body.lang, published, published_precision,
            CASE WHEN published IS NULL THEN least(crawled, {_CHANGED_BY}) ELSE crawled END AS crawled,
            words, starts, ends
        FROM {members} JOIN article USING (article) JOIN body USING (article)
    """
    matches = f"""
        WITH chosen AS (FROM {members}),
        matched AS (
            SELECT x.story, match.* FROM match
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
    # By themselves, by number, and in the order in which they come: a join, or another order, holds the texts a second
    # time. Of a live blog of 800 versions they are 50 MB, and a database of 120 MB gave up.
    texts = pa.concat_tables(
        [
            _NO_TEXTS,
            *(
                query(f"SELECT article, text FROM article WHERE {where}")
                for where in stretches(found["article"].to_pylist())
            ),
        ]
    )
    place = pc.index_in(texts["article"], value_set=found["article"].combine_chunks())
    return found.take(place).append_column("text", texts["text"]), query(matches), query(cited)


_NO_TEXTS = pa.schema([("article", pa.int64()), ("text", pa.string())]).empty_table()

CITING_SQL = """
    SELECT article, id, url, outlet, title, text, body.lang, author, credits,
        list_transform(list_zip(starts, ends), lambda s: {'start': s[1], 'end': s[2]}) AS body
    FROM article JOIN body USING (article)
"""
"""What `find_citations` reads of articles."""

_SPANS = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())]))


def citing(articles: pa.Table, body: pa.Table) -> pa.Table:
    """The same of articles and bodies, row by row, that no database holds."""
    spans = [
        [{"start": start, "end": end} for start, end in zip(starts, ends, strict=True)]
        for starts, ends in zip(body["starts"].to_pylist(), body["ends"].to_pylist(), strict=True)
    ]
    kept = ("article", "id", "url", "outlet", "title", "text", "author", "credits")
    return pa.table({name: articles[name] for name in kept} | {"lang": body["lang"], "body": pa.array(spans, _SPANS)})


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
        return story_tables(run.engine.table, members, config)

    sizes = """
        SELECT story AS place, sum(length(text)) AS size FROM scratch.traced JOIN article USING (article) GROUP BY story
    """
    run.each_apart("provenance", Links(config), stories, run.parts(sizes, run.config.machine.chars_at_once // 4))
