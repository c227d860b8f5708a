"""Keys to matches: candidates by join, then alignment and verification."""

from typing import TYPE_CHECKING

from dedup.messages import lazy_names

if TYPE_CHECKING:
    from dedup.matching.candidates import (
        POSTINGS,
        candidate_pairs,
        foreign_pairs,
        foreign_sql,
        meetings_sql,
        pair_up,
        postings,
        rare_sql,
    )
    from dedup.matching.edits import Edit, word_edits
    from dedup.matching.parallel_text import PIECES, parallel_pieces
    from dedup.matching.term_weights import TermWeights, in_english
    from dedup.matching.tokens import TOKENS, Column, Tokens, row_key
    from dedup.matching.verify import verify_pairs
else:
    __getattr__, __dir__ = lazy_names(__name__)
