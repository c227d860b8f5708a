"""Matches to stories."""

from typing import TYPE_CHECKING

from dedup.messages import lazy_names

if TYPE_CHECKING:
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
else:
    __getattr__, __dir__ = lazy_names(__name__)
