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
    from dedup.adding import Added, add, refresh
    from dedup.api import Archive, UnreadableRecordError
    from dedup.api import filter_records as filter
    from dedup.archive import ArchiveBusyError, ArchiveError
    from dedup.asking import (
        OriginAnswer,
        OutletAnswer,
        Story,
        Tally,
        UnknownArticleError,
        UnknownNameError,
        UnknownOutletError,
        origin,
        origin_of_file,
        outlet,
        story_of,
        tally,
    )
    from dedup.config import Config, ConfigError
    from dedup.explaining import Explanation, explain
    from dedup.filtering import FilterConfig, Verdict
    from dedup.learned import Translation, lexicon
    from dedup.read import InputError
    from dedup.running import OutputExistsError, Summary, run

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
    "Story",
    "Summary",
    "Tally",
    "Translation",
    "UnknownArticleError",
    "UnknownNameError",
    "UnknownOutletError",
    "UnreadableRecordError",
    "Verdict",
    "add",
    "explain",
    "filter",
    "lexicon",
    "origin",
    "origin_of_file",
    "outlet",
    "refresh",
    "run",
    "story_of",
    "tally",
]

_HOME = {
    "Added": "adding",
    "Archive": "api",
    "ArchiveBusyError": "archive",
    "ArchiveError": "archive",
    "Config": "config",
    "ConfigError": "config",
    "Explanation": "explaining",
    "FilterConfig": "filtering",
    "InputError": "read",
    "OriginAnswer": "asking",
    "OutletAnswer": "asking",
    "OutputExistsError": "running",
    "Story": "asking",
    "Summary": "running",
    "Tally": "asking",
    "Translation": "learned",
    "UnreadableRecordError": "api",
    "Verdict": "filtering",
    "add": "adding",
    "UnknownArticleError": "asking",
    "UnknownNameError": "asking",
    "UnknownOutletError": "asking",
    "explain": "explaining",
    "filter": "api",
    "lexicon": "learned",
    "refresh": "adding",
    "origin": "asking",
    "origin_of_file": "asking",
    "outlet": "asking",
    "run": "running",
    "story_of": "asking",
    "tally": "asking",
}
_NAMED_OTHERWISE = {"filter": "filter_records"}
"""What would hide a name of Python's in its own module."""


def __getattr__(name: str) -> Any:
    # Loaded when asked for: `dedup --help` must not wait for the database and the kernels. No module here may be called
    # like a name of `_HOME`: importing it would put the module in that name's place.
    if name not in _HOME:
        raise AttributeError(f"module 'dedup' has no attribute {name!r}")
    return getattr(import_module(f"dedup.{_HOME[name]}"), _NAMED_OTHERWISE.get(name, name))
