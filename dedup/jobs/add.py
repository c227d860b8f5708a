"""An archive that grows: dumps are added to it, and now and then it is recomputed."""

import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from dedup.archive import (
    FEW_ARTICLES,
    ArchiveStore,
    MemoryArchive,
    Working,
    create,
    lent,
    packed_articles,
    portions,
    real_path,
)
from dedup.config import Config
from dedup.export import FILES, REPORT_FILE, try_report
from dedup.ingest import Inputs, Reason
from dedup.jobs.outputs import refuse_inputs
from dedup.jobs.printed_counts import added_counts, in_lines
from dedup.jobs.run import export_again, refuse_export
from dedup.jobs.warm import compiling_beside
from dedup.messages import collecting_rarely
from dedup.pipeline import (
    Arrivals,
    Knowledge,
    Lookup,
    Run,
    Stage,
    Watch,
    add_articles,
    arrive_dumps,
    engine_of,
    load_embedder,
    open_lookup,
    process_dump,
    settings_of,
    unwatched,
)
from dedup.stories import RENAMED_SQL


@dataclass(frozen=True)
class Added:
    """What adding dumps to an archive did."""

    new: int
    """Articles that it did not have."""
    known: int
    """Records that it had already, letter by letter."""
    revisions: int
    """Other fetches of articles that it had."""
    rejected: int
    articles: int
    """Articles in the archive now."""
    matches: int
    """Pairs that report the same statement, now."""
    stories: int
    """Stories of two or more articles, now."""
    refreshed: bool
    """Whether all of the archive was recomputed."""
    seconds: float
    reasons: tuple[Reason, ...] = ()
    """Why records were set aside, the most frequent kinds of reason first."""
    other_tables: tuple[str, ...] = ()
    """Tables and libraries that all or part of the archive was made with, and that are not those installed here."""

    def __str__(self) -> str:
        return in_lines(added_counts(self), self.reasons)

    @property
    def read(self) -> int:
        """Records that held an article, whether it was new or not."""
        return self.new + self.known + self.revisions


def add_dumps(
    inputs: Inputs,
    path: str | Path,
    config: Config | None = None,
    *,
    wait: float = 0.0,
    watch: Watch | None = None,
) -> Added:
    """Add the dumps `inputs` to the archive at `path`, which is made if there is none.

    New articles are compared with each other and with all that is there; what is there is not compared again. An
    archive that is small (`ArchiveConfig.small_articles`) is recomputed each time it has grown by a quarter:
    what its words weigh is not settled before. Articles are committed as they are read, and what was found batch by
    batch: whoever is interrupted adds the same dumps again, and it goes on where it stopped.

    Raises:
        ArchiveError: if the archive cannot be used, or was made with other settings than `config`.
        ArchiveBusyError: if another process writes to it for longer than `wait` seconds.
        dedup.ingest.InputError: if there is nothing to read.
        OSError: if it cannot be written.
        MemoryError: if `config.machine.memory` is not enough.
    """
    started = time.perf_counter()
    path = real_path(path)
    if not path.exists():
        create(path, config or Config(), wait)
    with (
        ArchiveStore.open(path, write=True, wait=wait) as archive,
        compiling_beside((config or Config()).machine.cores),
        collecting_rarely(),
    ):
        config = settings_of(archive, config)
        with working(archive, config, more=True) as work:
            run = Run(work, engine_of(work, config), config, watch or unwatched)
            found = arrive_dumps(run, archive, inputs)
        refreshed = compare_pending(archive, config, watch)
        return _added(archive, found, refreshed, started)


def add_and_write(
    inputs: Inputs,
    path: str | Path,
    out: str | Path | None,
    config: Config | None = None,
    *,
    force: bool = False,
    report: bool = True,
    wait: float = 0.0,
    watch: Watch | None = None,
) -> Added:
    """Add dumps as `add` does, and write what the archive then knows into the folder `out`, if there is one.

    With `report`, a page for the browser is among the files; should it fail, a warning says so.

    Raises:
        OutputExistsError: if a file that would be written is there and `force` is not set, or if dedup did not write
            it, or if it is an input.
        ArchiveError, ArchiveBusyError, dedup.ingest.InputError, OSError, MemoryError: as `add`.
    """
    if out is not None:
        names = (*FILES, *([REPORT_FILE] if report else []))
        refuse_inputs(inputs, [Path(out) / name for name in names])
        with ArchiveStore.open(path) if Path(path).exists() else MemoryArchive(Path(path), {}, {}) as there:
            refuse_export(there, Path(out), names, force=force)
    added = add_dumps(inputs, path, config, wait=wait, watch=watch)
    if out is not None:
        with ArchiveStore.open(path) as archive:
            export_again(archive, out, force=force)
            if report:
                try_report(archive, Path(out))
    return added


def refresh_archive(
    path: str | Path, config: Config | None = None, *, wait: float = 0.0, watch: Watch | None = None
) -> list[Stage]:
    """Recompute all of the archive at `path`: the same as one run over all that was ever added to it.

    Raises:
        ArchiveError, ArchiveBusyError, OSError, MemoryError: as `add`.
    """
    with ArchiveStore.open(path, write=True, wait=wait) as archive, collecting_rarely():
        return refresh_store(archive, settings_of(archive, config), watch)


def compact(path: str | Path, *, wait: float = 0.0) -> int:
    """Fold the log of the archive at `path` into its file; returns how many commits that were.

    Raises:
        ArchiveError, ArchiveBusyError, OSError: as `add`.
    """
    with ArchiveStore.open(path, write=True, wait=wait) as archive:
        return compact_store(archive)


def compact_store(archive: ArchiveStore) -> int:
    """Fold the log of an archive that is open for writing into its file; returns how many commits that were."""
    commits = archive.log.last() if archive.log is not None else 0
    if commits:
        Lookup(Knowledge.of(archive, settings_of(archive, None))).compact()
    return commits


def compare_pending(archive: ArchiveStore, config: Config, watch: Watch | None) -> bool:
    """Compare the articles that are committed and not compared; True if the whole archive was recomputed for them."""
    pending = archive.rows("SELECT article FROM pending ORDER BY article")["article"].to_pylist()
    if not pending:
        return False
    counted = archive.one("SELECT sum(articles) FROM counted")
    since = archive.one("SELECT count(*) FROM article") + len(pending) - counted
    small = counted + since <= config.archive.small_articles
    if since * (4 if small else 1) >= counted:
        refresh_store(archive, config, watch)
        return True
    if archive.one("SELECT max(article) FROM body") > pending[0]:
        _numbered_last(archive)
    lookup, embedder = open_lookup(archive, config, watch), load_embedder(config)
    done = 0
    for batch in _batches(archive, config):
        if watch is not None:
            watch("add", done, len(pending))
        with working(archive, config) as work:
            archive.commit(add_articles(work, lookup, batch[0], batch[-1], embedder))
        done += len(batch)
    if watch is not None:
        watch("add", len(pending), len(pending))
    if archive.added() >= config.archive.log_articles:
        lookup.compact()
    return False


def _batches(archive: ArchiveStore, config: Config) -> list[list[int]]:
    """The numbers of the articles that wait, rising, in batches that the memory bears."""
    source = "(SELECT article, packed FROM live.article ANTI JOIN live.body USING (article))"
    sized = (
        pair
        for rows in packed_articles(archive, source, config.machine.bytes_at_once)
        for pair in zip(
            rows["article"].to_pylist(), archive.packer.unpacked_sizes(rows["packed"].to_pylist()), strict=True
        )
    )
    return list(portions(sized, config.machine.bytes_at_once, config.archive.batch_articles))


def _numbered_last(archive: ArchiveStore) -> None:
    """Give those that wait the highest numbers: an addition was interrupted, and others came in between. What is new is
    known by its number."""
    waiting = archive.rows("SELECT * FROM live.article ANTI JOIN live.body USING (article) ORDER BY article")
    first = archive.next_number()
    numbers = pa.array(range(first, first + waiting.num_rows), pa.int64())
    archive.commit({"gone": waiting.select(["article", "id"]), "article": waiting.set_column(0, "article", numbers)})


def working(archive: ArchiveStore, config: Config, *, more: bool = False) -> Working:
    """Return tables to work in beside an archive, for its articles or, with `more`, for any number of others."""
    few = not more and archive.next_number() <= FEW_ARTICLES
    return Working.start(archive.path, config.machine.database_memory, config.machine.cores, few=few)


def refresh_store(archive: ArchiveStore, config: Config, watch: Watch | None) -> list[Stage]:
    """Recompute an archive that is open for writing; if it had keys to find articles by, they are made anew too."""
    had_keys = Lookup(Knowledge.of(archive, config)).ready
    # Once its articles are read, the archive need not be in memory beside them.
    with working(archive, config) as work, archive.taken_up():
        _keep_names(work, archive)
        result = process_dump(work, archive, config, watch or unwatched)
        # Articles are numbered anew.
        by_number = "WITH _known AS (SELECT article, name FROM scratch.former JOIN article USING (id))"
        work.connection.execute(f"INSERT INTO renamed {by_number} {RENAMED_SQL}")
        archive.replace(work.write(archive.settings, archive.generation), "the archive is recomputed")
        if had_keys:
            # To cut and stem all texts again for them is most of what the next addition would take. The archive is
            # whole without them: where the disk is full, they wait until they are needed.
            with suppress(OSError):
                Lookup(Knowledge.of(archive, config)).prepare(watch or unwatched, result.run)
    return result.stages


def _keep_names(work: Working, archive: ArchiveStore) -> None:
    """Make `scratch.former`, the stories of articles by the names that they had."""
    known = archive.rows("SELECT id, name FROM membership JOIN story USING (story) JOIN article USING (article)")
    with lent(work.connection, _names=known):
        work.connection.execute("CREATE TABLE scratch.former AS FROM _names")


def _added(archive: ArchiveStore, found: Arrivals, refreshed: bool, started: float) -> Added:
    return Added(
        new=found.new,
        known=found.known,
        revisions=found.revisions,
        rejected=found.rejected,
        reasons=tuple(found.kinds.commonest()),
        articles=archive.one("SELECT count(*) FROM article"),
        matches=archive.one("SELECT count(*) FROM match WHERE same_statement"),
        stories=archive.one("SELECT count(DISTINCT story) FROM membership"),
        refreshed=refreshed,
        seconds=round(time.perf_counter() - started, 2),
        other_tables=tuple(archive.other_tables()),
    )
