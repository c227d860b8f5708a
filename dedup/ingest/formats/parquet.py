"""Reader of Parquet: one record per row, only the columns that are used, a few rows at a time."""

from collections.abc import Iterator
from typing import Any

from dedup.ingest.io.source import Source
from dedup.ingest.io.streams import Progress, open_raw
from dedup.ingest.records.article import Piece, Rejected, too_large_row
from dedup.ingest.records.mapping import Fields
from dedup.messages import first_of

ROWS = 256
"""Rows turned into Python objects at once: of the longest articles, a few hundred megabytes."""


def read_parquet(source: Source, fields: Fields, progress: Progress | None) -> Iterator[Piece]:
    """Yield an article or a rejection for each row; a broken row group is one loss, and the others are read."""
    try:
        file = _opened(source)
    except Exception as error:
        # Arrow raises errors of several families for what is wrong with a footer.
        yield Rejected(source.shown, "", f"broken Parquet file: {first_of(error)}")
        return
    with file:
        names = file.schema_arrow.names
        columns = fields.columns(names)
        if not fields.makes_articles(names):
            yield Rejected(source.shown, "", f"no text column ({', '.join(names[:20])[:200]})")
            return
        limit = fields.config.max_record_bytes
        row = 0
        for group in range(file.num_row_groups):
            expected = row + file.metadata.row_group(group).num_rows
            try:
                for batch in file.iter_batches(ROWS, row_groups=[group], columns=columns):
                    for record in records_of(batch, limit):
                        row += 1
                        yield article_of(record, fields, source, row)
            except Exception as error:
                lost = f"row {row + 1}" if row + 1 == expected else f"rows {row + 1} to {expected}"
                yield Rejected(source.shown, lost, f"broken Parquet file: {first_of(error)}")
            row = expected
            if progress:
                progress(source, source.size // file.num_row_groups)


def _opened(source: Source) -> Any:
    """Open a file so that a value that many rows have is read once: spelled out in each, one of 100 MB fills memory."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    def place() -> Any:
        return open_raw(source) if source.is_remote else source.path

    with pq.ParquetFile(place()) as file:
        kinds = {field.name: field.type for field in file.schema_arrow}
    texts = [name for name, kind in kinds.items() if pa.types.is_string(kind) or pa.types.is_binary(kind)]
    return pq.ParquetFile(place(), read_dictionary=texts)


def article_of(record: dict[str, Any] | int, fields: Fields, source: Source, row: int) -> Piece:
    """Return the article of a row as `records_of` gives it, or why there is none."""
    position = f"row {row}"
    return (
        too_large_row(record, source.shown, position)
        if isinstance(record, int)
        else fields.piece(record, source, position)
    )


def records_of(batch: Any, limit: int) -> Iterator[dict[str, Any] | int]:
    """Yield the rows of an Arrow batch, of one of more than `limit` bytes only how many they are. What Python cannot
    hold is null in them. So many rows as fit into `limit` are turned into Python objects together."""
    names = batch.schema.names
    first, weight = 0, 0
    for row, size in enumerate([*_sizes(batch), limit]):
        weight += size
        if weight <= limit and row < batch.num_rows:
            continue
        if row > first:
            columns = [_values(column) for column in batch.slice(first, row - first).columns]
            for values in zip(*columns, strict=True):
                yield dict(zip(names, values, strict=True))
        first, weight = row, size
        if size > limit:
            yield size
            first, weight = row + 1, 0


def _sizes(batch: Any) -> list[int]:
    """Return the bytes of each row that are in texts and lists; numbers and times are few."""
    sizes = [0] * batch.num_rows
    for column in batch.columns:
        for row, size in enumerate(_lengths(column)):
            sizes[row] += size
    return sizes


def _lengths(column: Any) -> list[int]:
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_dictionary(kind):
        of_value = pa.array(_lengths(column.dictionary), pa.int64())
        return [size or 0 for size in of_value.take(column.indices).to_pylist()] if len(of_value) else [0] * len(column)
    if any(test(kind) for test in (pa.types.is_string, pa.types.is_large_string)):
        column = column.cast(pa.large_binary())
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        return [size or 0 for size in pc.binary_length(column).to_pylist()]
    if pa.types.is_nested(kind):
        return [column[row : row + 1].nbytes for row in range(len(column))]
    return [0] * len(column)


def _values(column: Any) -> list[Any]:
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        # Python's times end at microseconds, and Arrow will not drop a nanosecond unasked.
        column = column.cast(pa.timestamp("us", tz=kind.tz), safe=False)
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        return [
            value.decode(errors="replace") if value is not None else None
            for value in column.cast(pa.binary()).to_pylist()
        ]
    except (ValueError, OverflowError):
        return [_value(column[place]) for place in range(len(column))]


def _value(scalar: Any) -> Any:
    """Return one value of a column in which some are beyond what Python holds (a time in the year 200000)."""
    try:
        return scalar.as_py()
    except (ValueError, OverflowError):
        return None
