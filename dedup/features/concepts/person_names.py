"""Names of Japanese and Chinese persons in Chinese characters: 片山 is Katayama, 汪文斌 Wang Wenbin.

1. A Japanese surname is one of a table, and what follows it a given name if it is one of another. Their readings are
   those of no single character, so without the tables no romanisation gives them back. Half of all surnames lie across
   the seam of two words as well (古市 in 中古市場), so one counts only where a word can begin and end. In a Chinese
   text, where a surname may be two words, only both names together do.
2. A Chinese name is a surname and one or two characters beside a title or a verb of saying. Each character has one
   reading, that of Mandarin.

Both give the keys that the names have in Latin letters, surname and given name apart.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Final

from dedup.features.concepts.names import name_concepts
from dedup.features.concepts.numbers import Span
from dedup.features.language_tables import language_table
from dedup.tables import japanese_readings, to_ascii
from dedup.text import simplified_han

_LONGEST_SURNAME: Final = 3
_LONGEST_GIVEN: Final = 3
_HAN: Final = "[\u4e00-\u9fff]"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Where Chinese names stand, by the part `persons` of the language's page: behind a title, before a verb."""
    page = language_table("zh", "persons")
    titles, saying, common = ("|".join(page[name].split()) for name in ("titles", "saying", "common"))
    name = f"(?!{common})([{page['surnames']}])(?!{titles}|{saying})({_HAN})({_HAN})?"
    return re.compile(f"(?:{titles}){name}"), re.compile(f"{name}(?={saying})")


class JapaneseNames:
    """Surnames and given names by their spelling; in a Chinese text by the spelling of China."""

    def __init__(self, lang: str, is_word: Callable[[str, int, int], object]) -> None:
        """`is_word` says whether a known word begins at a place of a text and ends before another."""
        self._is_word = is_word
        self._chinese = lang == "zh"
        self._folded: dict[int, str] = {}
        if self._chinese:
            forms = iter(language_table("ja", "persons")["forms"])
            self._folded = {**simplified_han(), **{ord(form): next(forms) for form in forms}}
        self._no_given = frozenset(language_table("ja", "persons")["no_given"])
        self._surnames = self._table("surnames")
        self.openers = frozenset(surname[:2] for surname in self._surnames)
        """Two characters that names begin with: most places of a text begin none, and are passed over by these."""
        self._given: dict[str, str] | None = None

    def _table(self, which: str) -> dict[str, str]:
        readings = japanese_readings(which)
        if not self._chinese:
            return readings
        folded: dict[str, str] = {}
        for spelling, reading in readings.items():
            key = spelling.translate(self._folded)
            folded[key] = f"{folded[key]}\t{reading}" if key in folded else reading
        return folded

    def at(self, text: str, place: int, end: int, behind_word: bool) -> list[Span]:
        """Return the concepts of the name that begins at a place, of its surname first; none if there is no name.
        `behind_word` says that a known word ends there."""
        if not (self._chinese or behind_word) and place and _is_han(text[place - 1]):
            return []
        for length in range(min(_LONGEST_SURNAME, end - place), 1, -1):
            reading = self._surnames.get(text[place : place + length])
            if reading is not None:
                break
        else:
            return []
        middle = place + length
        given = self._given_name(text, middle, end)
        open_end = middle < end and _is_han(text[middle]) and text[middle] not in self._no_given
        if not given and (self._chinese or (open_end and not self._is_word(text, middle, end))):
            return []
        found = [Span(place, middle, concept) for concept in _keys(reading)]
        if given:
            found += [Span(middle, middle + given, concept) for concept in _keys(self._readings(text, middle, given))]
        return found

    def _readings(self, text: str, place: int, length: int) -> str:
        if self._given is None:
            # Read with the first surname: most texts of a dump name nobody.
            self._given = self._table("given")
        return self._given.get(text[place : place + length], "")

    def _given_name(self, text: str, place: int, end: int) -> int:
        """The length of the given name at a place."""
        for length in range(min(_LONGEST_GIVEN, end - place), 1 if self._chinese else 0, -1):
            if text[place] not in self._no_given and self._readings(text, place, length):
                return length
        return 0


def chinese_names(text: str) -> Iterator[Span]:
    """Yield the concepts of Chinese names in a text in simplified characters.

    >>> [span.concept for span in chinese_names("外交部发言人汪文斌表示")]
    ['w:vng', 'W:pnk', 'w:vmbn', 'W:pmpn']
    """
    # One that has a title before it and a verb behind it is found twice.
    behind_title, before_saying = _patterns()
    names = {found.span(1): found for pattern in (behind_title, before_saying) for found in pattern.finditer(text)}
    for found in names.values():
        surname, first, second = found.groups()
        for concept in _keys(to_ascii(surname).strip()):
            yield Span(found.start(1), found.end(1), concept)
        whole = first + (second or "")
        # Behind a title nothing shows where a name ends.
        for name in [whole, first] if second and found.re is behind_title else [whole]:
            for concept in _keys(to_ascii(name).replace(" ", "")):
                yield Span(found.start(2), found.start(2) + len(name), concept)


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


@lru_cache(1 << 14)
def _keys(readings: str) -> tuple[str, ...]:
    """Name keys of readings in Latin letters, split at tabs: those that English has."""
    spelled = readings.split("\t")
    # 大谷 is Otani, and Ohtani by himself.
    spelled += [f"oh{reading[2:]}" for reading in spelled if reading.startswith("oo")]
    names = [reading.capitalize() for reading in spelled if reading]
    return tuple(dict.fromkeys(concept for keys in name_concepts(names, "en") for concept in keys))
