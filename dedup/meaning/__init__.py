"""Words to meaning: stems, what they weigh, and the elements by which rewrites are found."""

from dedup.meaning.elements import STEMS, stem_elements
from dedup.meaning.weights import Weights, copies_of, weigh

__all__ = ["STEMS", "Weights", "copies_of", "stem_elements", "weigh"]
