"""The tables of a run at work, in memory; what does not fit there goes to files in a folder of its own, beside the
archive that they will become.

Nothing is written before it must be: a run that died is not recovered. The folder is deleted with the run. Those of
runs that died are swept away by the next (`dedup.archive.placing`).
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import duckdb

from dedup.archive.companions import lock_archive, real_path
from dedup.archive.connection import Tables, connect, define, usable
from dedup.archive.errors import close_plainly, plain_errors
from dedup.archive.file import LENGTHS, write_base
from dedup.archive.looked_through import note_looked_through, version_of
from dedup.archive.placing import finish_placing, folder_beside, place, put_written, sweep_folders, working_folder
from dedup.config import Config
from dedup.messages import pass_point
from dedup.schema import TABLES

_FILE = "new.duckdb"
"""What an archive's file is called while it is written: its own name may be one that the database cannot write to."""

FEW_ARTICLES: Final = 1_000
FEW_BYTES: Final = 1_000_000
"""Articles, or bytes of a dump, up to which queries are planned with fewer looks. Each of a hundred takes longer to
plan than to run then: a run over three articles takes a seventh less processor time so."""
_FOR_MANY_ROWS: Final = (
    *"join_order statistics_propagation build_side_probe_side compressed_materialization column_lifetime".split(),
    *"late_materialization join_filter_pushdown sampling_pushdown empty_result_pullup duplicate_groups".split(),
    *"reorder_filter common_subexpressions common_aggregate common_subplan cte_inlining".split(),
)
"""Steps of the database's planner that pay where there are many rows. None changes an answer."""


class Working(Tables):
    """A run's tables, those of `dedup.schema.TABLES` and, attached as `scratch`, those that end with the run.

    Use as a context manager.
    """

    lengths = LENGTHS

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path, path: Path, memory: int) -> None:
        super().__init__(connection)
        self.memory = memory
        """Bytes that the database may hold."""
        self.folder = folder
        """Where files are written until `finish` puts them beside the archive."""
        self.path = path
        self.closing = ExitStack()
        """What is to be closed before the folder is deleted."""
        self._folder = ExitStack()

    @classmethod
    def start(cls, path: Path, memory: int, threads: int, *, few: bool = False) -> "Working":
        """Make the tables of an archive that will stand at `path` once `finish` is called; `few` says that there will
        be no more than `FEW_ARTICLES` in them.

        Raises:
            OSError: if nothing can be written there, or the database could not open it.
        """
        usable(path)
        finish_placing(path.parent)
        sweep_folders(path.parent)
        with ExitStack() as opened:
            folder = opened.enter_context(working_folder(folder_beside(path)))
            with plain_errors(path):
                work = cls(_connect(folder, memory, threads, few), folder, path, memory)
            work._folder = opened.pop_all()
        return work

    def finish(self, settings: Mapping[str, Any]) -> None:
        """Write the archive's file and put it, whole, in place of an older one."""
        put_written(self.write(settings), self.path)
        pass_point("the archive is there")

    def place(self, files: Sequence[str], look: Callable[[], None]) -> None:
        """Put `files`, which lie in the folder, and the archive's file, if it was written, in place: all or none; the
        last of `files` after all others. `look` is as for `dedup.archive.placing.place`."""
        written = (self.folder / _FILE).exists()
        if written:
            (self.folder / _FILE).rename(self.folder / self.path.name)
        place(self.folder, self.path.parent, [*([self.path.name] if written else []), *files], look)
        if written:
            note_looked_through(version_of(self.path))

    def write(self, settings: Mapping[str, Any], follows: str | None = None) -> Path:
        """Write the archive's file into the folder, on any thread; returns where it lies. `follows` is the generation
        of an archive's file that it takes the place of."""
        path = self.folder / _FILE
        with self.connection.cursor() as cursor:
            write_base(cursor, path, settings, follows=follows, memory=self.memory)
        return path

    def close(self) -> None:
        """Close, and delete whatever was not finished."""
        self.closing.close()
        self.connection.close()
        self._folder.close()

    def __enter__(self) -> "Working":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        close_plainly(self.path, self.close, error)
        if isinstance(error, OSError) and error.filename is None:
            # Not everybody says what it was that did not fit on the disk.
            raise OSError(error.errno, error.strerror, str(self.path)) from error


def _connect(folder: Path, memory: int, threads: int, few: bool) -> duckdb.DuckDBPyConnection:
    connection = connect(
        folder=folder,
        ordered=False,
        threads=threads,
        memory_limit=f"{memory // 2**20}MiB",
        temp_directory=str(folder / "spill"),
        disabled_optimizers=",".join(_FOR_MANY_ROWS if few else ()),
    )
    connection.execute(f"ATTACH ':memory:' AS scratch; CREATE TABLE {LENGTHS} (article BIGINT, characters BIGINT)")
    define(connection, (f"CREATE TABLE {table} ({columns})" for table, columns in TABLES.items()))
    return connection


def create(path: Path, config: Config, wait: float = 0.0) -> None:
    """Make an archive without articles.

    Raises:
        ArchiveBusyError: if another process is making it.
        OSError: if it cannot be written.
    """
    path = real_path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with lock_archive(path, wait):
        if not path.exists():
            with Working.start(path, config.machine.database_memory, 1, few=True) as work:
                work.finish(config.settings())
