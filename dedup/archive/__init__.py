"""The archive: what lasts between runs. The only room that opens the database."""

from dedup.archive.archive import READ_AGAIN, Archive, companion, lock_archive, stretches
from dedup.archive.base import FORMAT
from dedup.archive.errors import ArchiveBusyError, ArchiveError, plain_errors
from dedup.archive.former import Former
from dedup.archive.small import Small
from dedup.archive.tables import Tables, append
from dedup.archive.working import Working, folder_beside

__all__ = [
    "FORMAT",
    "READ_AGAIN",
    "Archive",
    "ArchiveBusyError",
    "ArchiveError",
    "Former",
    "Small",
    "Tables",
    "Working",
    "append",
    "companion",
    "folder_beside",
    "lock_archive",
    "plain_errors",
    "stretches",
]
