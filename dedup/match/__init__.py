"""Keys to matches: candidates by join, then alignment and checking."""

from dedup.match.candidates import candidates_sql, foreign_sql, pair_up
from dedup.match.check import check
from dedup.match.lessons import PIECES, PRESENCE, lessons
from dedup.match.lexis import Lexis
from dedup.match.postings import POSTINGS, postings
from dedup.match.tokens import TOKENS, Tokens

__all__ = [
    "PIECES",
    "POSTINGS",
    "PRESENCE",
    "TOKENS",
    "Lexis",
    "Tokens",
    "candidates_sql",
    "check",
    "foreign_sql",
    "lessons",
    "pair_up",
    "postings",
]
