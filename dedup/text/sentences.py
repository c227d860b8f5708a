"""Where a sentence of a text begins and ends: at stops that belong to no abbreviation and that no small letter follows.

A stop behind "Prof." ended a quotation in the middle of a name. Splitters of whole texts were tried and not taken:
those with rules have some twenty languages, and what is wanted is the one sentence around a place.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from dedup.tables import word_table

_STOP: Final = re.compile(r"[.!?…։።।۔。！？؟](?=[\s\"”»’)])[^\S\n]?|[。！？]|\n")
_NEXT: Final = re.compile(r"[\s\"“”„«»‹›’')\]]*(\w?)")
"""What stands between a stop and the next word."""
_WORD: Final = re.compile(r"[^\s(\[{/\"“„«‹'’-]+$")
_LONGEST: Final = 12
"""Characters before a stop in which its word is looked for; no abbreviation is longer."""
_SHORT: Final = re.compile(r"\w|[A-ZА-Я]\w|(?:\w\.)+\w")
"""An initial, two letters of which the first is a capital ("St"), letters that have a stop each ("U.S", "z.B")."""


def sentence_around(text: str, span: tuple[int, int], low: int, high: int) -> tuple[int, int]:
    """Return the sentence around a span, without the blanks at its ends; it is looked for from `low` to `high`.

    >>> text = "It is late. Prof. Ana Reyes told Reuters so. Rain is near."
    >>> text[slice(*sentence_around(text, (32, 39), 0, len(text)))]
    'Prof. Ana Reyes told Reuters so.'
    """
    start = low
    for stop in _stops(text, low, low, span[0]):
        start = stop.end()
    end = next((stop.start() + 1 for stop in _stops(text, low, span[1], high)), high)
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences of a text, without the stops at their ends.

    >>> text = "It is late. Prof. Ana Reyes told Reuters so"
    >>> [text[start:end] for start, end in sentences(text)]
    ['It is late', 'Prof. Ana Reyes told Reuters so']
    """
    start = 0
    # Where a text ends, a line does.
    for stop in _stops(text + "\n", 0, 0, len(text) + 1):
        yield start, stop.start()
        start = stop.end()


def _stops(text: str, low: int, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the stops between two places that end a sentence."""
    for stop in _STOP.finditer(text, start, end):
        at = stop.start()
        if text[at] == "\n" or not (_is_short(text, low, at) or _goes_on(text, stop.end())):
            yield stop


def _is_short(text: str, low: int, at: int) -> bool:
    """Whether the stop at `at` stands behind an abbreviation or an initial."""
    found = _WORD.search(text, max(low, at - _LONGEST), at) if text[at] == "." else None
    if found is None:
        return False
    word, lower = found[0], found[0].lower()
    if lower in _abbreviations("before_numbers"):
        return text[at + 1 : at + 3].strip()[:1].isdecimal()
    return not _abbreviations("before_names").isdisjoint((word, lower)) or _SHORT.fullmatch(word) is not None


@cache
def _abbreviations(place: str) -> frozenset[str]:
    return frozenset(" ".join(word_table("dedup.text", "sentences.toml")[place].values()).split())


def _goes_on(text: str, at: int) -> bool:
    """Whether a small letter follows: “Will it hold?” he asked; or the sign of a paragraph: "i.V.m. § 5". Letters of
    Georgian have no capitals in a sentence."""
    if text.startswith("§", at + (text[at : at + 1] == " ")):
        return True
    following = _NEXT.match(text, at)
    letter = following[1] if following and "\n" not in following[0] else ""
    return letter.islower() and letter.title() != letter
