"""Provenance: attribution cues, direction, chains and origin verdicts.

The door of the room: `find_citations` reads who an article names as its source, `trace` decides each story.
Both are pure functions over batches; `Cues.load()` and `Sources.load()` can be made once and handed to every batch.
"""

from .batches import story_inputs, trace_tables
from .cite import find_citations
from .cues import Cues
from .outlets import OUTLETS_SQL, TAKEN_FROM_SQL
from .records import CITATION, Citation, Link, Origin, StoryArticle, StoryInput, StoryMatch, StoryTrace
from .sources import Sources
from .table import Source, read_sources
from .trace import trace
from .unknown import DROP_UNKNOWN_SQL, NAME_UNKNOWN_SQL

__all__ = [
    "CITATION",
    "DROP_UNKNOWN_SQL",
    "NAME_UNKNOWN_SQL",
    "OUTLETS_SQL",
    "TAKEN_FROM_SQL",
    "Citation",
    "Cues",
    "Link",
    "Origin",
    "Source",
    "Sources",
    "StoryArticle",
    "StoryInput",
    "StoryMatch",
    "StoryTrace",
    "find_citations",
    "read_sources",
    "story_inputs",
    "trace",
    "trace_tables",
]
