"""Matches an article that is not in an archive against those that are."""

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from dedup.archive import ArchiveStore
from dedup.config import Config
from dedup.pipeline import PROBE, Checker, open_lookup
from dedup.text import Cutter, cut_bodies


class Matched(NamedTuple):
    """What was found of a new article."""

    matches: pa.Table
    """Rows of the table `match`; `b` is the new article, `a` are articles of the archive."""

    body: dict[str, Any]
    """Its row of the table `body`."""


class Matcher:
    """Compares articles with an archive, one by one, in all kinds that it looks for."""

    def __init__(self, archive: ArchiveStore) -> None:
        self._archive = archive
        self._checker = Checker(open_lookup(archive, Config.of(archive.settings)))

    def match(self, article: pa.Table) -> Matched:
        """The matches of one row of `model.ARTICLE`."""
        number = pa.array([self._archive.next_number()], pa.int64())
        found = self._checker.check(article.append_column("article", number), PROBE).tables
        (body,) = found["body"].to_pylist()
        return Matched(found["match"], body)


def cut_body(article: pa.Table, config: Config) -> dict[str, Any]:
    """The row of the table `body` of an article by itself, but for its number."""
    texts, outlets, langs = (article[name].to_pylist() for name in ("text", "outlet", "lang"))
    bodies = cut_bodies(texts, outlets, langs, np.zeros(0, np.uint64), Cutter.load(), config.text)
    return {
        "lang": bodies.langs[0],
        "words": float(bodies.paragraphs[:, 4].sum()) / 2,
        "starts": bodies.paragraphs[:, 2].tolist(),
        "ends": bodies.paragraphs[:, 3].tolist(),
    }
