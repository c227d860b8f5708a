"""Words to meaning: stems and what they weigh, concepts that survive translation, and what the dump teaches of both."""

from dedup.meaning.concepts import ConceptReader, Concepts
from dedup.meaning.elements import STEMS, StemReader
from dedup.meaning.learn import Learned, Piece, WordPair, group, translate
from dedup.meaning.weights import Values, Weights, copies_of, reliability_of, weigh

__all__ = [
    "STEMS",
    "ConceptReader",
    "Concepts",
    "Learned",
    "Piece",
    "StemReader",
    "Values",
    "Weights",
    "WordPair",
    "copies_of",
    "group",
    "reliability_of",
    "translate",
    "weigh",
]
