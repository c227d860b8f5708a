"""The numbers, days and times of a batch of bodies, as concepts at the words they stand at."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.features.concepts.hashing import hash_weighted
from dedup.features.concepts.numbers import number_concepts
from dedup.features.stems.stemmer import base_language
from dedup.text import Bodies


@dataclass(frozen=True)
class Figures:
    """The numbers, days and times of a batch of bodies by value, however they were written, in order of their words."""

    values: NDArray[np.uint32]
    word: NDArray[np.int64]
    """Place of each in `Bodies.words`, rising."""

    @classmethod
    def read(cls, bodies: Bodies, texts: Sequence[str]) -> "Figures":
        """Read the numbers, days and times of bodies, and no other concepts."""
        values, word, counted, _ = read_numbers(bodies, texts, {})
        return cls(values[counted], word[counted])


def read_numbers(
    bodies: Bodies, texts: Sequence[str], factors: dict[int, float]
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]]:
    """The concepts of numbers, the words they stand at, and which of them count something: a currency sign does not;
    and the words of the numbers that have several, which mean nothing by themselves: "40 million" is no million."""
    values: list[int] = []
    places: list[int] = []
    counted: list[bool] = []
    parts: list[int] = []
    # Lists within an article, arrays for the batch: each call of numpy lets go of the interpreter, and to get it
    # back from another thread takes longer than the work on one article.
    offsets = bodies.offsets.tolist()
    langs = [base_language(lang or "") for lang in bodies.langs]
    for number, text in enumerate(texts):
        low, high = offsets[number], offsets[number + 1]
        if low == high:
            continue
        found = number_concepts(text, langs[number])
        if found:
            starts = bodies.starts[low:high].tolist()
            for start, end, concept in found:
                place_concepts([(start, concept)], starts, low, places, values, factors)
                counted += [concept[0] not in "uc"] * (len(values) - len(counted))
                first, last = bisect_left(starts, start), bisect_left(starts, end)
                if last - first > 1:
                    parts += range(low + first, low + last)
    return np.array(values, np.uint32), np.array(places, np.int64), np.array(counted, bool), np.array(parts, np.int64)


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
