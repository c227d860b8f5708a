"""Finds every article of a scrape dump that tells the same statement, and records who took it from whom.

import dedup

summary = dedup.run(["dump.jsonl.gz"], "out")
with dedup.Archive.open("out/archive.duckdb") as archive:
    print(dedup.explain(archive, "id-of-one", "id-of-another"))
    print(dedup.origin(archive, "id-or-url").answer)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dedup.api import Archive, UnreadableRecordError
    from dedup.api import filter_records as filter
    from dedup.archive import ArchiveBusyError, ArchiveError
    from dedup.config import Config, ConfigError
    from dedup.export import Report
    from dedup.export import make_report as report
    from dedup.ingest import InputError
    from dedup.integrations import filter_frame
    from dedup.jobs import Added, OutputExistsError, Summary, Warmed
    from dedup.jobs import add_dumps as add
    from dedup.jobs import refresh_archive as refresh
    from dedup.jobs import run_dumps as run
    from dedup.jobs import warm_kernels as warmup
    from dedup.pipeline import FilterConfig, Verdict
    from dedup.queries import (
        Explanation,
        OriginAnswer,
        OutletAnswer,
        Story,
        Tally,
        Translation,
        UnknownArticleError,
        UnknownNameError,
        UnknownOutletError,
        origin_of_file,
        shingle_hashes,
        story_of,
        tally,
    )
    from dedup.queries import explain_pair as explain
    from dedup.queries import find_origin as origin
    from dedup.queries import find_outlet as outlet
    from dedup.queries import read_lexicon as lexicon

__version__ = "0.1.0"

__all__ = [
    "Added",
    "Archive",
    "ArchiveBusyError",
    "ArchiveError",
    "Config",
    "ConfigError",
    "Explanation",
    "FilterConfig",
    "InputError",
    "OriginAnswer",
    "OutletAnswer",
    "OutputExistsError",
    "Report",
    "Story",
    "Summary",
    "Tally",
    "Translation",
    "UnknownArticleError",
    "UnknownNameError",
    "UnknownOutletError",
    "UnreadableRecordError",
    "Verdict",
    "Warmed",
    "add",
    "explain",
    "filter",
    "filter_frame",
    "lexicon",
    "origin",
    "origin_of_file",
    "outlet",
    "refresh",
    "report",
    "run",
    "shingle_hashes",
    "story_of",
    "tally",
    "warmup",
]

_HOME = {
    "Added": "jobs",
    "Archive": "api",
    "ArchiveBusyError": "archive",
    "ArchiveError": "archive",
    "Config": "config",
    "ConfigError": "config",
    "Explanation": "queries",
    "FilterConfig": "pipeline",
    "InputError": "ingest",
    "OriginAnswer": "queries",
    "OutletAnswer": "queries",
    "OutputExistsError": "jobs",
    "Story": "queries",
    "Summary": "jobs",
    "Tally": "queries",
    "Translation": "queries",
    "UnreadableRecordError": "api",
    "Verdict": "pipeline",
    "Warmed": "jobs",
    "add": "jobs",
    "UnknownArticleError": "queries",
    "UnknownNameError": "queries",
    "UnknownOutletError": "queries",
    "explain": "queries",
    "filter": "api",
    "filter_frame": "integrations",
    "lexicon": "queries",
    "refresh": "jobs",
    "Report": "export",
    "report": "export",
    "origin": "queries",
    "origin_of_file": "queries",
    "outlet": "queries",
    "run": "jobs",
    "shingle_hashes": "queries",
    "story_of": "queries",
    "tally": "queries",
    "warmup": "jobs",
}
_NAMED_OTHERWISE = {
    "filter": "filter_records",
    "add": "add_dumps",
    "explain": "explain_pair",
    "lexicon": "read_lexicon",
    "origin": "find_origin",
    "outlet": "find_outlet",
    "refresh": "refresh_archive",
    "report": "make_report",
    "run": "run_dumps",
    "warmup": "warm_kernels",
}
"""What would hide a name of Python's, or a module, in its own place."""


def __getattr__(name: str) -> Any:
    # Loaded when asked for: `dedup --help` must not wait for the database and the kernels. No module here may be called
    # like a name of `_HOME`: importing it would put the module in that name's place.
    if name not in _HOME:
        raise AttributeError(f"module 'dedup' has no attribute {name!r}")
    return getattr(import_module(f"dedup.{_HOME[name]}"), _NAMED_OTHERWISE.get(name, name))
