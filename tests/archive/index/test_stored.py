"""Which passages an archive keeps copy keys of."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.features.keys import stored_passages
from index import twins

Passage = tuple[int, int, int]


@st.composite
def cut_articles(draw: st.DrawFn) -> list[Passage]:
    passages = []
    for owner in range(draw(st.integers(0, 3))):
        ends = np.cumsum(draw(st.lists(st.integers(1, 60), min_size=1, max_size=8))).tolist()
        starts = [0, *ends[:-1]]
        for place, start in enumerate(starts):
            if draw(st.booleans()):
                passages.append((owner, start, ends[draw(st.integers(place, len(ends) - 1))]))
    return passages


def stored(passages: list[Passage]) -> list[bool]:
    rows = np.array(passages, np.int64).reshape(-1, 3)
    return stored_passages(rows[:, 0], rows[:, 1:]).tolist()


@given(cut_articles())
def test_kernel_and_twin_choose_alike(passages: list[Passage]) -> None:
    assert stored(passages) == twins.stored(passages)


@given(cut_articles())
def test_the_first_and_the_last_word_are_always_covered(passages: list[Passage]) -> None:
    kept = [passage for passage, keep in zip(passages, stored(passages), strict=True) if keep]
    for side, best in ((1, min), (2, max)):
        for owner in {passage[0] for passage in passages}:
            assert best(one[side] for one in kept if one[0] == owner) == best(
                one[side] for one in passages if one[0] == owner
            )


@pytest.mark.parametrize(
    ("passages", "expected"),
    [
        ([], []),
        ([(0, 0, 50)], [True]),
        ([(0, 0, 50), (0, 50, 100)], [True, True]),
        ([(0, 0, 50), (0, 20, 90), (0, 50, 120)], [True, False, True]),
        ([(0, 0, 50), (0, 20, 90)], [True, True]),
        ([(0, 0, 50), (0, 20, 90), (0, 40, 90)], [True, True, False]),
        ([(0, 0, 50), (1, 10, 60), (1, 30, 60)], [True, True, False]),
        ([(3, 10, 50), (3, 70, 110)], [True, True]),
    ],
)
def test_choices(passages: list[Passage], expected: list[bool]) -> None:
    assert stored(passages) == expected
