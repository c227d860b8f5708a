"""Inverse document frequency of stems: log(N / df) over the dump, with a prior for what the dump is too small to say.

K. Spärck Jones, "A statistical interpretation of term specificity", 1972. In a dump of five articles every word is
rare, function words included; so each stem's count starts from what stems of its length are worth in news at large,
as if `prior_articles` more articles had been read. In a large dump the prior no longer shows.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.config import MeaningConfig
from dedup.features.concepts.hashing import concept_hash
from dedup.features.hash_table import Finder

PRIOR_SHARE = np.array([0.55, 0.55, 0.55, 0.3, 0.1, 0.05, 0.04, 0.03, 0.025])
"""Share of articles that hold a stem of 0, 1, 2, ... 8 and more characters: geometric means over the running words of
news in six languages, so that short stems count as the function words that most of them are."""
PRIOR_SHARE_BIGRAM = 0.07
"""The same for a bigram of a script without spaces."""


@dataclass(frozen=True)
class Weights:
    """The weight of every stem of a dump."""

    elements: NDArray[np.uint32]
    """Sorted."""
    weights: NDArray[np.float32]

    def of(self, elements: NDArray[np.uint32]) -> NDArray[np.float32]:
        """Return weights of `elements`, 0 for one that the dump does not hold."""
        if not len(self.elements):
            return np.zeros(len(elements), np.float32)
        at, known = self._finder.find(elements)
        return np.where(known, self.weights[at], np.float32(0))

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self.elements)


def weigh(
    articles: NDArray[np.int64], of_language: NDArray[np.int64], prior_share: NDArray[np.float64], prior_articles: float
) -> NDArray[np.float32]:
    """Return weights of stems: `log((N + P) / (df + P * share))`, at least 0.

    `articles` is in how many articles of its language each stem stands, `of_language` how many that language has.
    """
    weights = np.log((of_language + prior_articles) / (articles + prior_articles * prior_share))
    return np.maximum(weights, 0).astype(np.float32)


def copies_of(weights: NDArray[np.float32], power: float, scale: float) -> NDArray[np.int32]:
    """Return how many times an element of each weight goes into a weighted MinHash: `round(scale * weight **
    power)`."""
    return np.round(scale * weights.astype(np.float64) ** power).astype(np.int32)


@dataclass(frozen=True)
class Values:
    """Values and costs of stems or concepts: the gain when two passages share one, the cost where it stands."""

    elements: NDArray[np.uint32]
    """Sorted."""
    values: NDArray[np.float32]
    costs: NDArray[np.float32]
    specificity: NDArray[np.float32]
    """How well an article is found by it."""

    @classmethod
    def by_level(cls, weights: Weights, level: float) -> "Values":
        """Value elements so that a passage gains where the weighted Jaccard similarity is above `level`."""
        return cls(weights.elements, (1 + level) * weights.weights, level * weights.weights, weights.weights)

    @classmethod
    def by_likelihood(cls, weights: Weights, reliability: NDArray[np.float64], absence_scale: float) -> "Values":
        """Return log-likelihood ratios of a translation against chance.

        A concept whose share of all articles is p = exp(-weight), and which a translation keeps with probability r
        (`reliability`, for each of `weights`), speaks with log(r / p) where both sides hold it and with log(1 - r)
        against where one side does; of the latter only `absence_scale` counts.
        """
        present = np.maximum(weights.weights + np.log(reliability), 0)
        absent = np.minimum(-absence_scale * np.log1p(-reliability), _MOST_ABSENT)
        absent = np.where(weights.weights > 0, absent, 0)
        values = np.where(weights.weights > 0, present + 2 * absent, 0)
        return cls(
            weights.elements,
            values.astype(np.float32),
            absent.astype(np.float32),
            (present * reliability).astype(np.float32),
        )

    def find(self, elements: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return where each of `elements` stands in the tables, and whether it does."""
        if not len(self.elements):
            return np.zeros(len(elements), np.int64), np.zeros(len(elements), np.bool_)
        return self._finder.find(elements)

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self.elements)

    def of(self, elements: NDArray[np.uint32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return values and costs of `elements`, 0 for what the dump does not hold."""
        at, known = self.find(elements)
        if not len(self.elements):
            return np.zeros(len(elements), np.float32), np.zeros(len(elements), np.float32)
        return np.where(known, self.values[at], np.float32(0)), np.where(known, self.costs[at], np.float32(0))


_MOST_ABSENT = 3.0
"""No concept is so reliable that its absence alone should rule a translation out."""


def reliability_of(
    present: NDArray[np.int64], matched: NDArray[np.int64], prior: NDArray[np.float64], prior_pieces: float
) -> NDArray[np.float64]:
    """Return how often each concept of one side of a translation stands on the other, between 0.03 and 0.95.

    `present` counts the pieces in which either side holds it, `matched` those in which both do.
    """
    shares = 2 * matched / np.maximum(present + matched, 1)
    reliable: NDArray[np.float64] = np.clip(
        (shares * present + prior * prior_pieces) / (present + prior_pieces), 0.03, 0.95
    )
    return reliable


@dataclass(frozen=True)
class Counted:
    """Concepts, and in how many articles each was seen."""

    concepts: NDArray[np.uint32]
    """Sorted."""
    articles: NDArray[np.int64]
    factor: NDArray[np.float64]
    """Below 1 for skeletons of names and small numbers."""
    joins: NDArray[np.bool_]
    """Whether it is worth anything."""

    def values(self, total: int, presence: pa.Table | None, config: MeaningConfig) -> Values:
        """Return what they are worth, among `total` articles."""
        least = config.concept_share
        # What is common in news at large says less of a large dump than the dump itself does.
        trust = config.prior_articles / (config.prior_articles + total)
        shares = least + trust * (background_shares(self.concepts, least) - least)
        weight = np.log((total + config.prior_articles) / (self.articles + config.prior_articles * shares))
        weight = np.where(self.joins, np.maximum(weight, 0), 0).astype(np.float32)
        weights = Weights(self.concepts, weight)
        if presence is None:
            scaled = Weights(self.concepts, (weight * self.factor).astype(np.float32))
            return Values.by_level(scaled, config.concept_level)
        present, matched = _aligned_counts(self.concepts, presence)
        prior = np.where(self.factor < 1, config.weak_reliability, 1.0) * config.reliability
        return Values.by_likelihood(
            weights, reliability_of(present, matched, prior, config.reliability_pieces), config.absence_scale
        )


def _aligned_counts(concepts: NDArray[np.uint32], presence: pa.Table) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Counts in parallel passages of each of `concepts`."""
    present, matched = np.zeros(len(concepts), np.int64), np.zeros(len(concepts), np.int64)
    if len(concepts):
        aligned = presence["concept"].to_numpy()
        at = np.minimum(np.searchsorted(concepts, aligned), len(concepts) - 1)
        there = concepts[at] == aligned
        present[at[there]] = presence["present"].to_numpy()[there]
        matched[at[there]] = presence["matched"].to_numpy()[there]
    return present, matched


def background_shares(concepts: NDArray[np.uint32], least: float) -> NDArray[np.float64]:
    """Return the share of articles of news at large that hold each of `concepts`, at least `least`: how common
    meanings, numbers and months are, which a small dump cannot say of itself.

    `background_shares.tsv` holds the share of articles that have a concept in their first 150 words: the geometric mean
    over 2,225 English, 6,546 Chinese and 98 Turkish ones of 2004 to 2019 (`python -m benchmarks.commonness`), if 0.015
    and more. Counted over whole articles the shares cost one in twenty translations: short ones have fewer meanings.
    """
    known, shares = _background()
    at = np.minimum(np.searchsorted(known, concepts), len(known) - 1)
    return np.where(known[at] == concepts, np.maximum(shares[at], least), least)


@cache
def _background() -> tuple[NDArray[np.uint32], NDArray[np.float64]]:
    lines = files("dedup.features.concepts").joinpath("background_shares.tsv").read_text("utf-8").splitlines()[1:]
    shares = {concept_hash(concept): float(share) for concept, share in (line.split("\t") for line in lines)}
    known = sorted(shares)
    return np.array(known, np.uint32), np.array([shares[one] for one in known])
