"""Makes the stages of provenance, in whatever process: they load nothing but provenance and what it reads."""

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from dedup.config import ProvenanceConfig
from dedup.provenance.attribution.cues import Cues
from dedup.provenance.attribution.extract import find_citations
from dedup.provenance.attribution.paragraphs import Paragraphs
from dedup.provenance.attribution.sources import Sources
from dedup.provenance.tracing.arrow import story_inputs, trace_tables
from dedup.provenance.tracing.story_trace import trace

Tables = dict[str, pa.Table]

StoryTables = tuple[pa.Table, pa.Table, pa.Table]
"""The articles, matches and citations of some stories, as `story_inputs` takes them."""


@dataclass(frozen=True)
class Citations:
    """Makes the stage that finds what articles cite."""

    config: ProvenanceConfig

    def __call__(self) -> Callable[[pa.Table], Tables]:
        """Read the tables of cues and sources."""
        cues, sources = Cues.load(), Sources.load(self.config.sources)
        known = Paragraphs()
        return lambda rows: {"citation": find_citations(rows, self.config, cues=cues, sources=sources, known=known)}


@dataclass(frozen=True)
class Links:
    """Makes the stage that traces stories."""

    config: ProvenanceConfig

    def __call__(self) -> Callable[[StoryTables], Tables]:
        """Read the table of sources."""
        sources = Sources.load(self.config.sources)

        def links(tables: StoryTables) -> Tables:
            inputs = story_inputs(*tables)
            del tables
            link, origin = trace_tables(trace(inputs, self.config, sources=sources))
            return {"link": link, "origin": origin}

        return links
