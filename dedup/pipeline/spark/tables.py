"""Tables of a run on Spark: Parquet in a folder that driver and executors reach, and the stages that fill them.

Every stage reads such tables and leaves one. So a lost executor costs the tasks of the stage at work and nothing that
was made before, a plan never grows with the number of iterations, and what a task that ran twice wrote counts once.

Spark moves rows, counts and joins. Whatever compares or adds up fractions runs in Python or in the embedded database
of an executor, by the code of the local engine, so that no figure depends on the engine.
"""

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as fn

Stage = Callable[[Any], Any]
"""A function that can be pickled: from a table to a table, or as the `map_…` that it is given to says."""

_TYPES: Final = {
    pa.int64(): "bigint",
    pa.int32(): "int",
    pa.float32(): "float",
    pa.float64(): "double",
    pa.string(): "string",
    pa.binary(): "binary",
    pa.bool_(): "boolean",
}
"""Spark's names of the types that go between Python and Spark. It has no unsigned numbers: hashes travel as signed ones
of the same bits."""


@dataclass
class Scratch:
    """The folder of a run's tables."""

    spark: SparkSession
    folder: str
    """A path or an address that driver and executors reach."""
    names: list[str] = field(default_factory=list)

    def keep(self, name: str, frame: DataFrame) -> DataFrame:
        """Compute `frame` and keep it; returns the table. A name may be used again: it is another table then."""
        place = f"{self.folder}/{len(self.names):03}-{name}"
        self.names.append(name)
        self.describe(name)
        frame.write.parquet(place)
        return self.spark.read.schema(frame.schema).parquet(place)

    def describe(self, name: str) -> None:
        """Name the jobs that follow, in Spark's pages and event log."""
        self.spark.sparkContext.setLocalProperty("spark.job.description", f"dedup: {name}")

    def sql(self, query: str, parameters: dict[str, Any] | None = None, **tables: DataFrame) -> DataFrame:
        """Return the answer of a query of the local engine that names `tables`, in its `scratch` or not, and
        `$parameters`.

        The tables are named for this one query: two runs of a session do not see each other's."""
        query = query.replace("scratch.", "").replace("$", ":")
        common = ", ".join(f"{name} AS (SELECT * FROM {{{name}}})" for name in tables)
        query = query.strip()
        query = f"WITH {common}, {query[4:]}" if query.upper().startswith("WITH") else f"WITH {common} {query}"
        return self.spark.sql(query, args=parameters, **tables)


def spark_type(kind: pa.DataType) -> str:
    """Return the name that Spark's SQL has for a type."""
    if pa.types.is_list(kind):
        return f"array<{spark_type(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"struct<{', '.join(f'`{one.name}`: {spark_type(one.type)}' for one in kind)}>"
    return _TYPES[kind]


def ddl(schema: pa.Schema) -> str:
    """Return a schema as Spark's SQL writes it."""
    return ", ".join(f"`{one.name}` {spark_type(one.type)}" for one in schema)


def map_batches(frame: DataFrame, stage: Stage, schema: pa.Schema, rows: int) -> DataFrame:
    """Run `stage`, from table to table, over batches of at most this many `rows`, as they come."""
    packed = pickle.dumps(stage)

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        sent = _sent(packed)
        for batch in batches:
            for first in range(0, batch.num_rows, rows):
                yield from _shaped(sent(pa.Table.from_batches([batch.slice(first, rows)])), schema).to_batches()

    return frame.mapInArrow(work, ddl(schema))


def map_partitions(frame: DataFrame, stage: Stage, schema: pa.Schema) -> DataFrame:
    """Run `stage`, from the tables of a partition to tables, in order."""
    packed = pickle.dumps(stage)

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for made in _sent(packed)(pa.Table.from_batches([batch]) for batch in batches):
            yield from _shaped(made, schema).to_batches()

    return frame.mapInArrow(work, ddl(schema))


def map_groups(frame: DataFrame, by: str, stage: Stage, schema: pa.Schema) -> DataFrame:
    """Run `stage` over the rows of each value of the column `by`."""
    packed = pickle.dumps(stage)

    def work(rows: pa.Table) -> pa.Table:
        return _shaped(_sent(packed)(rows), schema)

    return frame.groupBy(by).applyInArrow(work, ddl(schema))


def map_together(left: DataFrame, right: DataFrame, by: str, stage: Stage, schema: pa.Schema) -> DataFrame:
    """Run `stage` over the rows of two tables for each value of the column `by`: it is given a pair
    of tables."""
    packed = pickle.dumps(stage)

    def work(one: pa.Table, other: pa.Table) -> pa.Table:
        return _shaped(_sent(packed)((one, other)), schema)

    # Both may come from one table, whose column Spark could then not tell from itself.
    other_side = right.withColumnRenamed(by, f"{by}_too")
    return left.groupBy(by).cogroup(other_side.groupBy(f"{by}_too")).applyInArrow(work, ddl(schema))


@lru_cache(maxsize=64)
def _sent(packed: bytes) -> Stage:
    """The stage that was sent, once a process: what it has loaded (tables of words, kernels), it keeps."""
    stage: Stage = pickle.loads(packed)
    return stage


def _shaped(table: pa.Table, schema: pa.Schema) -> pa.Table:
    return table.select(schema.names).cast(schema).combine_chunks()


def with_sides(pairs: DataFrame, articles: DataFrame) -> DataFrame:
    """Return pairs (a, b) with what a table says of either article, as columns `…_a` and `…_b`."""
    for side in "ab":
        named = articles.select(*(fn.col(name).alias(f"{name}_{side}") for name in articles.columns))
        pairs = pairs.join(named, fn.col(side) == fn.col(f"article_{side}"))
    return pairs


def bucket(columns: Sequence[str | Column], buckets: int) -> Any:
    """Return a column that spreads rows over this many buckets by some columns."""
    return fn.pmod(fn.xxhash64(*columns), fn.lit(max(1, buckets)))


def filled(schema: pa.Schema, columns: Mapping[str, Any], rows: int) -> pa.Table:
    """Return a table of a schema, with null in the columns that are not given."""
    return pa.table({one.name: columns.get(one.name, pa.nulls(rows, one.type)) for one in schema}, schema=schema)


def signed(values: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return numbers of 64 bits as Spark has them."""
    return np.ascontiguousarray(values).view(np.int64)


def binary(values: NDArray[Any], ends: NDArray[np.int64]) -> pa.Array:
    """Return stretches of an array that end at `ends`, one after the other, as a column of bytes."""
    offsets = np.concatenate([[0], ends]) * values.dtype.itemsize
    return pa.Array.from_buffers(
        pa.binary(),
        len(ends),
        [None, pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(np.ascontiguousarray(values))],
    )


def stretches(column: pa.ChunkedArray, kind: Any) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Return what `binary` was made of: the array, and where each stretch ends."""
    array = column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], pa.binary())
    kind = np.dtype(kind)
    if not len(array):
        return np.zeros(0, kind), np.zeros(0, np.int64)
    _, offsets, data = array.buffers()
    ends = np.frombuffer(offsets, np.int32)[array.offset : array.offset + len(array) + 1].astype(np.int64)
    values = np.frombuffer(data, np.uint8)[ends[0] : ends[-1]] if data is not None else np.zeros(0, np.uint8)
    return np.ascontiguousarray(values).view(kind), (ends[1:] - ends[0]) // kind.itemsize
