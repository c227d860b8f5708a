"""What paragraphs share, looked up by element: to the last bit what merging every two of them gives."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup.matching.alignment import shared_by_postings, shared_value
from dedup.matching.windows import MOST_JOINED

PARAGRAPHS = st.lists(st.sets(st.integers(0, 40), max_size=12), min_size=1, max_size=6)


def laid_out(paragraphs: list[set[int]], base: int) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The sets of single paragraphs as `Windows` holds them, joins empty."""
    elements: list[int] = []
    begins = []
    for paragraph in paragraphs:
        begins.append(base + len(elements))
        elements += sorted(paragraph)
        begins += [base + len(elements)] * (MOST_JOINED - 1)
    return np.array(elements, np.uint32), np.array([*begins, base + len(elements)], np.int64)


@given(PARAGRAPHS, PARAGRAPHS, st.integers(0, 2**32 - 1))
def test_by_postings_as_by_merging(left: list[set[int]], right: list[set[int]], seed: int) -> None:
    elements_a, begins_a = laid_out(left, 0)
    elements_b, begins_b = laid_out(right, len(elements_a))
    sets = np.concatenate([elements_a, elements_b])
    worth = np.random.default_rng(seed).random(41).astype(np.float32)
    values = worth[sets]
    found = np.zeros((len(left), len(right)), np.float32)
    held = len(elements_b)
    kept = np.arange(len(left)), np.arange(len(right))
    room = np.empty(held, np.int32), np.empty(held, np.int64), np.empty(held, np.int32)
    # Two chains, so that elements meet others in theirs.
    shared_by_postings(
        *kept,
        sets,
        values,
        begins_a,
        begins_b,
        np.empty(2, np.int32),
        *room,
        found.reshape(-1),
    )
    for a in range(len(left)):
        for b in range(len(right)):
            low_a, low_b = begins_a[MOST_JOINED * a], begins_b[MOST_JOINED * b]
            high_a, high_b = begins_a[MOST_JOINED * a + 1], begins_b[MOST_JOINED * b + 1]
            assert found[a, b] == shared_value(sets, values, low_a, high_a, sets, low_b, high_b)
