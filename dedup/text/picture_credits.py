"""Captions by the form of their credit, which ends them: "… over the valley. Foto: M. Lund/Northern Press".

Names of photographers are in no table, so what is looked for is a word for a picture behind a sentence's end or a
bracket, a sign or a word that gives it to somebody, and a name up to the end of the line.
"""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.text.tokenizer import END, HALF_WORDS, START, Words

MOST_HALF_WORDS: Final = 120
"""A caption is a sentence or two: 60 words at most. A paragraph of prose may end in a picture's credit as well."""
_TAIL: Final = 90
"""Characters of a line that its credit stands in."""

_PICTURE: Final = (
    r"photos?|photographs?|photographies?|fotos?|fotografie[sn]?|fotografías?|fotografias?|pictures?|images?|imágen(?:es)?|"
    r"bild(?:er)?|zdjęcia|zdjęcie|fotky|snímek|slika|kuvat?|valokuva|kép|képek|φωτογραφία|φωτο|фото|фотография|снимка|"
    r"фотографія|fotoğraf|şəkil|surat|сурет|լուսանկար(?:ը)?|ფოტო|صور[ةه]?|الصورة|تصوير|عکس|تصویر|צילום|תמונה|फ़?ोटो|फोटो|"
    r"तस्वीर|ছবি|படம்|ഫോട്ടോ|ఫోటో|ภาพ(?:โดย|จาก)?|ảnh|写真|撮影|사진|照片|图片|圖片|图|圖|摄影|攝影"
)
_NAME: Final = r"(?:[^.!?。！？։۔।:：\n]|(?<=\b\w)\.){2,70}"
_CREDIT: Final = re.compile(
    r"(?:^|[.!?。！？։۔।…»”\"'’)）\]]\s*|[(（\[【/|│▲]\s*|\s[–—-]\s*)"
    rf"(?:(?:{_PICTURE})(?:\s*(?:by|credit|courtesy(?:\s+of)?|von|par|di|por|oleh|提供))?\s*(?:[:：/=＝・·©–-]+)\s*|"
    rf"(?:{_PICTURE})\s+(?:by|courtesy\s+of)\s+|fot\.\s+|©\s*(?=\D))"
    rf"{_NAME}[)）\]】]?\s*\.?\s*$|"
    r"记者\s*\S{2,4}\s*摄\s*[)）】]?\s*$|記者\s*\S{2,4}\s*[攝摄]\s*[)）】]?\s*$",
    re.IGNORECASE,
)
_SIGNS: Final = re.compile("[:：/=＝・·©摄攝–-]")
"""A credit has one of these signs, or "by", "courtesy" or "fot.": most lines have none, and cost no look for more."""


def end_in_credit(texts: Sequence[str], words: Words) -> NDArray[np.bool_]:
    """Which lines end in a picture's credit and are no longer than a caption."""
    lines = words.lines
    found = np.zeros(len(lines), np.bool_)
    article = np.repeat(np.arange(len(texts)), np.diff(words.line_offsets))
    for line in np.flatnonzero(lines[:, HALF_WORDS] <= MOST_HALF_WORDS).tolist():
        start, end = int(lines[line, START]), int(lines[line, END])
        tail = texts[article[line]][max(start, end - _TAIL) : end]
        small = tail.lower()
        gives = "by" in small or "courtesy" in small or "fot." in small or _SIGNS.search(tail)
        found[line] = bool(gives and _CREDIT.search(tail))
    return found
