"""The stage that makes stories, for whatever process runs it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from dedup.config import StoryConfig
from dedup.stories.cluster import group_articles
from dedup.stories.statement import Tie

MEMBERSHIP = pa.schema([("article", pa.int64()), ("story", pa.int64())])
"""Articles of stories of two or more; a story goes by the least of its articles."""


@dataclass(frozen=True)
class Stories:
    """Makes the stage that groups articles by their ties."""

    config: StoryConfig

    def __call__(self) -> Callable[[pa.Table], dict[str, pa.Table]]:
        """There is nothing to load."""
        return self.group

    def group(self, rows: pa.Table) -> dict[str, pa.Table]:
        """`membership` of the articles that `rows` tie, but those that stay alone."""
        ties = map(Tie._make, zip(*(rows[name].to_pylist() for name in Tie._fields), strict=True))
        stories = group_articles(ties, self.config)
        sizes = Counter(stories.values())
        kept = sorted((article, story) for article, story in stories.items() if sizes[story] > 1)
        columns = {"article": [article for article, _ in kept], "story": [story for _, story in kept]}
        return {"membership": pa.table(columns, schema=MEMBERSHIP)}
