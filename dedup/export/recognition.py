"""Recognizes files that an earlier export wrote, so that no file of somebody else's is replaced."""

from contextlib import suppress
from pathlib import Path
from typing import Final

import orjson

from dedup.archive import Tables
from dedup.export.jsonl import FILES

_HEAD: Final = 65_536
"""Bytes that are looked at: the first line of a table, the terms of a document."""
_TERMS: Final = (
    b"urn:dedup:",
    b'<key id="node.published_precision"',
    b'<meta name="generator" content="dedup',
    b'"outlet","date","title","url","language"',
)
"""What stands at the head of the documents that are exported."""

_PROPERTIES: Final = "docProps/core.xml"


def of_an_export(archive: Tables, path: Path) -> bool:
    """Return whether a file has the form of what an export of `archive` writes under its name: the same columns, or a
    document in terms of ours. An empty table of JSON Lines is one."""
    source = f"{path.stem}.jsonl"
    with suppress(OSError, ValueError), path.open("rb") as file:
        if source not in FILES:
            head = _properties(path) if path.suffix == ".xlsx" else file.read(_HEAD)
            return any(term in head for term in _TERMS)
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
