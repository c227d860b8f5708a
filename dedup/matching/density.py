"""What words of a language say, in words of English: the unit that the thresholds of a match are in."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.features import base_language, density_of
from dedup.matching.tokens import HALF_WORDS, PARAGRAPH_COLUMNS, Tokens


def in_english(
    paragraphs: NDArray[np.int32], offsets: NDArray[np.int64], langs: Sequence[str | None]
) -> NDArray[np.int32]:
    """Return the paragraphs of bodies with their lengths in half-words of English. Article i, of language `langs[i]`,
    has `paragraphs[offsets[i]:offsets[i + 1]]`."""
    weighed = paragraphs.copy()
    density = np.repeat(_densities(langs), np.diff(offsets))
    weighed[:, HALF_WORDS] = np.maximum(1, np.rint(density * paragraphs[:, HALF_WORDS]))
    return weighed


def own_half_words(paragraphs: NDArray[np.int32], tokens: Tokens) -> NDArray[np.int64]:
    """Return what each paragraph adds to a window: its half-words in English, but where a word says less than one of
    English its own half-words. The more elements two windows of unrelated texts hold, the more alike they are: Thai has
    few pairs of characters, Tibetan few syllables."""
    sparse = np.minimum(1.0, _densities(tokens.lang.tolist()))
    each = np.diff(tokens.paragraphs.offsets) // PARAGRAPH_COLUMNS
    found: NDArray[np.int64] = np.rint(paragraphs[:, HALF_WORDS] / np.repeat(sparse, each)).astype(np.int64)
    return found


def english_words_each(tokens: Tokens) -> NDArray[np.float64]:
    """Return how many words of English one word of each article says, at most one."""
    lengths = np.diff(tokens.words.offsets)
    half_words = tokens.paragraphs.values.reshape(-1, PARAGRAPH_COLUMNS)[:, HALF_WORDS]
    until = np.concatenate([[0], np.cumsum(half_words, dtype=np.int64)])[tokens.paragraphs.offsets // PARAGRAPH_COLUMNS]
    each: NDArray[np.float64] = np.minimum(1.0, np.diff(until) / np.maximum(2 * lengths, 1))
    return each


def _densities(langs: Sequence[str | None]) -> NDArray[np.float64]:
    """Return the density of each language; one that is not known counts as English."""
    known = {lang: density_of(base_language(lang)) if lang else 1.0 for lang in set(langs)}
    return np.array([known[lang] for lang in langs], np.float64)
