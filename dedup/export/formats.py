"""The forms that an archive can be written in, and the files of an earlier export, which alone may be replaced."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

import orjson

from dedup.archive import Tables
from dedup.config import ConfigError
from dedup.export.graphml import GRAPHML_FILE, write_graphml
from dedup.export.jsonl import FILES, write
from dedup.export.jsonld import JSONLD_FILE, write_jsonld
from dedup.export.newsroom import NEWSROOM_FILE, write_newsroom
from dedup.export.prov import PROV_FILE, write_prov
from dedup.export.report import REPORT_FILE, write_report
from dedup.export.tabular import CSV_FILES, PARQUET_FILES, write_csv, write_parquet
from dedup.export.workbook import WORKBOOK_FILE, write_workbook


class Format(NamedTuple):
    """One form: its files, what writes them into a folder, and how a file of it is known again."""

    files: tuple[str, ...]
    write: Callable[[Tables, Path], None]
    mark: bytes | None = None
    """What stands at the head of its documents, and of no others: `export --force` replaces what has it. None for
    tables, which are known by their columns."""


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "jsonl": Format(tuple(FILES), write),
        "prov-json": Format((PROV_FILE,), write_prov, b"urn:dedup:"),
        "jsonld": Format((JSONLD_FILE,), write_jsonld, b"urn:dedup:"),
        "graphml": Format((GRAPHML_FILE,), write_graphml, b'<key id="node.published_precision"'),
        "csv": Format(CSV_FILES, write_csv),
        "parquet": Format(PARQUET_FILES, write_parquet),
        "newsroom": Format((NEWSROOM_FILE,), write_newsroom, b'"outlet","date","title","url","language"'),
        "xlsx": Format((WORKBOOK_FILE,), write_workbook, b"urn:dedup:"),
        "report": Format((REPORT_FILE,), write_report, b'<meta name="generator" content="dedup'),
    }
)
"""By the name that `--format` takes. A new one is named in `FORMATS_HELP` of `dedup.cli.commands.export` as well."""


def formats_of(names: Sequence[str]) -> list[Format]:
    """Return the forms of these names.

    Raises:
        ConfigError: if there is no such form, or none is given.
    """
    unknown = sorted(set(names) - FORMATS.keys())
    if unknown or not names:
        raise ConfigError(f"no such format: {', '.join(map(repr, unknown))}; the formats are {', '.join(FORMATS)}")
    return [FORMATS[name] for name in FORMATS if name in names]


_HEAD: Final = 65_536
"""Bytes that are looked at: the first line of a table, the mark of a document."""

_PROPERTIES: Final = "docProps/core.xml"


def of_an_export(archive: Tables, path: Path) -> bool:
    """Return whether a file has the form of what an export of `archive` writes under its name: the same columns, or a
    document with the mark of a format. An empty table of JSON Lines is one."""
    source = f"{path.stem}.jsonl"
    with suppress(OSError, ValueError), path.open("rb") as file:
        if source not in FILES:
            head = _properties(path) if path.suffix == ".xlsx" else file.read(_HEAD)
            return any(form.mark in head for form in FORMATS.values() if form.mark is not None)
        columns: list[str] = archive.rows(f"SELECT * FROM ({FILES[source]}) LIMIT 0").column_names
        if path.suffix == ".parquet":
            from pyarrow import parquet

            return bool(parquet.read_schema(path).names == columns)
        first = file.readline(_HEAD)
        if path.suffix == ".csv":
            names = [name.strip(b'"\r\n').decode() for name in first.split(b",")]
            return all(any(name == one or name.startswith(f"{one}_") for one in columns) for name in names)
        if not first:
            return True
        # The line may be longer than what was read; its names then stand at its beginning.
        if first.endswith(b"\n"):
            return list(orjson.loads(first)) == columns
        return first.startswith(b'{"' + columns[0].encode() + b'":')
    return False


def _properties(path: Path) -> bytes:
    """The properties of a workbook, which name its maker; empty if it is none."""
    from zipfile import BadZipFile, ZipFile

    with suppress(BadZipFile, KeyError, NotImplementedError), ZipFile(path) as parts, parts.open(_PROPERTIES) as file:
        return file.read(_HEAD)
    return b""
