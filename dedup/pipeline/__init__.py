"""The pipeline: the stages in order, over a dump or over an archive that grows."""

from dedup.pipeline.archive_index import CONCEPTS, KEYS, Lookup, open_lookup
from dedup.pipeline.backend.engine import Engine
from dedup.pipeline.checking import Checker
from dedup.pipeline.context import Run, unwatched
from dedup.pipeline.dump import Stage, Walked, Watch, corridor, peak_memory
from dedup.pipeline.growing import Growth
from dedup.pipeline.keys import passage_keys
from dedup.pipeline.online import Filter, FilterConfig, Verdict, runs
from dedup.pipeline.settings import settings_of
from dedup.pipeline.stages.arrivals import Arrivals, arrive_dumps, known_article
from dedup.pipeline.stages.tokenize import cut_articles
from dedup.pipeline.stages.trace import story_tables
from dedup.pipeline.statistics import Knowledge

__all__ = [
    "CONCEPTS",
    "KEYS",
    "Arrivals",
    "Checker",
    "Engine",
    "Filter",
    "FilterConfig",
    "Growth",
    "Knowledge",
    "Lookup",
    "Run",
    "Stage",
    "Verdict",
    "Walked",
    "Watch",
    "arrive_dumps",
    "corridor",
    "cut_articles",
    "known_article",
    "open_lookup",
    "passage_keys",
    "peak_memory",
    "runs",
    "settings_of",
    "story_tables",
    "unwatched",
]
