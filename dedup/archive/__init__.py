"""The archive: what lasts between runs. The only room that opens the database."""

from typing import TYPE_CHECKING

from dedup.messages import lazy_names

if TYPE_CHECKING:
    from dedup.archive.companions import companion, generation_of, lock_archive, real_path, same_file
    from dedup.archive.connection import MemoryArchive, Tables, append, detached, lent
    from dedup.archive.errors import ArchiveBusyError, ArchiveError, TablesWarning, first_line, named_errors
    from dedup.archive.file import FORMAT, LENGTHS
    from dedup.archive.identity_index import IdentityIndex
    from dedup.archive.legacy import LegacyArchive
    from dedup.archive.placing import (
        finish_placing,
        folder_beside,
        output_folder,
        place,
        put,
        working_folder,
        write_file,
    )
    from dedup.archive.recovery import sweep_companions
    from dedup.archive.store import ArchiveStore
    from dedup.archive.stored_articles import (
        ABSENT,
        PORTION_CHARACTERS,
        packed_articles,
        portions,
        read_texts,
        stretches,
        unpacked_articles,
    )
    from dedup.archive.value_damage import damaged_values
    from dedup.archive.workspace import FEW_ARTICLES, FEW_BYTES, Working, create
else:
    __getattr__, __dir__ = lazy_names(__name__)
