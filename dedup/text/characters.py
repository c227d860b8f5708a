"""What each character is, and what it folds to: the tables that every text kernel reads.

Folding is one character to one character (or to none), so that spans stay spans of the text as given. It makes equal
what news sites change when they reprint: letter case, compatibility forms (fullwidth, ligature-free NFKC singles),
accents on Latin, Greek and Cyrillic letters, Arabic and Hebrew vowel points, traditional and simplified Han. Vowel
signs of Indic scripts are letters.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.tables import DENSE_RANGES, later_characters

SEPARATOR: Final = 0
LETTER: Final = 1
DENSE: Final = 2
"""A character of a script written without spaces; words there are bigrams of characters."""
IGNORED: Final = 3
"""Zero-width and soft characters and marks that folding drops: inside a word they do not end it."""
NEWLINE: Final = 4
STOP: Final = 5
"""Ends a sentence."""
DIGIT: Final = 6

CODEPOINTS: Final = 0x110000

# Marks that are spelling variants rather than letters: combining accents, Armenian accents (they stand inside a word),
# Hebrew points (not maqaf and sof pasuq, which part words), Arabic harakat and tatweel, the Devanagari dot, variation
# selectors.
_DROPPED_MARKS = (
    (0x0300, 0x036F),
    (0x055B, 0x055F),
    (0x0591, 0x05BD),
    (0x05BF, 0x05BF),
    (0x05C1, 0x05C2),
    (0x05C4, 0x05C5),
    (0x05C7, 0x05C7),
    (0x0610, 0x061A),
    (0x0640, 0x0640),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x093C, 0x093C),
    (0xFE00, 0xFE0F),
    (0xE0100, 0xE01EF),
)
# Letters by category that stand for an apostrophe, which parts words whatever character it is.
_APOSTROPHES = (0x02B9, 0x02BF)
_STOPS = ".!?…。！？．։؟۔׃।॥｡။។།༎༑።፧፨᠃"
_NEWLINES = "\n\r\v\f\x85\u2028\u2029"
# NFKC and case have nothing to say beyond the astral letters that end here.
_LAST_FOLDED: Final = 0x1EFFF
# Letters that lower-casing and NFD leave apart though reprints write one for the other.
_EQUAL_LETTERS = {"ı": "i", "ł": "l", "đ": "d", "ø": "o", "ى": "ي", "ک": "ك", "ی": "ي", "ة": "ه", "ς": "σ"}

_KIND_OF = {
    **dict.fromkeys(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc"), LETTER),
    **dict.fromkeys(("Nd", "Nl", "No"), DIGIT),
    "Cf": IGNORED,
}
"""What a character is by its category in Unicode; others are separators."""

ARMENIAN: Final = 4
CASED: Final = 4
"""Scripts up to this number distinguish capitals from small letters. (Georgian's capitals are for headlines only.)"""

SCRIPTS: Final = (
    ("latin", ((0x41, 0x24F), (0x1E00, 0x1EFF), (0xFF21, 0xFF5A))),
    ("cyrillic", ((0x400, 0x52F),)),
    ("greek", ((0x370, 0x3FF), (0x1F00, 0x1FFF))),
    ("armenian", ((0x530, 0x58F),)),
    ("hebrew", ((0x590, 0x5FF),)),
    ("arabic", ((0x600, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))),
    ("georgian", ((0x10A0, 0x10FF), (0x1C90, 0x1CBF))),
    ("indic", ((0x900, 0xDFF),)),
    ("dense", DENSE_RANGES),
    ("hangul", ((0x1100, 0x11FF), (0xAC00, 0xD7AF))),
    ("ethiopic", ((0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F))),
    ("tibetan", ((0x0F00, 0x0FFF),)),
    ("thaana", ((0x0780, 0x07BF),)),
)
"""Scripts distinguished when a page mixes them; 0 in the table means none of these."""


@dataclass(frozen=True)
class Alphabet:
    """Three tables over all code points, each of length `CODEPOINTS`."""

    kind: NDArray[np.uint8]
    """One of the constants above."""
    lower: NDArray[np.uint32]
    """Lower case, for words whose spelling still matters (stems)."""
    fold: NDArray[np.uint32]
    """Lower case without accents, for words that are only compared."""
    script: NDArray[np.uint8]
    """1 + index into `SCRIPTS`, 0 for anything else."""

    @classmethod
    @cache
    def build(cls) -> "Alphabet":
        """Make the tables from this Python's Unicode data, but for what only newer ones know: once a process."""
        kind = np.zeros(CODEPOINTS, np.uint8)
        lower = np.arange(CODEPOINTS, dtype=np.uint32)
        fold = lower.copy()
        unknown = np.zeros(CODEPOINTS, np.bool_)
        for codes in later_characters():
            unknown[codes.start : codes.stop] = True
        known = np.flatnonzero(~unknown[:_LAST_FOLDED])
        chars = list(map(chr, known.tolist()))
        sorts = np.array([_KIND_OF.get(category, SEPARATOR) for category in map(unicodedata.category, chars)], np.uint8)
        kind[known] = sorts
        letters = known[sorts == LETTER]
        small = [chr(code).lower()[0] for code in letters.tolist()]
        lower[letters] = fold[letters] = np.fromiter(map(ord, small), np.uint32, len(small))
        # Most letters are what their lower case is, and `_fold` takes ten times longer.
        for code, one in zip(letters.tolist(), small, strict=True):
            if one in _EQUAL_LETTERS or unicodedata.decomposition(chr(code)) or unicodedata.decomposition(one):
                fold[code] = _fold(chr(code))
        for code in known[sorts == DIGIT].tolist():
            fold[code] = _digit(chr(code))
        for low, high in DENSE_RANGES:
            part = kind[low : high + 1]
            part[part != IGNORED] = np.where(part[part != IGNORED] == SEPARATOR, SEPARATOR, DENSE)
        kind[0x20000:0x323B0] = DENSE
        kind[_APOSTROPHES[0] : _APOSTROPHES[1] + 1] = SEPARATOR
        for low, high in _DROPPED_MARKS:
            kind[low : high + 1] = IGNORED
        for traditional, simple in simplified_han().items():
            fold[traditional] = ord(simple)
        kind[[ord(c) for c in _NEWLINES]] = NEWLINE
        kind[[ord(c) for c in _STOPS]] = STOP
        script = np.zeros(CODEPOINTS, np.uint8)
        for number, (_, ranges) in enumerate(SCRIPTS, start=1):
            for low, high in ranges:
                script[low : high + 1] = number
        script[(kind != LETTER) & (kind != DENSE)] = 0
        for table in (kind, lower, fold, script):
            table.flags.writeable = False
        return cls(kind, lower, fold, script)


def simplified_han() -> dict[int, str]:
    """Return traditional Han characters as simplified ones, one for one, so that places in a text stay."""
    table = (files("dedup.text") / "han_traditional.tsv").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in table.splitlines()[1:])
    return {ord(traditional): simple for traditional, simple in pairs}


def _fold(char: str) -> int:
    single = unicodedata.normalize("NFKC", char)
    single = (single if len(single) == 1 else char).lower()[0]
    if "가" <= single <= "힣":  # NFD would take Hangul syllables apart
        return ord(single)
    apart = unicodedata.normalize("NFD", single)
    base = apart[0] if all(_is_dropped(ord(mark)) for mark in apart[1:]) else single
    return ord(_EQUAL_LETTERS.get(base, base))


def _is_dropped(code: int) -> bool:
    return any(low <= code <= high for low, high in _DROPPED_MARKS)


def _digit(char: str) -> int:
    value = unicodedata.decimal(char, None)
    return ord(char) if value is None else ord("0") + value
