"""Finds the articles of a news dump that report the same story, and which came from which.

import dedup

summary = dedup.run("dump.jsonl.gz", "out")
with dedup.Archive.open("out/archive.duckdb") as archive:
    print(dedup.explain(archive, "id-of-one", "id-of-another"))
    print(dedup.origin(archive, "id-or-url"))

Every error that is raised on purpose is a `dedup.DedupError`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dedup.api import Archive, UnreadableRecordError
    from dedup.api import filter_records as filter
    from dedup.archive import ArchiveBusyError, ArchiveError, TablesWarning
    from dedup.config import (
        ArchiveConfig,
        Config,
        ConfigError,
        IndexConfig,
        LittleMemoryWarning,
        MachineConfig,
        MatchConfig,
        MeaningConfig,
        NeuralConfig,
        ProvenanceConfig,
        ReadConfig,
        ReportConfig,
        SketchConfig,
        StoryConfig,
        TextConfig,
    )
    from dedup.export import Report
    from dedup.export import make_report as report
    from dedup.ingest import InputError
    from dedup.integrations import filter_frame, spark
    from dedup.jobs import Added, OutputExistsError, Summary, Warmed
    from dedup.jobs import add_dumps as add
    from dedup.jobs import refresh_archive as refresh
    from dedup.jobs import run_dumps as run
    from dedup.jobs import warm_kernels as warmup
    from dedup.messages import DedupError
    from dedup.pipeline import FilterConfig, Verdict
    from dedup.queries import (
        Evaluation,
        Explanation,
        Found,
        KeepRule,
        Kept,
        OriginAnswer,
        OutletAnswer,
        Story,
        StoryFound,
        Tally,
        Translation,
        UnknownArticleError,
        UnknownNameError,
        UnknownOutletError,
        evaluate,
        list_stories,
        origin_of_file,
        read_truth,
        shingle_hashes,
        story_of,
        tally,
    )
    from dedup.queries import explain_pair as explain
    from dedup.queries import find_origin as origin
    from dedup.queries import find_outlet as outlet
    from dedup.queries import read_lexicon as lexicon
    from dedup.queries import search_articles as search
    from dedup.queries import story_of as story

__version__ = "0.1.0"

__all__ = [
    "Added",
    "Archive",
    "ArchiveBusyError",
    "ArchiveConfig",
    "ArchiveError",
    "Config",
    "ConfigError",
    "DedupError",
    "Evaluation",
    "Explanation",
    "FilterConfig",
    "Found",
    "IndexConfig",
    "InputError",
    "KeepRule",
    "Kept",
    "LittleMemoryWarning",
    "MachineConfig",
    "MatchConfig",
    "MeaningConfig",
    "NeuralConfig",
    "OriginAnswer",
    "OutletAnswer",
    "OutputExistsError",
    "ProvenanceConfig",
    "ReadConfig",
    "Report",
    "ReportConfig",
    "SketchConfig",
    "Story",
    "StoryConfig",
    "StoryFound",
    "Summary",
    "TablesWarning",
    "Tally",
    "TextConfig",
    "Translation",
    "UnknownArticleError",
    "UnknownNameError",
    "UnknownOutletError",
    "UnreadableRecordError",
    "Verdict",
    "Warmed",
    "add",
    "evaluate",
    "explain",
    "filter",
    "filter_frame",
    "lexicon",
    "list_stories",
    "origin",
    "origin_of_file",
    "outlet",
    "read_truth",
    "refresh",
    "report",
    "run",
    "search",
    "shingle_hashes",
    "spark",
    "story",
    "story_of",
    "tally",
    "warmup",
]

_HOMES = {
    "api": "Archive UnreadableRecordError filter=filter_records",
    "archive": "ArchiveBusyError ArchiveError TablesWarning",
    "config": (
        "ArchiveConfig Config ConfigError IndexConfig LittleMemoryWarning MachineConfig MatchConfig MeaningConfig "
        "NeuralConfig ProvenanceConfig ReadConfig ReportConfig SketchConfig StoryConfig TextConfig"
    ),
    "messages": "DedupError",
    "export": "Report report=make_report",
    "ingest": "InputError",
    "integrations": "filter_frame spark",
    "jobs": (
        "Added OutputExistsError Summary Warmed add=add_dumps refresh=refresh_archive run=run_dumps warmup=warm_kernels"
    ),
    "pipeline": "FilterConfig Verdict",
    "queries": (
        "Evaluation Explanation Found KeepRule Kept OriginAnswer OutletAnswer Story StoryFound Tally Translation "
        "UnknownArticleError UnknownNameError UnknownOutletError evaluate list_stories origin_of_file "
        "shingle_hashes story_of tally read_truth explain=explain_pair origin=find_origin outlet=find_outlet "
        "lexicon=read_lexicon search=search_articles story=story_of"
    ),
}
"""Where each name lives, and what it is called there where that would hide a name of Python's, or a module."""

_HOME_OF = {
    name: (home, own or name)
    for home, names in _HOMES.items()
    for name, _, own in (one.partition("=") for one in names.split())
}

if not TYPE_CHECKING:  # what a type checker sees is above; a name that is not there is an error for it

    def __getattr__(name: str) -> Any:
        # Loaded when asked for: `dedup --help` must not wait for the database and the kernels. No module here may be
        # called like a name of `_HOME_OF`: importing it would put the module in that name's place.
        if name not in _HOME_OF:
            raise AttributeError(f"module 'dedup' has no attribute {name!r}")
        home, own = _HOME_OF[name]
        module = import_module(f"dedup.{home}")
        # `dedup.spark` is a module: it is loaded by being asked for.
        return getattr(module, own, None) or import_module(f"{module.__name__}.{own}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
