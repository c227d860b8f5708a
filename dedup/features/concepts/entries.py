"""What a language without spaces calls by a run of characters: CLDR, the seed lexicon and large cities in one table."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from dedup.features.concepts import cldr
from dedup.features.concepts.names import name_concepts
from dedup.features.concepts.seed_lexicon import Seed
from dedup.features.stems.stemmer import stem_words
from dedup.tables import city_names

_SCRIPTS: Final[Mapping[str, str]] = MappingProxyType(
    {"zh": "han", "th": "thai", "lo": "lao", "bo": "tibetan", "dz": "tibetan", "my": "myanmar", "km": "khmer"}
)
"""Languages and the column of the table of cities that is theirs. Japanese spells cities in katakana."""

_LEAST_LETTERS: Final[Mapping[str, int]] = MappingProxyType({"my": 4, "km": 3})
"""Shorter names of CLDR are abbreviations of months and weekdays, which are a syllable of any word."""


class Entries:
    """Runs of characters with their concepts."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        """`fold` is what texts are folded by."""
        self.of: dict[str, tuple[str, ...]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        """By their first character the lengths that entries have, the longest first: no other length is looked up."""
        self._fold = fold

    def add(self, surface: str, concepts: tuple[str, ...]) -> None:
        """Add concepts to those that a run of characters has."""
        surface = self._fold(surface)
        if surface:
            self.of[surface] = tuple(dict.fromkeys((*self.of.get(surface, ()), *concepts)))
            lengths = self._lengths.get(surface[0], ())
            if len(surface) not in lengths:
                self._lengths[surface[0]] = tuple(sorted((*lengths, len(surface)), reverse=True))

    def __contains__(self, surface: str) -> bool:
        return self._fold(surface) in self.of

    def longest_at(self, text: str, place: int, end: int, least_end: int = 0) -> str:
        """Return the longest entry at a place, empty if there is none; one that ends before `least_end` is none, unless
        it ends where no such is asked for."""
        for length in self._lengths.get(text[place], ()):
            if length <= end - place:
                surface = text[place : place + length]
                if surface in self.of and not place + length < least_end:
                    return surface
        return ""

    def at(self, text: str, place: int, end: int, whole: Callable[[str, int], bool]) -> str:
        """Return the longest entry at a place that ends where `whole` says a word can end."""
        for length in self._lengths.get(text[place], ()):
            if length <= end - place:
                surface = text[place : place + length]
                if surface in self.of and whole(text, place + length):
                    return surface
        return ""


def read_entries(lang: str, seed: Seed | None, fold: Callable[[str], str]) -> Entries:
    """Return the entries of a language; `seed` may be left out, for an ablation."""
    entries = Entries(fold)
    for surface, concepts in cldr.load(lang).surfaces.items():
        if len(surface) >= _LEAST_LETTERS.get(lang, 1):
            entries.add(surface, concepts)
    if seed is not None and (lexicon := seed.lexicon(lang)) is not None:
        for surface, meanings in lexicon.surfaces.items():
            entries.add(surface, tuple(seed.keys[meaning] for meaning in meanings))
    listed = city_names(_SCRIPTS.get(lang, ""))
    cities = [english for _, english in listed]
    names = name_concepts(cities, "en")
    # The concept of a city that CLDR has is CLDR's, as it is in every language with spaces.
    known = cldr.load("en").concepts(stem_words(cities, "en"))
    for (surface, _), place, name in zip(listed, known, names, strict=True):
        # What is a word besides is better known as that.
        if surface not in entries:
            entries.add(surface, place or name)
    return entries
