"""The words by which a number is multiplied, language by language: "1.5 million", "1,5 млн", "milioni 5"."""

import re
import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dedup.features.language_tables import is_unspaced, language_table


@cache
def stands_ahead(lang: str) -> bool:
    """Return whether a language writes the scale before its number: milioni 5, මිලියන 5, သိန်း ၅၀."""
    return bool(language_table(lang, "numbers").get("scale_ahead"))


def ordinal_mark(lang: str) -> str | None:
    """Return the letter that makes a number one of a row, and the scale behind it another word: 제3조 is Article 3, not
    three trillion."""
    mark: str | None = language_table(lang, "numbers").get("ordinal")
    return mark


def _link(lang: str) -> str:
    """What stands between a number and its scale: 35 de milioane."""
    return str(language_table(lang, "numbers").get("scale_link", ""))


def _has_joined_scales(lang: str) -> bool:
    """Whether a number, its scale and what is counted are one word, though the language has spaces: 5만명."""
    return bool(language_table(lang, "numbers").get("scale_joined"))


_DOTTED = {
    unicodedata.normalize("NFC", letter): letter
    for letter in "\u0958\u0959\u095a\u095b\u095c\u095d\u095e\u095f\u09dc\u09dd\u09df"
    "\u0a33\u0a36\u0a59\u0a5a\u0a5b\u0a5e\u0b5c\u0b5d"
}
"""Letters of Indic scripts that Unicode never composes of a letter and its dot: texts have both forms."""


@cache
def scale_pattern(lang: str) -> re.Pattern[str] | None:
    """Return what may follow a number and multiply it: only this language's words, for "5 m" is metres in most."""
    choices = _scale_choices(lang)
    link = rf"(?:{_link(lang)}\s)?" if _link(lang) else ""
    gap = "" if _has_joined_scales(lang) else rf"[\s.-]?{link}"
    return re.compile(rf"{gap}(?:{choices})", re.IGNORECASE) if choices else None


@cache
def scale_openings(lang: str) -> NDArray[np.uint32] | None:
    """Return the characters that a scale, or what stands between it and its number, may begin with, but for a space, a
    full stop and a dash; None for a language without scales. In ascending order."""
    words = " ".join(language_table(lang, "scales").values()).split()
    if not words:
        return None
    opening = {unicodedata.normalize("NFC", word)[0] for word in words} | set(_link(lang)[:1])
    opening |= {composed for dotted, composed in _DOTTED.items() if dotted[0] in opening}
    every = "".join(map(chr, range(0x10000)))
    found = re.findall("[" + "".join(map(re.escape, sorted(opening))) + "]", every, re.IGNORECASE)
    return np.array(sorted(map(ord, found)), np.uint32)


@cache
def is_joined(lang: str) -> bool:
    """Return whether what is counted follows the scale without a space."""
    return _has_joined_scales(lang) or is_unspaced(lang)


@cache
def ahead_pattern(lang: str) -> re.Pattern[str] | None:
    """Return what may stand before a number and multiply it."""
    return re.compile(rf"(?:{_scale_choices(lang)})[\s\u00a0]?$", re.IGNORECASE) if stands_ahead(lang) else None


def _scale_choices(lang: str) -> str:
    scales = dict(language_table(lang, "scales"))
    others = scales.pop("none", "")
    choices = [
        f"(?P<x{int(factor)}>{_any_of(scales[factor], lang)})" for factor in sorted(scales, key=int, reverse=True)
    ]
    return (f"(?!{_any_of(others, lang)})" if others else "") + f"(?:{'|'.join(choices)})" if choices else ""


def _any_of(words: str, lang: str) -> str:
    """A pattern for words as a language's page lists them."""
    alternatives = []
    for word in unicodedata.normalize("NFC", words).split():
        form = re.escape(word.rstrip(".")).replace("_", r"\s")
        # "5m" is a sum of money and "5 m" a length.
        touching = r"(?<=\d)" if len(form) == 1 and form.isascii() else ""
        ending = "" if is_joined(lang) else r"(?!\w)" if word.endswith(".") else r"\w*"
        alternatives.append(touching + form + ending)
    pattern = "|".join(alternatives)
    for dotted, composed in _DOTTED.items():
        pattern = pattern.replace(dotted, f"(?:{dotted}|{composed})")
    return pattern
