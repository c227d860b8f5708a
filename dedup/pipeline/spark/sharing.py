"""Which task reads what of the files: large files of lines are cut into byte ranges, small files are put together.

The driver knows the names and sizes of files, and of files that are cut the number of lines in each range: 8 bytes for
128 MB of a dump.
"""

import os
import pickle
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession

from dedup.archive import portions
from dedup.ingest import ByteRange, Listing, Source, cut_evenly, line_ends, numbered, why_whole
from dedup.pipeline.spark.tables import Scratch, map_batches


class OneTaskWarning(UserWarning):
    """A large file is read by one task, while others may have nothing to do."""


_COUNTED = pa.schema([("share", pa.int64()), ("place", pa.int64()), ("ends", pa.int64())])


@dataclass(frozen=True)
class Whole:
    """A file that one task reads from front to back."""

    source: Source


@dataclass(frozen=True)
class Hash:
    """A file of which ranges are read elsewhere, and that one task hashes."""

    source: Source


Part = Whole | Hash | ByteRange


@dataclass(frozen=True)
class CountLines:
    """The stage that counts the lines of byte ranges."""

    folder: str

    def __call__(self, rows: pa.Table) -> pa.Table:
        """Return how many lines begin in each range, as `_COUNTED`."""
        found = [
            {"share": share, "place": place, "ends": line_ends(part)}
            for share, parts in shares_of(rows, self.folder)
            for place, part in enumerate(parts)
            if isinstance(part, ByteRange)
        ]
        return pa.Table.from_pylist(found, schema=_COUNTED)


def shares_of(rows: pa.Table, folder: str) -> Iterator[tuple[int, list[Part]]]:
    """Yield what the rows of `share_out` say: the number of each share, and its parts. Paths are relative to `folder`:
    the working folder of an executor is one of Spark's."""
    if os.path.isdir(folder):
        os.chdir(folder)
    for row in rows.to_pylist():
        yield row["share"], pickle.loads(row["parts"])


def share_out(scratch: Scratch, listing: Listing) -> DataFrame:
    """Share the files of a listing out to tasks, one for each partition and row: `share`, `parts`."""
    most, opening = _bytes_at_once(scratch.spark, listing)
    cut: dict[Source, list[ByteRange]] = {}
    for source in listing.sources:
        if source.size > most:
            reason = why_whole(source)
            if reason is None:
                cut[source] = cut_evenly(source, most)
            else:
                warnings.warn(
                    f"{source.shown}: {source.size / 1e6:.0f} MB are read by one task, because {reason}; several "
                    "files, or lines of JSON that are not packed, are read side by side",
                    OneTaskWarning,
                    stacklevel=2,
                )
    if cut:
        counted = iter(_count_lines(scratch, [one for ranges in cut.values() for one in ranges], most, opening))
        cut = {source: numbered(ranges, [next(counted) for _ in ranges]) for source, ranges in cut.items()}
    parts: list[tuple[Part, int]] = []
    for source in listing.sources:
        if source in cut:
            parts += [(one, one.end - one.start) for one in cut[source]]
        else:
            parts.append((Whole(source), source.size))
    # Last: hashing is quick beside reading, and one task's for a file of any size.
    parts += [(Hash(source), most) for source in cut]
    return _rows(scratch.spark, _packed(parts, most, opening))


def _bytes_at_once(spark: SparkSession, listing: Listing) -> tuple[int, int]:
    """How many bytes a task reads at most, and how many opening a file counts for: as for files that Spark reads."""

    def setting(name: str) -> int:
        assert spark.sparkContext._jvm is not None
        said: Any = spark.conf.get(f"spark.sql.files.{name}")
        return int(spark.sparkContext._jvm.org.apache.spark.network.util.JavaUtils.byteStringAsBytes(said))

    most, opening = setting("maxPartitionBytes"), setting("openCostInBytes")
    cores = max(1, spark.sparkContext.defaultParallelism)
    total = listing.size + opening * len(listing.sources)
    return max(1, min(most, max(opening, total // cores))), opening


def _count_lines(scratch: Scratch, ranges: list[ByteRange], most: int, opening: int) -> list[int]:
    """How many lines begin in each range."""
    shares = _packed([(one, one.end - one.start) for one in ranges], most, opening)
    rows = map_batches(_rows(scratch.spark, shares), CountLines(os.getcwd()), _COUNTED, 1)
    scratch.describe("lines of files")
    return [row["ends"] for row in sorted(rows.collect(), key=lambda row: (row["share"], row["place"]))]


def _packed(parts: list[tuple[Part, int]], most: int, opening: int) -> list[list[Part]]:
    """Parts that follow each other, together as long as they are of no more than this many bytes."""
    return list(portions(((part, size + opening) for part, size in parts), most + opening))


def _rows(spark: SparkSession, shares: list[list[Part]]) -> DataFrame:
    rows = [(number, bytearray(pickle.dumps(parts))) for number, parts in enumerate(shares)]
    return spark.createDataFrame(rows, "share bigint, parts binary").repartitionByRange(len(rows), "share")
