"""Bands: datasketch's numbers of them, keys that equal the plain twin's, each article once under each key."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.config import SketchConfig
from dedup.features import KEYS, Weights, copy_keys, rewrite_keys
from dedup.features.lsh import band_keys, distinct_keys
from sketch import twins

signatures = st.lists(st.lists(st.integers(0, 2**32 - 1), min_size=12, max_size=12), max_size=4)


def test_the_settings_are_those_of_their_threshold() -> None:
    config = SketchConfig()
    of_threshold = SketchConfig.of_copy_threshold(0.4)
    assert (config.copy_bands, config.copy_rows) == (of_threshold.copy_bands, of_threshold.copy_rows)
    assert config.rewrite_bands * config.rewrite_rows <= config.permutations


@given(signatures, st.sampled_from([(3, 4), (4, 3), (1, 12), (12, 1)]), st.integers(0, 3))
def test_kernel_and_twin_make_the_same_keys(rows: list[list[int]], shape: tuple[int, int], salt: int) -> None:
    found = band_keys(np.array(rows, np.uint32).reshape(-1, 12), *shape, np.uint64(salt))
    assert found.tolist() == [twins.keys(row, *shape, salt) for row in rows]


def test_equal_rows_in_another_band_or_of_another_sort_are_another_key() -> None:
    signature = np.array([[1, 2, 1, 2]], np.uint32)
    keys = {
        *band_keys(signature, 2, 2, np.uint64(1))[0].tolist(),
        *band_keys(signature, 2, 2, np.uint64(2))[0].tolist(),
    }
    assert len(keys) == 4


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(0, 4)), max_size=12))
def test_an_article_stands_once_under_a_key(rows: list[tuple[int, int, int]]) -> None:
    rows = sorted(rows, key=lambda row: row[0])
    articles = np.array([article for article, _, _ in rows], np.int64)
    keys = np.array([[one, other] for _, one, other in rows], np.uint64).reshape(-1, 2)
    owners, distinct = distinct_keys(articles, keys)
    expected = list(dict.fromkeys((article, key) for article, *both in rows for key in both))
    assert list(zip(owners.tolist(), distinct.tolist(), strict=True)) == expected


def test_copies_and_rewrites_have_keys_of_their_own() -> None:
    articles = np.array([4, 4, 9], np.int64)
    words = np.tile(np.arange(50, dtype=np.uint32), 3)
    spans = np.array([[0, 50], [50, 100], [100, 150]], np.int64)
    weights = Weights(np.arange(50, dtype=np.uint32), np.full(50, 3, np.float32))
    config = SketchConfig()
    copies, rewrites = copy_keys(articles, spans, words, config), rewrite_keys(articles, spans, words, weights, config)
    for table, bands in ((copies, config.copy_bands), (rewrites, config.rewrite_bands)):
        assert table.schema == KEYS
        of = {number: set(table.filter(table["article"].to_numpy() == number)["key"].to_pylist()) for number in (4, 9)}
        assert of[4] == of[9]
        assert len(of[4]) == bands
    assert not set(copies["key"].to_pylist()) & set(rewrites["key"].to_pylist())


def test_nothing_equals_nothing() -> None:
    spans = np.array([[0, 0], [2, 2]], np.int64)
    assert copy_keys(np.array([0, 1]), spans, np.zeros(2, np.uint32), SketchConfig()).num_rows == 0


def test_a_passage_without_weight_has_no_rewrite_keys() -> None:
    weights = Weights(np.array([7], np.uint32), np.zeros(1, np.float32))
    spans = np.array([[0, 3], [3, 3]], np.int64)
    keys = rewrite_keys(np.array([0, 1]), spans, np.array([7, 7, 8], np.uint32), weights, SketchConfig())
    assert keys.num_rows == 0


def test_articles_of_far_numbers_need_no_room_in_between() -> None:
    # 2**45 places would be 256 TiB; and of an index the later article may come first.
    far = np.array([2**45, 3, 3], np.int64)
    owners, distinct = distinct_keys(far, np.array([[7, 7], [5, 7], [7, 6]], np.uint64))
    assert (owners.tolist(), distinct.tolist()) == ([2**45, 3, 3, 3], [7, 5, 7, 6])
