"""Traces one story of an archive again: what nobody had asked for yet, or a story with a new article in it."""

from collections.abc import Sequence

from dedup.archive import Archive, Small
from dedup.config import Config
from dedup.provenance import Sources, StoryTrace, story_inputs, trace


def retrace(archive: Archive | Small, story: int, articles: Sequence[int]) -> StoryTrace:
    """The decision on the story with this number that these articles, given by number, tell."""
    config = Config.of(archive.settings).provenance
    asked = {"asked": list(articles), "story": story}
    told = archive.rows(
        """
        SELECT $story::BIGINT AS story, article, id, outlet, body.lang, published, published_precision, crawled, words,
            text, starts, ends
        FROM article JOIN body USING (article) WHERE article IN (SELECT unnest($asked::BIGINT[]))
        """,
        asked,
    )
    matches = archive.rows(
        """
        SELECT $story::BIGINT AS story, match.* FROM match
        WHERE a IN (SELECT unnest($asked::BIGINT[])) AND b IN (SELECT unnest($asked::BIGINT[]))
        """,
        asked,
    )
    cited = archive.rows(
        """
        SELECT $story::BIGINT AS story, citation.* FROM citation WHERE article IN (SELECT unnest($asked::BIGINT[]))
        ORDER BY article, start NULLS FIRST, "end", type, source_key, words
        """,
        asked,
    )
    (found,) = trace(story_inputs(told, matches, cited), config, sources=Sources.load(config.sources))
    return found
