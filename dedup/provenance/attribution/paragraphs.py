"""The paragraphs of articles that hold cues, and the cues that were read of equal ones.

A pattern never reaches over an empty line. So the cues of a paragraph depend on its text and language, and on little
else: on which of it is body, on whether the text begins or ends with it, and on what `neighbours` gives. Reprints
repeat paragraphs, and a dump of reprints is what this tool is for: the cues of a paragraph that is met again, in
whatever article, are moved there. Only their scope is the article's, and is worked out for each.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from dedup.provenance.attribution.cues import Language
from dedup.provenance.attribution.layout import Layout
from dedup.provenance.attribution.namesakes import neighbours

_REMEMBERED = 1 << 14  # paragraphs: some 5 MB
_DIGEST = 16  # bytes: two paragraphs of a billion share one once in 10²⁰ dumps
_BREAK = "\n\n"

Trigger = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cue:
    """A citation without what the article says of it. Its places are characters of the paragraph."""

    source: str
    source_key: str
    type: str
    start: int
    end: int
    words: str
    confidence: float
    kind: str
    """The class of its pattern (`cues.CLASSES`)."""

    at: int
    """Where the match of its pattern begins."""

    alone: bool
    """Its line says little else."""

    older: bool
    """Its sentence says that what it quotes is an older report."""

    named: tuple[int, int]
    """Where the name of the source stands."""

    def moved(self, by: int) -> "Cue":
        """Return the cue with its places moved by so many characters."""
        named = self.named[0] + by, self.named[1] + by
        return replace(self, start=self.start + by, end=self.end + by, at=self.at + by, named=named)


class Paragraphs:
    """The cues of paragraphs by their key, as many as fit. Threads may share one: each reads and writes whole
    entries."""

    def __init__(self) -> None:
        self._cues: dict[bytes, tuple[Cue, ...]] = {}

    def get(self, key: bytes) -> tuple[Cue, ...] | None:
        """Return the cues of the paragraph with this key; None if it is not known."""
        return self._cues.get(key)

    def put(self, key: bytes, cues: tuple[Cue, ...]) -> None:
        """Remember the cues of a paragraph."""
        if len(self._cues) >= _REMEMBERED:
            self._cues.clear()
        self._cues[key] = cues


def paragraphs_of(text: str, triggers: Sequence[Trigger]) -> Iterator[tuple[int, int, Sequence[Trigger]]]:
    """Yield where each paragraph that holds triggers begins and ends, and its triggers."""
    first = 0
    while first < len(triggers):
        at = triggers[first][0]
        start, end = text.rfind(_BREAK, 0, at), text.find(_BREAK, at)
        start, end = start + len(_BREAK) if start >= 0 else 0, end if end >= 0 else len(text)
        last = first + 1
        while last < len(triggers) and triggers[last][0] < end:
            last += 1
        yield start, end, triggers[first:last]
        first = last


def key_of(language: Language, layout: Layout, start: int, end: int) -> bytes:
    """Return what the cues of a paragraph depend on, as a digest; where it begins in the article is no part of it."""
    text = layout.text
    around = language.lang, start == 0, end == len(text), layout.body_within(start, end), neighbours(text, start, end)
    digest = blake2b(repr(around).encode(), digest_size=_DIGEST)
    digest.update(text[start:end].encode("utf-8", "surrogatepass"))
    return digest.digest()


def sources_only(cues: Iterable[Cue]) -> tuple[Cue, ...]:
    """Return the cues but for those of media that a pattern of class `none` names in the same words."""
    found = tuple(cues)
    denied = [cue for cue in found if cue.kind == "none"]

    def is_denied(cue: Cue) -> bool:
        return any(no.source_key == cue.source_key and no.start < cue.end and cue.start < no.end for no in denied)

    return tuple(cue for cue in found if not is_denied(cue)) if denied else found
