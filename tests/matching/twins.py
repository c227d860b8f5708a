"""The match room's kernels in plain Python: slow, and written from what is wanted rather than from how it is done."""

from collections.abc import Sequence
from functools import cache
from itertools import product

MOST_JOINED = 3
Set = dict[int, float]


def blocks_of(runs: Sequence[Sequence[int]], gap: int) -> list[list[int]]:
    """Runs joined where both gaps are at most `gap`, to one of the last three blocks, the latest first."""
    blocks: list[list[int]] = []
    for left, right, length in runs:
        for block in blocks[:-4:-1]:
            if -2 <= left - block[1] <= gap and 0 <= right - block[3] <= gap:
                block[1], block[3] = left + length, right + length
                block[4] += length
                break
        else:
            blocks.append([left, left + length, right, right + length, length])
    return blocks


def windows(paragraphs: Sequence[Sequence[int]], weights: dict[int, float], most: int) -> list[list[Set]]:
    """For each paragraph (the elements of its words) the weighted sets of it and of its joins with the next ones."""
    found = []
    for first in range(len(paragraphs)):
        joins = []
        for joined in range(1, MOST_JOINED + 1):
            words = [element for paragraph in paragraphs[first : first + joined] for element in paragraph]
            fits = first + joined <= len(paragraphs) and (joined == 1 or 2 * len(words) <= most)
            joins.append({element: weights[element] for element in words if weights[element] > 0} if fits else {})
        found.append(joins)
    return found


def gain_of(one: Set, other: Set, level: float) -> float:
    """Weight shared above `level` of the weight united."""
    shared = sum(weight for element, weight in one.items() if element in other)
    return shared - level * (sum(one.values()) + sum(other.values()) - shared)


def best_gain(a: Sequence[Sequence[Set]], b: Sequence[Sequence[Set]], level: float) -> float:
    """The most that any chain of blocks gains, blocks in order on both sides."""

    @cache
    def best(from_a: int, from_b: int) -> float:
        if from_a == len(a) or from_b == len(b):
            return 0.0
        most = max(best(from_a + 1, from_b), best(from_a, from_b + 1))
        for joined_a, joined_b in product(range(1, MOST_JOINED + 1), repeat=2):
            fits = from_a + joined_a <= len(a) and from_b + joined_b <= len(b)
            if fits and (min(joined_a, joined_b) == 1 or joined_a + joined_b <= 4):
                one, other = a[from_a][joined_a - 1], b[from_b][joined_b - 1]
                if one and other:
                    gained = gain_of(one, other, level)
                    if gained > 0:
                        most = max(most, gained + best(from_a + joined_a, from_b + joined_b))
        return most

    return best(0, 0)


def pairs_of(keys: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """All pairs of articles that share a key."""
    return {(a, b) for key, a in keys for other, b in keys if key == other and a < b}
