"""The labelled cases, which are tables so that whoever knows a language can add to them."""

import csv
from pathlib import Path


def table(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))
