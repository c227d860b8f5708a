"""The verdict on where a story comes from."""

from collections.abc import Sequence
from dataclasses import dataclass

from dedup.config import ProvenanceConfig
from dedup.provenance.records import Evidence, Origin, StoryArticle
from dedup.provenance.tracing.attributions import Cited
from dedup.provenance.tracing.calibration import figure
from dedup.provenance.tracing.likelihood import Case
from dedup.provenance.tracing.outside_source import Named, cue_evidence
from dedup.provenance.tracing.times import Vector


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


def decide_origin(case: Case, entry: Entry, named: Named | None, config: ProvenanceConfig) -> Origin:
    """`outside` with its source, `originated`, `earliest_here`, or `undetermined` where nothing carries a verdict.

    `named` is the source outside that the story names most. Where the first teller is the likelier of the two, the
    verdict is `earliest_here` and names that source too: it may have been before. Where neither is, or the first teller
    says himself that he was told, the verdict is `undetermined` and names the two.
    """
    articles, cited, times = case.articles, case.cited, case.times
    top = _first_teller(articles, entry.first + entry.from_outside, entry.parents, config)
    if named is not None and entry.outside > config.outside_bar:
        sure = figure(entry.outside * named.share, config.outside_scale)
        return Origin(_id(articles, top), named.source, "outside", sure, named.evidence)
    first = top if named is None else _first_teller(articles, entry.first, entry.parents, config)
    if named is not None and (_was_told(cited, first) or (first is None and _credited(named, entry, config))):
        sure = figure(max(float(entry.first.max()), entry.outside))
        return Origin(_id(articles, top), named.source, "undetermined", round(1 - sure, 3), named.evidence)
    if first is None:
        return Origin(None, None, "undetermined", figure(1 - float(entry.first.max())))
    sure = figure(float(entry.first[first]), config.origin_scale)
    if named is not None and _credited(named, entry, config):
        return Origin(articles[first].id, named.source, "earliest_here", sure, (*named.evidence, {"type": "time"}))
    cues: list[Evidence] = [
        cue_evidence(a.id, said.inside[first]) for a, said in zip(articles, cited, strict=True) if first in said.inside
    ]
    if cues or cited[first].self_named:
        return Origin(articles[first].id, None, "originated", sure, tuple(cues))
    undated: list[Evidence] = [] if times[first].dated else [{"type": "wording"}]
    return Origin(articles[first].id, None, "earliest_here", sure, (*undated, {"type": "time"}))


def _credited(named: Named, entry: Entry, config: ProvenanceConfig) -> bool:
    """The source that some page credits may be the origin, though it is not the likeliest."""
    return named.credited and entry.outside > config.doubt_bar


def _was_told(cited: Sequence[Cited], first: int | None) -> bool:
    """Nobody is the origin of what he says himself that he was told by another medium."""
    return first is not None and bool(cited[first].outside) and not cited[first].self_named


def _first_teller(
    articles: Sequence[StoryArticle], shares: Vector, parents: Sequence[int], config: ProvenanceConfig
) -> int | None:
    """The article through which the story came into the dump, None where no one is clearly ahead."""
    roots = sorted(range(len(articles)), key=lambda c: (-round(float(shares[c]), 9), articles[c].id))
    top = roots[0]
    ahead = float(shares[top]) - (float(shares[roots[1]]) if len(roots) > 1 else 0.0)
    if float(shares[top]) < config.min_origin or ahead < config.min_lead or parents[top] >= 0:
        return None
    return top


def _id(articles: Sequence[StoryArticle], place: int | None) -> str | None:
    return None if place is None else articles[place].id
