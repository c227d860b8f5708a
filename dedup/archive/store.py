"""An archive, opened: its file, what was added since, and the right to write.

Beside the file `A` lie `A.<generation>.live`, the log of what was added since that file was written,
`A.<generation>.keys`, by which articles to come find those they share words with (`dedup.archive.index`), and `A.lock`.
The generation is in the file, so a log belongs to one file only, and putting a new file in place (one rename) makes it
start anew.
"""

import warnings
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import orjson
import pyarrow as pa
from _duckdb._func import FunctionNullHandling, PythonUDFType
from filelock import FileLock

from dedup.archive.companions import companion, lock_archive, log_of, mark_log, marked_log, real_path
from dedup.archive.connection import Made, MemoryArchive, connect
from dedup.archive.errors import ArchiveBusyError, ArchiveError, TablesWarning, close_plainly, first_line, plain_errors
from dedup.archive.file import attach_base, first_difference, notes_in, settings_in, story_config, write_base
from dedup.archive.identity_index import IdentityIndex
from dedup.archive.log import Log
from dedup.archive.placing import finish_placing, folder_beside, put_written, signals_held
from dedup.archive.recovery import other_logs, own_log, sweep_companions
from dedup.archive.stored_articles import Languages, read_articles, read_revisions, unpacked_articles
from dedup.archive.value_damage import damage_behind, damage_raised
from dedup.archive.views import DAMAGE, NOT_VOID, apply, apply_together, in_batches, make_views, show
from dedup.config import ConfigError, ReadConfig
from dedup.messages import pass_point
from dedup.tables import MadeWith, differences, made_with

_NOTES = "made_with"
"""The table of a commit that names the tables it was made with, where they are not the archive's."""
_READS = 5
"""How often to open again when the file was replaced while it was being opened."""


class ArchiveStore(Made):
    """Storage of an archive: its tables, their file and their log. `dedup.Archive` is this with answers.

    Use as a context manager.

    `connection` answers SQL over the tables of `dedup.schema.TABLES` and sees what was committed until it was opened,
    or until `reload`.
    """

    def __init__(self, path: Path, lock: FileLock | None) -> None:
        """Made by `open`."""
        self.path = path
        self.lock = lock
        """The right to write, where it was asked for."""
        self._attach()

    @classmethod
    def open(
        cls,
        path: str | Path,
        settings: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        wait: float = 0.0,
    ) -> Self:
        """Open an archive for reading; with `write`, for adding to it, which one process may do at a time.

        `settings`, where given, must be those that the archive was made with. A writer waits `wait` seconds for
        another to end.

        Raises:
            ArchiveError: if there is none, if another version of dedup wrote it, or if settings differ (the message
                names the first field that does).
            ArchiveBusyError: if another process writes to it.
            OSError: if it cannot be read, or written to.
        """
        path = real_path(path)
        with suppress(OSError):
            finish_placing(path.parent)
        if not path.is_file():
            raise ArchiveError(f"{path}: no such archive")
        lock = lock_archive(path, wait) if write else None
        try:
            opened = cls(path, lock)
            try:
                if settings is not None:
                    opened.refuse_other_settings(settings)
                if write:
                    opened.sweep()
            except BaseException:
                opened.let_go()
                raise
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        return opened

    def _attach(self) -> None:
        """Open the file and its log."""
        for _ in range(_READS):
            self._attached = _identity(self.path)
            try:
                self._attach_once()
            except (OSError, ArchiveError):
                if not self.replaced:
                    raise
                continue
            # Between the file and its log, another process may have put a new file in place, and deleted the log.
            if not self.replaced:
                return
            self.let_go()
        raise ArchiveBusyError(f"{self.path}: is replaced again and again while it is being opened")

    def _attach_once(self) -> None:
        # Named now, for later nothing more can be allowed.
        self.folder = folder_beside(self.path)
        """Where `write_anew` may write."""
        connection = connect([self.path], self.folder)
        try:
            meta, self.packer = attach_base(connection, self.path)
            connection.create_function(
                "text_of",
                self.packer.unpack_column,
                ["BLOB"],
                "VARCHAR",
                type=PythonUDFType.ARROW,
                null_handling=FunctionNullHandling.SPECIAL,
            )
            self.settings = settings_in(meta, self.path)
            self.generation = meta["generation"]
            self.made_with: list[MadeWith] = notes_in(meta)
            """Releases and tables that what it holds was made with: of the last run over all of it, then of those who
            added to it with others. The first is empty where that was not written down yet."""
            self._follows = meta.get("follows")
            log = own_log(self.path, self.generation) if self.writable else log_of(self.path, self.generation)
            self._live = Log.open(log, write=self.writable) if self.writable or log.exists() else None
            make_views(connection, self.path, story_config(self.settings), log=self._live is not None)
            self._marked = marked_log(self.path) == log.name
        except BaseException:
            connection.close()
            raise
        super().__init__(connection)
        self.segments: dict[str, list[bytes]] = {}
        """Keys of the articles that the log holds, as they came: see `dedup.pipeline.archive_index`."""
        self._aside: MemoryArchive | None = None
        self.marks: IdentityIndex | None = None
        """What its articles are recognised by, where that was asked for."""
        self._applied = 0
        try:
            with plain_errors(self.path), damage_raised(connection, self.path):
                self._first_live = self._next = self.one("SELECT 1 + coalesce(max(article), -1) FROM base.article")
                self.languages = Languages(self.rows("SELECT article, lang FROM base.body"))
                """Of all articles that were looked at."""
        except BaseException:
            connection.close()
            raise
        # Functions of ours that DuckDB holds on to are noise at exit, unless the connection is closed before.
        self._closing = weakref.finalize(self, connection.close)
        self.reload()

    @property
    def writable(self) -> bool:
        """Whether it was opened for writing."""
        return self.lock is not None

    @property
    def same_outlet(self) -> str:
        """The `ReadConfig.same_outlet` that it was made with; in the file of an older dedup there is none."""
        return str(self.settings.get("read", {}).get("same_outlet", ReadConfig.same_outlet))

    def refuse_other_settings(self, settings: Mapping[str, Any]) -> None:
        """Refuse settings that differ from those that the archive was made with.

        A setting that came after the archive was made is taken to have its default there.

        Raises:
            ArchiveError: if one differs; it names the first.
        """
        try:
            made = self.config.settings()
        except ConfigError as error:
            raise self.refusal(str(error)) from error
        different = first_difference(orjson.loads(orjson.dumps(made)), orjson.loads(orjson.dumps(settings)))
        if different:
            raise self.refusal(f"made with other settings: {different}")

    def other_tables(self) -> list[str]:
        """Return what it was made with, all or part of it, that is not what this process has; nothing if all is the
        same."""
        return list(dict.fromkeys(one for made in self.made_with for one in differences(made, made_with())))

    def warn_of_other_tables(self) -> None:
        """Warn where articles are compared with an archive of other tables: what should be found may not be."""
        if other := self.other_tables():
            warnings.warn(
                f"{self.path}: made with {', '.join(other)}; matches may be missed until a `dedup refresh`",
                TablesWarning,
                stacklevel=3,
            )

    def refusal(self, reason: str) -> ArchiveError:
        """Return an error that names the archive."""
        return ArchiveError(f"{self.path}: {reason}")

    def reload(self) -> bool:
        """See what was committed since; True if that was anything.

        Another process may have put a new file in place: that is seen only by opening the archive again.
        """
        if self._live is None:
            log = log_of(self.path, self.generation)
            if not log.exists():
                return False
            self._live = Log.open(log)
            show(self.connection, story_config(self.settings), log=True)
        before = self._applied
        for commits in in_batches(self._live.commits(before)):
            together = apply_together(self.connection, commits)
            for number, tables in commits:
                try:
                    if not together:
                        apply(self.connection, tables)
                    self._note(number, tables)
                except duckdb.OutOfMemoryException:
                    raise
                except DAMAGE as error:
                    said = f"{self._live.path}: commit {number} is damaged ({first_line(error)})"
                    raise ArchiveError(said) from error
        return self._applied > before

    @property
    def replaced(self) -> bool:
        """Whether another process has put a new file in place of the one that is open."""
        return self._attached != _identity(self.path)

    def commit(self, tables: Mapping[str, pa.Table]) -> None:
        """Add `tables` to the archive, all or none; see `dedup.archive.views` for what they may be.

        Raises:
            ArchiveError: if the archive was opened for reading.
            OSError: if it cannot be written; the archive is then as it was.
        """
        if self._live is None or self.lock is None:
            raise ArchiveError(f"{self.path}: opened for reading")
        # Ctrl-C may have come between a commit and its being shown.
        self.reload()
        if "body" in tables and made_with() not in self.made_with:
            note = pa.table({"note": [orjson.dumps(dict(made_with())).decode()]})
            tables = {**tables, _NOTES: note}
        if not self._marked:
            # Before what must not be overlooked is there.
            mark_log(self.path, self._live.path)
            self._marked = True
        # Before it is so: a signal may come once the log has it and before anything else is done.
        pass_point("what was committed by then is kept")
        number = self._live.commit(tables)
        apply(self.connection, tables)
        self._note(number, tables)

    def _note(self, number: int, tables: Mapping[str, pa.Table]) -> None:
        for name, rows in tables.items():
            if name == "article":
                self._next = max(self._next, *(1 + number for number in rows["article"].to_pylist()))
            if name == "gone":
                self.languages.remove(rows["article"].to_pylist())
            if name == "body":
                self.languages.add(rows)
            if name == _NOTES:
                self.made_with += map(orjson.loads, rows["note"].to_pylist())
            if rows.column_names == ["segment"]:
                self.segments.setdefault(name, []).extend(rows["segment"].to_pylist())
        self._applied = number

    @property
    def commits(self) -> int:
        """How many commits of the log are seen."""
        return self._applied

    @property
    def log(self) -> Log | None:
        """What was added since the file was written; None if nothing was."""
        return self._live

    def added(self) -> int:
        """Return how many articles the log holds, those not counted that are yet to be looked at."""
        return self.one("SELECT count(*) FROM live.body")

    def next_number(self) -> int:
        """Return the number of the next article to be added."""
        return self._next

    def articles(self, numbers: Sequence[int]) -> pa.Table:
        """Return articles by their numbers, as `READ_AGAIN`; those that the archive does not hold are left out."""
        return read_articles(self.connection, self.packer, self.languages, numbers, self._first_live)

    def aside(self, tables: Mapping[str, pa.Table]) -> MemoryArchive:
        """Return a few articles beside the archive: tables in memory that hold `tables` until this is asked for again.
        The same database each time: to open one takes 20 ms."""
        if self._aside is None:
            self._aside = MemoryArchive(self.path, self.settings, {})
        self._aside.fill(tables)
        return self._aside

    def overlay(self, tables: Mapping[str, pa.Table]) -> None:
        """Show `tables` as `commit` would, on this connection alone: `write_anew` writes what is shown."""
        apply(self.connection, tables)

    def write_anew(self, path: Path) -> str:
        """Write a file at `path`, in `folder`, that holds what this one and its log do; returns its generation.

        Articles that are yet to be looked at are put into a log beside this archive that belongs to the new file.

        Raises:
            OSError: if it cannot be written.
        """
        with plain_errors(self.path):
            generation = write_base(self.connection, path, self.settings, self.made_with, self.generation)
            with connect([path]) as other:
                _, packer = attach_base(other, path)
        pending = self.rows("FROM pending ORDER BY article")
        if pending.num_rows:
            texts = pending.column_names.index("text")
            packed = pa.array(packer.pack(pending["text"].to_pylist()), pa.binary())
            with Log.open(companion(self.path, generation, "live"), write=True) as log:
                log.commit({"article": pending.set_column(texts, "packed", packed)}, follows=self.generation)
                mark_log(path, log.path)
        return generation

    def replace(self, path: Path, after: str) -> None:
        """Put the archive file written at `path` in place of this one, whose log ends with it.

        `after` says what is done then. Companions of the new one's generation may lie there already.
        """
        with signals_held():
            put_written(path, self.path)
            pass_point(after)
            self.let_go()
            self._attach()
            self.sweep()

    @contextmanager
    def taken_up(self) -> Iterator[None]:
        """Open the archive again when the context ends, if it was let go of in it."""
        try:
            yield
        finally:
            if not self._closing.alive:
                self._attach()

    def every_record(self, most: int) -> Iterator[pa.Table]:
        """Yield all articles, looked at or not, then all revisions, with about `most` bytes of text at a time."""
        yield from unpacked_articles(self, self.packer, "stored", most)
        yield from read_revisions(self.connection, f"base.revision AS kept WHERE {NOT_VOID}")
        yield from read_revisions(self.connection, "live.revision WHERE true")

    def sweep(self) -> None:
        """Delete what belongs to files that are no longer there, or was never finished; for the one that may write."""
        sweep_companions(self.path, self.generation, self._follows)

    def other_logs(self) -> list[Path]:
        """Return the logs under this archive's name that belong to another file: see `dedup.archive.recovery`."""
        return other_logs(self.path, self.generation, self._follows)

    def close(self) -> None:
        """Let go of the archive."""
        self.let_go()
        self.refuse_questions(self.path)
        if self.lock is not None:
            self.lock.release()

    def let_go(self) -> None:
        """Let go of the file and its log, and of what the database holds of them; the right to write stays. What is
        asked next is answered after `replace`, or where `taken_up` ends."""
        if self._live is not None:
            self._live.close()
        if self._aside is not None:
            self._aside.connection.close()
        self._closing()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        damage = damage_behind(self.connection, self.path, error)
        close_plainly(self.path, self.close, damage or error)
        if damage is not None:
            raise damage from error


def _identity(path: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        found = path.stat()
        return found.st_dev, found.st_ino
    return None
