"""A run and its files, as tests look at them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dedup

SAMPLES = Path(__file__).parents[1] / "samples"


def write_lines(path: Path, records: Iterable[Mapping[str, Any] | bytes]) -> str:
    """A dump of these records, and of lines that are written as they are."""
    path.write_bytes(b"".join(one if isinstance(one, bytes) else json.dumps(one).encode() + b"\n" for one in records))
    return str(path)


def rows_of(folder: Path, file: str) -> list[dict[str, Any]]:
    with (folder / file).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@dataclass(frozen=True)
class Ran:
    """A run and where its files are."""

    out: Path
    summary: dedup.Summary

    @property
    def archive(self) -> Path:
        return self.out / "archive.duckdb"

    def rows(self, name: str) -> list[dict[str, Any]]:
        return rows_of(self.out, name)
