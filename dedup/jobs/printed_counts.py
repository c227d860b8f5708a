"""What a run or an addition found, in counts with their names: what the commands print, and what `str()` gives."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dedup.jobs.add import Added
    from dedup.jobs.run import Summary

_SHORTER: Final = {
    "articles of such stories": "articles of stories too large for a second look",
    "articles of stories of which not all matches are traced": "articles of stories too large to trace in full",
    "concepts of more articles than one may bring together": "over-common terms",
    "keys of more articles than are paired": "over-common passages",
    "pairs of such keys left out": "pairs that share only over-common passages",
}
"""Limits that `run.json` names in other words, which programs read and which stay."""


def summary_counts(found: "Summary") -> Iterator[tuple[str, str]]:
    """Yield what a run found, by name."""
    yield "articles", f"{found.articles:,}"
    yield "rejected", f"{found.rejected:,}"
    if named := found.records.get("named"):
        yield "named id~hash, for others have their id", f"{named:,}"
    if title_only := found.records.get("title_only"):
        yield "a title and no text, not compared", f"{title_only:,}"
    yield "too short to compare", f"{found.unmatchable:,}"
    yield "stories of two or more", f"{found.stories:,}"
    for kind, pairs in found.matches.items():
        yield f"pairs: {kind}", f"{pairs:,}"
    for role, articles in found.roles.items():
        yield f"role: {role.replace('_', ' ')}", f"{articles:,}"
    yield "kept (one per story)", f"{found.kept:,}"
    for what, count in found.capped.items():
        yield f"skipped: {_SHORTER.get(what, what)}", f"{count:,}"
    yield "seconds", f"{found.seconds:.1f}"


def added_counts(found: "Added") -> Iterator[tuple[str, str]]:
    """Yield what adding to an archive did, by name."""
    yield "new articles", f"{found.new:,}"
    yield "already in the archive", f"{found.known:,}"
    yield "other fetches", f"{found.revisions:,}"
    yield "rejected", f"{found.rejected:,}"
    yield "articles now", f"{found.articles:,}"
    yield "pairs now", f"{found.matches:,}"
    yield "stories now", f"{found.stories:,}"
    yield "seconds", f"{found.seconds:.1f}"


def in_lines(counts: Iterable[tuple[str, str]], reasons: Iterable[object]) -> str:
    """Return counts in two columns, and why records were set aside."""
    rows = list(counts)
    names, figures = (max(map(len, column)) for column in zip(*rows, strict=True))
    lines = [f"{name:{names}}   {figure:>{figures}}" for name, figure in rows]
    return "\n".join([*lines, *(f"set aside: {reason}" for reason in reasons)])
