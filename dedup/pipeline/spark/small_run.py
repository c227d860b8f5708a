"""A small run within a task: whole stories of a dump are a dump, and the local engine works on them as on any other."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dedup.archive import Working
from dedup.config import Config
from dedup.pipeline.backend.engine import Engine
from dedup.pipeline.context import Run, unwatched


@contextmanager
def small_run(config: Config | None) -> Iterator[Run]:
    """Start a run whose tables are empty, on one thread, for as long as the context lasts."""
    config = config or Config()
    with (
        tempfile.TemporaryDirectory(prefix="dedup-") as folder,
        Working.start(Path(folder) / "part", config.machine.database_memory, 1) as work,
        Engine(work.connection, 1) as engine,
    ):
        yield Run(work, engine, config, unwatched)
