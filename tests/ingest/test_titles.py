"""Lists of titles, in every format: rows without a text are articles, unless their text has a name nobody knows."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.feather
import pyarrow.parquet
import pytest

TEXT = "The harbour board of Tarnmouth agreed on Monday to rebuild the northern pier after the storm of last winter."
RECORDS = [
    {"id": "1", "url": "https://a.example/1", "title": "Pier to be rebuilt"},
    {"id": "2", "url": "https://a.example/2", "title": "Gate closed"},
    {"id": "3", "url": "https://b.example/3", "title": "Pier to be rebuilt"},
]


def write_lines(table: pa.Table, path: Path) -> None:
    path.write_text("\n".join(map(json.dumps, table.to_pylist())) + "\n")


def write_sheet(table: pa.Table, path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["Titles"])
    book.active.append(table.column_names)
    for row in table.to_pylist():
        book.active.append(list(row.values()))
    book.save(path)


FORMATS: dict[str, Callable[[pa.Table, Path], Any]] = {
    "jsonl": write_lines,
    "json": lambda table, path: path.write_text(json.dumps({"articles": table.to_pylist()})),
    "csv": pyarrow.csv.write_csv,
    "parquet": pyarrow.parquet.write_table,
    "arrow": pyarrow.feather.write_feather,
    "xlsx": write_sheet,
}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_reads_a_list_of_titles(form: str, tmp_path: Path, gather: Any) -> None:
    path = tmp_path / f"titles.{form}"
    FORMATS[form](pa.Table.from_pylist(RECORDS), path)
    found = gather([path])
    assert not found.reasons
    assert [(row["id"], row["title"], row["text"]) for row in found.articles] == [
        (row["id"], row["title"], "") for row in RECORDS
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_a_text_of_an_unknown_name_is_reported(form: str, tmp_path: Path, gather: Any) -> None:
    path = tmp_path / f"titles.{form}"
    FORMATS[form](pa.Table.from_pylist(RECORDS[:2]).append_column("blurb", pa.array([TEXT, TEXT])), path)
    found = gather([path])
    assert not found.articles
    assert [reason for _, reason in found.reasons] == ["no text field; 'blurb' may be it"] * 2
