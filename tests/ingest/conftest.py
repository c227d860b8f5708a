from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pytest

from dedup.config import ReadConfig
from dedup.ingest import read


class Gathered(NamedTuple):
    articles: list[dict[str, Any]]
    rejected: list[dict[str, Any]]

    @property
    def ids(self) -> list[str]:
        return [article["id"] for article in self.articles]

    @property
    def reasons(self) -> list[tuple[str, str]]:
        return [(row["position"], row["reason"]) for row in self.rejected]


Gather = Callable[..., Gathered]


@pytest.fixture(scope="session")
def gather() -> Gather:
    def run(inputs: Sequence[object], **settings: Any) -> Gathered:
        articles: list[dict[str, Any]] = []
        rejected: list[dict[str, Any]] = []
        for kept, lost in read([str(path) for path in inputs], ReadConfig(**settings)):
            articles += kept.to_pylist()
            rejected += lost.to_pylist()
        return Gathered(articles, rejected)

    return run
