"""Articles in, passages out: words, lines, page chrome, paragraphs, language."""

from dedup.text.body import LINES, Bodies, Cutter, cut_bodies, recurring_lines
from dedup.text.tokenizer import HASH_START, HASH_STEP, mix

__all__ = [
    "HASH_START",
    "HASH_STEP",
    "LINES",
    "Bodies",
    "Cutter",
    "cut_bodies",
    "mix",
    "recurring_lines",
]
