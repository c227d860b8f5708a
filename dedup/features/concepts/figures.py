"""The numbers, days and times of a batch of bodies, as concepts at the words they stand at."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from dedup.features.concepts.hashing import concept_hash, hash_weighted
from dedup.features.concepts.lone_numbers import lone_numbers
from dedup.features.concepts.numbers import TELEPHONE, WRITTEN_ON, number_concepts
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
        values, word, counted, _ = read_numbers(bodies, texts, None)
        return cls(values[counted], word[counted])


def read_numbers(
    bodies: Bodies, texts: Sequence[str], factors: dict[int, float] | None
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]]:
    """Return the concepts of numbers, the words they stand at, and which of them count something: a currency sign and
    a telephone number do not; and the words of the numbers that have several, which mean nothing by themselves: "40
    million" is no million.

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
    counted = np.array([concept[0] not in f"uc{TELEPHONE}" for concept in concepts], np.bool_)
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
