"""Matches to stories."""

from dedup.stories.cluster import (
    MEMBERSHIP,
    NAME_SQL,
    RENAMED_SQL,
    Stories,
    group_articles,
    label_components,
    story_name,
)
from dedup.stories.statement import (
    Tie,
    best_first,
    reports_sql,
    same_statement,
    same_statement_sql,
)
