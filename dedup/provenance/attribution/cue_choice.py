"""Decides which of an article's cues stay: one a source and place, the surest, and no part of a longer name."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from dedup.provenance.attribution.name_forms import dense
from dedup.provenance.records import Citation


def _is_bettered(cue: Citation, others: Sequence[Citation]) -> bool:
    """Another cue in the same words has the better name."""
    return _is_part(cue, others) or _is_led(cue, others)


def _is_part(cue: Citation, others: Iterable[Citation]) -> bool:
    """The name of the cue is a part of a longer one that another cue has in the same words."""
    return any(len(one.source) > len(cue.source) and f" {cue.source} " in f" {one.source} " for one in others)


def _is_led(cue: Citation, others: Iterable[Citation]) -> bool:
    """In a script without blanks: what another cue has from the same words for the name is the end of this one's.

    市长向江湾日报 ("the mayor to the Jiangwan Daily") is read where a verb follows, 江湾日报 where "to" stands before:
    that one knows where the name begins.
    """
    return dense(cue.source) and any(
        len(one.source) < len(cue.source) and cue.source.endswith(one.source) for one in others
    )


def _overlapping(cues: Iterable[Citation]) -> Callable[[Citation], Sequence[Citation]]:
    """A search for the cues that stand in some of the words of one, itself included; none where it has no place. An
    article may hold very many."""
    placed = sorted((cue for cue in cues if cue.start is not None), key=lambda cue: cue.start or 0)
    starts = [cue.start or 0 for cue in placed]
    longest = max(((cue.end or 0) - (cue.start or 0) for cue in placed), default=0)

    def within(cue: Citation) -> Sequence[Citation]:
        if cue.start is None or cue.end is None:
            return ()
        near = placed[bisect_left(starts, cue.start - longest) : bisect_left(starts, cue.end)]
        return [one for one in near if (one.end or 0) > cue.start]

    return within


def choose_cues(found: list[Citation], own: frozenset[str]) -> list[Citation]:
    """Return one cue a source and place, the surest; the outlet's own name turned to scope self; by position."""
    best: dict[tuple[str, int | None, str], Citation] = {}
    for cue in (replace(cue, scope="self") if cue.source_key in own else cue for cue in found):
        where = (cue.source_key, cue.start, cue.type if cue.start is None else "")
        kept = best.get(where)
        if kept is None or _rank(cue) > _rank(kept):
            best[where] = cue
    within = _overlapping(best.values())
    kept_cues = [
        cue for cue in best.values() if not cue.source_key.startswith("~") or not _is_bettered(cue, within(cue))
    ]
    return sorted(kept_cues, key=lambda c: (-1 if c.start is None else c.start, c.source_key, c.type))


def _rank(cue: Citation) -> tuple[bool, bool, float, bool, str]:
    # "Additional reporting by X" reads as a report of X's too.
    return cue.type == "help", cue.scope != "quote", cue.confidence, cue.type == "credit_line", cue.type
