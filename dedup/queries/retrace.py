"""Traces one story of an archive again: what nobody had asked for yet, or a story with a new article in it."""

from collections.abc import Sequence

from dedup.archive import ArchiveStore, MemoryArchive
from dedup.config import Config
from dedup.pipeline import story_tables
from dedup.provenance import Sources, StoryTrace, story_inputs, trace


def retrace(archive: ArchiveStore | MemoryArchive, story: int, articles: Sequence[int]) -> StoryTrace:
    """Trace the story with this number, of these articles, given by number."""
    config = Config.of(archive.settings).provenance
    members = f"(SELECT unnest({list(articles)}::BIGINT[]) AS article, {story}::BIGINT AS story)"
    inputs = story_inputs(*story_tables(archive.rows, members, config))
    (found,) = trace(inputs, config, sources=Sources.load(config.sources))
    return found
