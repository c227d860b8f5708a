"""Induces a bilingual lexicon from parallel text, alike on one machine and on Spark: which languages to
believe, the translations of words, and how surely a concept comes over."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import log1p
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dedup.config import MeaningConfig
from dedup.features import Piece, WordPair, translate


def pieces_sql(config: MeaningConfig) -> str:
    """Return SQL, of DuckDB and of Spark, for the pieces of parallel text of the surest pairs of each two languages."""
    return f"""
        SELECT lang_a, lang_b, a, b, place, ratio, stems_a, stems_b FROM scratch.piece
        QUALIFY dense_rank() OVER (PARTITION BY lang_a, lang_b ORDER BY ratio DESC, a, b) <= {config.lexicon_pairs}
        ORDER BY lang_a, lang_b, a, b, place
    """


def word_pairs(rows: pa.Table, config: MeaningConfig) -> list[WordPair]:
    """Return the word translations that pieces of parallel text give, in the order of `pieces_sql`."""
    pairs: list[WordPair] = []
    for lang_a, lang_b in sorted(set(zip(rows["lang_a"].to_pylist(), rows["lang_b"].to_pylist(), strict=True))):
        of_pair = rows.filter(pc.and_(pc.equal(rows["lang_a"], lang_a), pc.equal(rows["lang_b"], lang_b)))
        pieces = [
            Piece(np.array(a, np.uint32), np.array(b, np.uint32))
            for a, b in zip(of_pair["stems_a"].to_pylist(), of_pair["stems_b"].to_pylist(), strict=True)
            if a and b
        ]
        pairs += translate(lang_a, lang_b, pieces, config)
    return pairs


def believed_languages(rows: Sequence[Mapping[str, Any]], config: MeaningConfig) -> list[tuple[str, str]]:
    """Return the pairs of languages whose sure pairs chance does not explain; none if it explains those of all. `rows`
    say of two languages how many candidates are `sure`, and how many come `near` and are none.

    Chance makes sure pairs as the tail of many that come near: about one for a thousand. Translations do not. All are
    looked at together first: a language pair alone may have one sure pair by luck, and one in a dump of many languages
    always does.
    """
    share, prior = Fraction(str(config.sure_share)), Fraction(str(config.prior_near))
    sure, near = sum(row["sure"] for row in rows), sum(row["near"] for row in rows)
    if not rows or sure < share * (near + prior):
        return []
    return sorted(
        (row["lang_a"], row["lang_b"]) for row in rows if row["sure"] > 0 and row["sure"] >= share * row["near"]
    )


def fidelity_of(rows: Sequence[Mapping[str, Any]], config: MeaningConfig) -> dict[tuple[str, str], float]:
    """Return how much the absence of a concept in another language's article costs, beside the mean of all languages.

    Concepts are found less surely in some languages (Chinese and Japanese have no word boundaries): there an absence
    says less. Held against the mean, with as much of it as `reliability_concepts` concepts are worth. `rows` say of two
    languages how many concepts one holds, and how many of them the other keeps.
    """
    held, kept = sum(row["held"] for row in rows), sum(row["kept"] for row in rows)
    if not kept:
        return {}
    mean = kept / held
    worth = config.reliability_concepts
    shares = {(row["lang"], row["other"]): (row["kept"] + worth * mean) / (row["held"] + worth) for row in rows}
    return {pair: log1p(-min(share, 0.95)) / log1p(-min(mean, 0.95)) for pair, share in shares.items()}
