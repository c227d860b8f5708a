"""Archives of earlier formats, brought up to date: their articles are read, and all else is recomputed."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from dedup.archive import ArchiveStore, LegacyArchive, Working, lock_archive, real_path
from dedup.config import Config, MachineConfig, known_names
from dedup.pipeline import Watch, process_dump, unwatched


def migrate_archive(
    path: str | Path, machine: MachineConfig | None = None, *, wait: float = 0.0, watch: Watch | None = None
) -> str | None:
    """Bring the archive at `path` up to date; returns the format that it had, None if it is up to date.

    Settings that this version still has are kept. Until the new file is put in place (one rename), the old one stays.

    Raises:
        ArchiveError: if there is none, or if no version that is known wrote it.
        ArchiveBusyError: if another process writes to it for longer than `wait` seconds.
        OSError: if it cannot be written.
        MemoryError: if `machine.memory` is not enough.
    """
    path = real_path(path)
    if (former := LegacyArchive.open(path)) is None:
        with ArchiveStore.open(path):
            return None
    former.let_go()
    with lock_archive(path, wait):
        # While this one waited, another may have brought it up to date, and added to it since.
        former = LegacyArchive.open(path)
        return None if former is None else _migrate(path, former, machine, watch)


def _migrate(path: Path, former: LegacyArchive, machine: MachineConfig | None, watch: Watch | None) -> str:
    config = replace(_known(former.settings), machine=machine or MachineConfig())
    try:
        with Working.start(path, config.machine.database_memory, config.machine.cores) as work:
            process_dump(work, former, config, watch or unwatched)
            work.finish(config.settings())
    finally:
        former.let_go()
    return former.form


def _known(settings: dict[str, Any]) -> Config:
    """What was set, where there still is such a setting."""
    made: dict[str, Any] = {}
    for room in fields(Config):
        names = known_names(room.default_factory)  # type: ignore[arg-type]
        made[room.name] = {name: value for name, value in settings.get(room.name, {}).items() if name in names}
    return Config.of({name: values for name, values in made.items() if values})
