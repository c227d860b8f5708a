"""How much a stem tells: log(N / df) over the dump, with a prior for what the dump is too small to say.

K. Spärck Jones, "A statistical interpretation of term specificity", 1972. In a dump of five articles every word is
rare, function words included; so each stem's count starts from what stems of its length are worth in news at large,
as if `prior_articles` more articles had been read. In a large dump the prior no longer shows.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
        """Weights of `elements`, 0 for one that the dump does not hold."""
        if not len(self.elements):
            return np.zeros(len(elements), np.float32)
        at = np.minimum(np.searchsorted(self.elements, elements), len(self.elements) - 1)
        return np.where(self.elements[at] == elements, self.weights[at], np.float32(0))


def weigh(
    articles: NDArray[np.int64], of_language: NDArray[np.int64], prior_share: NDArray[np.float64], prior_articles: float
) -> NDArray[np.float32]:
    """Weights of stems: `log((N + P) / (df + P * share))`, at least 0.

    `articles` is in how many articles of its language each stem stands, `of_language` how many that language has.
    """
    weights = np.log((of_language + prior_articles) / (articles + prior_articles * prior_share))
    return np.maximum(weights, 0).astype(np.float32)


def copies_of(weights: NDArray[np.float32], power: float, scale: float) -> NDArray[np.int32]:
    """How many times an element of each weight goes into a weighted MinHash: `round(scale * weight ** power)`."""
    return np.round(scale * weights.astype(np.float64) ** power).astype(np.int32)
