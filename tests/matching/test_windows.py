"""Alignment by meaning, against a plain search over all chains of small inputs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup.matching.alignment import MOST_JOINED, align, window_sets
from matching.twins import Set, best_gain, gain_of, windows

LEVEL = 0.26
WEIGHTS = {0: 0.0, 1: 0.5, 2: 1.0, 3: 2.0, 4: 3.5, 5: 5.0, 6: 5.0, 7: 1.5}
articles = st.lists(st.lists(st.integers(0, 7), min_size=1, max_size=6), max_size=5)


class Windows:
    """The windows of one article, as the kernel writes them."""

    def __init__(self, paragraphs: list[list[int]], most: int) -> None:
        elements = np.array([element for paragraph in paragraphs for element in paragraph], np.uint32)
        weights = np.array([WEIGHTS[int(element)] for element in elements], np.float32)
        values, costs = (1 + LEVEL) * weights, LEVEL * weights
        lengths = np.array([len(paragraph) for paragraph in paragraphs], np.int32)
        self.paragraphs = len(paragraphs)
        self.sets = np.empty(6 * len(elements) + 1, np.uint32)
        self.values = np.empty(len(self.sets), np.float32)
        self.offsets = np.zeros(MOST_JOINED * len(paragraphs) + 1, np.int64)
        self.totals = np.zeros(len(self.offsets), np.float32)
        self.worths = np.zeros(len(self.offsets), np.float32)
        ends = np.cumsum(lengths).astype(np.int32)
        window_sets(
            elements,
            values.astype(np.float32),
            costs.astype(np.float32),
            ends,
            2 * lengths,
            most,
            self.sets,
            self.values,
            self.offsets,
            self.totals,
            self.worths,
        )

    def window(self, row: int) -> Set:
        span = slice(self.offsets[row], self.offsets[row + 1])
        assert (np.diff(self.sets[span].astype(np.int64)) > 0).all()
        return dict(zip(self.sets[span].tolist(), (self.values[span] / (1 + LEVEL)).tolist(), strict=True))


def aligned(a: Windows, b: Windows) -> NDArray[np.float32]:
    blocks = np.empty((max(1, min(a.paragraphs, b.paragraphs)), 6), np.float32)
    count = align(
        a.paragraphs,
        b.paragraphs,
        np.concatenate([a.sets, b.sets]),
        np.concatenate([a.values, b.values]),
        a.offsets,
        a.totals,
        a.worths,
        b.offsets + len(a.sets),
        b.totals,
        b.worths,
        1.0,
        1.0,
        blocks,
    )
    return blocks[:count][::-1]


@given(articles, st.sampled_from([4, 12, 100]))
def test_kernel_and_twin_make_the_same_windows(paragraphs: list[list[int]], most: int) -> None:
    made = Windows(paragraphs, most)
    for paragraph, joins in enumerate(windows(paragraphs, WEIGHTS, most)):
        for joined, expected in enumerate(joins):
            row = MOST_JOINED * paragraph + joined
            assert made.window(row) == pytest.approx(expected)
            assert made.totals[row] == pytest.approx(LEVEL * sum(expected.values()))
            assert made.worths[row] == pytest.approx((1 + LEVEL) * sum(expected.values()))


@given(articles, articles, st.sampled_from([4, 12, 100]))
def test_no_chain_of_blocks_gains_more(one: list[list[int]], other: list[list[int]], most: int) -> None:
    a, b = windows(one, WEIGHTS, most), windows(other, WEIGHTS, most)
    blocks = aligned(Windows(one, most), Windows(other, most))
    at_a = at_b = 0
    for a_from, a_to, b_from, b_to, likeness, gain in blocks:
        assert at_a <= a_from < a_to <= len(one)
        assert at_b <= b_from < b_to <= len(other)
        at_a, at_b = a_to, b_to
        left, right = a[int(a_from)][int(a_to - a_from) - 1], b[int(b_from)][int(b_to - b_from) - 1]
        assert gain == pytest.approx(gain_of(left, right, LEVEL), abs=1e-4)
        shared = sum(weight for element, weight in left.items() if element in right)
        assert likeness == pytest.approx(shared / (sum(left.values()) + sum(right.values()) - shared), abs=1e-4)
        assert likeness > LEVEL
    assert sum(blocks[:, 5]) == pytest.approx(best_gain(a, b, LEVEL), abs=1e-3)


@given(articles, articles)
def test_the_sides_gain_the_same(one: list[list[int]], other: list[list[int]]) -> None:
    a, b = Windows(one, 100), Windows(other, 100)
    assert aligned(a, b)[:, 5].sum() == pytest.approx(aligned(b, a)[:, 5].sum(), abs=1e-3)


def test_paragraphs_that_were_joined_split_or_dropped_find_each_other() -> None:
    one = [[1, 2, 3], [4, 5], [6, 7, 3], [2, 4]]
    found = aligned(Windows(one, 100), Windows([[1, 2, 3, 4, 5], [2, 4]], 100))
    assert found[:, :4].tolist() == [[0, 2, 0, 1], [3, 4, 1, 2]]
