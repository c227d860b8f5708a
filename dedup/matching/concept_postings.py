"""What an article is found by in other languages: its most telling concepts."""

import math
from itertools import pairwise

import numpy as np
import pyarrow as pa

from dedup.matching.term_weights import Lexis
from dedup.matching.tokens import Tokens

POSTINGS = pa.schema(
    [
        ("concept", pa.uint32()),
        ("article", pa.int64()),
        ("lang", pa.string()),
        ("telling", pa.float64()),
        ("total", pa.float64()),  # of all the article's postings
    ]
)
"""One concept of one article."""


def postings(tokens: Tokens, lexis: Lexis, most: int) -> pa.Table:
    """The `most` most telling concepts of each article, as `POSTINGS`; equally telling ones by their hash."""
    if lexis.concepts is None:
        return POSTINGS.empty_table()
    placed = lexis.concepts_of(tokens)
    rows = np.repeat(np.arange(len(tokens.article), dtype=np.uint64), np.diff(placed.offsets))
    pairs = np.unique(rows << np.uint64(32) | placed.values.astype(np.uint64))
    concepts = (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    at, known = lexis.concepts.find(concepts)
    told = np.flatnonzero(known)
    told = told[lexis.concepts.telling[at[told]] > 0]
    row = (pairs[told] >> np.uint64(32)).astype(np.int64)
    concepts, telling = concepts[told], lexis.concepts.telling[at[told]]
    order = np.lexsort((concepts, -telling, row))
    row, concepts, telling = row[order], concepts[order], telling[order]
    rank = np.arange(len(row)) - np.searchsorted(row, row)
    chosen = rank < most
    row, concepts = row[chosen], concepts[chosen]
    # Rounded, so that the sums of SQL do not depend on their order.
    shares = np.round(telling[chosen].astype(np.float64), 4)
    ends = np.searchsorted(row, np.arange(len(tokens.article) + 1))
    # Each article's sum by itself: a running sum would depend on what else is in the batch.
    totals = [math.fsum(shares[low:high].tolist()) for low, high in pairwise(ends.tolist())]
    return pa.table(
        {
            "concept": concepts,
            "article": tokens.article[row],
            "lang": tokens.lang[row],
            "telling": shares,
            "total": np.round(np.array(totals), 4)[row],
        },
        schema=POSTINGS,
    )
