"""The step by which articles arrive in an archive: those it does not have yet are committed, to be looked at later.

Committing them before anything is compared makes a large addition safe to interrupt: what was read once stays.
"""

from dataclasses import dataclass, field

import pyarrow as pa

from dedup.archive import ArchiveStore, lent
from dedup.ingest import Inputs, Kinds
from dedup.pipeline.context import Run
from dedup.pipeline.stages.ingest import arrive, begin_arrivals, choose_articles, read_batches
from dedup.pipeline.stages.revisions import begin_known, resolve_revisions
from dedup.schema import ARTICLE, REJECTED


@dataclass
class Arrivals:
    """What became of the records of a dump."""

    new: int = 0
    known: int = 0
    """Records that the archive has already, letter by letter."""
    revisions: int = 0
    """Other fetches of articles that it has."""
    rejected: int = 0
    kinds: Kinds = field(default_factory=Kinds)
    """Why, whether the archive knew it or not."""


def arrive_dumps(run: Run, archive: ArchiveStore, inputs: Inputs) -> Arrivals:
    """Commit to `archive` what the dumps `inputs` hold and it does not; `run` lends its tables to work in."""
    arrivals = Arrivals()
    begin_known(archive)
    waiting, rejected, count, held = [], [], 0, 0
    for articles, refused in read_batches(run, inputs):
        waiting.append(articles)
        rejected.append(refused)
        count += articles.num_rows
        held += articles.nbytes
        if count >= run.config.archive.batch_articles or held >= run.config.machine.bytes_at_once:
            _commit(run, archive, waiting, rejected, arrivals)
            waiting, rejected, count, held = [], [], 0, 0
    _commit(run, archive, waiting, rejected, arrivals)
    archive.marks = None
    return arrivals


def _commit(
    run: Run, archive: ArchiveStore, waiting: list[pa.Table], rejected: list[pa.Table], arrivals: Arrivals
) -> None:
    begin_arrivals(run)
    for articles in waiting:
        arrive(run, articles)
    for refused in rejected:
        run.engine.insert("rejected", refused)
    choose_articles(run)
    articles = run.engine.query("SELECT * EXCLUDE (article) FROM article ORDER BY article").select(ARTICLE.names)
    revisions = run.engine.query("FROM revision").select(ARTICLE.names)
    refused = run.engine.query("FROM rejected").cast(REJECTED)
    for table in ("article", "revision", "rejected"):
        run.connection.execute(f"DELETE FROM {table}")
    resolved = resolve_revisions(archive, articles, revisions)
    arrivals.new += len(resolved.stay)
    arrivals.known += resolved.known
    arrivals.revisions += resolved.revisions
    tables = resolved.tables
    if refused.num_rows:
        with lent(archive.connection, _refused=refused):
            fresh = archive.rows("FROM _refused EXCEPT FROM rejected")
        arrivals.rejected += refused.num_rows
        arrivals.kinds.add(zip(*(column.to_pylist() for column in refused.columns), strict=True))
        if fresh.num_rows:
            tables["rejected"] = fresh
    if tables:
        archive.commit(tables)
