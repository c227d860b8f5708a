"""The sources outside the dump that a story names, and in which order an article came by them.

One of them may be named by the statement itself: "…, the minister told RIA Novosti". Such words travel with the text: a
reprint, a rewrite and a translation all repeat them. So they say nothing of who took the story from whom, and the trees
make little of them; but they do say where the statement was first made, and as surely as they are plain. That is asked
here, beside the trees: one article alone can answer it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dedup.config import ProvenanceConfig
from dedup.provenance.records import Citation, Evidence
from dedup.provenance.tracing.attributions import Cited, is_credit
from dedup.provenance.tracing.copies import wordings
from dedup.provenance.tracing.likelihood import StoryEvidence
from dedup.provenance.tracing.times import Vector

_SUPPLIED = {"dateline": 0, "author": 0, "metadata": 0, "credit_line": 1, "title": 1}


@dataclass(frozen=True)
class OutsideSource:
    """The source outside that speaks most for being where a story comes from."""

    source: str
    key: str
    share: float
    """Its share of the votes for it and for those who did not have it from there."""

    credited: bool
    """Some page credits it in a place of its own; else it is only referred to in the running text."""

    evidence: tuple[Evidence, ...]


def credits_of(place: int, evidence: StoryEvidence) -> frozenset[str]:
    """Return keys of the sources outside that the page of the article at `place` credits, beside those its text refers
    to."""
    article, cues = evidence.articles[place], evidence.cited[place].outside
    return frozenset(cue.source_key for cue in cues if is_credit(place, article, cue, evidence.wording))


def name_source(evidence: StoryEvidence, from_outside: Vector, config: ProvenanceConfig) -> OutsideSource | None:
    """Return the source that a story is from if it is from outside; None if it names none.

    Each page that credits a source has a vote, and another where it has the story from outside itself. A reference in
    the running text goes wherever the text goes: copies of it are no further witnesses, so that only those who have it
    from outside themselves have a vote, and all others together a small one. `from_outside` is the share of the trees
    [article] in which it does.
    """
    votes: dict[str, float] = defaultdict(float)
    referred: dict[str, float] = defaultdict(float)
    credited: set[str] = set()
    names = [{cue.source_key for cue in said.outside} for said in evidence.cited]
    for c, said in enumerate(evidence.cited):
        if not said.outside:
            continue
        supplied = credits_of(c, evidence)
        credited |= supplied
        chain = chain_of(said.outside)
        for cue in chain:
            key = cue.source_key
            if key in supplied:
                votes[key] += cue.confidence * (config.credit_vote + float(from_outside[c]))
            else:  # of two that the text refers to, the first had it from the second
                weight = cue.confidence if cue is chain[-1] else cue.confidence / 2
                votes[key] += weight * float(from_outside[c])
                referred[key] = max(referred[key], config.reference_vote * weight)
    for key, small in referred.items():
        votes[key] += small
    if not votes:
        return None
    if len(evidence.articles) == 1:
        key = chain_of(evidence.cited[0].outside)[-1].source_key
    else:
        key = min(votes, key=lambda k: (-round(votes[k], 9), k))
    cues = [(c, cue) for c, said in enumerate(evidence.cited) for cue in said.outside if cue.source_key == key]
    # Who is only named by articles that name this source too passed it on; he is no rival.
    rivals = {cue.source_key for c, said in enumerate(evidence.cited) for cue in said.outside if key not in names[c]}
    return OutsideSource(
        max(cue.source for _, cue in cues),
        key,
        votes[key] / sum(vote for k, vote in votes.items() if k == key or k in rivals),
        key in credited,
        tuple(cue_evidence(evidence.articles[c].id, cue) for c, cue in cues),
    )


def chain_of(cues: Sequence[Citation]) -> list[Citation]:
    """Return the sources of one article by a cue each, nearest first.

    Who supplied the page comes before whom its text refers to, and of those the one named first: "X, citing Y".
    """

    def place(cue: Citation) -> tuple[int, int, int, str]:
        start = cue.start if cue.start is not None else -1
        return _SUPPLIED.get(cue.type, 2), start, cue.words.find(cue.source), cue.source_key

    found: dict[str, Citation] = {}
    for cue in sorted(cues, key=place):
        found.setdefault(cue.source_key, cue)
    return list(found.values())


def source_and_via(said: Cited, story: str | None) -> tuple[Citation, tuple[str, ...]]:
    """Return the source of an article and those in between: what it names, as far as the story's source, given by its
    key."""
    chain = chain_of(said.outside)
    keys = [cue.source_key for cue in chain]
    last = keys.index(story) if story in keys else len(chain) - 1
    return chain[last], tuple(cue.source for cue in chain[:last])


def via_to(child: int, parent: int, evidence: StoryEvidence) -> tuple[str, ...]:
    """Return the sources between a child and a parent in the dump, nearest first.

    If the page credits somebody outside and its text refers to the parent's outlet, it has the story from the one and
    he from the other. Whom the parent credits as well stands behind the parent, not between.
    """
    if parent not in evidence.cited[child].inside:
        return ()
    supplied = credits_of(child, evidence) - {cue.source_key for cue in evidence.cited[parent].outside}
    named = evidence.cited[child].inside[parent]
    chain = chain_of([*evidence.cited[child].outside, named])
    nearer = chain[: [cue.source_key for cue in chain].index(named.source_key)]
    return tuple(cue.source for cue in nearer if cue.source_key in supplied)


def cue_evidence(article: str, cue: Citation) -> Evidence:
    """Return the words of an article that name a source, as a reason."""
    return {"type": "cue", "article": article, "source": cue.source, "words": cue.words}


@dataclass(frozen=True)
class Stated:
    """A source outside the dump that the running text names as where the whole statement was made."""

    source: str
    key: str
    confidence: float
    by_first: bool
    """The article that is supposed to be the first says so itself."""

    evidence: tuple[Evidence, ...]


def stated_source(evidence: StoryEvidence, first: int | None, config: ProvenanceConfig) -> Stated | None:
    """Return the source that the first article names for its whole statement, or two wordings of the story
    independently.

    One later copy's words are its own addition: they decide nothing.
    """
    said: dict[int, Citation] = {}
    for place in range(len(evidence.articles)):
        if (cue := stated_by(place, evidence)) is not None:
            said[place] = cue
    if not said:
        return None
    wording = wordings(evidence)
    naming: dict[str, set[int]] = defaultdict(set)
    for place, cue in said.items():
        naming[cue.source_key].add(wording[place])
    by_first = first is not None and first in said
    if first is not None and by_first:
        key = said[first].source_key
    else:
        key = min(naming, key=lambda k: (-len(naming[k]), k))
        if len(evidence.articles) > 1 and len(naming[key]) < 2:
            return None
    found = [(place, cue) for place, cue in said.items() if cue.source_key == key]
    # Each further wording that says the same makes it less likely that one of them was misread.
    doubt = (1 - max(cue.confidence for _, cue in found)) * config.stated_again ** (len(naming[key]) - 1)
    others = set().union(*(naming[k] for k in naming if k != key)) - naming[key]
    silent = set() if by_first else set(wording) - naming[key] - others
    share = len(naming[key]) / (len(naming[key]) + len(others) / 2 + len(silent) / 2)
    return Stated(
        max(cue.source for _, cue in found),
        key,
        (1 - doubt) * share,
        by_first,
        tuple(cue_evidence(evidence.articles[place].id, cue) for place, cue in sorted(found)),
    )


def stated_by(place: int, evidence: StoryEvidence) -> Citation | None:
    """Return the cue by which the running text of the article at `place` names a source for all it says; None without
    one.

    Of "X reports, citing Y" it is Y: X stands in between.
    """
    article = evidence.articles[place]
    cues = [
        cue
        for cue in evidence.cited[place].outside
        if cue.scope == "whole" and not is_credit(place, article, cue, evidence.wording)
    ]
    return chain_of(cues)[-1] if cues else None
