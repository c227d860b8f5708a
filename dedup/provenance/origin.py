"""The verdict on where a story comes from."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..config import ProvenanceConfig
from .cited import Cited
from .figures import figure
from .records import Citation, Evidence, Origin, StoryArticle
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
    top = _first_teller(articles, entry.first + entry.from_outside, entry.parents, config)
    if source is not None and entry.outside > config.outside_bar:
        sure = figure(entry.outside * share, config.outside_scale)
        return Origin(_id(articles, top), source, "outside", sure, words)
    top = top if source is None else _first_teller(articles, entry.first, entry.parents, config)
    if top is None:
        return Origin(None, None, "undetermined", figure(1 - float(entry.first.max())))
    own = cited[top]
    if own.outside and not own.self_named:
        # Nobody is the origin of what he says himself that he was told by another medium.
        deepest = _deepest(own)
        evidence = tuple(_cue(articles[top].id, q.words, q.source) for q in own.outside)
        return Origin(articles[top].id, deepest.source, "outside", figure(own.strength), evidence)
    sure = figure(float(entry.first[top]), config.origin_scale)
    named = [c for c in range(len(articles)) if top in cited[c].inside]
    cues: list[Evidence] = [
        _cue(articles[c].id, cited[c].inside[top].words, cited[c].inside[top].source) for c in named
    ]
    if cues or own.self_named:
        return Origin(articles[top].id, None, "originated", sure, tuple(cues))
    undated: list[Evidence] = [] if times[top].dated else [{"type": "wording"}]
    return Origin(articles[top].id, None, "earliest_here", sure, (*undated, {"type": "time"}))


def _first_teller(
    articles: Sequence[StoryArticle], shares: Vector, parents: Sequence[int], config: ProvenanceConfig
) -> int | None:
    """The article through which the story came into the dump, None where no one is clearly ahead."""
    roots = sorted(range(len(articles)), key=lambda c: (-round(float(shares[c]), 9), articles[c].id))
    top, next_best = roots[0], roots[1]
    ahead = float(shares[top]) - float(shares[next_best])
    if float(shares[top]) < config.min_origin or ahead < config.min_lead or parents[top] >= 0:
        return None
    return top


def _id(articles: Sequence[StoryArticle], place: int | None) -> str | None:
    return None if place is None else articles[place].id


def _deepest(cited: Cited) -> Citation:
    """Of the sources that an article names, the one that its text refers to, before those that supplied the text."""
    return max(cited.outside, key=lambda q: (q.type == "sentence", q.confidence, q.source_key))


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
            deepest = _deepest(said)
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
