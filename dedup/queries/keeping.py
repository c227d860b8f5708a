"""Decides which articles of an archive to keep, so that everything dropped stands in something kept.

An article is dropped only for one that is kept, that it matches in one of the kinds that count, and that covers the
share of it that is asked for. `keep` in articles.jsonl keeps one article per story whatever the rest holds; this loses
less.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from dedup.archive import ArchiveStore
from dedup.config import KINDS, ConfigError

Preference = Literal["origin", "earliest", "longest", "outlets"]
PREFERENCES: Final = ("origin", "earliest", "longest", "outlets")


@dataclass(frozen=True)
class KeepRule:
    """What is dropped for what."""

    kinds: frozenset[str] = frozenset(("copy",))
    """Kinds of match for which an article is dropped."""

    coverage: float = 0.8
    """The share of an article's body that must stand in the kept one. With 0.8 an excerpt goes and a longer piece that
    embeds the kept one stays. By judgement."""

    prefer: Preference = "origin"
    """Which of two articles is kept: the origin, the earliest, the longest, or that of the outlet named first."""

    outlets: tuple[str, ...] = ()
    """The order of outlets; those that it lacks come last."""

    per_language: bool = False
    """Whether an article is dropped only for one in its own language."""

    def __post_init__(self) -> None:
        unknown = sorted(self.kinds - set(KINDS))
        if unknown or not self.kinds:
            raise ConfigError(f"--kinds: no such kind of match: {', '.join(unknown)}; there are {', '.join(KINDS)}")
        if not 0 < self.coverage <= 1:
            raise ConfigError(f"--coverage {self.coverage:g}: must be above 0 and at most 1")
        if self.prefer not in PREFERENCES:
            raise ConfigError(f"--prefer {self.prefer}: there are {', '.join(PREFERENCES)}")


@dataclass(frozen=True)
class Kept:
    """An article that is kept, and where it was read."""

    id: str
    file: str
    position: str


_ARTICLES: Final = """
    SELECT article.article AS number, (list_sum(ends) - list_sum(starts))::BIGINT AS size, id, file, position, outlet,
        body.lang AS lang, words, epoch_us(published) AS published, coalesce(origin.article = id, false) AS origin
    FROM article JOIN body USING (article) LEFT JOIN membership USING (article) LEFT JOIN origin USING (story)
    ORDER BY number
"""


def kept_articles(archive: ArchiveStore, rule: KeepRule) -> list[Kept]:
    """Return the articles to keep, in the order of their ids."""
    rows = {row["number"]: row for row in archive.records(_ARTICLES)}
    covering: dict[int, list[int]] = defaultdict(list)
    for batch in archive.stream("SELECT a, b, kind, passages FROM match WHERE same_statement"):
        for row in batch.to_pylist():
            a, b = row["a"], row["b"]
            if row["kind"] not in rule.kinds or (rule.per_language and rows[a]["lang"] != rows[b]["lang"]):
                continue
            for side, one, other in (("a", a, b), ("b", b, a)):
                if _covered(row["passages"], side) >= rule.coverage * (rows[one]["size"] or 1):
                    covering[one].append(other)
    kept: set[int] = set()
    for number in sorted(rows, key=lambda number: _rank(rows[number], rule)):
        if kept.isdisjoint(covering.get(number, ())):
            kept.add(number)
    return [Kept(rows[one]["id"], rows[one]["file"], rows[one]["position"]) for one in sorted(kept)]


def _covered(passages: Sequence[Mapping[str, Any]], side: str) -> int:
    """Characters of an article that aligned passages cover. Not the match's coverage: that counts whole paragraphs."""
    covered, reached = 0, 0
    for start, end in sorted((one[f"{side}_start"], one[f"{side}_end"]) for one in passages):
        covered += max(0, end - max(start, reached))
        reached = max(reached, end)
    return covered


def _rank(row: Mapping[str, Any], rule: KeepRule) -> tuple[Any, ...]:
    dated = (row["published"] is None, row["published"] or 0)
    first: tuple[Any, ...] = ()
    if rule.prefer == "origin":
        first = (not row["origin"],)
    elif rule.prefer == "longest":
        first = (-row["words"],)
    elif rule.prefer == "outlets":
        known = row["outlet"] in rule.outlets
        first = (rule.outlets.index(row["outlet"]) if known else len(rule.outlets),)
    return (*first, *dated, -row["words"], row["number"])
