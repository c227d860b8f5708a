"""What fills the aligned parts of a pair is what plain sets and counts say, in time that grows with the words."""

from collections import Counter

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray

from dedup.matching.similarity import BLOCK
from dedup.matching.templates import FILL, compare_fill
from dedup.matching.tokens import TOKENS, Tokens

_LENGTHS = (0, 1, 7, 60, 200)


@pytest.mark.parametrize("seed", range(40))
def test_what_fills_a_pair_is_what_sets_say(seed: int) -> None:
    rng = np.random.default_rng(seed)
    known = rng.integers(0, 1 << 32, int(rng.integers(2, 200)), np.uint64).astype(np.uint32)
    sides = [_side(rng, known) for _ in range(2)]
    tokens = _tokens(sides)
    blocks = np.zeros(3, BLOCK)
    for block in blocks[: int(rng.integers(0, 4))]:
        for name, side in zip("ab", sides, strict=True):
            block[f"{name}_first"], block[f"{name}_last"] = np.sort(rng.integers(0, len(side[0]) + 1, 2))
    one = np.zeros(1, np.int64)
    found = compare_fill(one, one, one + 1, np.array([0, len(blocks)]), blocks, tokens)
    assert dict(zip(FILL.names or (), found[0].tolist(), strict=True)) == _by_sets(sides, blocks)


Side = tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.uint32], NDArray[np.int32]]
"""Words; at which of them figures stand, and which; at which names stand."""


def _side(rng: np.random.Generator, known: NDArray[np.uint32]) -> Side:
    words = rng.choice(known, rng.choice(_LENGTHS))
    spots = np.arange(len(words))
    figured, named = (np.sort(rng.choice(spots, len(words) // part, replace=False)) for part in (9, 5))
    return words, figured.astype(np.int32), rng.choice(known[:9], len(figured)), named.astype(np.int32)


def _tokens(sides: list[Side]) -> Tokens:
    nothing: list[int] = []
    rows = [
        dict.fromkeys(TOKENS.names[2:], nothing)
        | {"article": number, "lang": "en", "words": words, "figure_words": at, "figures": figures, "names": names}
        for number, (words, at, figures, names) in enumerate(sides)
    ]
    return Tokens.of(pa.Table.from_pylist(rows, TOKENS))


def _by_sets(sides: list[Side], blocks: NDArray[np.void]) -> dict[str, int]:
    numbers, words, names = [], [], []
    for name, (own, at, figures, named) in zip("ab", sides, strict=True):
        covered = {spot for block in blocks for spot in range(block[f"{name}_first"], block[f"{name}_last"])}
        numbers.append({int(figure) for spot, figure in zip(at, figures, strict=True) if int(spot) in covered})
        words.append(Counter(int(own[spot]) for spot in covered if own[spot] % 2 == 0))
        names.append({int(own[spot]) for spot in named if int(spot) in covered})
    (numbers_a, numbers_b), (a, b), (names_a, names_b) = numbers, words, names
    return {
        "numbers": min(len(numbers_a), len(numbers_b)),
        "same_numbers": len(numbers_a & numbers_b),
        "names": min(len(names_a & b.keys()), len(names_b & a.keys())),
        "other_names": min(len(names_a - b.keys()), len(names_b - a.keys())),
        "words": min(len(a), len(b)),
        "other_words": min(len(a), len(b)) - len(a.keys() & b.keys()),
        "own_words": min(_twice(a, b), _twice(b, a)),
    }


def _twice(own: Counter[int], other: Counter[int]) -> int:
    return sum(count > 1 and word not in other for word, count in own.items())
