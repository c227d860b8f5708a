"""Takedowns: articles are removed from an archive with all that rests on them.

One rename does it: what is left is written into a new file, which takes the old one's place. Before it everything is
there, after it nothing of them is: not in the file, not in the log, not among the keys.
"""

import datetime
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from dedup.archive import ArchiveError, ArchiveStore
from dedup.config import ConfigError, edge_of, span_of
from dedup.ingest import pieces_sql, same_article_sql
from dedup.jobs.add import working
from dedup.messages import whole
from dedup.pipeline import Knowledge, Lookup, remove_articles, settings_of
from dedup.provenance import Sources
from dedup.queries import (
    SAME_PAGE,
    UnknownArticleError,
    did_you_mean,
    likely_outlets,
    near_ids,
    other_names,
    page_asked,
)
from dedup.schema import ZONE_UNKNOWN

_NAMED = "id, url, outlet, file, position"
_RECORDS = f"""
    (
        SELECT article, {_NAMED}, {pieces_sql()} FROM article
        UNION ALL SELECT article, {_NAMED}, {pieces_sql()} FROM pending
        UNION ALL SELECT NULL, {_NAMED}, {pieces_sql()} FROM revision
    )
"""

_LATEST: Final = f"""
    published + CASE replace(published_precision, '{ZONE_UNKNOWN}', '')
        WHEN 'year' THEN INTERVAL 1 YEAR WHEN 'month' THEN INTERVAL 1 MONTH WHEN 'day' THEN INTERVAL 1 DAY
        WHEN 'minute' THEN INTERVAL 1 MINUTE ELSE INTERVAL 1 SECOND
    END + CASE WHEN ends_with(published_precision, '{ZONE_UNKNOWN}') THEN INTERVAL 12 HOUR ELSE INTERVAL 0 HOUR END
"""
"""When an article was published at the latest: "2024" may be its last day, and a clock without a zone be 12 hours slow.
Whoever is not surely old stays."""


@dataclass(frozen=True)
class ToDelete:
    """What is to be forgotten."""

    articles: dict[int, str]
    """Ids by number."""
    records: pa.Table
    """`id`, `url`, `file` and `position` of these articles and of the revisions that go with them."""
    undated: int = 0
    """Articles that stay because nobody knows when they were published."""
    also: tuple[str, ...] = ()
    """Other names that the archive has for the outlets named, whose articles stay: "reuters.com" beside "Reuters"."""

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


def find(archive: ArchiveStore, names: Sequence[str], older_than: str | None = None) -> ToDelete:
    """Return what the archive holds by `names`: each an article's id, or its URL, or an outlet, in that order.

    `older_than` is a date (2025, 2025-05, 2025-05-06) or a span before now (36h, 30d, 2w): of these articles, or of all
    where `names` is empty, only those count that were published before. Articles without a date never do.

    Raises:
        UnknownArticleError: if a name is none of these.
        ConfigError: if `older_than` is neither a date nor a span.
    """
    before = _moment(older_than) if older_than is not None else None
    archive.connection.execute(f"CREATE OR REPLACE TEMP TABLE recorded AS FROM {_RECORDS}")
    archive.connection.execute("CREATE OR REPLACE TEMP TABLE to_delete AS FROM recorded LIMIT 0")
    outlets: set[str] = set()
    for name in map(whole, names):
        page = page_asked(name) or name
        for condition, asked in (
            ("id = $1", [name]),
            (f"url = $2 OR url_key = (SELECT hash({SAME_PAGE}))", [page, name]),
            ("lower(outlet) = lower($1)", [name]),
        ):
            if archive.one(f"SELECT count(*) FROM recorded WHERE {condition}", asked):
                archive.connection.execute(f"INSERT INTO to_delete FROM recorded WHERE {condition}", asked)
                outlets |= {name} if "outlet" in condition else set()
                break
        else:
            sources = Sources.load(archive.config.provenance.sources)
            meant = likely_outlets(name, _recorded_outlets(archive), sources)
            raise UnknownArticleError(
                f"{archive.path}: no article has the id or URL {name!r}, and no outlet that name"
                f"{did_you_mean([*near_ids(archive, name), *meant])}"
            )
    also = _other_names(archive, outlets)
    undated = 0
    if before is not None:
        if not names:
            archive.connection.execute("INSERT INTO to_delete FROM recorded WHERE article IS NOT NULL")
        undated = _keep_later(archive, before)
    for condition in same_article_sql("r", "d", archive.same_outlet):
        archive.connection.execute(f"""
            INSERT INTO to_delete SELECT r.* FROM recorded r
            SEMI JOIN to_delete d ON d.article IS NOT NULL AND {condition}
            WHERE r.article IS NULL
        """)
    articles = archive.rows("SELECT DISTINCT article, id FROM to_delete WHERE article IS NOT NULL ORDER BY article")
    records = archive.rows("SELECT id, url, file, position FROM (SELECT DISTINCT * FROM to_delete) ORDER BY ALL")
    archive.connection.execute("DROP TABLE to_delete; DROP TABLE recorded")
    numbered = dict(zip(articles["article"].to_pylist(), articles["id"].to_pylist(), strict=True))
    return ToDelete(numbered, records, undated, also)


def _other_names(archive: ArchiveStore, outlets: Set[str]) -> tuple[str, ...]:
    """Return other names in `recorded` of the outlets that were named, without those that were named too."""
    if not outlets:
        return ()
    sources = Sources.load(archive.config.provenance.sources)
    return tuple(other_names(outlets, _recorded_outlets(archive), sources))


def _recorded_outlets(archive: ArchiveStore) -> list[str]:
    outlets = archive.rows("SELECT DISTINCT outlet FROM recorded WHERE outlet IS NOT NULL ORDER BY outlet")["outlet"]
    return [str(one) for one in outlets.to_pylist()]


def _moment(older_than: str) -> str:
    """The moment before which an article is old.

    Raises:
        ConfigError: if it is neither a date nor a span.
    """
    if older_than[-1:].isalpha():
        try:
            return (datetime.datetime.now(datetime.UTC) - span_of(older_than)).isoformat()
        except OverflowError as error:
            raise ConfigError(
                f"--older-than: a span of time that is longer than the calendar: {older_than!r}"
            ) from error
        except ConfigError as error:
            raise ConfigError(f"--older-than: {error}; a date such as 2025-05-06 is understood too") from error
    return edge_of("older-than", older_than, after=False)


def _keep_later(archive: ArchiveStore, before: str) -> int:
    """Take out of `to_delete` what was not surely published before; returns how many articles have no date."""
    dated = "SELECT article, published, published_precision FROM"
    archive.connection.execute(f"CREATE OR REPLACE TEMP TABLE _dated AS {dated} article UNION ALL {dated} pending")
    undated = archive.one(
        "SELECT count(DISTINCT article) FROM to_delete JOIN _dated USING (article) WHERE published IS NULL"
    )
    old = f"SELECT article FROM _dated WHERE {_LATEST} <= $1::TIMESTAMPTZ"
    archive.connection.execute(f"DELETE FROM to_delete WHERE article IS NULL OR article NOT IN ({old})", [before])
    archive.connection.execute("DROP TABLE _dated")
    return undated


def forget_articles(archive: ArchiveStore, to_delete: ToDelete) -> Forgotten:
    """Remove what `find` found, from the disk as well.

    Stories that lose an article are grouped anew without it and keep their names unless they vanish; who took it from
    whom, and where it came from, is recomputed for them. What the archive learned from all of its articles
    together (how frequent words are, translations of words) holds no text, and stays until `refresh`.

    Raises:
        ArchiveError: if the archive was opened for reading.
        OSError: if it cannot be written anew; it is then as it was, and to be opened again.
    """
    if not archive.writable:
        raise ArchiveError(f"{archive.path}: opened for reading")
    if not to_delete.records.num_rows:
        return Forgotten([], 0, 0, 0)
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
