"""What was cut, added and changed between two texts, word by word."""

import re
from typing import Final, Literal, NamedTuple

from rapidfuzz.distance import Levenshtein

MOST_WORDS: Final = 4_000
"""Of either text; longer ones are not compared word by word: time and memory grow with the product."""

# Scripts that put no spaces between words are compared letter by letter, marks staying with their letter; punctuation
# stands by itself everywhere. A word is whatever else stands together, so that combining marks belong to it.
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_MARKS: Final = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3\u3099\u309a"
    "\ufe00-\ufe0f"
)
_POINTS: Final = ".,;:!?\"'()\\[\\]{}<>«»“”„‘’…–—\\-/|。、，．：；！？「」『』（）《》〈〉،؛؟։՝՜।॥"
_TOKEN: Final = re.compile(f"[{_UNSPACED}][{_MARKS}]*|[^\\s{_POINTS}{_UNSPACED}]+|[{_POINTS}]")


class Edit(NamedTuple):
    """A stretch of both texts, as spans of characters."""

    op: Literal["equal", "delete", "insert", "replace"]
    a: tuple[int, int]
    b: tuple[int, int]


def word_edits(text_a: str, text_b: str) -> list[Edit]:
    """What makes `text_b` of `text_a`, in order; the spans cover all words of both.

    >>> [edit.op for edit in word_edits("One red fox ran.", "One fox ran away.")]
    ['equal', 'delete', 'equal', 'insert', 'equal']
    """
    a, b = _words(text_a), _words(text_b)
    if max(len(a), len(b)) > MOST_WORDS:
        return []
    codes = Levenshtein.opcodes([word for word, _, _ in a], [word for word, _, _ in b])
    return [
        Edit(code.tag, _span(a, code.src_start, code.src_end), _span(b, code.dest_start, code.dest_end))  # type: ignore[arg-type]
        for code in codes
    ]


def _words(text: str) -> list[tuple[str, int, int]]:
    return [(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text)]


def _span(words: list[tuple[str, int, int]], start: int, end: int) -> tuple[int, int]:
    if start < end:
        return words[start][1], words[end - 1][2]
    at = words[start - 1][2] if start else 0
    return at, at
