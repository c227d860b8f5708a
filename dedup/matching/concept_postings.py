"""Postings of concepts: each article is found in other languages by its concepts of highest weight."""

import math
from itertools import pairwise

import numpy as np
import pyarrow as pa

from dedup.matching.candidates import DECIMALS
from dedup.matching.term_weights import TermWeights
from dedup.matching.tokens import Tokens

POSTINGS = pa.schema(
    [
        ("concept", pa.uint32()),
        ("article", pa.int64()),
        ("lang", pa.string()),
        ("weight", pa.float64()),
        ("total", pa.float64()),  # of all the article's postings
    ]
)
"""One concept of one article."""


def postings(tokens: Tokens, term_weights: TermWeights, most: int) -> pa.Table:
    """The `most` concepts of highest weight of each article, as `POSTINGS`; equal ones by their hash."""
    if term_weights.concepts is None:
        return POSTINGS.empty_table()
    placed = term_weights.concepts_of(tokens)
    rows = np.repeat(np.arange(len(tokens.article), dtype=np.uint64), np.diff(placed.offsets))
    pairs = np.unique(rows << np.uint64(32) | placed.values.astype(np.uint64))
    concepts = (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    at, known = term_weights.concepts.find(concepts)
    found = np.flatnonzero(known)
    found = found[term_weights.concepts.specificity[at[found]] > 0]
    row = (pairs[found] >> np.uint64(32)).astype(np.int64)
    concepts, weight = concepts[found], term_weights.concepts.specificity[at[found]]
    order = np.lexsort((concepts, -weight, row))
    row, concepts, weight = row[order], concepts[order], weight[order]
    rank = np.arange(len(row)) - np.searchsorted(row, row)
    chosen = rank < most
    row, concepts = row[chosen], concepts[chosen]
    # Rounded, so that SQL can add them up as whole numbers (`foreign_sql`).
    shares = np.round(weight[chosen].astype(np.float64), DECIMALS)
    ends = np.searchsorted(row, np.arange(len(tokens.article) + 1))
    # Each article's sum by itself: a running sum would depend on what else is in the batch.
    totals = [math.fsum(shares[low:high].tolist()) for low, high in pairwise(ends.tolist())]
    return pa.table(
        {
            "concept": concepts,
            "article": tokens.article[row],
            "lang": tokens.lang[row],
            "weight": shares,
            "total": np.round(np.array(totals), DECIMALS)[row],
        },
        schema=POSTINGS,
    )
