"""The archive: what lasts between runs. The only room that opens the database."""

from dedup.archive.archive import READ_AGAIN, Archive, companion, lock_archive, stretches
from dedup.archive.errors import ArchiveBusyError, ArchiveError, TablesWarning, first_line, plain_errors
from dedup.archive.file import FORMAT
from dedup.archive.full_disk import named_errors
from dedup.archive.legacy import Former
from dedup.archive.memory import Small
from dedup.archive.tables import Tables, append
from dedup.archive.workspace import Working, folder_beside

__all__ = [
    "FORMAT",
    "READ_AGAIN",
    "Archive",
    "ArchiveBusyError",
    "ArchiveError",
    "Former",
    "Small",
    "Tables",
    "TablesWarning",
    "Working",
    "append",
    "companion",
    "first_line",
    "folder_beside",
    "lock_archive",
    "named_errors",
    "plain_errors",
    "stretches",
]
