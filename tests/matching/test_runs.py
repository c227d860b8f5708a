"""Verbatim runs: equal words, as long as they go, no word of the right side twice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.matching.verbatim import index_seeds, join_runs, shared_runs
from matching.twins import blocks_of

SEED, PLACES = 4, 16
words = st.lists(st.integers(0, 5), max_size=60) | st.lists(st.integers(0, 40), max_size=60)
texts = st.lists(words, min_size=1, max_size=4)


def runs_of(left: list[int], right: list[int], places: int = PLACES) -> list[list[int]]:
    one, other = np.array(left, np.uint32), np.array(right, np.uint32)
    heads, nexts = np.empty(256, np.int32), np.empty(len(one) + 1, np.int32)
    index_seeds(one, SEED, heads, nexts)
    found = np.empty((len(other) // SEED + 1, 3), np.int32)
    count = shared_runs(one, other, SEED, heads, nexts, places, found)
    runs: list[list[int]] = found[:count].tolist()
    return runs


def moved(parts: list[list[int]], order: list[int]) -> tuple[list[int], list[int]]:
    return [word for part in parts for word in part], [word for at in order if at < len(parts) for word in parts[at]]


@given(texts, st.permutations(range(4)))
def test_runs_are_equal_words_that_go_as_far_as_they_can(parts: list[list[int]], order: list[int]) -> None:
    left, right = moved(parts, order)
    covered = 0
    for place, at, length in runs_of(left, right):
        assert length >= SEED
        assert left[place : place + length] == right[at : at + length]
        assert at >= covered
        ends = place + length == len(left) or at + length == len(right)
        assert ends or left[place + length] != right[at + length]
        begins = place == 0 or at == covered
        assert begins or left[place - 1] != right[at - 1]
        covered = at + length


@given(texts, st.permutations(range(4)))
def test_no_seed_is_passed_over(parts: list[list[int]], order: list[int]) -> None:
    left, right = moved(parts, order)
    seeds = {tuple(left[at : at + SEED]) for at in range(len(left) - SEED + 1)}
    taken = {at + step for _, at, length in runs_of(left, right, places=len(left)) for step in range(length)}
    for at in range(len(right) - SEED + 1):
        if tuple(right[at : at + SEED]) in seeds:
            assert taken & set(range(at, at + SEED))


@given(words)
def test_a_text_is_one_run_of_itself(text: list[int]) -> None:
    assert runs_of(text, text) == ([[0, 0, len(text)]] if len(text) >= SEED else [])


def test_the_longest_place_is_taken_and_of_equal_ones_the_next_in_order() -> None:
    left = [1, 2, 3, 4, 9, 1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 8]
    assert runs_of(left, [1, 2, 3, 4, 5, 6]) == [[5, 0, 6]]
    repeated = [1, 2, 3, 4, 7, 1, 2, 3, 4, 7]
    assert runs_of(repeated, [1, 2, 3, 4, 7, 8, 1, 2, 3, 4, 7]) == [[0, 0, 5], [5, 6, 5]]


@given(texts, st.permutations(range(4)), st.integers(0, 12))
def test_kernel_and_twin_join_the_same_blocks(parts: list[list[int]], order: list[int], gap: int) -> None:
    runs = runs_of(*moved(parts, order))
    blocks = np.empty((len(runs) + 1, 5), np.int32)
    count = join_runs(np.array(runs, np.int32).reshape(-1, 3), len(runs), gap, blocks)
    assert blocks[:count].tolist() == blocks_of(runs, gap)


@pytest.mark.parametrize(
    ("runs", "blocks"),
    [
        ([[0, 0, 10], [11, 11, 10]], [[0, 21, 0, 21, 20]]),  # a changed word
        ([[0, 0, 10], [10, 22, 10]], [[0, 20, 0, 32, 20]]),  # a clause put in
        ([[0, 0, 10], [10, 23, 10]], [[0, 10, 0, 10, 10], [10, 20, 23, 33, 10]]),  # more than a clause
        ([[20, 0, 10], [0, 10, 20]], [[20, 30, 0, 10, 10], [0, 20, 10, 30, 20]]),  # a moved paragraph
        ([[0, 0, 10], [50, 11, 5], [11, 16, 9]], [[0, 20, 0, 25, 19], [50, 55, 11, 16, 5]]),  # a phrase from elsewhere
    ],
)
def test_what_joins(runs: list[list[int]], blocks: list[list[int]]) -> None:
    found = np.empty((8, 5), np.int32)
    count = join_runs(np.array(runs, np.int32), len(runs), 12, found)
    assert found[:count].tolist() == blocks
