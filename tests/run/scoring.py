"""A run against the truth of the samples: pairs found, pairs missed, pairs that are wrong.

The truth names an article by its id or its page's file name. In a run a page goes by the URL that it says itself, so
`names` finds its file in the archive.
"""

import json
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb

Pair = frozenset[str]


@dataclass(frozen=True)
class Score:
    """Pairs of one kind."""

    found: frozenset[Pair]
    missed: frozenset[Pair]

    @property
    def recall(self) -> float:
        return len(self.found) / (len(self.found) + len(self.missed))


def truth(samples: Path) -> dict[str, dict[str, Any]]:
    with (samples / "truth.jsonl").open(encoding="utf-8") as lines:
        return {row["id"]: row for row in map(json.loads, lines)}


def names(archive: Path, known: dict[str, dict[str, Any]]) -> dict[str, str]:
    """A run's ids -> the truth's."""
    with duckdb.connect(str(archive), read_only=True) as connection:
        rows = connection.execute("SELECT id, file FROM article").fetchall()
    return {id: id if id in known else Path(file).name for id, file in rows}


def true_pairs(known: dict[str, dict[str, Any]], kind: str) -> set[Pair]:
    """Pairs of one language that tell one story: of one wording for `copy`, of two for `rewrite`."""
    return {
        frozenset((a["id"], b["id"]))
        for a, b in combinations(known.values(), 2)
        if a["story"] == b["story"]
        and a["lang"] == b["lang"]
        and (a["variant"] == b["variant"]) == (kind == "copy")
    }


def score(expected: set[Pair], found: set[Pair]) -> Score:
    return Score(frozenset(expected & found), frozenset(expected - found))
