"""The pipeline: the stages in order, over a dump or over an archive that grows."""

from typing import TYPE_CHECKING

from dedup.messages import lazy_names

if TYPE_CHECKING:
    from dedup.pipeline.archive_corpus import add_articles, remove_articles
    from dedup.pipeline.archive_index import CONCEPTS, KEYS, Lookup, open_lookup
    from dedup.pipeline.backend.engine import Engine
    from dedup.pipeline.context import Run, Stage, Watch, settings_of, unwatched
    from dedup.pipeline.dump_corpus import DumpResult, engine_of, process_dump
    from dedup.pipeline.keys import passage_keys
    from dedup.pipeline.online import Filter, FilterConfig, Verdict, runs
    from dedup.pipeline.online_matching import OnlineMatcher
    from dedup.pipeline.plans import PROBE
    from dedup.pipeline.stages.arrivals import Arrivals, arrive_dumps
    from dedup.pipeline.stages.embed import load_embedder
    from dedup.pipeline.stages.revisions import has_id, known_article
    from dedup.pipeline.stages.tokenize import cut_articles
    from dedup.pipeline.stages.trace_inputs import citing, story_tables
    from dedup.pipeline.statistics import Knowledge
else:
    __getattr__, __dir__ = lazy_names(__name__)
