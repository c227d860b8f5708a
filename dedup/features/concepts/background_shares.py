"""How common concepts (meanings, numbers, months) are in news at large: what a small dump cannot say of itself.

`background_shares.tsv` holds the share of articles that have a concept in their first 150 words: the geometric mean
over 2,225 English, 6,546 Chinese and 98 Turkish ones of 2004 to 2019 (`python -m benchmarks.commonness`), if
0.015 and more. Counted over whole articles the shares cost one in twenty translations: short ones have fewer meanings.
"""

from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from dedup.features.concepts.hashing import concept_hash


def background_shares(concepts: NDArray[np.uint32], least: float) -> NDArray[np.float64]:
    """Return the share of articles of news at large that hold each of `concepts`, at least `least`."""
    known, shares = _table()
    at = np.minimum(np.searchsorted(known, concepts), len(known) - 1)
    return np.where(known[at] == concepts, np.maximum(shares[at], least), least)


@cache
def _table() -> tuple[NDArray[np.uint32], NDArray[np.float64]]:
    lines = files("dedup.features.concepts").joinpath("background_shares.tsv").read_text("utf-8").splitlines()[1:]
    shares = {concept_hash(concept): float(share) for concept, share in (line.split("\t") for line in lines)}
    known = sorted(shares)
    return np.array(known, np.uint32), np.array([shares[one] for one in known])
