"""Copies of one wording within a story, and twins: pages of one outlet that hold one text.

Which of an outlet's AMP page, print page and updates came first is no question of provenance: the outlet published the
story once. Their shares of the trees count together, and the earliest stands for all.
"""

from collections.abc import Iterable, Sequence

from dedup.provenance.tracing.likelihood import StoryEvidence
from dedup.provenance.tracing.posterior import Choice


def wordings(evidence: StoryEvidence) -> list[int]:
    """Return for each article the first one that it is a copy of, along chains of copies."""
    copies = ((a, b) for (a, b), match in evidence.matches.items() if match.kind == "copy" and a < b)
    return _joined(range(len(evidence.articles)), copies)


def find_twins(evidence: StoryEvidence) -> list[int]:
    """Return for each article the place of the twin that stands for it, or its own: the earliest, then the shortest id.

    An outlet's page and its twin often have one date; addresses of twins are longer by `/amp` or `?print=1`.
    """
    articles, times = evidence.articles, evidence.times
    ranked = sorted(range(len(articles)), key=lambda i: (times[i].latest, len(articles[i].id), articles[i].id))
    pairs = (
        (a, b)
        for (a, b), match in evidence.matches.items()
        if match.kind == "copy"
        and a < b
        and articles[a].outlet is not None
        and articles[a].outlet == articles[b].outlet
    )
    return _joined(ranked, pairs)


def join_twins(chosen: Sequence[Choice], twin_of: Sequence[int]) -> list[Choice]:
    """Return the choices with each article that stands for its twins above them.

    It takes over the parent of its topmost twin; nothing below any of them changes.
    """
    found = list(chosen)
    for head in sorted(set(twin_of)):
        top = head
        while found[top][0] >= 0 and twin_of[found[top][0]] == head:
            top = found[top][0]
        if top != head:
            _, agreed, before = found[head]
            found[head], found[top] = found[top], (head, agreed, 1 - before)
    return found


def _joined(ranked: Sequence[int], pairs: Iterable[tuple[int, int]]) -> list[int]:
    """For each place the one of its group that `ranked` names first; `pairs` join places to groups."""
    rank = {place: n for n, place in enumerate(ranked)}
    head = list(range(len(rank)))

    def of(place: int) -> int:
        while head[place] != place:
            head[place] = head[head[place]]
            place = head[place]
        return place

    for a, b in pairs:
        x, y = sorted((of(a), of(b)), key=rank.__getitem__)
        head[y] = x
    return [of(place) for place in range(len(head))]
