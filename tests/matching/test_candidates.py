"""The join that makes candidates, against all pairs."""

import tracemalloc
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.matching import candidate_pairs, pair_up
from matching.twins import pairs_of

keyed = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 12)), max_size=40, unique=True)


def candidates(keys: list[tuple[int, int]], neighbours: int) -> list[tuple[int, int]]:
    columns = np.array(keys, np.int64).reshape(-1, 2)
    a, b = candidate_pairs(columns[:, 0].astype(np.uint64), columns[:, 1], neighbours, neighbours)
    return list(zip(a.tolist(), b.tolist(), strict=True))


def connected(pairs: list[tuple[int, int]], members: set[int]) -> bool:
    reached, before = {min(members)}, set()
    while reached != before:
        before = reached
        reached = before | {article for pair in pairs if before & set(pair) for article in pair}
    return reached == members


@given(keyed)
def test_small_buckets_bring_every_pair_once(keys: list[tuple[int, int]]) -> None:
    found = candidates(keys, 12)
    assert len(found) == len(set(found))
    assert set(found) == pairs_of(keys)


@given(keyed, st.integers(1, 4))
def test_large_buckets_bring_true_pairs_that_hang_together(keys: list[tuple[int, int]], neighbours: int) -> None:
    found = candidates(keys, neighbours)
    assert len(found) == len(set(found))
    assert set(found) <= pairs_of(keys)
    for wanted in {key for key, _ in keys}:
        members = {article for key, article in keys if key == wanted}
        own = [pair for pair in found if set(pair) <= members]
        assert connected(own, members)
        if len(members) <= neighbours + 1:
            assert pairs_of([(0, article) for article in members]) <= set(own)


@pytest.mark.parametrize("articles", [50, 500])
def test_a_large_bucket_brings_pairs_in_proportion_to_its_articles(articles: int) -> None:
    found = candidates([(9, article) for article in range(articles)], 20)
    assert articles - 1 <= len(found) <= 21 * articles
    partners = Counter(article for pair in found for article in pair)
    assert max(partners.values()) == articles - 1
    assert min(partners.values()) >= 20


def test_sets_that_lie_within_each_other_bring_pairs_in_proportion_to_their_articles() -> None:
    """The paragraphs of a live blog: the first stands in all versions, the last in one."""
    for count in (400, 800):
        rows = np.array([(key, article) for key in range(count) for article in range(key, count)], np.uint64)
        a, b, _ = pair_up(rows[:, 0].copy(), rows[:, 1].copy(), 20, 4)
        assert len(a) <= 40 * count
        assert connected(list(zip(a.tolist(), b.tolist(), strict=True)), set(range(count)))


def test_keys_that_bring_the_same_pairs_take_the_memory_of_those() -> None:
    """The paragraphs that all versions of a live blog hold: ten million pairs, of which 17,000 are different."""
    keys = np.repeat(np.arange(600, dtype=np.uint64), 400)
    articles = np.tile(np.arange(400, dtype=np.uint64), 600)
    alone = pair_up(keys[:400], articles[:400], 100, 20)  # Also compiles the kernel, which takes more than is measured.
    tracemalloc.start()
    a, b, (crowded, _) = pair_up(keys, articles, 100, 20)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (a.tolist(), b.tolist(), crowded) == (alone[0].tolist(), alone[1].tolist(), 600)
    assert peak < 40_000_000


def test_the_order_of_the_keys_does_not_matter() -> None:
    keys = [(key, article) for key in range(5) for article in range(0, 60, key + 1)]
    assert sorted(candidates(keys, 3)) == sorted(candidates(keys[::-1], 3))


def test_no_keys_no_candidates() -> None:
    assert candidates([], 20) == []
    assert candidates([(1, 1), (2, 2)], 20) == []


@given(keyed, st.integers(1, 4))
def test_what_is_left_out_is_counted(keys: list[tuple[int, int]], neighbours: int) -> None:
    columns = np.array(sorted(keys), np.uint64).reshape(-1, 2)
    _, _, (crowded, left_out) = pair_up(columns[:, 0].copy(), columns[:, 1].copy(), neighbours, neighbours)
    sizes = Counter(key for key, _ in keys)
    assert crowded == sum(size > neighbours + 2 for size in sizes.values())
    assert (left_out > 0) == (crowded > 0)


def test_a_crowded_key_brings_fewer_pairs_and_says_what_it_left_out() -> None:
    a, b, (crowded, left_out) = pair_up(np.full(100, 9, np.uint64), np.arange(100, dtype=np.uint64), 20, 4)
    pairs = set(zip(a.tolist(), b.tolist(), strict=True))
    assert {(0, article) for article in range(1, 100)} <= pairs
    assert {(40, other) for other in range(41, 45)} <= pairs
    assert (40, 45) not in pairs
    assert crowded == 1
    assert len(pairs) + left_out == 100 * 99 // 2
