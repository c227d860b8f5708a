"""Matches to stories."""

from dedup.story.components import label_components
from dedup.story.group import Tie, group_articles, tells_sql

__all__ = ["Tie", "group_articles", "label_components", "tells_sql"]
