"""Takedowns: articles are removed from an archive with all that rests on them.

One rename does it: what is left is written into a new file, which takes the old one's place. Before it everything is
there, after it nothing of them is: not in the file, not in the log, not among the keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from dedup.archive import ArchiveError, ArchiveStore
from dedup.ingest import pieces_sql, same_article_sql, url_key_sql
from dedup.jobs.add import working
from dedup.pipeline import Knowledge, Lookup, remove_articles, settings_of
from dedup.queries import UnknownArticleError, did_you_mean, near_ids

_NAMED = "id, url, outlet, file, position"
_RECORDS = f"""
    (
        SELECT article, {_NAMED}, {pieces_sql()} FROM article
        UNION ALL SELECT article, {_NAMED}, {pieces_sql()} FROM pending
        UNION ALL SELECT NULL, {_NAMED}, {pieces_sql()} FROM revision
    )
"""


@dataclass(frozen=True)
class ToDelete:
    """What is to be forgotten."""

    articles: dict[int, str]
    """Ids by number."""
    records: pa.Table
    """`id`, `url`, `file` and `position` of these articles and of the revisions that go with them."""

    @property
    def revisions(self) -> int:
        """Other records of them."""
        return int(self.records.num_rows) - len(self.articles)


@dataclass(frozen=True)
class Forgotten:
    """What was forgotten."""

    articles: list[str]
    """Their ids."""
    revisions: int
    """Other records of them."""
    matches: int
    """Pairs that they were part of."""
    stories: int
    """Stories that they were part of: regrouped from the articles that are left, or gone."""


def find(archive: ArchiveStore, names: Sequence[str]) -> ToDelete:
    """What the archive holds by `names`: each an article's id, or its URL, or an outlet, in that order.

    Raises:
        UnknownArticleError: if a name is none of these.
    """
    archive.connection.execute(f"CREATE OR REPLACE TEMP TABLE recorded AS FROM {_RECORDS}")
    archive.connection.execute("CREATE OR REPLACE TEMP TABLE to_delete AS FROM recorded LIMIT 0")
    for name in names:
        for condition in (
            "id = $1",
            f"url = $1 OR url_key = (SELECT hash({url_key_sql()}) FROM (SELECT $1::VARCHAR AS url))",
            "lower(outlet) = lower($1)",
        ):
            if archive.one(f"SELECT count(*) FROM recorded WHERE {condition}", [name]):
                archive.connection.execute(f"INSERT INTO to_delete FROM recorded WHERE {condition}", [name])
                break
        else:
            raise UnknownArticleError(
                f"{archive.path}: no article has the id or URL {name!r}, and no outlet that name"
                f"{did_you_mean(near_ids(archive, name))}"
            )
    for condition in same_article_sql("r", "d"):
        archive.connection.execute(f"""
            INSERT INTO to_delete SELECT r.* FROM recorded r
            SEMI JOIN to_delete d ON d.article IS NOT NULL AND {condition}
            WHERE r.article IS NULL
        """)
    articles = archive.rows("SELECT DISTINCT article, id FROM to_delete WHERE article IS NOT NULL ORDER BY article")
    records = archive.rows("SELECT id, url, file, position FROM (SELECT DISTINCT * FROM to_delete) ORDER BY ALL")
    archive.connection.execute("DROP TABLE to_delete; DROP TABLE recorded")
    return ToDelete(dict(zip(articles["article"].to_pylist(), articles["id"].to_pylist(), strict=True)), records)


def forget_articles(archive: ArchiveStore, to_delete: ToDelete) -> Forgotten:
    """Remove what `find` found, from the disk as well.

    Stories that lose an article are grouped anew without it and keep their names unless they vanish; who took it from
    whom, and where it came from, is worked out again for them. What the archive learned from all of its articles
    together (how frequent words are, translations of words) holds no text, and stays until `refresh`.

    Raises:
        ArchiveError: if the archive was opened for reading.
        OSError: if it cannot be written anew; it is then as it was, and to be opened again.
    """
    if not archive.writable:
        raise ArchiveError(f"{archive.path}: opened for reading")
    gone = list(to_delete.articles)
    listed = f"({', '.join(map(str, gone)) or 'NULL'})"
    found = Forgotten(
        articles=sorted(to_delete.articles.values()),
        revisions=to_delete.revisions,
        matches=archive.one(f"SELECT count(*) FROM match WHERE a IN {listed} OR b IN {listed}"),
        stories=archive.one(f"SELECT count(DISTINCT story) FROM membership WHERE article IN {listed}"),
    )
    config = settings_of(archive, None)
    lookup = Lookup(Knowledge.of(archive, config))
    with working(archive, config) as work:
        left = remove_articles(work, lookup, gone)
    archive.overlay(left | {"void": to_delete.records})
    # From the rename on they are gone, whatever stops the process then.
    lookup.compact(after="the articles are forgotten")
    return found
