"""The archive: what lasts between runs. The only room that opens the database."""

from dedup.archive.archive import READ_AGAIN, Archive, companion, lock_archive
from dedup.archive.base import write_base
from dedup.archive.errors import ArchiveBusyError, ArchiveError, plain_errors
from dedup.archive.small import Small
from dedup.archive.tables import Tables
from dedup.archive.working import Working

__all__ = [
    "READ_AGAIN",
    "Archive",
    "ArchiveBusyError",
    "ArchiveError",
    "Small",
    "Tables",
    "Working",
    "companion",
    "lock_archive",
    "plain_errors",
    "write_base",
]
