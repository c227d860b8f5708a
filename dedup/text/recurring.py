"""Lines that stand in several articles: which of them are boilerplate, and which are a story's own paragraphs.

Words repeated under other leads are an outlet's footer as a rule. They may also be the body of a story that the outlet
updated under new leads. What stands around them decides: the titles and leads of updates name the same people and
places, those of a footer's pages have nothing in common.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import kernel
from dedup.text.tokenizer import BIGRAM, FIRST, HALF_WORDS, LAST, Words

_WORD: Final = re.compile(
    r"(?:\w|[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0966-\u0df3\u0e31-\u0e3a\u0e47-\u0e4e"
    r"\u0eb1-\u0ebc\u0ec8-\u0ece\u0f71-\u0f84\u0f8d-\u0fbc\u102b-\u103e\u1056-\u109d\u17b4-\u17d3])+"
)
"""Vowel signs and tones are marks, which `\\w` leaves out: it would cut words of Hindi, Tamil and Thai into letters."""
_DENSE: Final = re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_GRAMS: Final = ((re.compile("[\u0e00-\u0eff\u1780-\u17ff]"), 4), (re.compile("[\u1000-\u109f]"), 5))
"""Characters that are looked at together in Thai, Lao and Khmer, and in Burmese, which writes more marks. Unrelated
reports share 0.3 to 0.4 of the pairs of characters by weight and 0.08 to 0.12 of these, English ones 0.13; of Tibetan
syllables they share 0.56, of pairs of them 0.06."""
_TIBETAN: Final = re.compile("[\u0f40-\u0fbc]+(?:\u0f0b[\u0f40-\u0fbc]+)*")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")
WEIGHTS: Final = (0.0, 0.6, 0.6, 1.2, 2.3, 3.0, 3.2, 3.5, 3.7)
"""What a word of 0, 1, 2, ... 8 and more letters says: minus the logarithm of the share of articles that hold a word of
that length (`dedup.features.weights.PRIOR_SHARE`). A dump's own counts would be of no use: where all articles are one
story, its names are the most frequent words."""
DENSE_WEIGHT: Final = 2.7
STEM_LETTERS: Final = 6
HANGUL_STEM: Final = 2
"""Letters of a word that are compared: endings differ."""

LEAST_HALF_WORDS: Final = 16
"""Shorter lines are menus, captions and slogans, whatever stands around them."""


def content_words(text: str) -> dict[str, float]:
    """Return the beginnings of the words of `text`, each with what it says: two texts on one subject have some in
    common.

    >>> sorted(content_words("Пожар на пароме"))
    ['на', 'пароме', 'пожар']
    """
    found: dict[str, float] = {}
    text = unicodedata.normalize("NFKC", text).casefold()
    for run in _TIBETAN.findall(text):
        syllables = run.split("\u0f0b")
        found |= dict.fromkeys(map("\u0f0b".join, pairwise(syllables)), DENSE_WEIGHT)
    for word in _WORD.findall(_TIBETAN.sub(" ", text)):
        size = next((size for script, size in _GRAMS if script.search(word)), 0)
        if size:
            for at in range(max(1, len(word) - size + 1)):
                found[word[at : at + size]] = DENSE_WEIGHT
        elif _DENSE.search(word):
            for at in range(len(word) - 1):
                found[word[at : at + 2]] = DENSE_WEIGHT
        elif _HANGUL.search(word):
            found[word[:HANGUL_STEM]] = DENSE_WEIGHT
        else:
            found[word[:STEM_LETTERS]] = WEIGHTS[min(len(word), len(WEIGHTS) - 1)]
    return found


def overlap(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return what two texts have in common, as a share of what the one that says less says."""
    least = min(sum(one.values()), sum(other.values()))
    return sum(weight for word, weight in one.items() if word in other) / least if least else 0.0


def mean_overlap(surroundings: Sequence[str]) -> float:
    """Return how much the surroundings of one line have in common, pair by pair; 0 where there are fewer than two."""
    words = [content_words(text) for text in surroundings if text.strip()]
    pairs = [overlap(one, other) for one, other in combinations(words, 2)]
    return sum(pairs) / len(pairs) if pairs else 0.0


def untitled_lines(words: Words, titles: Words, share: float) -> NDArray[np.bool_]:
    """Return lines that are at least `share` of their article and hold no content word of its title, as a bool a
    line."""
    found = np.zeros(len(words.lines), np.bool_)
    _untitled_lines(
        words.lines,
        words.line_offsets,
        words.hash,
        words.offsets,
        words.start,
        words.end,
        words.flags,
        titles.hash,
        titles.offsets,
        share,
        found,
    )
    return found


@kernel("i4[,] i8[] u8[] i8[] i4[] i4[] u1[] u8[] i8[] f8 b1[]!")
def _untitled_lines(  # type: ignore[no-untyped-def]
    lines, line_offsets, words, word_offsets, starts, ends, flags, title_words, title_offsets, share, found
):
    for article in range(len(line_offsets) - 1):
        title = title_words[title_offsets[article] : title_offsets[article + 1]]
        if len(title) == 0:
            continue
        low = line_offsets[article]
        high = line_offsets[article + 1]
        total = 0
        for line in range(low, high):
            total += lines[line, HALF_WORDS]
        base = word_offsets[article]
        for line in range(low, high):
            if lines[line, HALF_WORDS] < LEAST_HALF_WORDS or lines[line, HALF_WORDS] < share * total:
                continue
            shared = False
            for word in range(base + lines[line, FIRST], base + lines[line, LAST]):
                if flags[word] & BIGRAM or ends[word] - starts[word] > 3:
                    for titled in title:
                        if titled == words[word]:
                            shared = True
                            break
                if shared:
                    break
            found[line] = not shared
