"""Matches an article that is not in an archive against those that are.

The plainest way that is right: the corridor is walked once more, with every article of the archive and the new one, in
a folder that is deleted afterwards. It takes as long as a run, and finds what a run would: copies, rewrites and
translations.
"""

import os
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from dedup.archive import Archive, Working
from dedup.config import Config
from dedup.engine import Engine
from dedup.steps.matching import find_rewrite_keys, match_candidates, stem_lexis, stem_weights
from dedup.steps.neural import load_embedder
from dedup.steps.run import Run
from dedup.steps.story import group_stories, look_again
from dedup.steps.text import cut_texts, make_tables
from dedup.steps.translation import find_translations
from dedup.text import Cutter, cut_bodies


class Matched(NamedTuple):
    """What was found of a new article."""

    matches: pa.Table
    """Rows of the table `match`; `b` is the new article, `a` are articles of the archive."""

    body: dict[str, Any]
    """Its row of the table `body`."""


def match_unseen(archive: Archive, article: pa.Table) -> Matched:
    """The matches of one row of `model.ARTICLE` with the articles of `archive`."""
    config = Config.of(archive.settings)
    number = archive.rows("SELECT coalesce(max(article), -1) + 1 FROM article").column(0)[0].as_py()
    with tempfile.TemporaryDirectory(prefix="dedup-") as folder:
        threads = os.cpu_count() or 1
        with Working.start(Path(folder) / "again.duckdb", config.machine.memory // 2, threads) as again:
            for batch in archive.stream("FROM article"):
                again.insert("article", pa.Table.from_batches([batch]))
            again.insert("article", article.append_column("article", pa.array([number])))
            _match(Run(again, Engine(again.connection, threads), config, _unwatched))
            matches = again.rows("SELECT * FROM match WHERE b = ? ORDER BY a", [number])
            (body,) = again.rows("SELECT * FROM body WHERE article = ?", [number]).to_pylist()
    return Matched(matches, body)


def _match(run: Run) -> None:
    """The steps of the corridor that fill `body`, `match` and `membership`."""
    make_tables(run)
    cut_texts(run)
    weights = stem_weights(run)
    lexis = stem_lexis(run, weights)
    find_rewrite_keys(run, weights)
    match_candidates(run, lexis)
    group_stories(run)
    if run.config.match.translations:
        lexis = find_translations(run, lexis, weights, load_embedder(run))
        group_stories(run)
    look_again(run, lexis)


def _unwatched(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


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
