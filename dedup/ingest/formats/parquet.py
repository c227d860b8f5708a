"""Reader of Parquet: a record a row, only the columns that are used, a few rows at a time."""

from collections.abc import Iterator
from typing import Any

from dedup.ingest.io.source import Source
from dedup.ingest.io.streams import Progress, open_raw
from dedup.ingest.records.article import Item, Rejected
from dedup.ingest.records.mapping import Fields

ROWS = 256
"""Rows turned into Python objects at once: of the longest articles, a few hundred megabytes."""


def read_parquet(source: Source, fields: Fields, progress: Progress | None) -> Iterator[Item]:
    """Yield an article or a rejection for each row; a broken row group is one loss, and the others are read."""
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(open_raw(source) if source.is_remote else source.path)
    except Exception as error:
        # Arrow raises errors of several families for what is wrong with a footer.
        yield Rejected(source.shown, "", f"broken Parquet file: {_first_line(error)}")
        return
    with file:
        names = file.schema_arrow.names
        columns = fields.columns(names)
        if not fields.has_text(dict.fromkeys(names)):
            yield Rejected(source.shown, "", f"no text column ({', '.join(names[:20])[:200]})")
            return
        row = 0
        for group in range(file.num_row_groups):
            expected = row + file.metadata.row_group(group).num_rows
            try:
                for batch in file.iter_batches(ROWS, row_groups=[group], columns=columns):
                    for record in records_of(batch):
                        row += 1
                        yield fields.article(record, source, f"row {row}")
            except Exception as error:
                lost = f"row {row + 1}" if row + 1 == expected else f"rows {row + 1} to {expected}"
                yield Rejected(source.shown, lost, f"broken Parquet file: {_first_line(error)}")
            row = expected
            if progress:
                progress(source, source.size // file.num_row_groups)


def records_of(batch: Any) -> Iterator[dict[str, Any]]:
    """The rows of an Arrow batch; what Python cannot hold is null in them."""
    columns = [_values(column) for column in batch.columns]
    names = batch.schema.names
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))


def _values(column: Any) -> list[Any]:
    import pyarrow as pa

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


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
