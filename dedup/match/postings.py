"""What an article is found by in other languages: its most telling concepts."""

import numpy as np
import pyarrow as pa

from dedup.match.lexis import Lexis
from dedup.match.tokens import Tokens

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
    columns: dict[str, list[object]] = {name: [] for name in POSTINGS.names}
    for row, article in enumerate(tokens.article.tolist()):
        concepts = np.unique(placed.values[placed.offsets[row] : placed.offsets[row + 1]])
        at, known = lexis.concepts.find(concepts)
        telling = np.where(known, lexis.concepts.telling[at], 0) if len(lexis.concepts.elements) else np.zeros(len(at))
        order = np.lexsort((concepts, -telling))[:most]
        order = order[telling[order] > 0]
        # Rounded, so that the sums of SQL do not depend on their order.
        shares = np.round(telling[order].astype(np.float64), 4)
        columns["concept"] += concepts[order].tolist()
        columns["article"] += [article] * len(order)
        columns["lang"] += [tokens.lang[row]] * len(order)
        columns["telling"] += shares.tolist()
        columns["total"] += [round(float(shares.sum()), 4)] * len(order)
    return pa.table(columns, schema=POSTINGS)
