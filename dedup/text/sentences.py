"""Where a sentence of a text begins and ends: at stops that belong to no abbreviation and that no small letter follows.

A stop behind "Prof." ended a quotation in the middle of a name. Splitters of whole texts were tried and not taken:
those with rules have some twenty languages, and what is wanted is the one sentence around a place.
"""

import re
from collections.abc import Iterator
from typing import Final

_STOP: Final = re.compile(r"[.!?…։።।۔。！？؟](?=[\s\"”»’)])[^\S\n]?|[。！？]|\n")
_NEXT: Final = re.compile(r"[\s\"“”„«»‹›’')\]]*(\w?)")
"""What stands between a stop and the next word."""
_WORD: Final = re.compile(r"[^\s(\[{/\"“„«‹'’-]+$")
_LONGEST: Final = 12
"""Characters before a stop in which its word is looked for; no abbreviation is longer."""
_SHORT: Final = re.compile(r"\w|[A-ZА-Я]\w|(?:\w\.)+\w")
"""An initial, two letters of which the first is a capital ("St"), letters that have a stop each ("U.S", "z.B")."""

_BEFORE_NAMES: Final = frozenset(
    "dr mr mrs prof dipl doc mgr mudr judr rndr phdr bc ing dhr mevr drs mme mlle sra srta dña lic exmo exma dott "
    "avv doç yrd öğr gör uzm arş alb inż hab płk kpt ks dra drg hj ths pgs проф акад ген подп докт канд доц инж им тов "
    "адв κκ δρ καθ ดร นพ พญ पं डॉ प्रो ডা মো திரு blvd str ul просп обл окр пос дер ул вул пл "
    "Gen Sen Rep Gov Lt Col Sgt Capt Cmdr Maj Adm Rev Hon Supt Insp Pres Amb Mag Univ Messrs Hrn Mio "
    "bros mrd bzw gem ggf inkl evtl sog vgl bijv cf vs viz tzn tzv".split()
)
"""Words before their stop that ends no sentence; those with a capital only so: "Hon." is a title, and Swedish "hon" is
"she". In the languages that have cues, by judgement: a stop is usual, and the word without one ends no sentence. So
not "Inc.", "млн." and "др.", which do: most often a small letter follows where they do not."""

_BEFORE_NUMBERS: Final = frozenset(
    "ca no nr art vol abs fig tel str jan feb mar apr jun jul aug sep sept oct nov dec okt dez janv févr avr juil déc "
    "nos ene abr ago dic genn giu lug sett ott янв февр апр авг сент окт нояб дек ст гл тел".split()
)
"""Words that are abbreviations where a number follows ("No. 5") and may be others elsewhere ("He said no.")."""


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
    if lower in _BEFORE_NUMBERS:
        return text[at + 1 : at + 3].strip()[:1].isdecimal()
    return word in _BEFORE_NAMES or lower in _BEFORE_NAMES or _SHORT.fullmatch(word) is not None


def _goes_on(text: str, at: int) -> bool:
    """Whether a small letter follows: “Will it hold?” he asked; or the sign of a paragraph: "i.V.m. § 5". Letters of
    Georgian have no capitals in a sentence."""
    if text.startswith("§", at + (text[at : at + 1] == " ")):
        return True
    following = _NEXT.match(text, at)
    letter = following[1] if following and "\n" not in following[0] else ""
    return letter.islower() and letter.title() != letter
