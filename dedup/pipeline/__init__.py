"""The pipeline: the stages in order, over a dump or over an archive that grows."""

from typing import TYPE_CHECKING

from dedup.messages import names_of

if TYPE_CHECKING:
    from dedup.pipeline.archive_corpus import add_articles, remove_articles
    from dedup.pipeline.archive_index import CONCEPTS, KEYS, Lookup, open_lookup
    from dedup.pipeline.backend.engine import Engine
    from dedup.pipeline.checking import Checker
    from dedup.pipeline.context import Run, Stage, Watch, settings_of, unwatched
    from dedup.pipeline.dump_corpus import DumpResult, engine_of, process_dump
    from dedup.pipeline.keys import passage_keys
    from dedup.pipeline.online import Filter, FilterConfig, Verdict, runs
    from dedup.pipeline.plans import PROBE
    from dedup.pipeline.stages.arrivals import Arrivals, arrive_dumps
    from dedup.pipeline.stages.embed import load_embedder
    from dedup.pipeline.stages.revisions import known_article
    from dedup.pipeline.stages.tokenize import cut_articles
    from dedup.pipeline.stages.trace_inputs import citing, story_tables
    from dedup.pipeline.statistics import Knowledge

HOMES = {
    "archive_corpus": "add_articles remove_articles",
    "archive_index": "CONCEPTS KEYS Lookup open_lookup",
    "backend.engine": "Engine",
    "checking": "Checker",
    "context": "Run Stage Watch settings_of unwatched",
    "dump_corpus": "DumpResult engine_of process_dump",
    "keys": "passage_keys",
    "online": "Filter FilterConfig Verdict runs",
    "plans": "PROBE",
    "stages.arrivals": "Arrivals arrive_dumps",
    "stages.embed": "load_embedder",
    "stages.revisions": "known_article",
    "stages.tokenize": "cut_articles",
    "stages.trace_inputs": "citing story_tables",
    "statistics": "Knowledge",
}
"""The names of the room by the module that each stands in, which is loaded when one of them is asked for."""

if not TYPE_CHECKING:
    __getattr__ = names_of(__name__, HOMES)
