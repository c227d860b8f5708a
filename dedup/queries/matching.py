"""Matches an article that is not in an archive against those that are."""

from typing import NamedTuple

import pyarrow as pa

from dedup.archive import ArchiveStore
from dedup.config import Config
from dedup.pipeline import PROBE, Checker, open_lookup


class Matched(NamedTuple):
    """What was found of a new article."""

    matches: pa.Table
    """Rows of the table `match`; `b` is the new article, `a` are articles of the archive."""

    body: pa.Table
    """Its row of the table `body`, under a number that the archive does not have."""


class Matcher:
    """Compares articles with an archive, one by one, in all kinds that it looks for."""

    def __init__(self, archive: ArchiveStore) -> None:
        self._archive = archive
        self._checker = Checker(open_lookup(archive, Config.of(archive.settings)))

    def match(self, article: pa.Table) -> Matched:
        """The matches of one row of `dedup.schema.ARTICLE`."""
        number = pa.array([self._archive.next_number()], pa.int64())
        found = self._checker.check(article.append_column("article", number), PROBE).tables
        return Matched(found["match"], found["body"])
