"""Matches to stories."""

from dedup.story.components import label_components
from dedup.story.group import Tie, group_articles, tells, tells_sql
from dedup.story.stage import Stories

__all__ = ["Stories", "Tie", "group_articles", "label_components", "tells", "tells_sql"]
