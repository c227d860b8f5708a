"""The verdict on where a story comes from."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..config import ProvenanceConfig
from .cited import Cited
from .figures import figure
from .records import Evidence, Origin, StoryArticle
from .times import Vector
from .weigh import Case


@dataclass(frozen=True)
class Entry:
    """How a story may have come into the dump, from the trees of both accounts."""

    parents: Sequence[int]
    """The parent chosen for each article, -1 for none."""

    first: Vector
    """[c]: the share of trees in which the story starts with c."""

    from_outside: Vector
    """[c]: the share in which c took it from outside the dump."""

    outside: float
    """The share in which the story starts outside the dump."""


def decide_origin(case: Case, entry: Entry, config: ProvenanceConfig) -> Origin:
    """`outside` with its source, `originated`, `earliest_here`, or `undetermined` where nothing carries a verdict."""
    articles, cited, times = case.articles, case.cited, case.times
    source, share, words = _named_source(articles, cited, entry.from_outside)
    if len(articles) == 1:
        sure = figure(float(entry.first[0]), config.origin_scale)
        return _alone(articles[0], cited[0], source, words, sure)
    if source is not None and entry.outside > config.outside_bar:
        return Origin(None, source, "outside", figure(entry.outside * share, config.outside_scale), words)
    shares = entry.first + entry.from_outside if source is None else entry.first
    roots = sorted(range(len(articles)), key=lambda c: (-round(float(shares[c]), 9), articles[c].id))
    top = roots[0]
    sure = float(shares[top])
    second = float(shares[roots[1]])
    if sure < config.min_origin or sure - second < config.min_lead or entry.parents[top] >= 0:
        return Origin(None, None, "undetermined", figure(1 - sure))
    namers = [c for c in range(len(articles)) if top in cited[c].inside]
    evidence: list[Evidence] = [
        _cue(articles[c].id, cited[c].inside[top].words, cited[c].inside[top].source) for c in namers
    ]
    if not evidence and not cited[top].self_named:
        if not times[top].dated:
            evidence.append({"type": "wording"})
        return Origin(
            articles[top].id, None, "earliest_here", figure(sure, config.origin_scale), (*evidence, {"type": "time"})
        )
    return Origin(articles[top].id, None, "originated", figure(sure, config.origin_scale), tuple(evidence))


def _alone(article: StoryArticle, cited: Cited, source: str | None, words: tuple[Evidence, ...], sure: float) -> Origin:
    if source is not None:
        return Origin(None, source, "outside", figure(cited.strength), words)
    return Origin(article.id, None, "originated" if cited.self_named else "earliest_here", sure)


def _named_source(
    articles: Sequence[StoryArticle], cited: Sequence[Cited], from_outside: Vector
) -> tuple[str | None, float, tuple[Evidence, ...]]:
    """The source outside that the story's takers name most, its share of what they name, and the words."""
    votes: dict[str, float] = {}
    names: dict[str, str] = {}
    for c, said in enumerate(cited):
        if said.outside:
            deepest = max(said.outside, key=lambda q: (q.type == "sentence", q.confidence, q.source_key))
            votes[deepest.source_key] = votes.get(deepest.source_key, 0.0) + deepest.confidence * (
                0.2 + float(from_outside[c])
            )
            names[deepest.source_key] = deepest.source
    if not votes:
        return None, 0.0, ()
    key = min(votes, key=lambda k: (-round(votes[k], 9), k))
    evidence = tuple(
        _cue(articles[c].id, q.words, q.source)
        for c, said in enumerate(cited)
        for q in said.outside
        if q.source_key == key
    )
    return names[key], votes[key] / sum(votes.values()), evidence


def _cue(article: str, words: str, source: str) -> Evidence:
    return {"type": "cue", "article": article, "source": source, "words": words}
