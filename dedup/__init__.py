"""Finds every article of a scrape dump that tells the same statement, and records who took it from whom.

import dedup

summary = dedup.run(["dump.jsonl.gz"], "out")
with dedup.Archive.open("out/archive.duckdb") as archive:
    print(dedup.explain(archive, "id-of-one", "id-of-another"))
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dedup.adding import Added, add, refresh
    from dedup.api import Archive, UnreadableRecordError
    from dedup.api import filter_records as filter
    from dedup.archive import ArchiveBusyError, ArchiveError
    from dedup.config import Config, ConfigError
    from dedup.explaining import Explanation, UnknownArticleError, explain
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
    "OutputExistsError",
    "Summary",
    "Translation",
    "UnknownArticleError",
    "UnreadableRecordError",
    "Verdict",
    "add",
    "explain",
    "filter",
    "lexicon",
    "refresh",
    "run",
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
    "OutputExistsError": "running",
    "Summary": "running",
    "Translation": "learned",
    "UnknownArticleError": "explaining",
    "UnreadableRecordError": "api",
    "Verdict": "filtering",
    "add": "adding",
    "explain": "explaining",
    "filter": "api",
    "lexicon": "learned",
    "refresh": "adding",
    "run": "running",
}
_NAMED_OTHERWISE = {"filter": "filter_records"}
"""What would hide a name of Python's in its own module."""


def __getattr__(name: str) -> Any:
    # Loaded when asked for: `dedup --help` must not wait for the database and the kernels. No module here may be called
    # like a name of `_HOME`: importing it would put the module in that name's place.
    if name not in _HOME:
        raise AttributeError(f"module 'dedup' has no attribute {name!r}")
    return getattr(import_module(f"dedup.{_HOME[name]}"), _NAMED_OTHERWISE.get(name, name))
