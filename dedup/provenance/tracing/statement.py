"""The source that the statement itself names: "…, the minister told RIA Novosti".

Such words travel with the text: a reprint, a rewrite and a translation all repeat them. So they say nothing of who took
the story from whom, and the trees make little of them; but they do say where the statement was first made, and as
surely as they are plain. That is asked here, beside the trees: one article alone can answer it.
"""

from collections import defaultdict
from dataclasses import dataclass

from dedup.config import ProvenanceConfig
from dedup.provenance.records import Citation, Evidence
from dedup.provenance.tracing.attributions import is_credit
from dedup.provenance.tracing.copies import wordings
from dedup.provenance.tracing.likelihood import StoryEvidence
from dedup.provenance.tracing.outside_source import chain_of, cue_evidence


@dataclass(frozen=True)
class Stated:
    """A source outside the dump that the running text names as where the whole statement was made."""

    source: str
    key: str
    confidence: float
    by_first: bool
    """The article that is supposed to be the first says so itself."""

    evidence: tuple[Evidence, ...]


def stated_source(case: StoryEvidence, first: int | None, config: ProvenanceConfig) -> Stated | None:
    """Return the source that the first article names for its whole statement, or two wordings of the story
    independently.

    One later copy's words are its own addition: they decide nothing.
    """
    said: dict[int, Citation] = {}
    for place in range(len(case.articles)):
        if (cue := stated_by(place, case)) is not None:
            said[place] = cue
    if not said:
        return None
    wording = wordings(case)
    naming: dict[str, set[int]] = defaultdict(set)
    for place, cue in said.items():
        naming[cue.source_key].add(wording[place])
    by_first = first is not None and first in said
    if first is not None and by_first:
        key = said[first].source_key
    else:
        key = min(naming, key=lambda k: (-len(naming[k]), k))
        if len(case.articles) > 1 and len(naming[key]) < 2:
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
        tuple(cue_evidence(case.articles[place].id, cue) for place, cue in sorted(found)),
    )


def stated_by(place: int, case: StoryEvidence) -> Citation | None:
    """Return the cue by which the running text of the article at `place` names a source for all it says; None without
    one.

    Of "X reports, citing Y" it is Y: X stands in between.
    """
    article = case.articles[place]
    cues = [
        cue
        for cue in case.cited[place].outside
        if cue.scope == "whole" and not is_credit(place, article, cue, case.wording)
    ]
    return chain_of(cues)[-1] if cues else None
