"""Word translations learned from a dump's own translated articles.

1. The surest pairs of articles in two languages are aligned; each aligned block is a piece of parallel text.
2. IBM Model 1 (Brown et al., "The mathematics of statistical machine translation", 1993) is run both ways over the
   pieces, as sets of stems without the words that say little.
3. Pairs of stems that both directions like are taken best first into groups of stems that mean one thing: a language
   may bring two stems into a group (go and went), so that one mistake does not chain half the lexicon together.

A group is a concept like those of the seed lexicon: so three languages learned in pairs meet in one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.config import MeaningConfig
from dedup.kernels import kernel


@dataclass(frozen=True)
class Piece:
    """A piece of parallel text: the stems of both sides, as elements, each once."""

    a: NDArray[np.uint32]
    b: NDArray[np.uint32]


@dataclass(frozen=True)
class WordPair:
    """Two stems that translate each other."""

    lang_a: str
    a: int
    lang_b: str
    b: int
    strength: float
    """Geometric mean of the two directions' translation probabilities, 0 to 1."""
    pieces: int
    """Pieces of parallel text in which both stand."""


@dataclass(frozen=True)
class Learned:
    """The concept of every stem that was learned."""

    elements: NDArray[np.uint32]
    """Sorted."""
    concepts: NDArray[np.uint32]

    @classmethod
    def nothing(cls) -> "Learned":
        """Return an empty lexicon."""
        return cls(np.zeros(0, np.uint32), np.zeros(0, np.uint32))

    def of(self, elements: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        """Return which of `elements` have a learned concept, and it."""
        if not len(self.elements):
            return np.zeros(0, np.int64), np.zeros(0, np.uint32)
        at = np.minimum(np.searchsorted(self.elements, elements), len(self.elements) - 1)
        known = np.flatnonzero(self.elements[at] == elements)
        return known, self.concepts[at[known]]


def translate(lang_a: str, lang_b: str, pieces: Sequence[Piece], config: MeaningConfig) -> list[WordPair]:
    """Return the word pairs of two languages that their pieces teach, in no particular order."""
    if len(pieces) < config.least_pieces:
        return []
    names_a, a = np.unique(np.concatenate([piece.a for piece in pieces]), return_inverse=True)
    names_b, b = np.unique(np.concatenate([piece.b for piece in pieces]), return_inverse=True)
    ends_a = np.cumsum([0, *(len(piece.a) for piece in pieces)])
    ends_b = np.cumsum([0, *(len(piece.b) for piece in pieces)])
    cells = np.empty(int((np.diff(ends_a) * np.diff(ends_b)).sum()), np.int64)
    _fill_cells(a, ends_a, b, ends_b, len(names_b), cells)
    pairs, cell, together = np.unique(cells, return_inverse=True, return_counts=True)
    of_a, of_b = pairs // len(names_b), pairs % len(names_b)
    forward, backward = np.ones((2, len(pairs)))
    counts, totals = np.empty((2, len(pairs))), (np.empty(len(names_a)), np.empty(len(names_b)))
    _model_one(ends_a, ends_b, cell, of_a, of_b, config.learning_rounds, forward, backward, *counts, *totals)
    strength = np.sqrt(forward * backward)
    good = np.flatnonzero((strength >= config.least_strength) & (together >= config.least_together))
    return [
        WordPair(lang_a, int(names_a[of_a[at]]), lang_b, int(names_b[of_b[at]]), float(strength[at]), int(together[at]))
        for at in good
    ]


def group(pairs: Iterable[WordPair], config: MeaningConfig) -> Learned:
    """Return groups of stems that mean one thing, from word pairs of all languages. The order of `pairs` does not
    matter."""
    concept_of: dict[int, int] = {}
    members: dict[int, dict[str, int]] = {}
    for pair in sorted(pairs, key=lambda one: (-round(one.strength, 9), one.lang_a, one.lang_b, one.a, one.b)):
        known_a, known_b = concept_of.get(pair.a), concept_of.get(pair.b)
        if known_a is None and known_b is None:
            # Named after its first stem, so that the same passages give the same concept.
            concept = (pair.a * 0x9E3779B1 + 0x7F4A7C15) & 0xFFFFFFFF
            concept_of[pair.a] = concept_of[pair.b] = concept
            members[concept] = {pair.lang_a: 1, pair.lang_b: 1}
        elif known_a is None or known_b is None:
            element, lang = (pair.b, pair.lang_b) if known_b is None else (pair.a, pair.lang_a)
            concept = known_a if known_a is not None else known_b or 0
            if members[concept].get(lang, 0) < config.stems_a_language:
                concept_of[element] = concept
                members[concept][lang] = members[concept].get(lang, 0) + 1
    elements = np.array(sorted(concept_of), np.uint32)
    return Learned(elements, np.array([concept_of[int(element)] for element in elements], np.uint32))


@kernel("i8[] i8[] i8[] i8[] i8 i8[]!")
def _fill_cells(a, ends_a, b, ends_b, width, out):  # type: ignore[no-untyped-def]
    """For every piece, every stem of a with every one of b, as one number."""
    n = 0
    for piece in range(len(ends_a) - 1):
        for x in range(ends_a[piece], ends_a[piece + 1]):
            for y in range(ends_b[piece], ends_b[piece + 1]):
                out[n] = a[x] * width + b[y]
                n += 1


@kernel("i8[] i8[] i8[] i8[] i8[] i8 f8[]! f8[]! f8[]! f8[]! f8[]! f8[]!")
def _model_one(  # type: ignore[no-untyped-def]
    ends_a, ends_b, cell, of_a, of_b, rounds, forward, backward, counts_forward, counts_backward, total_a, total_b,
):  # fmt: skip
    """Expectation maximisation both ways: P(b | a) and P(a | b) of every pair of stems that stand together, from
    `forward` and `backward` on and into them; the other arrays are room to count in."""
    for _ in range(rounds):
        for at in range(len(of_a)):
            counts_forward[at] = 0.0
            counts_backward[at] = 0.0
        base = 0
        for piece in range(len(ends_a) - 1):
            wide = ends_b[piece + 1] - ends_b[piece]
            high = ends_a[piece + 1] - ends_a[piece]
            for y in range(wide):
                total = 0.0
                for x in range(high):
                    total += forward[cell[base + x * wide + y]]
                for x in range(high):
                    at = cell[base + x * wide + y]
                    counts_forward[at] += forward[at] / total
            for x in range(high):
                total = 0.0
                for y in range(wide):
                    total += backward[cell[base + x * wide + y]]
                for y in range(wide):
                    at = cell[base + x * wide + y]
                    counts_backward[at] += backward[at] / total
            base += wide * high
        for at in range(len(total_a)):
            total_a[at] = 0.0
        for at in range(len(total_b)):
            total_b[at] = 0.0
        for at in range(len(of_a)):
            total_a[of_a[at]] += counts_forward[at]
            total_b[of_b[at]] += counts_backward[at]
        for at in range(len(of_a)):
            forward[at] = counts_forward[at] / total_a[of_a[at]]
            backward[at] = counts_backward[at] / total_b[of_b[at]]
