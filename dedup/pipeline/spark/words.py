"""Articles and their words on their way through Spark: one row per article, its numbers as bytes.

A list column costs Spark one call per number; bytes are copied whole. What the stems and concepts of an article are
worth travels with it (`stems`, `concepts`): a table of all stems of a dump grows with the dump, and no process holds
it. Times are numbers, for Spark shows times in the zone of the session.
"""

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.features import Values, Weights
from dedup.matching import TOKENS, Column, Tokens
from dedup.pipeline.backend.token_store import pack_tokens, unpack_tokens
from dedup.pipeline.spark.tables import binary, stretches
from dedup.schema import ARTICLE, TIME

TIMES: Final = ("published", "crawled")
RECORD = pa.schema([(one.name, pa.int64() if one.name in TIMES else one.type) for one in ARTICLE])
"""`ARTICLE`, with times in microseconds since 1970."""
ARTICLES = pa.schema([("article", pa.int64()), *RECORD])
"""The same with numbers."""


def article_table(rows: pa.Table) -> pa.Table:
    """Return rows that have the columns `ARTICLES`, with times again."""
    return pa.table({name: rows[name].cast(TIME) if name in TIMES else rows[name] for name in ARTICLES.names})


WORTH: Final = np.dtype([("element", "<u4"), ("weight", "<f4")])
"""A stem of an article, and its weight in the dump."""

VALUE: Final = np.dtype([("elements", "<u4"), ("values", "<f4"), ("costs", "<f4"), ("specificity", "<f4")])
"""A concept of an article, and what it is worth (`dedup.features.Values`)."""

WORDS = pa.schema(
    [
        ("article", pa.int64()),
        ("lang", pa.string()),
        ("counts", pa.binary()),
        ("data", pa.binary()),
    ]
)
"""`TOKENS` of an article: how many numbers each column has, and the numbers."""

_COLUMNS: Final = len(TOKENS.names) - 2


def words_table(tokens: Tokens) -> pa.Table:
    """Return tokens as `WORDS`."""
    counts, data = pack_tokens(tokens)
    rows = np.arange(1, len(tokens.article) + 1)
    return pa.table(
        {
            "article": tokens.article,
            "lang": pa.array(tokens.lang, pa.string()),
            "counts": binary(counts, rows * _COLUMNS),
            "data": binary(data, np.cumsum(counts.sum(axis=1, dtype=np.int64))),
        },
        schema=WORDS,
    )


def tokens_of(table: pa.Table) -> Tokens:
    """Return the tokens of a table that has the columns `WORDS`, articles in rising order."""
    table = table.sort_by("article")
    counts, _ = stretches(table["counts"], np.int32)
    data, ends = stretches(table["data"], np.uint32)
    shaped = counts.reshape(-1, _COLUMNS)
    position = np.concatenate([[0], ends[:-1]]).astype(np.int64)
    lang = table["lang"].to_numpy(zero_copy_only=False)
    return unpack_tokens(table["article"].to_numpy(), lang, shaped, data, position)


def worth_of(tokens: Tokens, weights: Weights) -> pa.Array:
    """Return what the stems of each article weigh, as a column of `WORTH`."""
    elements, ends = _each_once(tokens.elements)
    worth = np.empty(len(elements), WORTH)
    worth["element"], worth["weight"] = elements, weights.of(elements)
    return binary(worth, ends)


def concepts_of(tokens: Tokens) -> pa.Array:
    """Return the concepts of each article, each once, as bytes."""
    return binary(*_each_once(tokens.concepts))


def _each_once(column: Column[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """What a column holds of each article, each once and rising, and where each article's ends."""
    rows = len(column.offsets) - 1
    owner, numbers = distinct(np.repeat(np.arange(rows), np.diff(column.offsets)), column.values)
    return numbers, ends_of(owner, rows)


def distinct(owner: NDArray[np.int64], numbers: NDArray[np.uint32]) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Return the pairs of an owner and a number, each once, in the order of both."""
    pairs = np.unique(owner.astype(np.uint64) << np.uint64(32) | numbers.astype(np.uint64))
    return pairs >> np.uint64(32), (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def ends_of(owner: NDArray[np.uint64], rows: int) -> NDArray[np.int64]:
    """Return where what each of this many owners has ends, in a rising list of owners."""
    return np.searchsorted(owner, np.arange(1, rows + 1, dtype=np.uint64))


def values_in(column: pa.ChunkedArray) -> Values:
    """Return the values of all concepts of some articles."""
    worth, _ = stretches(column, VALUE)
    elements, first = np.unique(worth["elements"], return_index=True)
    columns = (np.ascontiguousarray(worth[name][first]) for name in ("values", "costs", "specificity"))
    return Values(elements, *columns)


def weights_in(column: pa.ChunkedArray) -> Weights:
    """Return the weights of all stems of some articles."""
    worth, _ = stretches(column, WORTH)
    elements, first = np.unique(worth["element"], return_index=True)
    return Weights(elements, np.ascontiguousarray(worth["weight"][first]))
