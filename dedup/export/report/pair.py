"""Two articles side by side: their aligned passages joined, word-level edits marked, boilerplate set apart."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from dedup.matching import word_edits

_LEAST_EQUAL: Final = 0.4
"""Edits are marked where at least this share of the longer passage's letters stand in both: below that two wordings of
one statement are compared, and marks on nearly every word say nothing."""
_MOST_OWN: Final = 700
"""Characters of a stretch without a counterpart that are shown; the page would otherwise be mostly those."""
_MOST_BOILERPLATE: Final = 160
_MOST_ALIKE: Final = 600
"""Characters of a stretch that is the same, word by word, in both."""

_MARKS: Final[Mapping[str, str]] = {"delete": "cut", "insert": "added", "replace": "changed"}

Span = tuple[int, int]


class Piece(NamedTuple):
    """Some text of one article; `kind` is how it is marked."""

    text: str
    kind: str
    """plain, cut, added, changed, boilerplate; omitted or alike (then `text` counts what is left out)."""


class Row(NamedTuple):
    """What stands side by side: an aligned passage of both, or a stretch of one."""

    number: int | None
    """Which aligned passage, from 1; None for a stretch of one article alone."""

    kind: str | None
    score: float | None
    edited: bool
    """Whether word-level edits are marked."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]


def align(pair: Mapping[str, Any]) -> list[Row]:
    """Return the rows of a pair in the form of `dedup explain --json`, in the order of its first article."""
    a, b = pair["a"], pair["b"]
    passages = [
        {**passage, "a": _closed(a["text"], passage["a"]), "b": _closed(b["text"], passage["b"])}
        for passage in sorted(pair["passages"], key=lambda passage: (tuple(passage["a"]), tuple(passage["b"])))
    ]
    spans_b = [tuple(passage["b"]) for passage in passages]
    after: dict[int, list[Span]] = {}
    for gap in _gaps(spans_b, len(b["text"])):
        # A stretch of the second article follows the passage that ends where it begins.
        before = [place for place, span in enumerate(spans_b) if span[1] <= gap[0]]
        after.setdefault(max(before, key=lambda place: (spans_b[place][1], place), default=-1), []).append(gap)
    rows: list[Row] = []
    at = 0
    for place, passage in enumerate(passages):
        start, end = passage["a"]
        rows += _alone(a, [(at, start)], b, after.get(place - 1, ()))
        rows.append(_aligned(place + 1, passage, a, b))
        at = max(at, end)
    return rows + _alone(a, [(at, len(a["text"]))], b, after.get(len(passages) - 1, ()))


def _closed(text: str, span: Sequence[int]) -> Span:
    """Return a span with the marks that close its last word: passages end with words, and a full stop says nothing."""
    start, end = span
    while end < len(text) and unicodedata.category(text[end]) in _CLOSING:
        end += 1
    return start, end


_CLOSING: Final = frozenset({"Pe", "Pf", "Po"})


def _aligned(number: int, passage: Mapping[str, Any], a: Mapping[str, Any], b: Mapping[str, Any]) -> Row:
    left, right = a["text"][slice(*passage["a"])], b["text"][slice(*passage["b"])]
    if left == right:
        alike = tuple(_alike(left))
        return Row(number, passage["kind"], passage["score"], True, alike, alike)
    edits = [] if passage["kind"] == "translation" else word_edits(left, right)
    equal = sum(edit.a[1] - edit.a[0] for edit in edits if edit.op == "equal")
    edited = bool(edits) and equal >= _LEAST_EQUAL * max(len(left), len(right))
    if not edited:
        return Row(number, passage["kind"], passage["score"], False, (Piece(left, "plain"),), (Piece(right, "plain"),))
    cut = [(edit.a, _MARKS[edit.op]) for edit in edits if edit.op in ("delete", "replace")]
    added = [(edit.b, _MARKS[edit.op]) for edit in edits if edit.op in ("insert", "replace")]
    return Row(number, passage["kind"], passage["score"], True, tuple(_marked(left, cut)), tuple(_marked(right, added)))


def _marked(text: str, marks: Sequence[tuple[Span, str]]) -> Iterator[Piece]:
    at = 0
    for (start, end), kind in marks:
        yield from _alike(text[at:start])
        if start < end:
            yield Piece(text[start:end], kind)
        at = end
    yield from _alike(text[at:])


def _alike(text: str) -> Iterator[Piece]:
    """Words that both have; of a long stretch the beginning and the end, since the edits are what is looked for."""
    if len(text) <= _MOST_ALIKE * 1.25:
        if text:
            yield Piece(text, "plain")
        return
    half = _MOST_ALIKE // 2
    before, after = text[:half].rsplit(None, 1)[0], text[-half:].split(None, 1)[-1]
    yield Piece(before, "plain")
    yield Piece(f"{len(text) - len(before) - len(after):,}", "alike")
    yield Piece(after, "plain")


def _alone(a: Mapping[str, Any], own: Sequence[Span], b: Mapping[str, Any], theirs: Sequence[Span]) -> list[Row]:
    """The stretches of both between two aligned passages."""
    left = tuple(piece for gap in own for piece in _own(a, gap))
    right = tuple(piece for gap in theirs for piece in _own(b, gap))
    return [Row(None, None, None, False, left, right)] if left or right else []


def _own(side: Mapping[str, Any], gap: Span) -> Iterator[Piece]:
    """A stretch without a counterpart: the article's own text, and boilerplate."""
    start, end = gap
    at = start
    for begin, stop in side.get("body") or ((0, len(side["text"])),):
        low, high = max(begin, at), min(stop, end)
        if low >= high:
            continue
        yield from _shortened(side["text"][at:low], "boilerplate")
        yield from _shortened(side["text"][low:high], "plain")
        at = high
    yield from _shortened(side["text"][at:end], "boilerplate")


def _shortened(text: str, kind: str) -> Iterator[Piece]:
    text = text.strip()
    if not text:
        return
    most = _MOST_BOILERPLATE if kind == "boilerplate" else _MOST_OWN
    # A few characters more than the most are not worth a sentence that says so.
    if len(text) <= most * 1.25:
        yield Piece(text, kind)
        return
    kept = text[:most].rsplit(None, 1)[0]
    yield Piece(kept, kind)
    yield Piece(f"{len(text) - len(kept):,}", "omitted")


def _gaps(spans: Sequence[Span], length: int) -> Iterator[Span]:
    at = 0
    for start, end in sorted(spans):
        if at < start:
            yield at, start
        at = max(at, end)
    if at < length:
        yield at, length
