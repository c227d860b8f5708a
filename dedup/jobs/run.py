"""One run: a dump in, a folder of files and an archive out."""

import contextlib
import platform
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path

import orjson

from dedup import __version__
from dedup.archive import (
    FEW_BYTES,
    ArchiveStore,
    Tables,
    Working,
    finish_placing,
    folder_beside,
    generation_of,
    lock_archive,
    output_folder,
    place,
    sweep_companions,
    working_folder,
)
from dedup.config import ARCHIVE_FILE, Config
from dedup.export import FILES, REPORT_FILE, formats_of, is_report, of_an_export, try_report, write
from dedup.ingest import InputError, Inputs, Listing, Reason, list_sources, sum_up
from dedup.jobs.outputs import RUN_FILE, OutputExistsError, fingerprint, of_a_run, refuse_inputs, refuse_to_replace
from dedup.jobs.printed_counts import in_lines, summary_counts
from dedup.jobs.warm import compiling_beside
from dedup.messages import collecting_rarely, peak_memory
from dedup.pipeline import DumpResult, Stage, Watch, engine_of, process_dump, unwatched

WRITTEN = (*FILES, RUN_FILE, ARCHIVE_FILE)
"""The files that a run writes."""
_LIBRARIES = ("datasketch", "duckdb", "numba", "numpy", "pyarrow", "rapidfuzz")


@dataclass(frozen=True)
class Summary:
    """What a run found."""

    articles: int
    rejected: int
    unmatchable: int
    """Articles of no text or too little to be compared: they match nothing, which says nothing about them."""
    stories: int
    """Stories of two or more articles."""
    matches: dict[str, int]
    """Pairs that report the same statement, by kind."""
    roles: dict[str, int]
    """Articles by role."""
    kept: int
    """Articles left when each story keeps one."""
    seconds: float
    stages: tuple[Stage, ...]
    capped: dict[str, int]
    """What was left out because there was too much of it, and how many. Empty for most dumps."""
    records: dict[str, int]
    """What became of the records: `read` is the sum of `articles`, `rejected` (could not be read), `revisions` (other
    fetches of articles) and `repeated` (the same letter by letter). `named` articles have an id that others have, too,
    and a name of their own for it."""
    reasons: tuple[Reason, ...]
    """Why records were set aside, the most frequent kinds of reason first."""

    def __str__(self) -> str:
        return in_lines(summary_counts(self), self.reasons)


def run_dumps(
    inputs: Inputs,
    out: str | Path,
    config: Config | None = None,
    *,
    force: bool = False,
    report: bool = True,
    archive: bool = True,
    watch: Watch | None = None,
) -> Summary:
    """Find the duplicate stories of the dumps `inputs`, and write them into the folder `out`.

    `inputs` are files, folders, globs, or `-` for standard input. Everything is written beside its place first and put
    there at the end, all or nothing: a run that fails or is stopped before leaves `out` as it was, and one that dies
    while it gives the files their names is finished by the next command there. With `report`, a page for the browser is
    among the files; should it fail, a warning says so and the other files stand. Without `archive`, for whoever wants
    the lists alone, no archive is.

    Raises:
        OutputExistsError: if a file that would be written is there and `force` is not set, or if no run wrote it, or if
            it is an input; without `archive`, if there is an archive, which would stay beside another run's files.
        dedup.ingest.InputError: if there is nothing to read, or no article in what was read; the message says why.
        ConfigError: if `config` maps a field that articles, or all records, do not have.
        ArchiveBusyError: if another process writes to the archive that would be replaced, or is to write into `out`.
        OSError: if `out` cannot be written.
        MemoryError: if `config.machine.memory` is not enough.
    """
    config = config or Config()
    out = Path(out)
    finish_placing(out)
    names = (*WRITTEN, *([REPORT_FILE] if report else []))
    refuse_inputs(inputs, [out / name for name in names])
    refuse_to_replace(out, names, of_a_run(out, (*WRITTEN, REPORT_FILE)), force=force)
    kept = out / ARCHIVE_FILE
    if not archive and kept.exists():
        raise OutputExistsError(f"{kept} is another run's, and would stay: delete it, or choose another folder")
    started = time.perf_counter()
    listing = list_sources(inputs)
    made = not out.exists()
    out.mkdir(parents=True, exist_ok=True)
    try:
        with contextlib.ExitStack() as held:
            held.enter_context(output_folder(out))
            held.enter_context(collecting_rarely())
            # Somebody may be adding to the archive that is to be replaced: what they add would be gone with its log.
            if there := kept.exists():
                held.callback(lock_archive(kept, 0.0).release)
            follows = generation_of(kept)

            def look() -> None:
                refuse_to_replace(out, names, of_a_run(out, (*WRITTEN, REPORT_FILE)), force=force)
                if kept.exists() and not there:
                    raise OutputExistsError(f"{kept} was made while this command ran; choose another folder")

            found = _run(listing, out, config, started, watch, follows, look, report=report, archive=archive)
            if follows is not None and (generation := generation_of(kept)) is not None:
                sweep_companions(kept, generation, follows)
            return found
    except BaseException:
        if made:
            with contextlib.suppress(OSError):
                out.rmdir()
        raise


def _run(
    listing: Listing,
    out: Path,
    config: Config,
    started: float,
    watch: Watch | None,
    follows: str | None,
    look: Callable[[], None],
    *,
    report: bool,
    archive: bool,
) -> Summary:
    threads = config.machine.cores
    with (
        compiling_beside(threads),
        Working.start(
            # Of what comes through a pipe the size is not known.
            out / ARCHIVE_FILE,
            config.machine.database_memory,
            threads,
            few=0 < listing.size <= FEW_BYTES,
        ) as work,
        engine_of(work, config) as engine,
    ):
        result = process_dump(work, listing, config, watch or unwatched, engine)
        if result.records and not result.records.articles:
            why = ", ".join(map(str, _reasons(work))) or "no records"
            raise InputError(f"no article could be read: {why}")
        before = time.perf_counter()
        # Both are only read from: the one mostly compresses, which needs no interpreter, the other mostly needs it.
        with ThreadPoolExecutor(1) as beside:
            archived = beside.submit(work.write, config.settings(), follows) if archive else None
            if archived is not None and config.machine.little:
                archived.result()
            write(work, work.folder)
            exported = time.perf_counter()
            reported = report and try_report(work, work.folder, config.settings(), engine.spread)
            kept: dict[str, dict[str, int | str]] = {}
            if archived is not None:
                kept[ARCHIVE_FILE] = {"bytes": archived.result().stat().st_size}
        result.stages.append(Stage("export", round(exported - before, 3), len(FILES), peak_memory()))
        if report:
            seconds = round(time.perf_counter() - exported, 3)
            result.stages.append(Stage("report", seconds, int(reported), peak_memory()))
        found = _summary(work, result, config, time.perf_counter() - started)
        files = [*FILES, *([REPORT_FILE] if reported else [])]
        listed = {name: fingerprint(work.folder / name) for name in files} | kept
        (work.folder / RUN_FILE).write_bytes(run_report(found, config, result.inputs, listed))
        work.place([*files, RUN_FILE], look)
        if not reported and is_report(out / REPORT_FILE):
            (out / REPORT_FILE).unlink()  # it shows what another run found
    return found


def export_again(
    archive: ArchiveStore, out: str | Path, *, formats: Sequence[str] = ("jsonl",), force: bool = False
) -> None:
    """Write what an archive knows into the folder `out`, in one or more of `dedup.export.FORMATS`.

    Raises:
        ConfigError: if there is no such format.
        OutputExistsError: if `out` holds one of the files already and `force` is not set, or if dedup did not write it.
        ArchiveBusyError: if another process is about to write into `out`.
        OSError: if `out` cannot be written; it is left as it was.
    """
    out, chosen = Path(out), formats_of(formats)
    names = [name for form in chosen for name in form.files]
    finish_placing(out)
    look = partial(refuse_export, archive, out, names, force=force)
    look()
    out.mkdir(parents=True, exist_ok=True)
    with output_folder(out), working_folder(folder_beside(out / names[0])) as beside:
        for form in chosen:
            form.write(archive, beside)
        place(beside, out, names, look)


def refuse_export(archive: Tables, out: Path, names: Sequence[str] = tuple(FILES), *, force: bool) -> None:
    """Check whether an export of `archive` may write `names` into the folder `out`.

    Raises:
        OutputExistsError: if one is there and `force` is not set, or if dedup did not write it.
    """
    ours = of_a_run(out, WRITTEN)
    refuse_to_replace(out, names, lambda path: ours(path) or of_an_export(archive, path), force=force)


def _summary(archive: Tables, result: DumpResult, config: Config, seconds: float) -> Summary:
    roles = archive.records(
        "SELECT role, count(*) AS articles, count(*) FILTER (keep) AS kept "
        f"FROM ({FILES['articles.jsonl']}) GROUP BY role ORDER BY role"
    )
    kinds = archive.records(
        "SELECT kind, count(*) AS pairs FROM match WHERE same_statement GROUP BY kind ORDER BY kind"
    )
    return Summary(
        articles=sum(row["articles"] for row in roles),
        rejected=archive.one("SELECT count(*) FROM rejected"),
        unmatchable=archive.one(f"SELECT count(*) FROM body WHERE words < {config.match.least_block_words}"),
        stories=archive.one("SELECT count(DISTINCT story) FROM membership"),
        matches={row["kind"]: row["pairs"] for row in kinds},
        roles={row["role"]: row["articles"] for row in roles},
        kept=sum(row["kept"] for row in roles),
        seconds=round(seconds, 2),
        stages=tuple(result.stages),
        capped=result.capped,
        records=asdict(result.records) if result.records else {},
        reasons=tuple(_reasons(archive)),
    )


def _reasons(archive: Tables) -> list[Reason]:
    rows = archive.records("SELECT file, position, reason FROM rejected")
    return sum_up((row["file"], row["position"], row["reason"]) for row in rows)


def run_report(
    found: Summary,
    config: Config,
    hashes: dict[str, str | None],
    files: dict[str, dict[str, int | str]],
    beside: Sequence[str] = (),
) -> bytes:
    """Return what `run.json` holds; `beside` names further packages whose versions it gives."""
    report = {
        "config": config.settings(),
        "machine": asdict(config.machine) | {"python": platform.python_version(), "system": platform.system()},
        "versions": {"dedup": __version__} | {name: _version(name) for name in (*_LIBRARIES, *beside)},
        "inputs": hashes,
        "files": files,
        **asdict(found),
        "stages": [asdict(stage) | {"articles_a_second": stage.pace(found.articles)} for stage in found.stages],
    }
    return orjson.dumps(report, option=orjson.OPT_INDENT_2) + b"\n"


@cache
def _version(name: str) -> str | None:
    with contextlib.suppress(Exception):
        return version(name)
    return None
