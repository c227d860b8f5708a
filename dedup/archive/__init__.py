"""The archive: what lasts between runs. The only room that opens the database."""

from dedup.archive.archive import Archive, companion, lock_archive
from dedup.archive.errors import ArchiveBusyError, ArchiveError
from dedup.archive.tables import Tables
from dedup.archive.working import Working

__all__ = ["Archive", "ArchiveBusyError", "ArchiveError", "Tables", "Working", "companion", "lock_archive"]
