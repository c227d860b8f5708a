"""The settings that are for users to choose, apart from those that were fitted."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

CHOICES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "read": (
            *("fields", "outlet_from", "same_outlet", "timezone", "latest_published"),
            *("max_article_chars", "max_record_bytes", "max_unpacked_bytes", "max_page_tags"),
        ),
        "text": ("least_words",),
        "sketch": ("copy_bands", "copy_rows"),
        "match": (
            *("copies", "rewrites", "translations", "window", "copy_share", "quoted_share"),
            *("least_match_words", "least_block_words", "least_gain"),
            *("least_translation_ratio", "least_translation_gain", "least_concepts"),
        ),
        "neural": ("embedder", "bring_candidates"),
        "story": ("group_likeness", "reported_lead", "reported_share"),
        "provenance": ("trace", "sources", "min_origin"),
        "machine": ("memory", "threads"),
    }
)
"""By part: what depends on the dump, on the machine, or on what somebody means by a copy, a story, a sure origin. The
others were fitted, as the reason of each says, or bound what a rare article costs, and figures in the documents were
measured with all of them as they are: whoever changes one should measure (`dedup evaluate`)."""
