"""Pass on the records of a stream that are new; drop copies and rewrites of what came before."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dedup

SAMPLES = Path(__file__).parents[1] / "samples"


def records() -> Iterator[dict[str, Any]]:
    """Stands for whatever a crawler yields: mappings with the usual names of fields."""
    with (SAMPLES / "dump.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main(archive: Path) -> None:
    seen = sum(1 for _ in records())
    new = list(dedup.filter(records(), archive))
    print(f"{seen} records, {len(new)} new")
    again = list(dedup.filter(records(), archive))
    print(f"the same once more: {len(again)} new")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder) / "news.duckdb")
