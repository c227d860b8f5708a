"""A run on Spark that ends with the files of any run: the same bytes, in one folder that driver and executors share."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from dedup.archive import finish_placing, folder_beside, output_folder, place, working_folder
from dedup.config import ARCHIVE_FILE, Config
from dedup.export import FILES, REPORT_FILE
from dedup.ingest import Inputs, sum_up
from dedup.integrations.spark.frames import files_of
from dedup.integrations.spark.frames import run as run_frames
from dedup.jobs import (
    RUN_FILE,
    OutputExistsError,
    Summary,
    fingerprint,
    of_a_run,
    refuse_inputs,
    refuse_to_replace,
    run_report,
)
from dedup.messages import DedupError, peak_memory
from dedup.pipeline import Stage, Watch

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from dedup.integrations.spark.frames import Result

WRITTEN = (*FILES, RUN_FILE)
"""What a run on Spark writes: no archive, which is a file of one machine, and so no report, which is made of one."""


def run_dumps(
    spark: "SparkSession",
    inputs: Inputs,
    out: str | Path,
    config: Config | None = None,
    *,
    force: bool = False,
    watch: Watch | None = None,
) -> Summary:
    """Find the duplicate stories of files that the executors can read, and write them into the folder `out`.

    Nothing is put in place before all is written.

    Raises:
        OutputExistsError: if a file that would be written is there and `force` is not set, or was not written by
            dedup, or if an archive lies there, which would no longer be of the same run.
        ConfigError: if `config` asks for what does not run on Spark.
        InputError: if there is nothing to read, or no article in it.
        DedupError: if driver and executors do not share the folder.
        OSError: if it cannot be written.
    """
    config, out, started = config or Config(), Path(out), time.perf_counter()
    finish_placing(out)
    refuse_inputs(inputs, [out / name for name in WRITTEN])

    def look() -> None:
        for name in (ARCHIVE_FILE, REPORT_FILE):
            if (out / name).exists():
                raise OutputExistsError(f"{out / name} is of another run, and Spark writes none: choose another folder")
        refuse_to_replace(out, WRITTEN, of_a_run(out, WRITTEN), force=force)

    look()
    listing = files_of(inputs)
    out.mkdir(parents=True, exist_ok=True)
    with output_folder(out), working_folder(folder_beside(out / RUN_FILE)) as folder:
        with run_frames(spark, listing, config, work=str(folder.absolute()), watch=watch) as result:
            before = time.perf_counter()
            counts = _counted(result.found.lines)
            parts = folder / "lines"
            ordered = result.found.lines.orderBy("file", "key_1", "key_2", "key_3").select("line")
            ordered.write.text(str(parts.absolute()), lineSep="\n")
            sizes: Counter[str] = Counter()
            for row in counts:
                sizes[row["file"]] += row["n"]
            _join(parts, folder, sizes)
            export = Stage("export", round(time.perf_counter() - before, 3), len(FILES), peak_memory())
            found = _summary(result, counts, sizes, export, folder, time.perf_counter() - started)
            inputs_read = {row["source"]: row["sha256"] for row in result.found.inputs.collect()}
        hashes = {source.shown: inputs_read.get(source.shown) for source in listing.sources}
        report = run_report(found, config, hashes, {name: fingerprint(folder / name) for name in FILES}, ("pyspark",))
        (folder / RUN_FILE).write_bytes(report)
        place(folder, out, list(WRITTEN), look)
    return found


def _counted(lines: "DataFrame") -> list[Any]:
    """How many lines of each file have what the summary counts."""
    from pyspark.sql import functions as fn

    read = fn.col("file").isin("articles.jsonl", "matches.jsonl")
    named = [fn.when(read, fn.get_json_object("line", f"$.{name}")).alias(name) for name in ("role", "keep", "kind")]
    return lines.groupBy("file", *named).agg(fn.count("*").alias("n")).collect()


def _join(parts: Path, folder: Path, sizes: Counter[str]) -> None:
    """Write the output files from the lines of all, which follow each other in the order of the files' names."""
    lines = _lines(parts)
    for name in sorted(FILES):
        with (folder / name).open("wb") as file:
            for number in range(sizes[name]):
                line = next(lines, None)
                if line is None:
                    raise DedupError(
                        f"{name}: line {number + 1} of {sizes[name]} is missing in {parts.parent.parent}: "
                        "it must be a folder that driver and executors share"
                    )
                file.write(line)


def _lines(parts: Path) -> Iterator[bytes]:
    for path in sorted(parts.glob("part-*")):
        with path.open("rb") as file:
            yield from file


def _summary(
    result: "Result", counts: list[Any], sizes: Counter[str], export: Stage, folder: Path, seconds: float
) -> Summary:
    roles: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    kept = 0
    for row in counts:
        if row["file"] == "articles.jsonl":
            roles[row["role"]] += row["n"]
            kept += row["n"] if row["keep"] == "true" else 0
        elif row["file"] == "matches.jsonl":
            kinds[row["kind"]] += row["n"]
    with (folder / "rejected.jsonl").open("rb") as file:
        rejected = ((row["file"], row["position"], row["reason"]) for row in map(orjson.loads, file))
        reasons = sum_up(rejected)
    return Summary(
        articles=sizes["articles.jsonl"],
        rejected=sizes["rejected.jsonl"],
        unmatchable=result.found.unmatchable,
        stories=sizes["stories.jsonl"],
        matches=dict(sorted(kinds.items())),
        roles=dict(sorted(roles.items())),
        kept=kept,
        seconds=round(seconds, 2),
        stages=(*result.found.stages, export),
        capped=result.found.capped,
        records=asdict(result.found.records),
        reasons=tuple(reasons),
    )
