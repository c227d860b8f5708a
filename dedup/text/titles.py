"""Titles to the words that say what they are about."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.text.body import TextTables
from dedup.text.tokenizer import BIGRAM, NUMBER, short_hashes, words_of

LEAST_LETTERS: Final = 4
"""Shorter words are articles, prepositions and the like; a Korean word of two syllables has five letters."""
_HANGUL: Final = (0xAC00, 0xD7A3)


def title_words(titles: Sequence[str | None], tables: TextTables) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the words of titles that say something, numbers left out, each once a title and rising, as bodies have
    them; and where those of each title end.

    A script without spaces gives pairs of characters."""
    texts = [title or "" for title in titles]
    words = words_of(texts, tables.alphabet)
    long = words.end - words.start >= LEAST_LETTERS
    owner = np.repeat(np.arange(len(texts)), np.diff(words.offsets))
    first = words.codes[words.code_offsets[owner] + words.start]
    long |= (words.end - words.start >= 2) & (first >= _HANGUL[0]) & (first <= _HANGUL[1])
    said = (long | (words.flags & BIGRAM > 0)) & (words.flags & NUMBER == 0)
    pairs = np.unique(owner[said].astype(np.uint64) << np.uint64(32) | short_hashes(words.hash, words.flags)[said])
    ends = np.searchsorted(pairs >> np.uint64(32), np.arange(len(texts) + 1, dtype=np.uint64))
    return (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32), ends
