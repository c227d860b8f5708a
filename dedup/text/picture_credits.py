"""Captions by the form of their credit, which ends them: "… over the valley. Foto: M. Lund/Northern Press".

Names of photographers are in no table, so what is looked for is a word for a picture behind a sentence's end or a
bracket, a sign or a word that gives it to somebody, and a name up to the end of the line.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import kernel, lower_bound
from dedup.tables import word_table
from dedup.text.tokenizer import END, HALF_WORDS, START, Words

MOST_HALF_WORDS: Final = 120
"""A caption is a sentence or two: 60 words at most. A paragraph of prose may end in a picture's credit as well."""
_TAIL: Final = 90
"""Characters of a line that its credit stands in."""

_NAME: Final = r"(?:[^.!?。！？։۔।:：\n]|(?<=\b\w)\.){2,70}"
_SIGNS: Final = ":：/=＝・·©摄攝–-"
_WORDS: Final = ("by", "courtesy", "fot.")
"""A credit has one of these signs or words: most lines have none, and cost no look for more."""
_BEGINNINGS: Final = np.array([list(word[:3].encode().ljust(3, b"\0")) for word in _WORDS], np.uint8)
_FAR: Final = np.array(sorted(ord(sign) for sign in _SIGNS if not sign.isascii()), np.uint32)
_BEGINS, _SIGN = 1, 2
_NEAR: Final = np.array(
    [
        _SIGN if sign in _SIGNS else _BEGINS * (sign.lower() in {word[0] for word in _WORDS})
        for sign in map(chr, range(128))
    ],
    np.uint8,
)
"""What each character of ASCII may be: most are nothing, and cost one look here."""


def end_in_credit(texts: Sequence[str], words: Words) -> NDArray[np.bool_]:
    """Return which lines end in a picture's credit and are no longer than a caption: `[lines]` of bool."""
    lines = words.lines
    found = np.zeros(len(lines), np.bool_)
    _may_credit(lines, words.line_offsets, words.codes, words.code_offsets, _NEAR, _FAR, _BEGINNINGS, found)
    article = np.repeat(np.arange(len(texts)), np.diff(words.line_offsets))
    for line in np.flatnonzero(found).tolist():
        start, end = int(lines[line, START]), int(lines[line, END])
        tail = texts[article[line]][max(start, end - _TAIL) : end]
        found[line] = _credit().search(tail) is not None
    return found


@cache
def _credit() -> re.Pattern[str]:
    """What a line ends in that ends in a credit."""
    picture = "|".join(called for lang in word_table("dedup.text", "picture_credits.toml").values() for called in lang)
    return re.compile(
        r"(?:^|[.!?。！？։۔।…»”\"'’)）\]]\s*|[(（\[【/|│▲]\s*|\s[–—-]\s*)"
        rf"(?:(?:{picture})(?:\s*(?:by|credit|courtesy(?:\s+of)?|von|par|di|por|oleh|提供))?\s*(?:[:：/=＝・·©–-]+)\s*|"
        rf"(?:{picture})\s+(?:by|courtesy\s+of)\s+|fot\.\s+|©\s*(?=\D))"
        rf"{_NAME}[)）\]】]?\s*\.?\s*$|"
        r"记者\s*\S{2,4}\s*摄\s*[)）】]?\s*$|記者\s*\S{2,4}\s*[攝摄]\s*[)）】]?\s*$",
        re.IGNORECASE,
    )


@kernel("i4[,] i8[] u4[] i8[] u1[] u4[] u1[,] b1[]!")
def _may_credit(lines, line_offsets, codes, offsets, near, far, beginnings, found):  # type: ignore[no-untyped-def]
    """Mark the lines that are no longer than a caption and have in their tail a sign, or the first three letters of a
    word, small or capital."""
    for article in range(len(line_offsets) - 1):
        for line in range(line_offsets[article], line_offsets[article + 1]):
            if lines[line, HALF_WORDS] > MOST_HALF_WORDS:
                continue
            end = offsets[article] + lines[line, END]
            for at in range(max(offsets[article] + lines[line, START], end - _TAIL), end):
                code = codes[at]
                if code >= len(near):
                    place = lower_bound(far, code)
                    found[line] = place < len(far) and far[place] == code
                elif near[code] == _SIGN:
                    found[line] = True
                elif near[code] == _BEGINS:
                    for word in range(len(beginnings)):
                        same = True
                        for place in range(3):
                            # A capital of ASCII and its small letter differ in this bit.
                            wanted = beginnings[word, place]
                            same = same and (not wanted or (at + place < end and codes[at + place] | 0x20 == wanted))
                        found[line] |= same
                if found[line]:
                    break
