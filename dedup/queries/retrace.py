"""Traces one story of an archive again: what nobody had asked for yet, or a story with a new article in it."""

from collections.abc import Sequence

from dedup.archive import Archive, Small
from dedup.config import Config
from dedup.pipeline import story_tables
from dedup.provenance import Sources, StoryTrace, story_inputs, trace


def retrace(archive: Archive | Small, story: int, articles: Sequence[int]) -> StoryTrace:
    """The decision on the story with this number that these articles, given by number, tell."""
    config = Config.of(archive.settings).provenance
    told = f"(SELECT unnest({list(articles)}::BIGINT[]) AS article, {story}::BIGINT AS story)"
    inputs = story_inputs(*story_tables(archive.rows, told, config))
    (found,) = trace(inputs, config, sources=Sources.load(config.sources))
    return found
