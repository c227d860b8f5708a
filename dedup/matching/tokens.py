"""The tokens of articles as flat arrays, one article's slice after another."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

TOKENS = pa.schema(
    [
        ("article", pa.int64()),
        ("lang", pa.string()),  # as stems group languages: Croatian and Serbian are one
        ("words", pa.list_(pa.uint32())),
        ("elements", pa.list_(pa.uint32())),  # the stem of each word; empty where only copies are wanted
        ("concepts", pa.list_(pa.uint32())),  # what survives translation; empty where translations are not wanted
        ("concept_words", pa.list_(pa.int32())),  # the word at which each concept stands, rising
        ("starts", pa.list_(pa.int32())),
        ("ends", pa.list_(pa.int32())),
        ("paragraphs", pa.list_(pa.int32())),  # five numbers each: `dedup.text.Bodies`, in English half-words
        ("passages", pa.list_(pa.int32())),  # two numbers each: first and end word
        ("figures", pa.list_(pa.uint32())),  # numbers, days and times by value
        ("figure_words", pa.list_(pa.int32())),  # the word at which each figure stands, rising
        ("names", pa.list_(pa.int32())),  # words with a capital within a sentence, rising
        ("quoted", pa.list_(pa.int32())),  # two numbers each: first and end word of quotes and of long lists
        ("listed", pa.list_(pa.int32())),  # the same of long lists and of sentences that cite a law alone
        ("units", pa.list_(pa.uint32())),  # what no space cuts: see `dedup.text.unspaced`; empty for most languages
        ("unit_starts", pa.list_(pa.int32())),  # the character at which each unit begins
        ("title", pa.list_(pa.uint32())),  # words of the title that say something, each once; empty without a title
        ("published", pa.list_(pa.int32())),  # minutes since 1970; empty where it is not known
    ]
)
"""The body of an article: what is read once and compared often."""

PARAGRAPH_COLUMNS = 5
FIRST_WORD, END_WORD, FIRST_CHAR, END_CHAR, HALF_WORDS = range(PARAGRAPH_COLUMNS)


Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True)
class Column(Generic[Number]):
    """A list column of numbers."""

    values: NDArray[Number]
    offsets: NDArray[np.int64]

    def keyed(self) -> NDArray[np.int64]:
        """Return each value behind its row (`row_key`): rising if the values of each row are, so that they can be
        searched for in all rows at once."""
        return row_key(np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets)), self.values)


def row_key(row: NDArray[np.int64], value: NDArray[Any]) -> NDArray[np.int64]:
    """Return rows and their values, of 31 bits, as one number each, in the order of both."""
    keys: NDArray[np.int64] = row.astype(np.int64) << 32 | value
    return keys


@dataclass(frozen=True)
class Tokens:
    """A batch of `TOKENS` as arrays."""

    article: NDArray[np.int64]
    lang: NDArray[np.object_]
    words: Column[np.uint32]
    elements: Column[np.uint32]
    concepts: Column[np.uint32]
    concept_words: Column[np.int32]
    starts: Column[np.int32]
    ends: Column[np.int32]
    paragraphs: Column[np.int32]
    passages: Column[np.int32]
    figures: Column[np.uint32]
    figure_words: Column[np.int32]
    names: Column[np.int32]
    quoted: Column[np.int32]
    listed: Column[np.int32]
    units: Column[np.uint32]
    unit_starts: Column[np.int32]
    title: Column[np.uint32]
    published: Column[np.int32]

    @classmethod
    def of(cls, table: pa.Table, *, as_it_comes: bool = False) -> "Tokens":
        """Read a table of `TOKENS` in any order: rows by rising article number, or `as_it_comes`."""
        table = table.select(TOKENS.names)
        # To cast or sort what needs neither takes, of a few articles, as long as all the rest.
        if not table.schema.equals(TOKENS):
            table = table.cast(TOKENS)
        if not as_it_comes and not _is_rising(table["article"].to_numpy()):
            table = table.sort_by("article")
        table = table.combine_chunks()
        return cls(
            table["article"].to_numpy(),
            table["lang"].to_numpy(zero_copy_only=False),
            *(_column(table[name]) for name in TOKENS.names[2:]),
        )

    def rows_of(self, articles: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the rows of `articles`; all of them must be there."""
        order = np.argsort(self.article)
        return order[np.searchsorted(self.article, articles, sorter=order)]


def _is_rising(numbers: NDArray[np.int64]) -> bool:
    return bool((numbers[1:] >= numbers[:-1]).all())


def _column(chunked: pa.ChunkedArray) -> Column[Any]:
    array = chunked.combine_chunks() if chunked.num_chunks != 1 else chunked.chunk(0)
    offsets = array.offsets.to_numpy().astype(np.int64)
    return Column(array.values.to_numpy(), offsets)
