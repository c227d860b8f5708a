"""The numbers of a batch of texts that are no more than their digits, found all at once.

Most numbers are written so: no sign within or behind them, no scale beside them. A text that has others, or dates,
times or signs, needs a closer look (`number_concepts`), which for all texts would take several times as long.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.features.concepts.numbers import BETWEEN_DIGITS, BETWEEN_THOUSANDS, HAN, MARKS_BEHIND, MONTH_SIGNS, SIGNS
from dedup.features.concepts.scales import scale_openings, scale_pattern, stands_ahead
from dedup.text import code_points

_MOST_DIGITS = 18
"""Of a number that 64 bits hold."""
_LOOKED_AHEAD = 5
"""Characters behind a number that are looked at."""
_ZERO = ord("0")

Codes = NDArray[np.uint8] | NDArray[np.uint32]
Places = NDArray[np.int64]


class LoneNumbers(NamedTuple):
    """The numbers of a batch of texts."""

    text: Places
    """Which text each number stands in, rising."""
    start: Places
    end: Places
    value: NDArray[np.int64]
    closer: dict[int, list[int]]
    """The texts that need a closer look, of which no number is here, and where their runs of digits begin."""


def lone_numbers(texts: Sequence[str], langs: Sequence[str]) -> LoneNumbers:
    """Return the numbers of those texts of which none is more than its digits; `langs` are base languages."""
    codes = _codes("\n".join(["", *texts, *[""] * _LOOKED_AHEAD]))
    signs = _ascii_digits(codes)
    offsets = np.cumsum([1, *(len(text) + 1 for text in texts)])
    digit = codes - codes.dtype.type(_ZERO) < 10
    begin = np.flatnonzero(digit[1:] & ~digit[:-1]) + 1
    end = np.flatnonzero(digit[:-1] & ~digit[1:]) + 1
    text = np.searchsorted(offsets, begin, side="right") - 1

    behind = codes[end]
    odd = np.isin(behind, _points(MARKS_BEHIND)) | (end - begin > _MOST_DIGITS)
    odd |= np.isin(behind, _points(BETWEEN_DIGITS)) & digit[end + 1]
    thousands = digit[end + 1] & digit[end + 2] & digit[end + 3] & ~digit[end + 4]
    odd |= np.isin(behind, _points(BETWEEN_THOUSANDS)) & thousands
    # A telephone number, perhaps: a zero before more digits, or many digits.
    odd |= (codes[begin] == _ZERO) & (end - begin > 1) & (np.isin(behind, _points(" /)")) | (end - begin > 8))
    odd |= (codes[begin - 1] == ord("+")) | (end - begin > 10)
    closer = np.array([lang in HAN or stands_ahead(lang) for lang in langs], np.bool_)
    closer[text[odd]] = True
    closer[np.searchsorted(offsets, signs, side="right") - 1] = True
    scaled = np.array(_before_scales(codes, end, text, np.flatnonzero(~closer[text]), langs), np.int64)
    asked = zip(text[scaled].tolist(), (end[scaled] - offsets[text[scaled]]).tolist(), strict=True)
    patterns = {lang: scale_pattern(lang) for lang in set(langs)}
    closer[[one for one, at in asked if (scale := patterns[langs[one]]) and scale.match(texts[one], at)]] = True

    begin -= offsets[text]
    runs = np.searchsorted(text, np.arange(len(texts) + 1)).tolist()
    others = {one: begin[runs[one] : runs[one + 1]].tolist() for one in np.flatnonzero(closer).tolist()}
    kept = ~closer[text]
    text, begin, end = text[kept], begin[kept], end[kept]
    return LoneNumbers(text, begin, end - offsets[text], _values(codes, begin + offsets[text], end), others)


def _codes(text: str) -> Codes:
    """The code points of a text, in a byte each where that can be."""
    return np.frombuffer(bytearray(text, "ascii"), np.uint8) if text.isascii() else code_points(text).copy()


def _points(characters: Iterable[str]) -> NDArray[np.uint32]:
    return np.array([ord(character) for character in characters], np.uint32)


def _ascii_digits(codes: Codes) -> Places:
    """Write the digits of all scripts as 0-9; returns where signs of percent, money and months stand."""
    found = [np.flatnonzero(codes == ord(sign)) for sign in SIGNS if sign.isascii()]
    if codes.dtype == np.uint32:
        far = np.flatnonzero(codes > 0x7F)
        characters = codes[far]
        found.append(far[np.isin(characters, _points(SIGNS + MONTH_SIGNS))])
        for code in np.unique(characters).tolist():
            if chr(code).isdecimal():
                codes[far[characters == code]] = _ZERO + int(chr(code))
    return np.concatenate(found)


def _before_scales(codes: Codes, end: Places, text: Places, asked: Places, langs: Sequence[str]) -> list[int]:
    """Those of the numbers `asked` that a scale may follow; each ends at `end` and is in a `text` of one of `langs`."""
    found: list[int] = []
    numbered = {lang: number for number, lang in enumerate(dict.fromkeys(langs))}
    of_text = np.array([numbered[lang] for lang in langs], np.int64)
    for lang, number in numbered.items():
        openings = scale_openings(lang)
        if openings is not None:
            runs = asked[of_text[text[asked]] == number]
            at = end[runs]
            found += runs[np.isin(codes[at], openings) | np.isin(codes[at + 1], openings)].tolist()
    return found


def _values(codes: Codes, begin: Places, end: Places) -> NDArray[np.int64]:
    values = np.zeros(len(begin), np.int64)
    for place in range(int((end - begin).max(initial=0))):
        longer = begin + place < end
        values[longer] = 10 * values[longer] + codes[begin[longer] + place].astype(np.int64) - _ZERO
    return values
