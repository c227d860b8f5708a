"""The numbers, days and times of a batch of bodies, as concepts at the words they stand at.

The numbers of a batch of texts that are no more than their digits, found all at once.

Most numbers are written so: no sign within or behind them, no scale beside them. A text that has others, or dates,
times or signs, needs a closer look (`number_concepts`), which for all texts would take several times as long.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.features.concepts.hashing import concept_hash, hash_weighted
from dedup.features.concepts.numbers import (
    BETWEEN_DIGITS,
    BETWEEN_THOUSANDS,
    HAN,
    MARKS_BEHIND,
    MONTH_SIGNS,
    SIGNS,
    WRITTEN_ON,
    number_concepts,
)
from dedup.features.concepts.scales import scale_openings, scale_pattern, stands_ahead
from dedup.features.stems.stemmer import base_language
from dedup.text import Bodies, code_points

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


@dataclass(frozen=True)
class Figures:
    """The numbers, days and times of a batch of bodies by value, however they were written, in order of their words."""

    values: NDArray[np.uint32]
    word: NDArray[np.int64]
    """Place of each in `Bodies.words`, rising."""

    @classmethod
    def read(cls, bodies: Bodies, texts: Sequence[str]) -> "Figures":
        """Read the numbers, days and times of bodies, and no other concepts."""
        values, word, counted, _ = read_numbers(bodies, texts, None)
        return cls(values[counted], word[counted])


def read_numbers(
    bodies: Bodies, texts: Sequence[str], factors: dict[int, float] | None
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]]:
    """Return the concepts of numbers, the words they stand at, and which of them count something: a currency sign does
    not; and the words of the numbers that have several, which mean nothing by themselves: "40 million" is no million.

    `factors`, where somebody asks for them, learns what the concepts are worth."""
    offsets = bodies.offsets.tolist()
    # What has no words has no figures: its text is not looked at.
    read = [text if low < high else "" for text, (low, high) in zip(texts, pairwise(offsets), strict=True)]
    langs = [base_language(lang or "") for lang in bodies.langs]
    lone = lone_numbers(read, langs)
    named, number = np.unique(lone.value, return_inverse=True)
    closer = [number_concepts(read[one], langs[one], runs) for one, runs in lone.closer.items()]
    text = np.append(lone.text, np.repeat(np.array([*lone.closer], np.int64), [len(spans) for spans in closer]))
    spans = list(chain.from_iterable(closer))
    order = np.argsort(text, kind="stable")
    article = text[order] << 32
    begin = article | np.append(lone.start, np.array([span.start for span in spans], np.int64))[order]
    end = article | np.append(lone.end, np.array([span.end for span in spans], np.int64))[order]
    words = np.append(np.repeat(np.arange(len(texts)) << 32, np.diff(bodies.offsets)) | bodies.starts, -1)
    first, last = np.searchsorted(words[:-1], np.stack([begin, end]))
    for one in np.flatnonzero(words[first] != begin).tolist():
        word, number_begin = int(words[first[one] - 1]), int(begin[one])
        if word >> 32 == number_begin >> 32 and WRITTEN_ON.fullmatch(
            read[word >> 32], word & 0xFFFFFFFF, number_begin & 0xFFFFFFFF
        ):
            first[one] -= 1
            begin[one] = word
    placed = np.flatnonzero(words[first] == begin)
    concepts = [*(f"n:{value}" for value in named.tolist()), *(span.concept for span in spans)]
    concept = np.append(number, len(named) + np.arange(len(spans)))[order[placed]]
    hashes = np.zeros(len(concepts), np.uint32)
    used = np.unique(concept)
    hashed = concept_hash if factors is None else partial(hash_weighted, factors=factors)
    hashes[used] = [hashed(concepts[one]) for one in used.tolist()]
    counted = np.array([concept[0] not in "uc" for concept in concepts], np.bool_)
    several = np.flatnonzero(last - first > 1)
    parts = [np.arange(first[one], last[one]) for one in several]
    return hashes[concept], first[placed], counted[concept], np.concatenate([np.zeros(0, np.int64), *parts])


def place_concepts(
    found: Sequence[tuple[int, str]],
    starts: Sequence[int],
    base: int,
    places: list[int],
    values: list[int],
    factors: dict[int, float],
) -> None:
    """Append the word at which each concept's first character stands, from `base` on, and the concept; those outside
    the body fall away."""
    for character, concept in found:
        at = bisect_left(starts, character)
        if at < len(starts) and starts[at] == character:
            places.append(base + at)
            values.append(hash_weighted(concept, factors))
