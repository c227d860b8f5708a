"""Passages to keys: MinHash signatures and LSH bands."""

from dedup.sketch.keys import KEYS, copy_keys, rewrite_keys

__all__ = ["KEYS", "copy_keys", "rewrite_keys"]
