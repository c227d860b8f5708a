"""What two stretches have in common, word by word, against rapidfuzz."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from dedup.matching.passage_pairs import common_room, common_words

# Few words, so that they repeat; both sides of a block of 64.
WORDS = st.lists(st.integers(0, 12).map(lambda word: word * 2654435761 % 2**32), max_size=200)


def common(left: list[int], right: list[int], least: int = 0) -> int:
    words = np.array(left, np.uint32), np.array(right, np.uint32)
    return int(common_words(*words, least, *common_room(len(left))))


@given(WORDS, WORDS)
def test_as_rapidfuzz_counts(left, right):
    assert common(left, right) == LCSseq.similarity(left, right)


@given(WORDS, WORDS, WORDS, WORDS)
def test_beginning_and_end_in_common_change_nothing(begin, left, right, end):
    assert common(begin + left + end, begin + right + end) == LCSseq.similarity(begin + left + end, begin + right + end)


@pytest.mark.parametrize("length", [63, 64, 65, 128, 129])
def test_one_changed_word(length):
    left = list(range(1, 2 * length, 2))
    right = [0, *left[1:-1], 2]
    assert common(left, right) == length - 2


def test_what_is_too_long_to_measure_shares_what_is_known_of_it():
    left = np.random.default_rng(1).integers(0, 2**32, 100_000).tolist()
    right = [1, *left[1:-1][::-1], 2]
    assert common(left, right, 500) == 500
