"""The names of stories, and the stories that go by another name than before.

A new story is named after the least id in it, so that its name depends on nothing else in the dump. A story that an
archive knows keeps its name when it grows; one that became part of another leaves its name behind (`renamed`).
"""

import hashlib
from collections.abc import Iterable
from typing import Final

NAME_SQL: Final = "'s' || md5(min(id))[:12]"
"""The name of a new story, over the ids of its articles; `story_name` as SQL."""

RENAMED_SQL: Final = """
    SELECT old, arg_max(name, (articles, name)) FROM (
        SELECT known.name AS old, story.name, count(*) AS articles
        FROM _known known JOIN membership USING (article) JOIN story USING (story) GROUP BY ALL
    ) WHERE old NOT IN (SELECT name FROM story) GROUP BY old
"""
"""Of the names by which articles were known (`_known`: `article`, `name`), those that no story has any more, and the
story that has most of the articles now."""


def story_name(ids: Iterable[str]) -> str:
    """Return the name of a new story of articles with these ids."""
    return f"s{hashlib.md5(min(ids).encode(), usedforsecurity=False).hexdigest()[:12]}"
