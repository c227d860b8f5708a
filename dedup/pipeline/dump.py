"""The corridor: what happens to a dump, from front to back.

1. read          the dump's records become articles, each article once; what cannot be read is set aside
2. text          lines that an outlet repeats under different stories are its boilerplate; the body of each article is
                 cut into words, paragraphs and passages; its language; keys of copies; stems and concepts counted
3. meaning       stems are weighed over the whole dump, and keys of rewrites made
4. match         articles with a common key are candidates; each is aligned and kept with its passages, or dropped
5. story         matching articles are grouped by what they are about
6. translations  one article of each story is compared with those in other languages; the surest pairs teach word
                 translations; what was found joins the stories
7. second look   every pair within a story that no key brought
8. provenance    who took it from whom
9. export        the files that users read (`dedup.export`)

Each stage is a function from batches to batches that sees only its batch. What needs the whole dump is a query. The
steps, in `dedup.pipeline.stages`, are those queries and the stages run between them.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from dedup.archive import Tables, Working
from dedup.config import Config
from dedup.ingest import Listing
from dedup.pipeline.backend.engine import Engine
from dedup.pipeline.backend.shuffle import Shuffle
from dedup.pipeline.backend.workers import peak_memory
from dedup.pipeline.context import Run, Stage, Watch
from dedup.pipeline.stages.candidates import find_rewrite_keys, match_candidates, stem_lexis, stem_weights
from dedup.pipeline.stages.cluster import group_stories, look_again, name_stories
from dedup.pipeline.stages.embed import load_embedder
from dedup.pipeline.stages.ingest import Records, read_archive, read_dump
from dedup.pipeline.stages.tokenize import cut_texts, keep_counts, make_tables
from dedup.pipeline.stages.trace import trace_stories
from dedup.pipeline.stages.translate import find_translations


@dataclass(frozen=True)
class Walked:
    """What a walk through the corridor took, and what it passed by."""

    stages: list[Stage]
    capped: dict[str, int]
    """What was left out because there was too much of it, and how many."""
    inputs: dict[str, str | None]
    """The SHA-256 of every file that was read; None for one that was not read to its end."""
    records: Records | None = None
    """What became of the records; None for the articles of an archive."""


def corridor(work: Working, source: Sequence[str] | Listing | Tables, config: Config, watch: Watch) -> Walked:
    """Take dumps, or all articles of an archive, through every step into `work`."""
    with Engine(work.connection, config.machine.cores) as engine:
        keys = Shuffle(work.folder / "keys")
        return _walk(Run(work, engine, config, watch, keys=keys), keys, source)


def _walk(run: Run, keys: Shuffle, source: Sequence[str] | Listing | Tables) -> Walked:
    config = run.config
    stages: list[Stage] = []
    # A model that is not there must be told of now, not after an hour.
    embedder = load_embedder(run) if config.match.translations else None

    @contextmanager
    def step(name: str, made: str | None) -> Iterator[None]:
        started = time.perf_counter()
        yield
        rows = run.one(f"SELECT count(*) FROM {made}") if made else keys.rows
        took = round(time.perf_counter() - started, 3)
        stages.append(Stage(name, took, rows, run.engine.peak_memory()))

    records = None
    with step("read", "article"):
        if isinstance(source, Tables):
            read_archive(run, source)
        else:
            records = read_dump(run, source)
    make_tables(run)
    with step("text", "body"):
        cut_texts(run)
    with step("meaning", None):
        weights = stem_weights(run)
        lexis = stem_lexis(run, weights)
        find_rewrite_keys(run, weights)
    with step("match", "match"):
        match_candidates(run, keys, lexis)
    with step("story", "membership"):
        group_stories(run)
    if config.match.translations:
        with step("translations", "match"):
            lexis = find_translations(run, lexis, weights, embedder)
            group_stories(run)
    with step("second look", "match"):
        look_again(run, lexis)
        name_stories(run)
    if config.provenance.trace:
        with step("provenance", "link"):
            trace_stories(run)
    keep_counts(run)
    return Walked(stages, dict(sorted(run.capped.items())), run.hashes.found, records)


__all__ = ["Stage", "Walked", "Watch", "corridor", "peak_memory"]
