"""What users read: errors under one base, and words from strangers made safe to print. Loads nothing heavy."""

from dedup.messages.commit_points import begin_command, pass_point, passed
from dedup.messages.errors import (
    ArchiveBusyError,
    ArchiveError,
    ConfigError,
    DedupError,
    InputError,
    OutputExistsError,
    UnknownArticleError,
    UnknownNameError,
    UnknownOutletError,
    UnreadableRecordError,
)
from dedup.messages.safe_text import count, json_line, line, plain

__all__ = [
    "ArchiveBusyError",
    "ArchiveError",
    "ConfigError",
    "DedupError",
    "InputError",
    "OutputExistsError",
    "UnknownArticleError",
    "UnknownNameError",
    "UnknownOutletError",
    "UnreadableRecordError",
    "begin_command",
    "count",
    "json_line",
    "line",
    "pass_point",
    "passed",
    "plain",
]
