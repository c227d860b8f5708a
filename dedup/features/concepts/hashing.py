"""What a concept is known by in arrays and archives."""

import hashlib
from functools import lru_cache


@lru_cache(1 << 14)
def concept_hash(concept: str) -> int:
    """32 bits of a concept's name.

    >>> concept_hash("t:FR") == concept_hash("t:FR"), concept_hash("t:FR") == concept_hash("t:DE")
    (True, False)
    """
    return int.from_bytes(hashlib.blake2b(concept.encode(), digest_size=4).digest(), "little")
