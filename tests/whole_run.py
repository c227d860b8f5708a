"""A run and its files, as tests look at them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dedup

SAMPLES = Path(__file__).parents[1] / "samples"


@dataclass(frozen=True)
class Ran:
    """A run and where its files are."""

    out: Path
    summary: dedup.Summary

    @property
    def archive(self) -> Path:
        return self.out / "archive.duckdb"

    def rows(self, name: str) -> list[dict[str, Any]]:
        with (self.out / name).open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]
