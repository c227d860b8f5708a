"""Keys to matches: candidates by join, then alignment and checking."""

from typing import TYPE_CHECKING

from dedup.messages import names_of

if TYPE_CHECKING:
    from dedup.matching.candidates import (
        POSTINGS,
        candidate_pairs,
        foreign_sql,
        meetings_sql,
        pair_up,
        postings,
        rare_sql,
    )
    from dedup.matching.edits import Edit, word_edits
    from dedup.matching.parallel_text import PIECES, PRESENCE, parallel_pieces
    from dedup.matching.term_weights import TermWeights, in_english
    from dedup.matching.tokens import TOKENS, Column, Tokens, row_key
    from dedup.matching.verify import check

HOMES = {
    "candidates": "POSTINGS candidate_pairs foreign_sql meetings_sql pair_up postings rare_sql",
    "edits": "Edit word_edits",
    "parallel_text": "PIECES PRESENCE parallel_pieces",
    "term_weights": "TermWeights in_english",
    "tokens": "TOKENS Column Tokens row_key",
    "verify": "check",
}
"""The names of the room by the module that each stands in, which is loaded when one of them is asked for."""

if not TYPE_CHECKING:
    __getattr__ = names_of(__name__, HOMES)
