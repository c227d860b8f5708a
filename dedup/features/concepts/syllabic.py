"""Concepts of Thai, Lao, Khmer, Burmese and Tibetan: scripts of syllables that stand without spaces between words.

The longest entry at each place is taken, as in Chinese (`cjk`), but only where a word can end: not before a vowel sign
or a consonant that closes the syllable. Tibetan shows where syllables end, with a tsheg, so there an entry is whole
syllables.

Entries are CLDR's names, the seed lexicon and large cities. A name that no list has is not found: these scripts do not
show where it begins.
"""

import re
import unicodedata
from typing import Final

from dedup.features.concepts.entries import read_entries
from dedup.features.concepts.numbers import Span
from dedup.features.concepts.seed_lexicon import Seed
from dedup.features.stems.stemmer import base_language

SYLLABIC: Final = frozenset({"th", "lo", "km", "my", "bo", "dz"})
"""Languages that are read here: the unspaced ones (`is_unspaced`) but those of Chinese characters (`cjk`)."""

_RUN: Final = re.compile("[\u0e00-\u0eff]+|[\u0f00-\u0fbc]+|[\u1000-\u109f]+|[\u1780-\u17d3]+")
# Thai and Lao vowels that Unicode calls letters: they lean on the consonant before them.
_FOLLOWING_VOWELS: Final = frozenset("ะาำๅ" + "ະາຳຽ")
_ASAT: Final = "\u103a"
_STACKED: Final = "\u1039"
_TSHEG: Final = frozenset("\u0f0b\u0f0c\u0f0d\u0f0e\u0f14")
_TIBETAN: Final = ("\u0f00", "\u0fbc")
# Grammar that is written together with the syllable before it: genitive, agent, to.
_TIBETAN_ENDINGS: Final = ("འི", "འུ", "འོ", "ས", "ར")


def _fold(surface: str) -> str:
    """An entry as texts write it: compatibility folding takes sara am apart, which texts do not."""
    return surface.replace("\u0e4d\u0e32", "ำ").replace("\u0ecd\u0eb2", "ຳ").strip("\u0f0b\u0f0c")


class SyllabicReader:
    """Finds the concepts of one language's texts."""

    def __init__(self, lang: str, seed: Seed | None = None) -> None:
        """`seed` may be left out, for an ablation."""
        self.lang = base_language(lang)
        self._entries = read_entries(self.lang, seed, _fold)

    def concepts(self, text: str) -> list[Span]:
        """Return every concept of `text` with its characters, by place. Numbers are `numbers`' and are not here.

        >>> SyllabicReader("th").concepts("ในเยอรมนี")[-1]
        Span(start=2, end=9, concept='t:DE')
        """
        found: list[Span] = []
        for run in _RUN.finditer(text):
            place, end = run.span()
            while place < end:
                surface = self._entries.at(text, place, end, _can_end) if _can_begin(text, place) else ""
                found += [Span(place, place + len(surface), concept) for concept in self._entries.of.get(surface, ())]
                place += len(surface) or 1
        return found


def _can_begin(text: str, place: int) -> bool:
    character = text[place]
    if _TIBETAN[0] <= character <= _TIBETAN[1]:
        return character not in _TSHEG and (place == 0 or text[place - 1] in _TSHEG or not _is_letter(text[place - 1]))
    return unicodedata.category(character)[0] != "M" and character not in _FOLLOWING_VOWELS


def _can_end(text: str, place: int) -> bool:
    """Whether a word can end before the character at `place`."""
    following = text[place : place + 3]
    if not following:
        return True
    first = following[0]
    if _TIBETAN[0] <= first <= _TIBETAN[1]:
        if first in _TSHEG:
            return True
        return any(
            text.startswith(ending, place)
            and (place + len(ending) == len(text) or not _is_letter(text[place + len(ending)]))
            for ending in _TIBETAN_ENDINGS
        )
    if unicodedata.category(first)[0] == "M" or first in _FOLLOWING_VOWELS:
        return False
    # Burmese closes a syllable with a consonant under an asat, or stacks the next one on it.
    return not (len(following) > 1 and following[1] in (_ASAT, _STACKED))


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"
