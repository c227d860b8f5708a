"""Copies whose spaces differ: what two articles share is looked for again in units that no space cuts.

Only pairs that are no copy by words, and of which one has notably more words for its length, are looked at again: the
others lose nothing by their spaces.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dedup.matching.similarity import BLOCK
from dedup.matching.tokens import (
    END_CHAR,
    END_WORD,
    FIRST_CHAR,
    FIRST_WORD,
    PARAGRAPH_COLUMNS,
    Column,
    Tokens,
    row_key,
)


def spaced_otherwise(
    rows_a: NDArray[np.int64], rows_b: NDArray[np.int64], tokens: Tokens, most: float
) -> NDArray[np.bool_]:
    """Return which pairs of rows are of freely spaced languages, and have numbers of words for their length of which
    the less is below this share of the greater."""
    units = np.diff(tokens.units.offsets)
    words = np.diff(tokens.words.offsets)
    spacing = words / np.maximum(units, 1)
    low, high = np.minimum(spacing[rows_a], spacing[rows_b]), np.maximum(spacing[rows_a], spacing[rows_b])
    different: NDArray[np.bool_] = (units[rows_a] > 0) & (units[rows_b] > 0) & (low < most * high)
    return different


def as_units(tokens: Tokens) -> Tokens:
    """Return the same articles with their units for words; those of languages that keep no units are empty."""
    units, starts, offsets = tokens.units.values, tokens.unit_starts.values, tokens.units.offsets
    has_units = np.diff(offsets) > 0
    counts = np.diff(tokens.paragraphs.offsets) // PARAGRAPH_COLUMNS
    owner = np.repeat(np.arange(len(counts)), counts)
    rows = tokens.paragraphs.values.reshape(-1, PARAGRAPH_COLUMNS)[has_units[owner]].copy()
    owner = owner[has_units[owner]]
    keys = tokens.unit_starts.keyed()
    for word, character in ((FIRST_WORD, FIRST_CHAR), (END_WORD, END_CHAR)):
        rows[:, word] = np.searchsorted(keys, row_key(owner, rows[:, character])) - offsets[owner]
    ends = np.append(starts[1:], np.int32(0)) + np.int32(1)
    last = rows[:, END_WORD] + offsets[owner] - 1
    ends[last] = starts[last] + 1
    paragraphs = np.cumsum(np.where(has_units, counts, 0) * PARAGRAPH_COLUMNS)
    return replace(
        tokens,
        words=Column(units, offsets),
        starts=Column(starts, offsets),
        ends=Column(ends, offsets),
        paragraphs=Column(rows.ravel(), np.concatenate([[0], paragraphs])),
    )


def in_words(
    blocks: NDArray[np.void], left: NDArray[np.int64], right: NDArray[np.int64], tokens: Tokens
) -> NDArray[np.void]:
    """Return blocks of units as blocks of the words in which they begin and end."""
    out = np.array(blocks, BLOCK)
    words = tokens.starts.keyed()
    for rows, first, last in ((left, "a_first", "a_last"), (right, "b_first", "b_last")):
        row = rows[blocks["pair"]]
        for name, before in ((first, 0), (last, 1)):
            unit = tokens.unit_starts.values[tokens.units.offsets[row] + blocks[name] - before]
            word = np.searchsorted(words, row_key(row, unit), side="right") - 1 - tokens.words.offsets[row]
            out[name] = word + before
    return out
