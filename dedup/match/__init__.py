"""Keys to matches: candidates by join, then alignment and checking."""

from dedup.match.candidates import candidates_sql
from dedup.match.check import check
from dedup.match.tokens import TOKENS, Tokens

__all__ = ["TOKENS", "Tokens", "candidates_sql", "check"]
