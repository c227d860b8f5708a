"""Articles in, passages out: words, lines, page chrome, paragraphs, language."""

from dedup.text.body import LINES, Bodies, Cutter, cut_bodies, recurring_lines

__all__ = ["LINES", "Bodies", "Cutter", "cut_bodies", "recurring_lines"]
