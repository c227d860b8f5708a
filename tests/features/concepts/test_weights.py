"""Weights: rarer stems weigh more, and the prior counts in small dumps only."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.config import MeaningConfig
from dedup.features import Counted, Weights, background_shares, copies_of, weigh
from dedup.features.concepts.hashing import concept_hash
from dedup.features.weights import PRIOR_SHARE

PRIOR = MeaningConfig().prior_articles


def weight(articles: int, of_language: int, share: float) -> float:
    return float(weigh(np.array([articles]), np.array([of_language]), np.array([share]), PRIOR)[0])


@given(st.integers(1, 10_000), st.integers(1, 500), st.integers(1, 500), st.floats(0.02, 0.6))
def test_the_rarer_stem_weighs_more(of_language: int, one: int, other: int, share: float) -> None:
    rare, common = sorted((min(one, of_language), min(other, of_language)))
    assert weight(rare, of_language, share) >= weight(common, of_language, share) >= 0


@given(st.integers(1, 200), st.integers(200, 100_000))
def test_longer_stems_weigh_no_less(articles: int, of_language: int) -> None:
    weights = [weight(articles, of_language, float(share)) for share in PRIOR_SHARE]
    assert weights == sorted(weights)


def test_the_prior_decides_in_small_dumps_only() -> None:
    short, long = float(PRIOR_SHARE[2]), float(PRIOR_SHARE[8])
    assert weight(1, 2, long) - weight(1, 2, short) > 2
    assert weight(100, 100_000, long) - weight(100, 100_000, short) < 1
    assert weight(20_000, 100_000, long) - weight(20_000, 100_000, short) < 0.01
    assert weight(100, 100_000, long) == pytest.approx(np.log(100_200 / 105), rel=1e-5)


def test_a_stem_of_every_article_weighs_nothing() -> None:
    assert weight(10_000, 10_000, 0.55) < 0.02
    assert weight(2, 2, 0.55) < 0.6


def test_weights_are_looked_up_by_element() -> None:
    weights = Weights(np.array([3, 5, 2**32 - 1], np.uint32), np.array([1, 2, 4], np.float32))
    assert weights.of(np.array([5, 4, 3, 2**32 - 1, 0], np.uint32)).tolist() == [2, 0, 1, 4, 0]
    assert Weights(np.zeros(0, np.uint32), np.zeros(0, np.float32)).of(np.array([1], np.uint32)).tolist() == [0]


def test_heavier_stems_go_into_a_signature_more_often() -> None:
    copies = copies_of(np.array([0, 0.5, 1, 2, 4, 8], np.float32), 1.5, 0.5)
    assert copies.tolist() == [0, 0, 0, 1, 4, 11]
    assert copies.dtype == np.int32


def test_a_common_meaning_weighs_little_in_a_dump_of_five_articles() -> None:
    """Five articles cannot say that news speaks of a year in half of all reports, and of cholera in few."""
    concepts = np.array(sorted(map(concept_hash, ("s:year", "s:cholera"))), np.uint32)
    weights = Counted(concepts, np.array([2, 2]), np.ones(2), np.ones(2, bool)).values(5, None, MeaningConfig())
    worth, _ = weights.of(np.array([concept_hash("s:year"), concept_hash("s:cholera")], np.uint32))
    assert 0 < 3 * worth[0] < worth[1]


def test_background_shares_are_those_of_the_table_and_at_least_the_least() -> None:
    asked = np.array([concept_hash("s:say"), concept_hash("w:sntnvr"), concept_hash("m:1")], np.uint32)
    said, unknown, month = background_shares(asked, 0.01)
    assert said > 0.3
    assert unknown == 0.01
    assert month >= 0.01
    assert (background_shares(asked, 0.9) == 0.9).all()
