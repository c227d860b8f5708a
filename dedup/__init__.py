"""Finds the articles of a news dump that report the same story, and which came from which.

import dedup

summary = dedup.run("dump.jsonl.gz", "out")
with dedup.Archive.open("out/archive.duckdb") as archive:
    print(dedup.explain(archive, "id-of-one", "id-of-another"))
    print(dedup.origin(archive, "id-or-url"))

Every error that is raised on purpose is a `dedup.DedupError`.
"""

from typing import TYPE_CHECKING

from dedup.messages import lazy_names

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
        ArticleFound,
        Evaluation,
        Explanation,
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
    from dedup.queries import ArticleFound as Found
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
    "ArticleFound",
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

if not TYPE_CHECKING:  # what a type checker sees is above; a name that is not there is an error for it
    __getattr__, __dir__ = lazy_names(__name__)
