"""Word-level edits between two aligned passages: what the one cut, added or changed of the other.

The opcodes are rapidfuzz's, over words instead of characters: of Levenshtein's distance, whose memory grows with the
length of the passages (with Indel's, two of 60,000 words took 450 MB). Words are equal when they are equal to the
matcher (`dedup.text.characters`: letter case, accents, compatibility forms and vowel points do not count), so a passage
of likeness 1 has no edit. Scripts written without spaces are compared character by character.

An alignment of words finds chance words in a stretch that was rewritten: "the" stands in every sentence. An equal run
that is shorter than the edits on both of its sides becomes part of one edit, which is the "semantic cleanup" of
N. Fraser's diff-match-patch, in words.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.text import DENSE, DIGIT, IGNORED, LETTER, Alphabet

_SIGNS: Final = frozenset("%‰٪°+−-")
"""Signs that change what a number says; a hyphen or plus counts only where it is not inside a word."""

_SIGN: Final = 254
_BLANK: Final = 255
_PARTS: Final = {b"letter": bytes((LETTER, DIGIT)), b"dense": bytes((DENSE,)), b"none": bytes((IGNORED,))}
_WORD: Final = re.compile(b"[%(letter)b](?:[%(letter)b%(none)b]*[%(letter)b])?|%(dense)b%(none)b*|\xfe" % _PARTS)
"""A word, by the kinds of its characters, or a sign that may say something."""

_LAST_CURRENCY: Final = 0x1F000
"""No sign of a currency stands behind this code: the planes above it take ten times as long to look through."""

_REMEMBERED: Final = 16
"""Passages whose words are kept: the report compares an article with its copies, one after the other."""

_MOST_CELLS: Final = 1 << 32
"""Words of a times words of b that are aligned: two passages of 65,000 words, which take a second."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One opcode: how a stretch of passage a became a stretch of passage b."""

    op: Literal["equal", "delete", "insert", "replace"]
    a: tuple[int, int]
    """Characters `[start, end)` of passage a, from its first word to its last; empty for an insertion."""
    b: tuple[int, int]
    """Characters of passage b; empty for a deletion."""


Span = tuple[int, int]


class _Words(NamedTuple):
    spans: list[Span]
    folded: list[str]


def word_edits(text_a: str, text_b: str) -> list[Edit]:
    """Return the edits that turn `text_a` into `text_b`, in order, equal stretches included.

    Spaces and punctuation belong to no edit: they lie between the spans. A passage without words has no edits, or one.

    >>> [(edit.op, "The mayor resigned today."[slice(*edit.a)]) for edit in word_edits(
    ...     "The mayor resigned today.", "the MAYOR stepped down today")]
    [('equal', 'The mayor'), ('replace', 'resigned'), ('equal', 'today')]
    """
    left, right = _words(text_a), _words(text_b)
    edits = []
    for is_equal, a_first, a_last, b_first, b_last in _cleaned(_runs(left.folded, right.folded)):
        a, b = _span(left.spans, a_first, a_last), _span(right.spans, b_first, b_last)
        if is_equal:
            edits.append(Edit("equal", a, b))
        elif a_first == a_last:
            edits.append(Edit("insert", a, b))
        elif b_first == b_last:
            edits.append(Edit("delete", a, b))
        else:
            edits.append(Edit("replace", a, b))
    return edits


_Run = tuple[bool, int, int, int, int]
"""Whether it is equal, and words `[first, last)` of a and of b."""


def _runs(a: Sequence[str], b: Sequence[str]) -> list[_Run]:
    """The opcodes of two lists of words; of what both neither begin nor end with, one edit where they are too long."""
    if len(a) * len(b) <= _MOST_CELLS:
        from rapidfuzz.distance import Levenshtein

        codes = Levenshtein.opcodes(a, b)
        return [(code.tag == "equal", code.src_start, code.src_end, code.dest_start, code.dest_end) for code in codes]
    first = last = 0
    while first < min(len(a), len(b)) and a[first] == b[first]:
        first += 1
    while last < min(len(a), len(b)) - first and a[-1 - last] == b[-1 - last]:
        last += 1
    end_a, end_b = len(a) - last, len(b) - last
    runs = [(True, 0, first, 0, first)]
    if (end_a - first) * (end_b - first) > _MOST_CELLS:
        runs.append((False, first, end_a, first, end_b))
    else:
        inner = _runs(a[first:end_a], b[first:end_b])
        runs += [(equal, a0 + first, a1 + first, b0 + first, b1 + first) for equal, a0, a1, b0, b1 in inner]
    runs.append((True, end_a, len(a), end_b, len(b)))
    return [run for run in runs if run[1:] != (run[2], run[2], run[4], run[4])]


def _cleaned(runs: Sequence[_Run]) -> list[_Run]:
    """Join runs of one sort that stand next to each other, and edits with a shorter equal run between them."""
    done: list[_Run] = []
    for run in runs:
        done.append(run)
        while len(done) > 1:
            if done[-1][0] == done[-2][0]:
                done[-2:] = [_joined(done[-2], done[-1])]
            elif (
                len(done) > 2 and not done[-1][0] and done[-2][2] - done[-2][1] < min(_size(done[-1]), _size(done[-3]))
            ):
                done[-3:] = [_joined(done[-3], done[-1])]
            else:
                break
    return done


def _joined(first: _Run, last: _Run) -> _Run:
    return first[0], first[1], last[2], first[3], last[4]


def _size(run: _Run) -> int:
    return max(run[2] - run[1], run[4] - run[3])


def _span(words: Sequence[Span], first: int, last: int) -> Span:
    if first < last:
        return words[first][0], words[last - 1][1]
    place = words[first - 1][1] if first else 0
    return place, place


@lru_cache(_REMEMBERED)
def _words(text: str) -> _Words:
    """Words with their spans; characters where a script has no spaces, and signs of numbers, as words of their own."""
    alphabet = Alphabet.build()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    folded = alphabet.fold[codes].astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    kinds = _kinds()[codes].tobytes()
    spans = [found.span() for found in _WORD.finditer(kinds)]
    if _SIGN in kinds:
        spans = [span for span in spans if kinds[span[0]] != _SIGN or _counts(text, span[0], kinds)]
    if IGNORED not in kinds:
        return _Words(spans, [folded[start:end] for start, end in spans])
    return _Words(
        spans,
        [
            "".join(char for char, kind in zip(folded[start:end], kinds[start:end], strict=True) if kind != IGNORED)
            for start, end in spans
        ],
    )


@cache
def _kinds() -> NDArray[np.uint8]:
    """What each character is, by code: a part of a word, a sign, or nothing that an edit could say."""
    kind = Alphabet.build().kind
    kinds = np.where(np.isin(kind, (LETTER, DIGIT, DENSE, IGNORED)), kind, _BLANK).astype(np.uint8)
    others = np.flatnonzero(kinds[:_LAST_CURRENCY] == _BLANK).tolist()
    kinds[[code for code in others if chr(code) in _SIGNS or unicodedata.category(chr(code)) == "Sc"]] = _SIGN
    return kinds


def _counts(text: str, at: int, kinds: Sequence[int]) -> bool:
    """Whether a sign says something: a currency, a per cent, the sign of a number."""
    char = text[at]
    if char not in _SIGNS:
        return True
    before = kinds[at - 1] if at else 0
    after = kinds[at + 1] if at + 1 < len(text) else 0
    if char in "+−-":
        return after == DIGIT and before not in (LETTER, DIGIT, DENSE)
    return before == DIGIT or (at > 1 and kinds[at - 2] == DIGIT)
