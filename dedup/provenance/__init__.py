"""Provenance: attribution cues, direction, chains and origin verdicts.

The door of the room: `find_citations` reads who an article names as its source, `trace` decides each story.
Both are pure functions over batches; `Cues.load()` and `Sources.load()` can be made once and handed to every batch.
"""

from typing import TYPE_CHECKING

from dedup.messages import lazy_names

if TYPE_CHECKING:
    from dedup.provenance.attribution.cues import Cues
    from dedup.provenance.attribution.extract import find_citations
    from dedup.provenance.attribution.paragraphs import Paragraphs
    from dedup.provenance.attribution.source_table import Source, read_sources
    from dedup.provenance.attribution.sources import (
        BORNE_OUT_SQL,
        DROP_UNKNOWN_SQL,
        NAME_UNKNOWN_SQL,
        WRITTEN_SQL,
        Sources,
    )
    from dedup.provenance.outlets import (
        FROM_ANOTHER_SQL,
        FROM_OUTSIDE_SQL,
        LAG_SQL,
        OUTLETS_SQL,
        TAKEN_FROM_SQL,
        WINDOW,
        came_by,
        came_by_sql,
    )
    from dedup.provenance.records import (
        CITATION,
        Citation,
        Link,
        Origin,
        StoryArticle,
        StoryInput,
        StoryMatch,
        StoryTrace,
    )
    from dedup.provenance.stages import Citations, Links, StoryTables
    from dedup.provenance.tracing.arrow import story_inputs, trace_tables
    from dedup.provenance.tracing.story_trace import trace
    from dedup.provenance.trees import TreeNode, grow_trees
else:
    __getattr__, __dir__ = lazy_names(__name__)
