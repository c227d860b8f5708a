"""Signatures equal their plain twins, and datasketch's bit for bit."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup.features.minhash import permutations, sign_shingles, sign_weighted
from sketch import twins

numbers = st.integers(0, 2**32 - 1)
passages = st.lists(st.lists(numbers | st.integers(0, 3), max_size=30), max_size=4)


def end_to_end(lists: list[list[int]]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    offsets = np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(np.int64)
    return np.array([number for one in lists for number in one], np.uint32), offsets


def datasketch_minhash(count: int, seed: int) -> Any:
    # A second of a processor with SciPy, in every process that collects.
    from datasketch import MinHash

    return MinHash(num_perm=count, seed=seed, scheme="affine32", hashfunc=lambda element: element)


def of_datasketch(elements: list[int]) -> list[int]:
    minhash = datasketch_minhash(128, 1)
    minhash.update_batch(elements)
    values: list[int] = minhash.hashvalues.tolist()
    return values


@pytest.mark.parametrize(("count", "seed"), [(128, 1), (16, 7), (256, 2**31)])
def test_permutations_are_those_of_datasketch(count: int, seed: int) -> None:
    minhash = datasketch_minhash(count, seed)
    a, b = permutations(count, seed)
    assert np.array_equal(np.asarray(minhash.permutations, np.uint64), np.array([a, b], np.uint64))
    assert a.dtype == b.dtype == np.uint32


@given(passages, st.integers(1, 7))
def test_signatures_of_shingles(lists: list[list[int]], size: int) -> None:
    words, offsets = end_to_end(lists)
    a, b = permutations(128, 1)
    signatures = sign_shingles(words, np.stack([offsets[:-1], offsets[1:]], 1), size, a, b).tolist()
    elements = [twins.shingles(one, size) for one in lists]
    assert signatures == [twins.sign(one, a.tolist(), b.tolist()) for one in elements]
    assert signatures == [of_datasketch(one) for one in elements]


@given(st.lists(st.lists(st.tuples(numbers, st.integers(0, 12)), max_size=12), max_size=4))
def test_signatures_of_weighted_sets(lists: list[list[tuple[int, int]]]) -> None:
    elements, offsets = end_to_end([[element for element, _ in one] for one in lists])
    copies, _ = end_to_end([[times for _, times in one] for one in lists])
    a, b = permutations(128, 1)
    signatures = sign_weighted(elements, copies.astype(np.int32), offsets, a, b).tolist()
    multiplied = [twins.multiplied([e for e, _ in one], [c for _, c in one]) for one in lists]
    assert signatures == [twins.sign(one, a.tolist(), b.tolist()) for one in multiplied]
    assert signatures == [of_datasketch(one) for one in multiplied]


def test_a_signature_estimates_how_alike_two_passages_are() -> None:
    words = np.arange(400, dtype=np.uint32)
    spans = np.array([[0, 300], [100, 400]], np.int64)
    one, other = sign_shingles(words, spans, 5, *permutations(1024, 1))
    shared, united = 200 - 4, 400 - 4
    assert np.mean(one == other) == pytest.approx(shared / united, abs=0.05)


def test_a_signature_does_not_depend_on_its_batch() -> None:
    words = np.random.default_rng(3).integers(0, 50, 300).astype(np.uint32)
    spans = np.array([[0, 80], [40, 43], [100, 100], [120, 300]], np.int64)
    drawn = permutations(128, 1)
    together = sign_shingles(words, spans, 5, *drawn)
    for row, span in enumerate(spans):
        alone = sign_shingles(words[span[0] : span[1]], np.array([[0, span[1] - span[0]]]), 5, *drawn)
        assert np.array_equal(together[row], alone[0])
