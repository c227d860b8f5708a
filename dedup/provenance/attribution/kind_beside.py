"""Finds what kind of medium is said right before or behind a slot: "the newspaper", "«…» gazetasiga"."""

import re

from dedup.provenance.attribution.cues import Language
from dedup.provenance.attribution.patterns import QUOTES_CLOSE, QUOTES_OPEN, Side

_KIND = 24  # characters of a word for a medium before a name in quotation marks
_MEDIUM = re.compile(r"(?<!\S)(\S+) $")
_NEXT_WORD = re.compile(r" (\w+)")
_PREPOSITION = 8  # characters that a preposition takes up before a name at most
_LAST_WORD = re.compile(r"(?<!\w)([^\W\d_]{1,6}) $")


def kind_before(text: str, language: Language, at: int, side: Side) -> int:
    """Return where the kind of medium that ends at `at` begins, or the preposition that holds an article; `at` if none
    does, or kinds do not stand before names."""
    if side == "before" and text[at : at + 1] in QUOTES_OPEN:
        word = _MEDIUM.search(text, max(0, at - _KIND), at)
        return word.start(1) if word and language.media.fullmatch(word[1]) else at
    if side != "before" and language.titles.kinds and (word := _MEDIUM.search(text, max(0, at - _KIND), at)):
        return word.start(1) if language.media.fullmatch(word[1]) else at
    if side != "before" and (word := _LAST_WORD.search(text, max(0, at - _PREPOSITION), at)):
        return word.start(1) if word[1].lower() in language.titles.contracted else at
    return next((at - len(kind) for kind in language.words["kinds"] if text.endswith(kind, 0, at)), at)


def is_kind(text: str, language: Language, at: int) -> bool:
    """Return whether the word that ends at `at` is what a kind of medium is called: "Агентство Bloomberg"."""
    word = _MEDIUM.search(text, max(0, at - _KIND), at)
    return word is not None and language.media.fullmatch(word[1]) is not None


def kind_behind(text: str, language: Language, at: int) -> int:
    """Return where the kind of medium ends that follows a name in quotation marks ("«Sohil ovozi» gazetasiga");
    `at` if none does."""
    word = _NEXT_WORD.match(text, at) if text[at - 1 : at] in QUOTES_CLOSE else None
    return word.end() if word and language.media.fullmatch(word[1]) else at
