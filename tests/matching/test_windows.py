"""Alignment by meaning, against a plain search over all chains of small inputs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup.features import Values, Weights
from dedup.matching.alignment import align
from dedup.matching.windows import MOST_JOINED, Windows
from matching.twins import Set, best_gain, gain_of, windows

LEVEL = 0.26
WEIGHTS = {0: 0.0, 1: 0.5, 2: 1.0, 3: 2.0, 4: 3.5, 5: 5.0, 6: 5.0, 7: 1.5}
articles = st.lists(st.lists(st.integers(0, 7), min_size=1, max_size=6), max_size=5)


class Article:
    """The windows of one article, as the kernel writes them."""

    def __init__(self, paragraphs: list[list[int]], most: int) -> None:
        elements = np.array([element for paragraph in paragraphs for element in paragraph], np.uint32)
        known = np.array(sorted(WEIGHTS), np.uint32)
        weights = Weights(known, np.array([WEIGHTS[int(element)] for element in known], np.float32))
        lengths = np.array([len(paragraph) for paragraph in paragraphs], np.int64)
        self.paragraphs = len(paragraphs)
        self.made = Windows.of(
            elements,
            np.array([0, len(elements)]),
            np.cumsum(lengths),
            2 * lengths,
            np.array([0, len(paragraphs)]),
            Values.by_level(weights, LEVEL),
            most,
        )

    def window(self, row: int) -> Set:
        span = slice(self.made.begins[row], self.made.begins[row + 1])
        assert (np.diff(self.made.sets[span].astype(np.int64)) > 0).all()
        values = (self.made.values[span] / (1 + LEVEL)).tolist()
        return dict(zip(self.made.sets[span].tolist(), values, strict=True))


def aligned(a: Article, b: Article) -> NDArray[np.float32]:
    blocks = np.empty((max(1, min(a.paragraphs, b.paragraphs)), 6), np.float32)
    cells = (a.paragraphs + 1) * (b.paragraphs + 1)
    held = len(b.made.sets)
    count = align(
        np.arange(a.paragraphs),
        np.arange(b.paragraphs),
        np.concatenate([a.made.sets, b.made.sets]),
        np.concatenate([a.made.values, b.made.values]),
        a.made.begins,
        a.made.totals,
        a.made.worths,
        b.made.begins + len(a.made.sets),
        b.made.totals,
        b.made.worths,
        np.float32(1),
        np.float32(1),
        blocks,
        np.empty(cells, np.float32),
        np.empty(cells, np.float32),
        np.empty(cells, np.int32),
        np.empty(1 << held.bit_length(), np.int32),
        np.empty(held, np.int32),
        np.empty(held, np.int64),
        np.empty(held, np.int32),
    )
    return blocks[:count][::-1]


@given(articles, st.sampled_from([4, 12, 100]))
def test_kernel_and_twin_make_the_same_windows(paragraphs: list[list[int]], most: int) -> None:
    article = Article(paragraphs, most)
    for paragraph, joins in enumerate(windows(paragraphs, WEIGHTS, most)):
        for joined, expected in enumerate(joins):
            row = MOST_JOINED * paragraph + joined
            assert article.window(row) == pytest.approx(expected)
            assert article.made.totals[row] == pytest.approx(LEVEL * sum(expected.values()))
            assert article.made.worths[row] == pytest.approx((1 + LEVEL) * sum(expected.values()))


@given(articles, articles, st.sampled_from([4, 12, 100]))
def test_no_chain_of_blocks_gains_more(one: list[list[int]], other: list[list[int]], most: int) -> None:
    a, b = windows(one, WEIGHTS, most), windows(other, WEIGHTS, most)
    blocks = aligned(Article(one, most), Article(other, most))
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
    a, b = Article(one, 100), Article(other, 100)
    assert aligned(a, b)[:, 5].sum() == pytest.approx(aligned(b, a)[:, 5].sum(), abs=1e-3)


def test_paragraphs_that_were_joined_split_or_dropped_find_each_other() -> None:
    one = [[1, 2, 3], [4, 5], [6, 7, 3], [2, 4]]
    found = aligned(Article(one, 100), Article([[1, 2, 3, 4, 5], [2, 4]], 100))
    assert found[:, :4].tolist() == [[0, 2, 0, 1], [3, 4, 1, 2]]


@given(st.lists(articles, min_size=1, max_size=4), st.sampled_from([4, 12, 100]))
def test_an_article_has_the_same_windows_in_any_batch(batch: list[list[list[int]]], most: int) -> None:
    paragraphs = [paragraph for article in batch for paragraph in article]
    alone = [Article(article, most) for article in batch]
    lengths = np.array([len(paragraph) for paragraph in paragraphs], np.int64)
    elements = np.array([element for paragraph in paragraphs for element in paragraph], np.uint32)
    known = np.array(sorted(WEIGHTS), np.uint32)
    weights = Weights(known, np.array([WEIGHTS[int(element)] for element in known], np.float32))
    together = Windows.of(
        elements,
        np.cumsum([0, *(sum(map(len, article)) for article in batch)]),
        np.concatenate(
            [np.zeros(0, np.int64), *(np.cumsum([len(one) for one in article]) for article in batch)]
        ).astype(np.int64),
        2 * lengths,
        np.cumsum([0, *map(len, batch)]),
        Values.by_level(weights, LEVEL),
        most,
    )
    assert together.sets.tolist() == [element for one in alone for element in one.made.sets.tolist()]
    for number, one in enumerate(alone):
        rows = slice(together.first[number], together.first[number + 1])
        assert together.totals[rows].tolist() == one.made.totals.tolist()
        assert together.worths[rows].tolist() == one.made.worths.tolist()
        begins = together.begins[rows] - together.begins[rows.start]
        assert begins.tolist() == one.made.begins.tolist()
