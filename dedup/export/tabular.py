"""The files as tables, one each: Parquet as they are, CSV with lists as JSON and nested fields as columns.

Spreadsheets run a cell that begins with `=`, `+`, `-` or `@` as a formula, and whoever wrote the article chose what
stands there: in CSV such a text is preceded by an apostrophe, which spreadsheets take for "this is text".
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import orjson
import pyarrow as pa

from dedup.archive import Tables
from dedup.export.files import writing
from dedup.export.jsonl import FILES
from dedup.export.values import readable

CSV_FILES: Final = tuple(name.replace(".jsonl", ".csv") for name in FILES)
PARQUET_FILES: Final = tuple(name.replace(".jsonl", ".parquet") for name in FILES)

# Wide forms of the four too: spreadsheets set for Chinese and Japanese read them alike. Tabs and line ends are skipped
# by some before they look.
_FORMULA: Final = re.compile("[=+\\-@＝＋－＠\t\r\n]")


def write_csv(archive: Tables, out: Path) -> None:
    """Write `CSV_FILES` into the folder `out`: UTF-8, with a header; texts in quotation marks, an absent value empty.

    Raises:
        OSError: if one cannot be written.
    """
    from pyarrow import csv

    for source, name in zip(FILES, CSV_FILES, strict=True):
        wide = _schema(archive, source)
        schema = pa.schema([column for field in wide for column in _flat_fields(field)])
        with writing(out / name) as file, csv.CSVWriter(file, schema) as writer:
            for batch in _batches(archive, source):
                flat = [_flat_row(row, wide) for row in batch]
                writer.write_batch(pa.RecordBatch.from_pylist(flat, schema))


def write_parquet(archive: Tables, out: Path) -> None:
    """Write `PARQUET_FILES` into the folder `out`; evidence is JSON.

    Raises:
        OSError: if one cannot be written.
    """
    from pyarrow import parquet

    for source, name in zip(FILES, PARQUET_FILES, strict=True):
        schema = _schema(archive, source)
        with writing(out / name) as file, parquet.ParquetWriter(file, schema, compression="zstd") as writer:
            for batch in _batches(archive, source):
                writer.write_batch(pa.RecordBatch.from_pylist(batch, schema))


def _batches(archive: Tables, name: str) -> Iterator[list[dict[str, Any]]]:
    for batch in archive.stream(FILES[name]):
        rows = [readable(row) for row in batch.to_pylist()]
        for row in rows:
            if "evidence" in row:
                row["evidence"] = orjson.dumps(row["evidence"]).decode()
        yield rows


def _schema(archive: Tables, name: str) -> pa.Schema:
    """The columns of a file, with figures wide enough for the decimals that they were rounded to."""
    narrow = archive.rows(f"SELECT * FROM ({FILES[name]}) LIMIT 0").schema
    return pa.schema([pa.field(field.name, _wide(field.type)) for field in narrow])


def _wide(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_float32(kind):
        return pa.float64()
    if pa.types.is_struct(kind):
        return pa.struct([(field.name, _wide(field.type)) for field in kind])
    if pa.types.is_list(kind):
        return pa.list_(_wide(kind.value_type))
    return kind


def _flat_fields(field: pa.Field) -> list[pa.Field]:
    if pa.types.is_struct(field.type):
        return [pa.field(f"{field.name}_{inner.name}", inner.type) for inner in field.type]
    return [pa.field(field.name, pa.string() if pa.types.is_list(field.type) else field.type)]


def _flat_row(row: dict[str, Any], schema: pa.Schema) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for field in schema:
        value = row[field.name]
        if pa.types.is_struct(field.type):
            flat |= {f"{field.name}_{inner}": harmless(one) for inner, one in value.items()}
        elif pa.types.is_list(field.type):
            flat[field.name] = orjson.dumps(value).decode() if value is not None else None
        else:
            flat[field.name] = harmless(value)
    return flat


def harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet runs as a formula."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
