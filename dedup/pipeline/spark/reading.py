"""Files and data frames to records on Spark, by the readers and the field mapping of `dedup.ingest`.

Files of lines of JSON are read in byte ranges, every other file by one task (`sharing`). A row of a data frame has no
place that lasts: where nothing else names it, it goes by a hash of what it holds, so that the number of partitions does
not show.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import orjson
import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as fn

from dedup.config import Config, ConfigError
from dedup.ingest import (
    ByteRange,
    Hashes,
    Listing,
    RecordReader,
    Rejected,
    Source,
    hash_whole,
    read,
    read_range,
    records_of,
    rejected_batch,
    table_of,
)
from dedup.pipeline.spark.sharing import Hash, Part, share_out, shares_of
from dedup.pipeline.spark.tables import Scratch, ddl, filled, map_batches, map_partitions
from dedup.pipeline.spark.words import RECORD
from dedup.schema import REJECTED

READ = pa.schema(
    [
        *RECORD,
        ("reason", pa.string()),  # of a record that could not be read; it has nothing else but file and position
        ("source", pa.string()),  # of a row that a file or a range of it ends with: the name of the file
        ("sha256", pa.string()),
        ("unmet", pa.list_(pa.string())),  # fields that the config names and no record of the file had
    ]
)
_FRAME = "dataframe"


@dataclass(frozen=True)
class ReadFiles:
    """The stage that reads files."""

    config: Config
    folder: str
    """What paths are relative to."""

    def __call__(self, tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
        """Yield the records of files, as `READ`."""
        for table in tables:
            for _, parts in shares_of(table, self.folder):
                for part in parts:
                    yield from self._part(part)

    def _part(self, part: Part) -> Iterator[pa.Table]:
        if isinstance(part, Hash):
            yield _ended(part.source, hash_whole(part.source), None)
            return
        hashes, unmet, records = Hashes(), set[str](), 0
        if isinstance(part, ByteRange):
            found = read_range(part, self.config.read, unmet)
        else:
            found = read(Listing((part.source,), ()), self.config.read, hashes=hashes, unmet=unmet)
        for articles, rejected in found:
            records += articles.num_rows
            yield _read(articles, rejected)
        yield _ended(part.source, hashes.found.get(part.source.shown), sorted(unmet) if records else None)


def _ended(source: Source, sha256: str | None, unmet: list[str] | None) -> pa.Table:
    return filled(READ, {"source": [source.shown], "sha256": [sha256], "unmet": [unmet]}, 1)


@dataclass(frozen=True)
class ReadRows:
    """The stage that reads the rows of a data frame."""

    config: Config

    @cached_property
    def _reader(self) -> RecordReader:
        return RecordReader(self.config.read, _FRAME)

    def __call__(self, rows: pa.Table) -> pa.Table:
        """Return the records of rows, as `READ`."""
        items = []
        for batch in rows.to_batches():
            for record in records_of(batch, self.config.read.max_record_bytes):
                content = orjson.dumps(record, default=repr, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
                items.append(self._reader.record(record, f"row {hashlib.sha256(content).hexdigest()[:16]}"))
        rejected = [item for item in items if isinstance(item, Rejected)]
        articles = table_of([item for item in items if not isinstance(item, Rejected)])
        return _read(articles, rejected_batch(rejected))


def _read(articles: pa.Table | pa.RecordBatch, rejected: pa.Table | pa.RecordBatch) -> pa.Table:
    found = {name: articles.column(name) for name in RECORD.names}
    lost = {name: rejected.column(name) for name in REJECTED.names}
    return pa.concat_tables([filled(READ, found, articles.num_rows), filled(READ, lost, rejected.num_rows)])


@dataclass(frozen=True)
class Recorded:
    """What was read."""

    records: DataFrame
    """`RECORD`, with a number `arrival`."""
    rejected: DataFrame
    """`file`, `position`, `reason`."""
    inputs: DataFrame
    """`source`, `sha256`."""


def read_records(scratch: Scratch, source: Listing | DataFrame, config: Config) -> Recorded:
    """Read files, or the rows of a data frame.

    Raises:
        ConfigError: if the config names a field that no record of the files has.
    """
    return _read_files(scratch, source, config) if isinstance(source, Listing) else _read_rows(scratch, source, config)


def _read_files(scratch: Scratch, listing: Listing, config: Config) -> Recorded:
    shares = share_out(scratch, listing)
    read_there = map_partitions(shares, ReadFiles(config, os.getcwd()), READ)
    kept = scratch.keep("records", read_there.withColumn("arrival", _number()))
    _refuse_unmet(kept, config)
    return _recorded(scratch, kept, [tuple(row) for row in listing.rejected])


def _read_rows(scratch: Scratch, rows: DataFrame, config: Config) -> Recorded:
    found = map_batches(rows, ReadRows(config), READ, config.machine.batch_articles)
    return _recorded(scratch, scratch.keep("records", found.withColumn("arrival", _number())), [])


def _number() -> Column:
    return fn.monotonically_increasing_id()


def _recorded(scratch: Scratch, kept: DataFrame, listed: list[tuple[str, ...]]) -> Recorded:
    rejected = kept.where("reason IS NOT NULL").select("file", "position", "reason")
    if listed:
        # What the command line named and is not there: as many as were named, or as lie in the folders.
        more = scratch.spark.createDataFrame(listed, ddl(REJECTED))
        rejected = rejected.union(more)
    return Recorded(
        kept.where("text IS NOT NULL").select("arrival", *RECORD.names),
        rejected,
        kept.where("sha256 IS NOT NULL").select("source", "sha256"),
    )


def _refuse_unmet(kept: DataFrame, config: Config) -> None:
    ended = kept.where("unmet IS NOT NULL")
    for ours, theirs in config.read.fields.items():
        met = ended.where(~fn.array_contains("unmet", theirs)).take(1)
        if not met and ended.take(1):
            raise ConfigError(f"--map {ours}={theirs}: no record has that field")
