"""How well an archive's stories agree with what is known: precision and recall of pairs, B³, ARI, calibration.

Only articles that the truth names and the archive has are counted. A pair is found where both articles stand in one
story. Against clusters every two articles count; against pairs only those that the truth lists, and if it lists none
that differ, every two of the articles that it names, for then what it leaves out is taken to differ.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any, Final

from dedup.archive import ArchiveStore
from dedup.queries.truth import Pair, Truth, ordered

_THRESHOLDS: Final = tuple(round(step / 20, 2) for step in range(21))
_BINS: Final = 10


@dataclass(frozen=True)
class Score:
    """Precision and recall of some pairs; None where nothing was to be found, or nothing was."""

    name: str
    right: int
    found: int
    true: int

    @property
    def precision(self) -> float | None:
        """Share of what was found that is true."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share of what is true that was found."""
        return self.right / self.true if self.true else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both."""
        return 2 * self.right / (self.found + self.true) if self.found + self.true else None

    def as_record(self) -> dict[str, Any]:
        """Return the counts and the shares, as JSON has them."""
        return asdict(self) | {"precision": self.precision, "recall": self.recall, "f1": self.f1}


@dataclass(frozen=True)
class Bin:
    """Links of about one confidence: how sure they were, and how many of them are right."""

    low: float
    high: float
    links: int
    confidence: float
    right: float


@dataclass(frozen=True)
class Evaluation:
    """How an archive agrees with a truth."""

    articles: int
    """Articles that both have."""

    missing: tuple[str, ...]
    """Articles of the truth that the archive does not have."""

    pairs: Score
    by_kind: tuple[Score, ...]
    """Kinds are those of the truth where it gives them, else of the archive's matches."""

    by_languages: tuple[Score, ...]
    b_cubed: tuple[float, float, float] | None
    """B³ precision, recall and F1; of clusters alone."""

    ari: float | None
    """Adjusted Rand index; of clusters alone."""

    thresholds: tuple[tuple[float, Score], ...]
    """If only matches within stories counted, and of them those of at least this score. Two articles of a story without
    a match of their own are found at none."""

    calibration: tuple[Bin, ...]
    """Of links to a parent, where the truth names parents."""

    missed: tuple[Pair, ...]
    """True pairs that were not found."""

    wrong: tuple[Pair, ...]
    """Pairs that were found and are not true."""


def evaluate(archive: ArchiveStore, truth: Truth) -> Evaluation:
    """Compare an archive's stories with what is known; without a common article all scores are empty."""
    named = set(truth.clusters) or {id for pair in truth.pairs for id in pair}
    rows = archive.records(
        "SELECT id, body.lang AS lang, membership.story AS story FROM article JOIN body USING (article) "
        "LEFT JOIN membership USING (article)"
    )
    here = {row["id"]: row for row in rows if row["id"] in named}
    stories = {id: f"story={row['story']}" if row["story"] is not None else f"alone={id}" for id, row in here.items()}
    true, counted = _true_pairs(truth, here)
    found = _pairs_within(stories) if counted is None else {pair for pair in counted if _together(stories, pair)}
    matches = _matches(archive, here, counted)
    # What two reports share that were put into different stories is not found; `all` does not count it either.
    scores = {pair: score for pair, (_, score) in matches.items() if _together(stories, pair)}
    kinds = {pair: kind for pair, (kind, _) in matches.items()}
    langs = {id: row["lang"] or "?" for id, row in here.items()}
    clusters = {id: cluster for id, cluster in truth.clusters.items() if id in here}
    return Evaluation(
        articles=len(here),
        missing=tuple(sorted(named - here.keys())),
        pairs=_score("all", found, true),
        by_kind=_by(found, true, lambda pair: truth.kinds.get(pair) or kinds.get(pair, "no direct match")),
        by_languages=_by(found, true, lambda pair: "-".join(sorted((langs[pair[0]], langs[pair[1]])))),
        b_cubed=_b_cubed(stories, clusters) if clusters else None,
        ari=_adjusted_rand(stories, clusters) if clusters else None,
        thresholds=tuple(
            (bar, _score(f"{bar:.2f}", {pair for pair, score in scores.items() if score >= bar}, true))
            for bar in _THRESHOLDS
        ),
        calibration=_calibration(archive, truth.parents, here),
        missed=tuple(sorted(true - found)),
        wrong=tuple(sorted(found - true)),
    )


def _true_pairs(truth: Truth, here: Mapping[str, object]) -> tuple[set[Pair], set[Pair] | None]:
    """The true pairs, and those that count; None where every two articles do."""
    if truth.clusters:
        return _pairs_within({id: cluster for id, cluster in truth.clusters.items() if id in here}), None
    listed = {pair for pair in truth.pairs if pair[0] in here and pair[1] in here}
    true = {pair for pair in listed if truth.pairs[pair]}
    return true, None if all(truth.pairs.values()) else listed


def _pairs_within(groups: Mapping[str, str]) -> set[Pair]:
    members: dict[str, list[str]] = defaultdict(list)
    for id, group in groups.items():
        members[group].append(id)
    return {pair for ids in members.values() for pair in combinations(sorted(ids), 2)}


def _together(stories: Mapping[str, str], pair: Pair) -> bool:
    return stories[pair[0]] == stories[pair[1]]


def _matches(
    archive: ArchiveStore, here: Mapping[str, object], counted: set[Pair] | None
) -> dict[Pair, tuple[str, float]]:
    sql = (
        "SELECT x.id AS a, y.id AS b, kind, score FROM match JOIN article x ON x.article = match.a "
        "JOIN article y ON y.article = match.b WHERE same_statement"
    )
    found = {}
    for batch in archive.stream(sql):
        for row in batch.to_pylist():
            pair = ordered(row["a"], row["b"])
            if pair[0] in here and pair[1] in here and (counted is None or pair in counted):
                found[pair] = (row["kind"], row["score"])
    return found


def _score(name: str, found: set[Pair], true: set[Pair]) -> Score:
    return Score(name, len(found & true), len(found), len(true))


def _by(found: set[Pair], true: set[Pair], name_of: Callable[[Pair], str]) -> tuple[Score, ...]:
    """A score for each name that pairs go by."""
    right, seen, wanted = (Counter(map(name_of, pairs)) for pairs in (found & true, found, true))
    return tuple(Score(name, right[name], seen[name], wanted[name]) for name in sorted({*seen, *wanted}))


def _b_cubed(stories: Mapping[str, str], clusters: Mapping[str, str]) -> tuple[float, float, float]:
    """The mean over articles of how much of its story is of its cluster, and how much of its cluster in its story."""
    both = Counter((stories[id], clusters[id]) for id in clusters)
    in_story, in_cluster = Counter(stories[id] for id in clusters), Counter(clusters.values())
    precision = sum(count * count / in_story[story] for (story, _), count in both.items()) / len(clusters)
    recall = sum(count * count / in_cluster[cluster] for (_, cluster), count in both.items()) / len(clusters)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _adjusted_rand(stories: Mapping[str, str], clusters: Mapping[str, str]) -> float:
    def pairs(counts: Iterable[int]) -> float:
        return sum(count * (count - 1) / 2 for count in counts)

    both = pairs(Counter((stories[id], clusters[id]) for id in clusters).values())
    rows = pairs(Counter(stories[id] for id in clusters).values())
    columns = pairs(Counter(clusters.values()).values())
    every = pairs([len(clusters)])
    expected = rows * columns / every if every else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def _calibration(
    archive: ArchiveStore, parents: Mapping[str, str | None], here: Mapping[str, object]
) -> tuple[Bin, ...]:
    """Links to a parent in tenths of confidence, of articles whose parent the truth says."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for row in archive.records("SELECT child, parent, confidence FROM link WHERE parent IS NOT NULL"):
        if row["child"] in parents and row["child"] in here:
            place = min(int(row["confidence"] * _BINS), _BINS - 1)
            bins[place].append((row["confidence"], parents[row["child"]] == row["parent"]))
    return tuple(
        Bin(
            place / _BINS,
            (place + 1) / _BINS,
            len(links),
            sum(sure for sure, _ in links) / len(links),
            sum(right for _, right in links) / len(links),
        )
        for place, links in sorted(bins.items())
    )
