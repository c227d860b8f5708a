"""Truth as users have it: which articles report the same story, by their own ids, as pairs or as clusters.

JSON Lines or CSV, one row per pair or one row per article:

    {"a": "id-1", "b": "id-2", "same": true, "kind": "translation"}
    {"id": "id-1", "cluster": "story 7", "parent": "id-0"}

`same` is true where it is left out; a cluster may be called story, group or label, and null is an article by itself.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import orjson

from dedup.archive import ArchiveStore
from dedup.config import check_kinds
from dedup.messages import InputError

_CLUSTERS: Final = ("cluster", "story", "group", "label")
_NO: Final = frozenset(("false", "no", "0", "different", "n"))
_YES: Final = frozenset(("true", "yes", "1", "same", "y", ""))

Pair = tuple[str, str]


@dataclass
class Truth:
    """What is known to be so."""

    clusters: dict[str, str] = field(default_factory=dict)
    """The cluster of each article; one that stands alone is a cluster of its own."""

    pairs: dict[Pair, bool] = field(default_factory=dict)
    """Pairs in the order of their ids, and whether both report the same story."""

    kinds: dict[Pair, str] = field(default_factory=dict)
    """The kind of a pair, where it is given."""

    parents: dict[str, str | None] = field(default_factory=dict)
    """What an article was taken from, where that is given."""


def ordered(a: str, b: str) -> Pair:
    """Return the pair in the order of the ids."""
    return (a, b) if a <= b else (b, a)


def read_truth(path: Path) -> Truth:
    """Return the truth in a file.

    Raises:
        InputError: if it cannot be read, or a row is neither a pair nor an article of a cluster; the message names it.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    truth = Truth()
    for place, row in _rows(path, data):
        if row.get("a") is not None and row.get("b") is not None:
            _take_pair(truth, row, place)
        elif row.get("id") is not None and (name := next((one for one in _CLUSTERS if one in row), None)):
            id = str(row["id"])
            truth.clusters[id] = f"={row[name]}" if row[name] not in (None, "") else f"alone={id}"
            if "parent" in row:
                truth.parents[id] = str(row["parent"]) if row["parent"] not in (None, "") else None
        else:
            raise InputError(f"{place}: neither a pair (a, b) nor an article of a cluster (id, {', '.join(_CLUSTERS)})")
    if not truth.clusters and not truth.pairs:
        raise InputError(f"{path}: no pair and no article in it")
    if truth.clusters and truth.pairs:
        raise InputError(f"{path}: pairs and clusters in one file; give one or the other")
    return truth


def _take_pair(truth: Truth, row: Mapping[str, Any], place: str) -> None:
    given = row.get("same", True)
    words = str(given if given is not None else "").strip().lower()
    if words not in _NO | _YES:
        raise InputError(f"{place}: same is {words!r}; write true or false")
    pair = ordered(str(row["a"]), str(row["b"]))
    truth.pairs[pair] = words in _YES
    if row.get("kind"):
        truth.kinds[pair] = str(row["kind"])


def _rows(path: Path, data: bytes) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if path.suffix.lower() in (".csv", ".tsv"):
        text = data.decode("utf-8-sig", errors="replace")
        first = text.partition("\n")[0]
        mark = max(",;\t", key=first.count)
        for number, row in enumerate(csv.DictReader(io.StringIO(text, newline=""), delimiter=mark), start=2):
            yield f"{path}, line {number}", {(name or "").strip().lower(): value for name, value in row.items() if name}
        return
    for number, line in enumerate(data.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise InputError(f"{path}, line {number}: not JSON: {error}") from error
        if not isinstance(row, dict):
            raise InputError(f"{path}, line {number}: not an object")
        yield f"{path}, line {number}", row


# The most similar match is the surest; of passages taken for borrowed, the least similar are.
_PAIRS = """
    WITH judged AS (
        SELECT x.id AS a, y.id AS b, kind,
            CASE WHEN same_statement THEN score * greatest(coverage_a, coverage_b)
                ELSE 1 - score * greatest(coverage_a, coverage_b) END AS sure
        FROM match JOIN article x ON x.article = match.a JOIN article y ON y.article = match.b
    )
    SELECT a, b FROM judged WHERE $kind IS NULL OR kind = $kind ORDER BY sure, a, b
"""


def doubtful_pairs(archive: ArchiveStore, kind: str | None = None) -> Iterator[Pair]:
    """Yield the pairs that were matched, and those that only share borrowed passages, the least sure first.

    Raises:
        ConfigError: if there is no such kind of match.
    """
    if kind is not None:
        check_kinds([kind])
    rows = archive.rows(_PAIRS, {"kind": kind})
    for a, b in zip(rows["a"].to_pylist(), rows["b"].to_pylist(), strict=True):
        yield ordered(a, b)
