"""A run against the truth of the samples: pairs found, pairs missed, pairs that are wrong."""

import json
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

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


def true_pairs(known: dict[str, dict[str, Any]], kind: str) -> set[Pair]:
    """Pairs that report one story in one wording (`copy`), in two of one language (`rewrite`), in two languages."""
    return {
        frozenset((a["id"], b["id"]))
        for a, b in combinations(known.values(), 2)
        if a["story"] == b["story"] and _kind(a, b) == kind
    }


def _kind(a: dict[str, Any], b: dict[str, Any]) -> str:
    if a["lang"] != b["lang"]:
        return "translation"
    return "copy" if a["variant"] == b["variant"] else "rewrite"


def score(expected: set[Pair], found: set[Pair]) -> Score:
    return Score(frozenset(expected & found), frozenset(expected - found))
