"""The weights of a story's possible links: log-likelihoods from time, wording, language and cues."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from ..config import ProvenanceConfig
from .records import Citation, StoryArticle, StoryMatch
from .sources import Sources
from .times import When
from .trees import Matrix
from .wording import Wording


@dataclass(frozen=True)
class Cited:
    """What one article says about sources."""

    inside: dict[int, Citation]
    """Place of another article of the story -> the surest cue that names its outlet."""

    outside: tuple[Citation, ...]
    """Cues for the article as such that name nobody in the story, surest first, one a source."""

    self_named: bool
    strength: float
    """How surely the article as such comes from a source outside the story, 0 to 1."""


@dataclass(frozen=True)
class Case:
    """The facts of one story; places are those in `articles`, which are sorted by id."""

    articles: Sequence[StoryArticle]
    times: Sequence[When]
    cited: Sequence[Cited]
    matches: Sequence[StoryMatch]
    wording: Wording


@dataclass(frozen=True)
class Weights:
    """Log-weights of one story's links, articles in the order of their ids."""

    links: Matrix
    """[p, c]: c took it from p, in a story that starts in the dump."""

    links_outside: Matrix
    """[p, c]: the same, in a story that starts outside, where c could also have taken it from there."""

    first: Matrix
    """[c]: c is where the story starts, and there was nobody before."""

    outside: Matrix
    """[c]: c took it from a source outside the dump."""

    before: Sequence[Sequence[float]]
    lacks: Matrix


def read_cues(
    articles: Sequence[StoryArticle], citations: Sequence[Citation], sources: Sources, config: ProvenanceConfig
) -> list[Cited]:
    """What each article says about sources, sorted into articles of the story and sources outside it."""
    keys = [sources.outlet_keys(a.outlet) for a in articles]
    by_article: dict[int, list[Citation]] = {}
    for cue in citations:
        by_article.setdefault(cue.article, []).append(cue)
    found = []
    for place, article in enumerate(articles):
        inside: dict[int, Citation] = {}
        outside: dict[str, Citation] = {}
        self_named, strength = False, 0.0
        for cue in sorted(
            by_article.get(article.article, ()), key=lambda c: (-c.confidence, c.start or -1, c.source_key, c.words)
        ):
            if cue.scope == "self" or cue.source_key in keys[place]:
                self_named = True
                continue
            here = [i for i, own in enumerate(keys) if i != place and cue.source_key in own]
            for i in here:
                if i not in inside or (inside[i].scope == "quote" and cue.scope == "whole"):
                    inside[i] = cue
            if not here and cue.scope == "whole":
                outside.setdefault(cue.source_key, cue)
                strength = max(strength, cue.confidence)
            elif not here:
                strength = max(strength, cue.confidence * config.quote_strength)
        found.append(Cited(inside, tuple(outside.values()), self_named, strength))
    return found


def weigh(case: Case, before: Sequence[Sequence[float]], sources: Sources, config: ProvenanceConfig) -> Weights:
    """The weights of every link of a story; -inf where time forbids it; `before[p][c]`: the chance that p is older."""
    articles, cited, wording = case.articles, case.cited, case.wording
    n = len(articles)
    links = np.full((n, n), -np.inf)
    lacks = np.zeros((n, n))
    kinds = {frozenset((m.a, m.b)): m.kind for m in case.matches}
    for c in range(n):
        older = sum(before[p][c] for p in range(n) if p != c)
        choice = log(max(older, 1.0))  # a parent is one of those that were there
        for p in range(n):
            if p == c or before[p][c] <= 0:
                continue
            lacks[p, c] = wording.lacks(p, c)
            weight = log(before[p][c]) - choice - config.lack_cost * lacks[p, c] - config.cut_cost * wording.lacks(c, p)
            if not wording.same_language(p, c):
                weight -= config.translation_cost
            kind = kinds.get(frozenset((articles[p].article, articles[c].article)))
            if kind == "rewrite":
                weight -= config.rewrite_cost
            elif kind is None:
                weight -= config.unmatched_cost
            if (cue := cited[c].inside.get(p)) is not None:
                weight += config.named_gain * cue.confidence * (1.0 if cue.scope == "whole" else config.quote_strength)
            if c in cited[p].inside:
                weight -= config.named_gain * cited[p].inside[c].confidence
            shared = {q.source_key for q in cited[c].outside} & {q.source_key for q in cited[p].outside}
            weight += log(_mixed(config.cue_if_copied_same if shared else config.cue_if_copied, cited[c].strength))
            links[p, c] = weight
    first, outside = np.zeros(n), np.zeros(n)
    tongue = _outside_language(case, sources)
    for c in range(n):
        named_inside = max((q.confidence for q in cited[c].inside.values() if q.scope == "whole"), default=0.0)
        first[c] = log(_mixed(config.cue_if_first, max(cited[c].strength, named_inside)))
        first[c] -= config.lack_cost * wording.lack_whole(c)  # an excerpt is not where the whole comes from
        first[c] -= config.embed_cost * wording.alone(c)
        first[c] += config.self_gain * cited[c].self_named
        outside[c] = log(_mixed(config.cue_if_outside, cited[c].strength)) - config.cut_cost * wording.lack_whole(c)
        if articles[c].lang != tongue:
            outside[c] -= config.translation_cost
        older = min(1.0, sum(before[p][c] for p in range(n) if p != c))
        outside[c] += log(1 - (1 - config.outside_share) * older) - config.named_gain * named_inside / 2
    return Weights(links, links + log(1 - config.outside_share), first, outside, before, lacks)


def _outside_language(case: Case, sources: Sources) -> str | None:
    """The language a source outside would have told the story in: the named ones', else the earliest article's."""
    votes: dict[str, float] = {}
    present = {a.lang for a in case.articles}
    for said in case.cited:
        for cue in said.outside:
            known = sources.get(cue.source_key)
            if known is not None and known.lang in present:
                votes[known.lang] = votes.get(known.lang, 0.0) + cue.confidence
    if votes:
        return min(votes, key=lambda lang: (-votes[lang], lang))
    dated = [i for i, t in enumerate(case.times) if t.dated] or list(range(len(case.articles)))
    return case.articles[min(dated, key=lambda i: (case.times[i].earliest, i))].lang


def _mixed(chance: float, strength: float) -> float:
    """Likelihood of a cue of this strength where a cue is expected with `chance`."""
    return strength * chance + (1 - strength) * (1 - chance)
