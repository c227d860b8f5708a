"""Passages to vectors, for those who have a model: a second opinion on translations, never needed."""

from dedup.neural.embedder import Embedder, EmbedderError
from dedup.neural.vectors import cosines, likeliest, quantised

__all__ = ["Embedder", "EmbedderError", "cosines", "likeliest", "quantised"]
