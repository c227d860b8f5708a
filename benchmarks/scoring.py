"""A run's matches against a dump's truth: pairs found, missed and wrong, by kind and by languages.

Truth is a JSON object for each article, as in samples/truth.jsonl: `id`, `story`, `lang`, `variant` (articles of one
variant are copies of each other) and, for some, `background`: the story whose paragraphs the article borrows. Two
articles report the same if they are of one story. A pair that only shares borrowed text is neither right nor wrong.

The truth may name a page by its file; in a run it goes by the URL that it says itself, so `Truth.names` asks the
archive for its file.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb

Pair = tuple[str, str]
"""Two ids, the lesser first."""

KINDS = ("copy", "rewrite", "translation")


def pair_of(one: str, other: str) -> Pair:
    """The pair of two ids."""
    return (one, other) if one < other else (other, one)


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The share; 1 of nothing, for nothing was missed."""
        return self.part / self.whole if self.whole else 1.0


@dataclass(frozen=True)
class Score:
    """What a run found of what is true."""

    precision: Share
    recall: Share
    by_kind: Mapping[str, Share]
    """Recall of the pairs of each kind."""
    by_languages: Mapping[str, Share]
    """Recall of translations by language pair, as `en-ru`."""
    by_deed: Mapping[str, Share]
    """Of articles by what was done to them (`edited`, `excerpt`, ...), those found with their parent."""
    kinds: Share
    """Of the pairs found, those whose kind is right."""
    wrong: Mapping[str, int]
    """Pairs that are no match, by whether they were said to be of `one language` or `two`."""

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall over pairs."""
        precision, recall = self.precision.value, self.recall.value
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True)
class Truth:
    """What is true of a dump, by id."""

    articles: Mapping[str, Mapping[str, Any]]

    @classmethod
    def load(cls, path: Path) -> "Truth":
        """Read a file of truth."""
        return cls({row["id"]: row for row in rows(path)})

    def kind(self, pair: Pair) -> str:
        """What two articles of one story are to each other."""
        a, b = self.articles[pair[0]], self.articles[pair[1]]
        if a["lang"] != b["lang"]:
            return "translation"
        return "copy" if a["variant"] == b["variant"] else "rewrite"

    def languages(self, pair: Pair) -> str:
        """The two languages of a pair."""
        return "-".join(sorted(self.articles[id]["lang"] for id in pair))

    def pairs(self) -> Iterator[Pair]:
        """All pairs that report the same."""
        stories: defaultdict[str, list[str]] = defaultdict(list)
        for id, row in self.articles.items():
            stories[row["story"]].append(id)
        for ids in stories.values():
            yield from combinations(sorted(ids), 2)

    def same(self, pair: Pair) -> bool:
        """Whether two articles report the same."""
        return bool(self.articles[pair[0]]["story"] == self.articles[pair[1]]["story"])

    def borrowed(self, pair: Pair) -> bool:
        """Whether two articles share paragraphs that neither story is about."""
        a, b = self.articles[pair[0]], self.articles[pair[1]]
        backgrounds = a.get("background"), b.get("background")
        return (
            backgrounds[0] == b["story"]
            or backgrounds[1] == a["story"]
            or (backgrounds[0] is not None and backgrounds[0] == backgrounds[1])
        )

    def names(self, archive: Path) -> dict[str, str]:
        """A run's ids -> the truth's."""
        with duckdb.connect(str(archive), read_only=True) as connection:
            found = connection.execute("SELECT id, file FROM article").fetchall()
        return {id: id if id in self.articles else Path(file).name for id, file in found}


def score(truth: Truth, out: Path) -> Score:
    """Score the run in the folder `out`."""
    names = truth.names(out / "archive.duckdb")
    return score_pairs(
        truth, {pair_of(names[row["a"]], names[row["b"]]): row["kind"] for row in rows(out / "matches.jsonl")}
    )


def score_pairs(truth: Truth, matched: Mapping[Pair, str]) -> Score:
    """Score pairs with their kinds; pairs of articles that the truth does not know are left out."""
    found = {pair: kind for pair, kind in matched.items() if pair[0] in truth.articles and pair[1] in truth.articles}
    hits = {pair for pair in found if truth.same(pair)}
    wrong = [pair for pair in found if pair not in hits and not truth.borrowed(pair)]
    kinds: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    kinds_hit: Counter[str] = Counter()
    languages_hit: Counter[str] = Counter()
    for pair in truth.pairs():
        kind, hit = truth.kind(pair), pair in hits
        kinds[kind] += 1
        kinds_hit[kind] += hit
        if kind == "translation":
            languages[truth.languages(pair)] += 1
            languages_hit[truth.languages(pair)] += hit
    deeds: Counter[str] = Counter()
    deeds_hit: Counter[str] = Counter()
    for id, row in truth.articles.items():
        if row.get("parent") in truth.articles:
            deeds[row["kind"]] += 1
            deeds_hit[row["kind"]] += pair_of(id, row["parent"]) in hits
    crossing = sum(truth.kind(pair) == "translation" for pair in wrong)
    return Score(
        precision=Share(len(hits), len(hits) + len(wrong)),
        recall=Share(len(hits), kinds.total()),
        by_kind={kind: Share(kinds_hit[kind], kinds[kind]) for kind in KINDS if kinds[kind]},
        by_languages=_shares(languages_hit, languages),
        by_deed=_shares(deeds_hit, deeds),
        kinds=Share(sum(found[pair] == truth.kind(pair) for pair in hits), len(hits)),
        wrong={"one language": len(wrong) - crossing, "two": crossing},
    )


def _shares(parts: Mapping[str, int], wholes: Mapping[str, int]) -> dict[str, Share]:
    return {name: Share(parts[name], wholes[name]) for name in sorted(wholes)}


def rows(path: Path) -> Iterable[Any]:
    """The records of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
