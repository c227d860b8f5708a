"""The words by which a number is multiplied, language by language: "1.5 million", "1,5 млн", "milioni 5"."""

import re
import unicodedata
from functools import cache

from dedup.features.language_tables import is_unspaced, language_table

AHEAD = frozenset({"sw", "si", "my", "ha"})
"""Languages that write the scale before its number: milioni 5, මිලියන 5, သိန်း ၅၀."""

_JOINED_THOUGH_SPACED = frozenset({"ko"})
"""Languages in which what is counted follows the scale without a space, as in those without spaces: 5만명, 5 ล้านบาท."""

_LINKS = {"ro": r"(?:de\s)?"}
"""What stands between a number and its scale: 35 de milioane."""


@cache
def scale_pattern(lang: str) -> re.Pattern[str] | None:
    """What may follow a number and multiply it: only this language's words, for "5 m" is metres in most."""
    choices = _scale_choices(lang)
    gap = "" if lang in _JOINED_THOUGH_SPACED else rf"[\s.-]?{_LINKS.get(lang, '')}"
    return re.compile(rf"{gap}(?:{choices})", re.IGNORECASE) if choices else None


def is_joined(lang: str) -> bool:
    """Whether what is counted follows the scale without a space."""
    return lang in _JOINED_THOUGH_SPACED or is_unspaced(lang)


@cache
def ahead_pattern(lang: str) -> re.Pattern[str] | None:
    """What may stand before a number and multiply it."""
    return re.compile(rf"(?:{_scale_choices(lang)})[\s\u00a0]?$", re.IGNORECASE) if lang in AHEAD else None


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
    # Unicode composes ड and its dot to one letter only on the way to old encodings: texts have both forms.
    return "|".join(alternatives).replace("\u0921\u093c", "(?:\u0921\u093c|\u095c)")
