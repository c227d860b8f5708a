"""Cuts a text into units that do not depend on where its spaces are.

Korean writers and editors put or leave out the space between a noun and its helper, crawlers lose line ends, and Thai,
Lao, Khmer and Burmese have spaces where a segmenter put them. Persian and Urdu write the joint within a word as a
character of no width, as a space or not at all. By words such copies share next to nothing. A unit is a character with
the next one of its paragraph, spaces and punctuation left out. It is kept beside the words, for languages in which this
happens: for all of them it would double what an article takes.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.text.body import Bodies
from dedup.text.characters import DENSE, DIGIT, LETTER, Alphabet
from dedup.text.tokenizer import code_points

FREELY_SPACED: Final = frozenset({"ko", "th", "lo", "km", "my", "shn", "vi", "fa", "ur", "ckb", "ps", "sd", "ug"})
"""Chinese and Japanese are left out: their spaces are rare, their articles many."""


def units_of(
    bodies: Bodies, texts: Sequence[str], alphabet: Alphabet
) -> tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.int64]]:
    """Return the units of the bodies in freely spaced languages as hashes, the character where each begins, and where
    those of each article end."""
    ends = np.zeros(len(texts) + 1, np.int64)
    chosen = np.array([(lang or "").split("-")[0] in FREELY_SPACED for lang in bodies.langs], bool)
    chosen &= np.diff(bodies.offsets) > 0
    rows = np.flatnonzero(chosen)
    if not len(rows):
        return np.zeros(0, np.uint32), np.zeros(0, np.int32), ends
    lengths = np.array([len(texts[row]) for row in rows.tolist()], np.int64)
    base = np.cumsum(lengths) - lengths
    codes = code_points("".join(texts[row] for row in rows.tolist()))
    counts = np.diff(bodies.paragraph_offsets)
    wanted = np.repeat(chosen, counts)
    shift = np.repeat(base, counts[rows])
    # Paragraphs are numbered from 1 on over their characters; what stands in none is boilerplate.
    number = np.zeros(len(codes) + 1, np.int64)
    first, last = bodies.paragraphs[wanted, 2] + shift, bodies.paragraphs[wanted, 3] + shift
    for paragraph, (begin, end) in enumerate(zip(first.tolist(), last.tolist(), strict=True), start=1):
        number[begin:end] = paragraph
    at = np.flatnonzero(np.isin(alphabet.kind[codes], (LETTER, DIGIT, DENSE)) & (number[:-1] > 0))
    folded = alphabet.fold[codes[at]]
    behind = np.append(folded[1:], np.uint32(0))
    behind[np.append(number[at[1:]] != number[at[:-1]], True)] = 0
    units = folded * np.uint32(0x9E3779B1) ^ (behind + np.uint32(1)) * np.uint32(0x85EBCA6B)
    units ^= units >> np.uint32(15)
    units *= np.uint32(0x2C1B3C6D)
    owner = np.searchsorted(base, at, side="right") - 1
    ends[1:] = np.cumsum(np.bincount(rows[owner], minlength=len(texts)))
    # The lowest bit of a word marks numbers, which a unit is not.
    return units & np.uint32(0xFFFFFFFE), (at - base[owner]).astype(np.int32), ends
