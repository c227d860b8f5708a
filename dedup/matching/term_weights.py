"""Term weights: what stems and concepts are worth when articles are compared, and what words of a language say, in
words of English: the unit that the thresholds of a match are in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dedup.features import Learned, Values, base_language, density_of
from dedup.matching.tokens import END_WORD, HALF_WORDS, PARAGRAPH_COLUMNS, Tokens
from dedup.matching.windows import Windows


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


@dataclass(frozen=True)
class Placed:
    """Concepts of a batch of articles, base and learned, in the order of their words."""

    values: NDArray[np.uint32]
    word: NDArray[np.int64]
    """Place of each in the batch's words."""
    offsets: NDArray[np.int64]
    """Concepts of article i: `offsets[i]:offsets[i + 1]`."""


@dataclass(frozen=True)
class TermWeights:
    """Values of stems and of concepts, and the concepts learned for stems. None for what is not compared."""

    stems: Values | None
    concepts: Values | None = None
    learned: Learned | None = None
    fidelity: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """By two languages, how much an absence in the second of what the first says costs, beside the mean of all."""

    def scales(self, langs: NDArray[np.object_], others: NDArray[np.object_]) -> NDArray[np.float32]:
        """Return the `fidelity` of each pair of languages, 1 where nothing is known."""
        pairs = zip(langs.tolist(), others.tolist(), strict=True)
        return np.fromiter((self.fidelity.get(pair, 1.0) for pair in pairs), np.float32, len(langs))

    def concepts_of(self, tokens: Tokens) -> Placed:
        """Return the concepts of each article, with those that were learned for its stems."""
        base = tokens.words.offsets[:-1]
        word = tokens.concept_words.values + np.repeat(base, np.diff(tokens.concept_words.offsets))
        at, learned = (self.learned or Learned.nothing()).of(tokens.elements.values)
        values = np.concatenate([tokens.concepts.values, learned])
        word = np.concatenate([word, at]).astype(np.int64)
        order = np.argsort(word, kind="stable")
        word = word[order]
        return Placed(values[order], word.astype(np.int64), np.searchsorted(word, tokens.words.offsets))

    def stem_windows(self, tokens: Tokens, window_words: int) -> Windows:
        """Return windows of stems, for pairs of one language."""
        if self.stems is None:
            return Windows.none()
        paragraphs = tokens.paragraphs.values.reshape(-1, PARAGRAPH_COLUMNS)
        elements = tokens.elements
        return _windows(elements.values, elements.offsets, paragraphs[:, END_WORD], tokens, self.stems, window_words)

    def concept_windows(self, tokens: Tokens, window_words: int) -> Windows:
        """Return windows of concepts, for pairs of two languages."""
        if self.concepts is None:
            return Windows.none()
        placed = self.concepts_of(tokens)
        paragraphs = tokens.paragraphs.values.reshape(-1, PARAGRAPH_COLUMNS)
        each = np.diff(tokens.paragraphs.offsets) // PARAGRAPH_COLUMNS
        last_word = paragraphs[:, END_WORD] + np.repeat(tokens.words.offsets[:-1], each)
        ends = np.searchsorted(placed.word, last_word) - np.repeat(placed.offsets[:-1], each)
        return _windows(placed.values, placed.offsets, ends, tokens, self.concepts, window_words)


def _windows(
    elements: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    ends: NDArray[np.generic],
    tokens: Tokens,
    values: Values,
    window_words: int,
) -> Windows:
    paragraphs = tokens.paragraphs.values.reshape(-1, PARAGRAPH_COLUMNS)
    return Windows.of(
        elements,
        offsets,
        ends.astype(np.int64),
        own_half_words(paragraphs, tokens),
        tokens.paragraphs.offsets // PARAGRAPH_COLUMNS,
        values,
        2 * window_words,
    )
