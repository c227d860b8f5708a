"""Matches to stories."""

from dedup.stories.cluster import Tie, group_articles, tells, tells_sql
from dedup.stories.components import label_components
from dedup.stories.stage import Stories

__all__ = [
    "Stories",
    "Tie",
    "group_articles",
    "label_components",
    "tells",
    "tells_sql",
]
