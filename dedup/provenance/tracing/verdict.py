"""The verdict on where a story comes from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dedup.config import ProvenanceConfig
from dedup.provenance.records import Evidence, Origin, StoryArticle
from dedup.provenance.tracing.attributions import Cited
from dedup.provenance.tracing.calibration import confidence_of
from dedup.provenance.tracing.likelihood import StoryEvidence
from dedup.provenance.tracing.outside_source import OutsideSource, Stated, cue_evidence, stated_source
from dedup.provenance.tracing.times import Vector

Candidate = tuple[float, str, str]
"""The chance that a story comes from it, whether it is an `article` or a `source`, and its name."""


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

    twin_of: Sequence[int]
    """[c]: the twin of c that stands for it, or c (`find_twins`)."""


def decide_origin(
    evidence: StoryEvidence, entry: Entry, named: OutsideSource | None, config: ProvenanceConfig
) -> Origin:
    """Decide the verdict on a story: `outside` with its source, `originated`, `earliest_here`, or `undetermined`.

    Two things may say `outside`: the trees, if a page credits `named`, the source outside that the story names most;
    and the words of the statement itself, if they say where it was made. Where both name one source, the surer counts.
    Where an article is the likelier first source, the verdict is `earliest_here` and names that source too: it may have
    been before. Of an article that names its own outlet and another medium for the statement the surer words count,
    and are evidence.

    A verdict that is more likely wrong than right, or that names an article and is not twice as likely right as wrong,
    is none: it is `undetermined`, and names who it may be.
    """
    origin = _likeliest_origin(evidence, entry, named, config)
    bar = config.sure_verdict if origin.verdict == "outside" else config.sure_article
    if origin.verdict != "undetermined" and origin.confidence >= bar:
        return origin
    found = _candidates(evidence, entry, named, config)
    candidates: list[Evidence] = [{"type": "candidate", sort: name, "confidence": sure} for sure, sort, name in found]
    return replace(
        origin,
        article=origin.article or _likeliest_article(evidence, entry, found, config),
        source=origin.source or next((name for _, sort, name in found[:1] if sort == "source"), None),
        verdict="undetermined",
        confidence=min(max((sure for sure, _, _ in found), default=0.01), config.sure_article),
        evidence=(*origin.evidence, *candidates),
    )


def _likeliest_origin(
    evidence: StoryEvidence, entry: Entry, named: OutsideSource | None, config: ProvenanceConfig
) -> Origin:
    """What the evidence says first, however unsure it is: the trees, the words of the statement, the first article."""
    articles, cited = evidence.articles, evidence.cited
    top = _first_source(articles, entry.first + entry.from_outside, entry, config)
    entrance = _entrance(articles, entry, top)
    stated = stated_source(evidence, top, config)
    if named is not None and entry.outside > config.outside_bar:
        sure = confidence_of(entry.outside * named.share, config.outside_scale)
        if stated is not None and stated.key == named.key:
            sure = max(sure, round(stated.confidence, 3))
        return Origin(entrance, named.source, "outside", sure, named.evidence)
    first = top if named is None else _first_source(articles, entry.first, entry, config)
    if stated is not None and (first is None or _outweighs(stated, cited[first])):
        sure = round(stated.confidence, 3)
        if stated.by_first or sure >= confidence_of(float(entry.first.max()), config.origin_scale):
            return Origin(entrance, stated.source, "outside", sure, stated.evidence)
    credited = named if named is not None and named.credited and entry.outside > config.doubt_bar else None
    if named is not None and (_credits_another(cited, first) or (first is None and credited is not None)):
        article = None if top is None else articles[top].id
        return Origin(article, named.source, "undetermined", 0.0, named.evidence)
    if first is None:
        return Origin(None, None, "undetermined", 0.0)
    sure, article = confidence_of(float(_together(entry.first, entry)[first]), config.origin_scale), articles[first].id
    if credited is not None:
        # Some page credits it: it may be the origin, though it is not the likeliest.
        return Origin(article, credited.source, "earliest_here", sure, (*credited.evidence, {"type": "time"}))
    cues: list[Evidence] = [
        cue_evidence(a.id, said.inside[first]) for a, said in zip(articles, cited, strict=True) if first in said.inside
    ]
    if (own := cited[first].own) is not None:
        cues.append(cue_evidence(articles[first].id, own))
    if cues:
        return Origin(article, None, "originated", sure, tuple(cues))
    undated: list[Evidence] = [] if evidence.times[first].dated else [{"type": "wording"}]
    return Origin(article, None, "earliest_here", sure, (*undated, {"type": "time"}))


def _candidates(
    evidence: StoryEvidence, entry: Entry, named: OutsideSource | None, config: ProvenanceConfig
) -> list[Candidate]:
    """The two or three that an undetermined story may come from, the likeliest first."""
    first = _together(entry.first, entry)
    found: list[Candidate] = [
        (confidence_of(float(first[c]), config.origin_scale), "article", evidence.articles[c].id)
        for c in np.flatnonzero(first > config.worth_naming).tolist()
    ]
    if named is not None and entry.outside > config.worth_naming:
        found.append((confidence_of(entry.outside * named.share, config.outside_scale), "source", named.source))
    found.sort(key=lambda one: (-one[0], one[2]))
    # Articles and sources have scales of their own, so that figures of rivals may come to more than all.
    whole = max(1.0, sum(sure for sure, _, _ in found[: config.most_named]))
    return [(round(sure / whole, 3), sort, name) for sure, sort, name in found[: config.most_named]]


def _likeliest_article(
    evidence: StoryEvidence, entry: Entry, found: Sequence[Candidate], config: ProvenanceConfig
) -> str | None:
    """The likeliest article among the candidates; None where the next is as likely but for the draws, or where the tree
    gives it a parent."""
    ranked = [(sure, name) for sure, sort, name in found if sort == "article"]
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] <= config.drawn_share):
        return None
    above = {article.id: parent for article, parent in zip(evidence.articles, entry.parents, strict=True)}
    top = ranked[0][1]
    return top if above[top] < 0 else None


def _entrance(articles: Sequence[StoryArticle], entry: Entry, top: int | None) -> str | None:
    """The article through which a story from outside came into the dump: the one below which all others hang."""
    roots = {entry.twin_of[c] for c, p in enumerate(entry.parents) if p < 0}
    return articles[top].id if top is not None and roots == {entry.twin_of[top]} else None


def _credits_another(cited: Sequence[Cited], first: int | None) -> bool:
    """An article that credits another medium for the statement is not its origin."""
    return first is not None and bool(cited[first].outside) and not cited[first].self_named


def _outweighs(stated: Stated, said: Cited) -> bool:
    """Whether the source of the statement counts beside the article's own outlet, if it names that."""
    return said.own is None or (stated.by_first and stated.confidence > said.own.confidence)


def _first_source(
    articles: Sequence[StoryArticle], shares: Vector, entry: Entry, config: ProvenanceConfig
) -> int | None:
    """The article through which the story came into the dump, None where no one is clearly ahead.

    Twins are one: their shares count together.
    """
    whole = _together(shares, entry)
    ranked = sorted(set(entry.twin_of), key=lambda c: (-round(float(whole[c]), 9), articles[c].id))
    top = ranked[0]
    ahead = whole[top] - (whole[ranked[1]] if len(ranked) > 1 else 0.0)
    if whole[top] < config.min_origin or ahead < config.min_lead or entry.parents[top] >= 0:
        return None
    return top


def _together(shares: Vector, entry: Entry) -> Vector:
    """[c]: the shares of c and of those that it stands for."""
    found: Vector = np.bincount(np.array(entry.twin_of), weights=shares, minlength=len(shares)).astype(np.float64)
    return found
