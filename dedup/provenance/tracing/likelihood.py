"""The weights of a story's possible links: log-likelihoods from time, wording, language and cues."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from dedup.config import ProvenanceConfig
from dedup.provenance.attribution.sources import Sources
from dedup.provenance.records import StoryArticle, StoryMatch
from dedup.provenance.tracing.attributions import Cited, is_credit
from dedup.provenance.tracing.overlap import Wording
from dedup.provenance.tracing.times import Matrix, Vector, When


@dataclass(frozen=True)
class StoryEvidence:
    """The facts of one story; places are those in `articles`, which are sorted by id."""

    articles: Sequence[StoryArticle]
    times: Sequence[When]
    cited: Sequence[Cited]
    matches: Mapping[tuple[int, int], StoryMatch]
    """(place, place), either way round -> what joins the two."""

    wording: Wording


@dataclass(frozen=True)
class Entries:
    """Log-weights of the ways by which each article may have come without a parent in the dump."""

    first: Vector
    """[c]: c is where the story starts, and there was nobody before."""

    outside: Vector
    """[c]: c took it from a source outside the dump."""


def place_matches(articles: Sequence[StoryArticle], matches: Sequence[StoryMatch]) -> dict[tuple[int, int], StoryMatch]:
    """Return the matches by the places of their articles, either way round."""
    place = {a.article: i for i, a in enumerate(articles)}
    found = {}
    for m in matches:
        if m.a in place and m.b in place:
            found[place[m.a], place[m.b]] = found[place[m.b], place[m.a]] = m
    return found


def weigh_links(
    evidence: StoryEvidence, parents: Sequence[int], children: Sequence[int], config: ProvenanceConfig
) -> Matrix:
    """Return [p, c]: the log-weight of the link from parent to child, if the parent is the older; -inf for the same
    one."""
    articles, cited, wording = evidence.articles, evidence.cited, evidence.wording
    same = np.array(parents)[:, None] == np.array(children)[None, :]
    weight: Matrix = np.where(same, -np.inf, 0.0)
    tongue = {lang: number for number, lang in enumerate(dict.fromkeys(article.lang for article in articles))}
    spoken = [np.array([tongue[articles[i].lang] for i in places]) for places in (parents, children)]
    tongues = spoken[0][:, None] != spoken[1][None, :]
    missing = wording.missing_shares(parents, children)
    weight -= config.lack_cost * missing
    cut = missing.T if children == parents else wording.missing_shares(children, parents).T
    # A translator has one text before him: what he lacks of another, he seldom left out himself.
    weight -= np.where(tongues, config.translated_cut_cost, config.cut_cost) * cut
    partial = np.array([wording.missing_of_story(c) > config.typo_share for c in children])
    weight += config.same_cut_gain * (
        (missing < config.typo_share) & (cut < config.typo_share) & partial[None, :] & ~tongues
    )
    weight -= config.translation_cost * tongues
    # In a large story not every pair was looked at: common wording joins as well as a match.
    cost = config.unmatched_cost * (tongues | (missing > config.copied_share))
    for x, y, match in wording.matched(parents, children):
        cost[x, y] = config.rewrite_cost * (match.kind == "rewrite")
    weight += _cue_weights(evidence, parents, children, config)
    named: Matrix = np.zeros(weight.shape)
    column = {c: y for y, c in enumerate(children)}
    for x, p in enumerate(parents):
        for c in cited[p].inside.keys() & column.keys():
            named[x, column[c]] = pooled(config.stray_credit, 1, _named(cited[p], c, config))
    weight += named
    weight -= cost
    weight += _delays(evidence, parents, children, config)
    return weight


def _delays(
    evidence: StoryEvidence, parents: Sequence[int], children: Sequence[int], config: ProvenanceConfig
) -> Matrix:
    """[p, c]: what the delay between two articles says for the link, beside the delays to the other possible parents.

    News is taken over while it is fresh: the chance falls with a power of the delay. It says nothing of an article
    whose time of day is not known; nor on the average of the possible parents, so that whether there is a parent at all
    does not hang on it.
    """
    span = 3600 * config.wide_hours
    at = np.array(
        [(t.earliest + t.latest) / 2 if t.dated and t.latest - t.earliest < span else np.nan for t in evidence.times]
    )
    delay = at[list(children)][None, :] - at[list(parents)][:, None]
    known = delay > 0
    chance = np.where(known, np.where(known, delay, 0.0) + 60 * config.prompt_minutes, 1.0) ** -config.delay_power
    mean = np.where(known, chance, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    found: Matrix = np.log(np.where(known, chance / np.where(mean > 0, mean, 1.0)[None, :], 1.0))
    return found


def _cue_weights(
    evidence: StoryEvidence, parents: Sequence[int], children: Sequence[int], config: ProvenanceConfig
) -> Matrix:
    """[p, c]: what speaks for the link in the sources that the child names."""
    articles, cited = evidence.articles, evidence.cited
    found = np.zeros((len(parents), len(children)))
    row = {p: x for x, p in enumerate(parents)}
    citing: dict[str, set[int]] = {}
    for x, p in enumerate(parents):
        for cue in cited[p].outside:
            citing.setdefault(cue.source_key, set()).add(x)
    naming = {p for p in parents if cited[p].inside}
    for y, c in enumerate(children):
        said = cited[c]

        def of(chance: float, named: float, said: Cited = said) -> float:
            neither = 1 - config.named_if_copied - chance
            weight = pooled(
                config.named_if_copied if named else config.stray_credit, neither, named or said.named_inside
            )
            return weight + (pooled(chance, neither, said.credited) - log(neither))

        found[:, y] = of(config.cue_if_copied, 0.0)
        # Who credits whom the child credits.
        alike = set().union(*(citing.get(cue.source_key, ()) for cue in said.outside)) if said.credited else set()
        if alike:
            found[sorted(alike), y] = of(config.cue_if_copied_same, 0.0)
        # The words of its statement that name an outlet may have been copied with it: they speak for each parent that
        # has them, too. A credit line is the page's own, and speaks against a parent that it does not name.
        named_by = {i: _named(said, i, config) for i in said.inside}
        lines = [i for i, q in said.inside.items() if is_credit(c, articles[c], q, evidence.wording)]
        stated = {i: q.words for i, q in said.inside.items() if i not in lines}
        weights: dict[tuple[bool, float, float], float] = {}
        for p in row.keys() & (said.inside.keys() | naming) if said.inside else ():
            also = cited[p].inside
            copied = [named_by[i] for i, words in stated.items() if i in also and also[i].words == words]
            named = max(named_by.get(p, 0.0), *copied, 0.0)
            if named:
                own = said.inside[p].source_key if p in said.inside else None
                beside = (named_by[i] for i in lines if i not in also and said.inside[i].source_key != own)
                case = row[p] in alike, named, max(beside, default=0.0)
                if case not in weights:
                    chance = config.cue_if_copied_same if case[0] else config.cue_if_copied
                    weights[case] = of(chance, named) + pooled(config.stray_credit, 1, case[2])
                found[row[p], y] = weights[case]
    return found


def weigh_entries(
    evidence: StoryEvidence, places: Sequence[int], sources: Sources, config: ProvenanceConfig
) -> Entries:
    """Return the weights of coming first, and of coming from outside, of the articles at `places`."""
    articles, cited, wording = evidence.articles, evidence.cited, evidence.wording
    first, outside = np.zeros(len(places)), np.zeros(len(places))
    tongue = _outside_language(evidence, sources)
    for x, c in enumerate(places):
        said = cited[c]
        first[x] = pooled(config.cue_if_first, 1 - config.cue_if_first, max(said.credited, said.named_inside))
        first[x] += pooled(config.reference_if_first, 1 - config.reference_if_first, said.stated)
        first[x] -= config.lack_cost * wording.missing_of_story(c)  # an excerpt is not where the whole comes from
        first[x] -= config.embed_cost * wording.alone(c)
        first[x] += config.self_gain * said.self_named
        outside[x] = pooled(config.cue_if_outside, 1 - config.cue_if_outside, said.credited)
        outside[x] += pooled(config.reference_if_outside, 1 - config.reference_if_outside, said.stated)
        outside[x] += pooled(config.stray_credit, 1, said.named_inside)
        outside[x] -= config.cut_cost * wording.missing_of_story(c)
        if articles[c].lang != tongue:
            outside[x] -= config.translation_cost
    return Entries(first, outside)


def _outside_language(evidence: StoryEvidence, sources: Sources) -> str | None:
    """The language a source outside would have reported the story in: the named ones', else the earliest article's."""
    votes: dict[str, float] = {}
    present = {a.lang for a in evidence.articles}
    for said in evidence.cited:
        for cue in said.outside:
            known = sources.get(cue.source_key)
            if known is not None and known.lang in present:
                votes[known.lang] = votes.get(known.lang, 0.0) + cue.confidence
    if votes:
        return min(votes, key=lambda lang: (-votes[lang], lang))
    dated = [i for i, t in enumerate(evidence.times) if t.dated] or list(range(len(evidence.articles)))
    return evidence.articles[min(dated, key=lambda i: (evidence.times[i].earliest, i))].lang


def _named(said: Cited, place: int, config: ProvenanceConfig) -> float:
    """How surely it names the outlet of the article at `place` as its source."""
    cue = said.inside.get(place)
    if cue is None:
        return 0.0
    return cue.confidence * (1.0 if cue.scope == "whole" else config.quote_strength)


def pooled(with_cue: float, without: float, strength: float) -> float:
    """Return log-likelihood of a cue of this strength, from the chances of a sure one and of none: the two in
    proportion."""
    return strength * log(with_cue) + (1 - strength) * log(without)
