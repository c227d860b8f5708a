"""Decides each story: who took it from whom, where it comes from, how many independent sources report it.

Two accounts of a story compete. Either one of its articles is where it starts, and every other one descends from it; or
it starts outside the dump, and one or more articles took it from there. Each account is the sum of all its trees
(`posterior.sum_trees`), weighted by time, wording, language and cues (`likelihood.weigh_links`). The links are the
surest of both accounts together, and their shares of the trees are the confidences.

The sum takes the cube of the number of articles. Of a story of more than `most_articles` only so many, its different
texts and the earliest of each, are summed over; the others, copies of those, choose their parents among them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from math import isfinite
from typing import Final

import numpy as np

from dedup.config import ProvenanceConfig
from dedup.provenance.attribution.sources import Sources
from dedup.provenance.outlets import FIRST
from dedup.provenance.records import Citation, Evidence, Kind, Link, Origin, StoryArticle, StoryInput, StoryTrace
from dedup.provenance.tracing.attributions import Cited, read_cues
from dedup.provenance.tracing.calibration import confidence_of
from dedup.provenance.tracing.copies import find_twins, join_twins
from dedup.provenance.tracing.likelihood import StoryEvidence, place_matches
from dedup.provenance.tracing.outside_source import credits_of, name_source, source_and_via, stated_by, via_to
from dedup.provenance.tracing.overlap import Wording
from dedup.provenance.tracing.posterior import Choice, choose_parents, core_of, sum_trees
from dedup.provenance.tracing.times import doubt_apart, doubt_late, doubt_named, read_times
from dedup.provenance.tracing.verdict import Entry, decide_origin
from dedup.schema import ZONE_UNKNOWN

_WRITTEN: Final = {"year": 4, "month": 7, "day": 10}
"""Characters of a date in ISO 8601 up to what is known of it."""


def trace(
    stories: Iterable[StoryInput], config: ProvenanceConfig | None = None, *, sources: Sources | None = None
) -> Iterator[StoryTrace]:
    """Yield the decision on each story, in the order given; a story of one article may only have a link to a named
    source.

    Raises ValueError for a story without articles, or whose articles share an id or number.
    """
    config = config or ProvenanceConfig()
    sources = sources or Sources.load(config.sources)
    for story in stories:
        yield _trace(story, config, sources)


def _trace(story: StoryInput, config: ProvenanceConfig, sources: Sources) -> StoryTrace:
    evidence = _evidence_of(story, config, sources)
    articles = evidence.articles
    posterior = sum_trees(evidence, core_of(evidence, config.most_articles), sources, config)
    core, sums = posterior.core, posterior.sums
    twin_of = find_twins(evidence)
    chosen = join_twins(choose_parents(evidence, posterior, config), twin_of)
    parents = [p for p, _, _ in chosen]
    first, from_outside = np.zeros(len(articles)), np.zeros(len(articles))
    first[core], from_outside[core] = sums.first, sums.from_outside
    entry = Entry(parents, first, from_outside, sums.outside, twin_of)
    origin = decide_origin(evidence, entry, name_source(evidence, from_outside, config), config)
    settled = sources.resolve(origin.source)[1] if origin.verdict == "outside" and origin.source else None
    links = []
    source_of = {} if settled is None else dict.fromkeys(range(len(articles)), settled)
    for c, choice in enumerate(chosen):
        cue, via = source_and_via(evidence.cited[c], settled) if evidence.cited[c].outside else (None, ())
        if choice[0] >= 0:
            links.append(_link_to_parent(evidence, c, choice, cue, config))
        elif cue is not None:
            source_of[c] = cue.source_key
            sure = _source_confidence(evidence, c, cue, float(from_outside[c]), origin, settled, config)
            shown = link_evidence(c, -1, evidence, choice[2])
            links.append(Link(articles[c].id, None, cue.source, via, None, sure, shown))
    roots = [c for c, p in enumerate(parents) if p < 0]
    return StoryTrace(story.id, tuple(links), origin, _independent(articles, roots, source_of, sources))


def _evidence_of(story: StoryInput, config: ProvenanceConfig, sources: Sources) -> StoryEvidence:
    articles = sorted(story.articles, key=lambda a: a.id)
    n = len(articles)
    if not articles or len({a.id for a in articles}) < n or len({a.article for a in articles}) < n:
        raise ValueError(f"story {story.id!r} needs articles with ids and numbers of their own")
    matches = place_matches(articles, story.matches)
    wording = Wording(articles, matches)
    cited = read_cues(articles, story.citations, wording, sources, config)
    times = doubt_late(read_times(articles, config.stamped_days), config.late_days, config.stale_chance)
    times = doubt_named(times, _names(cited), config.stale_chance)
    times = doubt_apart(times, config.apart_days, config.apart_chance)
    return StoryEvidence(articles, times, cited, matches, wording)


def _link_to_parent(
    evidence: StoryEvidence, c: int, choice: Choice, cue: Citation | None, config: ProvenanceConfig
) -> Link:
    """The link of the article at `c` to its parent; with the source of its `cue`, unless that stands in between."""
    p, agreed, before = choice
    between = via_to(c, p, evidence)
    source = cue.source if cue is not None and cue.source not in between else None
    sure = confidence_of(agreed, config.link_scale)
    child, parent = evidence.articles[c].id, evidence.articles[p].id
    return Link(child, parent, source, between, _kind(evidence, c, p), sure, link_evidence(c, p, evidence, before))


def _source_confidence(
    evidence: StoryEvidence,
    c: int,
    cue: Citation,
    share: float,
    origin: Origin,
    settled: str | None,
    config: ProvenanceConfig,
) -> float:
    """How sure it is that the article at `c` has its story from the source of its `cue`.

    `share` is that of the trees in which it comes from outside, `settled` the source that the verdict names.
    """
    stated = stated_by(c, evidence)
    if stated is not None and stated.source_key != cue.source_key:
        stated = None
    if cue.source_key == settled and (stated is not None or len(evidence.articles) == 1):  # one claim, one figure
        return origin.confidence
    if not (cue.source_key == settled or cue.source_key in credits_of(c, evidence)):
        share *= config.reference_trust
    sure = confidence_of(share, config.source_scale)
    if stated is not None:
        sure = max(sure, round(stated.confidence, 3))
    # That the article has the story from there itself says more than that the story is from there; and one that is
    # said to be the first has it from nobody.
    if cue.source_key == settled:
        return min(sure, origin.confidence)
    first = origin.article == evidence.articles[c].id and origin.verdict in FIRST
    return min(sure, round(1 - origin.confidence, 3)) if first else sure


def _names(cited: Sequence[Cited]) -> Iterator[tuple[int, list[int]]]:
    """The place of each article that names an outlet of the story as its source, and the places of that one's."""
    for c, said in enumerate(cited):
        for key in {cue.source_key for cue in said.inside.values() if cue.scope == "whole"}:
            yield c, [p for p, cue in said.inside.items() if cue.source_key == key]


def _kind(evidence: StoryEvidence, c: int, p: int) -> Kind:
    match = evidence.matches.get((c, p))
    if match is not None:
        return match.kind
    return "translation" if evidence.articles[c].lang != evidence.articles[p].lang else "rewrite"


def _independent(
    articles: Sequence[StoryArticle], roots: Iterable[int], source_of: Mapping[int, str], sources: Sources
) -> int:
    """The number of owners of the articles that have no parent, or of the sources that those have it from."""
    independent = set()
    for c in roots:
        if c in source_of:
            independent.add(sources.owner(source_of[c]))
        else:
            keys = sorted(sources.outlet_keys(articles[c].outlet))
            independent.add(sources.owner(keys[0]) if keys else articles[c].id)
    return len(independent)


def link_evidence(child: int, parent: int, evidence: StoryEvidence, before: float) -> tuple[Evidence, ...]:
    """Return what a link rests on: the words that name the parent or a source, time, wording, the match.

    `before` is the chance that the parent is older.
    """
    found: list[Evidence] = []
    cited = evidence.cited[child]
    named = cited.inside.get(parent) if parent >= 0 else None
    for cue in dict.fromkeys((named, *cited.outside)):
        if cue is not None:
            found.append(
                {
                    "type": "cue",
                    "cue": cue.type,
                    "source": cue.source,
                    "scope": cue.scope,
                    "confidence": round(cue.confidence, 3),
                    "words": cue.words,
                    "start": cue.start,
                    "end": cue.end,
                }
            )
    if parent < 0:
        return tuple(found)
    a, b = evidence.articles[child], evidence.articles[parent]
    both = (("child", child), ("parent", parent))
    bounds = {f"{who}_by": _bound(evidence, place) for who, place in both}
    bounds |= {f"{who}_zone": evidence.times[place].zone for who, place in both}
    found.append(
        {"type": "time", "child": _written(a), "parent": _written(b), "parent_earlier": round(before, 3)}
        | {who: bound for who, bound in bounds.items() if bound}
    )
    for place, one in ((child, a), (parent, b)):
        if (day := evidence.times[place].addressed) is not None:
            address = day.isoformat()
            found.append({"type": "date_doubted", "article": one.id, "given": _written(one), "address": address})
    backwards = evidence.times[child].written < evidence.times[parent].written
    found += [
        {"type": "date_doubted", "article": one.id, "given": _written(one)}
        for place, one in ((parent, b), (child, a))
        if (time := evidence.times[place]).doubted or (backwards and time.given is not None)
    ]
    if (m := evidence.matches.get((child, parent))) is not None:
        mine, theirs = (m.coverage_a, m.coverage_b) if m.a == a.article else (m.coverage_b, m.coverage_a)
        found.append(
            {
                "type": "match",
                "kind": m.kind,
                "score": round(m.score, 4),
                "coverage_child": round(mine, 4),
                "coverage_parent": round(theirs, 4),
            }
        )
    found.append({"type": "wording", "not_in_parent": round(evidence.wording.missing_share(parent, child), 3)})
    if a.lang != b.lang:
        found.append({"type": "language", "child": a.lang, "parent": b.lang})
    return tuple(found)


def _written(article: StoryArticle) -> str | None:
    """The date as far as it is known: a day has no hour, and a time without a zone none of UTC."""
    if article.published is None:
        return None
    precision = (article.precision or "minute").partition(",")[0]
    if precision in _WRITTEN:
        return article.published.isoformat()[: _WRITTEN[precision]]
    zoneless = bool(article.precision and article.precision.endswith(ZONE_UNKNOWN))
    return (article.published.replace(tzinfo=None) if zoneless else article.published).isoformat()


def _bound(evidence: StoryEvidence, place: int) -> str | None:
    """By when an article without a date was there: its page was changed, fetched or archived then."""
    latest = evidence.times[place].latest
    if evidence.articles[place].published is not None or not isfinite(latest):
        return None
    return datetime.fromtimestamp(latest, UTC).isoformat()
