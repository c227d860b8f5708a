"""The step by which articles arrive in an archive: those it does not have yet are committed, to be looked at later.

Committing them before anything is compared makes a large addition safe to interrupt: what was read once stays.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from dedup.archive import Archive, stretches
from dedup.pipeline.context import Run
from dedup.pipeline.stages.ingest import SAME_BEGINNING, URL_KEY, arrive, begin_arrivals, choose_articles, read_batches
from dedup.schema import ARTICLE, REJECTED

_COMMIT_ARTICLES = 5_000
"""What a crash can cost at most is reading so many articles again."""

_CONTENT = ("id", "url", "title", "text", "published")
"""Two records that agree in these are one."""


@dataclass
class Arrivals:
    """What became of the records of a dump."""

    new: int = 0
    known: int = 0
    """Records that the archive has already, letter by letter."""
    revisions: int = 0
    """Other fetches of articles that it has."""
    rejected: int = 0


def arrive_dumps(run: Run, archive: Archive, inputs: Sequence[str]) -> Arrivals:
    """Commit to `archive` what the dumps `inputs` hold and it does not; `run` lends its tables to work in."""
    arrivals = Arrivals()
    begin_known(archive)
    waiting, rejected, count = [], [], 0
    for articles, refused in read_batches(run, inputs):
        waiting.append(articles)
        rejected.append(refused)
        count += articles.num_rows
        if count >= _COMMIT_ARTICLES:
            _commit(run, archive, waiting, rejected, arrivals)
            waiting, rejected, count = [], [], 0
    _commit(run, archive, waiting, rejected, arrivals)
    archive.connection.execute("DROP TABLE temp.known")
    return arrivals


def begin_known(archive: Archive) -> None:
    """Make the table `known` of what articles of the archive are recognised by."""
    # Hashes: ids and addresses of a million articles as text would be 100 MB.
    archive.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE known AS
        SELECT article, hash(id) AS id, hash({URL_KEY}) AS url FROM article
        UNION ALL SELECT article, hash(id), hash({URL_KEY}) FROM pending
    """)


def _commit(run: Run, archive: Archive, waiting: list[pa.Table], rejected: list[pa.Table], arrivals: Arrivals) -> None:
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
    sifted = sift(archive, articles, revisions)
    arrivals.new += len(sifted.stay)
    arrivals.known += sifted.known
    arrivals.revisions += sifted.revisions
    tables = sifted.tables
    if refused.num_rows:
        archive.connection.register("_refused", refused)
        fresh = archive.rows("FROM _refused EXCEPT FROM rejected")
        archive.connection.unregister("_refused")
        arrivals.rejected += refused.num_rows
        if fresh.num_rows:
            tables["rejected"] = fresh
    if tables:
        archive.commit(tables)


@dataclass(frozen=True)
class Sifted:
    """What of some articles an archive does not have."""

    stay: list[int]
    """Places of those that are new, rising."""
    articles: pa.Table
    """Those, with their numbers (`article`)."""
    met: dict[int, str]
    """Of every other place the id of the article that the archive has."""
    tables: dict[str, pa.Table]
    """The new ones, with their numbers, and the revisions, as a commit."""
    known: int
    """How many are there letter by letter."""
    revisions: int


def sift(archive: Archive, articles: pa.Table, revisions: pa.Table, *, note: bool = True) -> Sifted:
    """What of `articles` and `revisions` (`dedup.schema.ARTICLE`) the archive does not have; the table `known` grows,
    unless they are only asked about (`note` is false).

    An article stays as it came first. Which of its revisions a run over all of them would keep, `refresh` decides.
    """
    connection = archive.connection
    articles = _distinct_ids(archive, articles)
    same = " AND ".join(f"n.{name} IS NOT DISTINCT FROM o.{name}" for name in _CONTENT)
    places = pa.array(range(articles.num_rows), pa.int64())
    connection.register("_new", articles.append_column("place", places))
    near = archive.rows(f"""
        SELECT known.article FROM known JOIN _new ON known.id = hash(_new.id)
        UNION SELECT known.article FROM known JOIN (SELECT {URL_KEY} AS url_key FROM _new) ON known.url = hash(url_key)
        WHERE url_key IS NOT NULL
    """)["article"].to_pylist()
    known, met = _met(archive, near, same) if near else (set(), {})
    connection.unregister("_new")
    stay = [place for place in range(articles.num_rows) if place not in known and place not in met]
    again = pa.array(sorted(met.keys() - known), pa.int64())
    revised = pa.concat_tables([revisions, articles.take(again)])
    tables: dict[str, pa.Table] = {}
    first = archive.next_number()
    numbers = pa.array(range(first, first + len(stay)), pa.int64())
    new = articles.take(pa.array(stay, pa.int64())).append_column("article", numbers)
    if stay and note and archive.writable:
        connection.register("_known", new)
        connection.execute(f"INSERT INTO known SELECT article, hash(id), hash({URL_KEY}) FROM _known")
        connection.unregister("_known")
        texts = new.column_names.index("text")
        packed = pa.array(archive.packer.pack(new["text"].to_pylist()), pa.binary())
        tables["article"] = new.set_column(texts, "packed", packed)
    fresh = revised
    if revised.num_rows:
        connection.register("_revised", revised)
        fresh = archive.rows(f"SELECT n.* FROM _revised n ANTI JOIN revision o ON {same}")
        connection.unregister("_revised")
        if fresh.num_rows:
            tables["revision"] = fresh
    seen = len(known) + revised.num_rows - fresh.num_rows
    return Sifted(stay, new, met, tables, seen, fresh.num_rows)


def _met(archive: Archive, near: list[int], same: str) -> tuple[set[int], dict[int, str]]:
    """Of the articles `_new`, the places of those that the archive has letter by letter, and of all that it has in some
    form, with the id of that. `near` are the archive's articles that may be meant."""
    archive.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE new_one AS SELECT *, {URL_KEY} AS url_key FROM _new;
        CREATE OR REPLACE TEMP TABLE old_one AS SELECT *, NULL::VARCHAR AS url_key FROM article WITH NO DATA
    """)
    for where in stretches(near):
        for name in ("article", "pending"):
            archive.connection.execute(
                f"INSERT INTO old_one BY NAME SELECT *, {URL_KEY} AS url_key FROM {name} WHERE {where}"
            )
    known = archive.rows(f"""
        SELECT place FROM new_one n SEMI JOIN old_one o ON {same}
        UNION SELECT place FROM new_one n SEMI JOIN revision o ON {same}
    """)
    rows = archive.rows(f"""
        SELECT place, arg_min(o.id, o.article) AS id FROM new_one n JOIN old_one o
        ON n.id = o.id OR (n.url_key = o.url_key
            AND (n.title = o.title OR n.text[:{SAME_BEGINNING}] = o.text[:{SAME_BEGINNING}]))
        GROUP BY place
    """)
    met = zip(rows["place"].to_pylist(), rows["id"].to_pylist(), strict=True)
    return set(known["place"].to_pylist()), dict(met)


def _distinct_ids(archive: Archive, articles: pa.Table) -> pa.Table:
    """Articles without id and URL are called after their place in a file, which another file may share: where the
    archive has that name for another text, a part of the text's hash is added to it."""
    ids, urls, positions = (articles[name].to_pylist() for name in ("id", "url", "position"))
    named = [
        place
        for place, (name, url, position) in enumerate(zip(ids, urls, positions, strict=True))
        if url is None and name.endswith(f"#{position}")
    ]
    if not named:
        return articles
    rows = archive.rows(
        "SELECT id, md5(text) AS digest FROM (SELECT id, text FROM article UNION ALL SELECT id, text FROM pending) "
        "WHERE id IN (SELECT unnest($1::VARCHAR[]))",
        [[ids[place] for place in named]],
    )
    there = dict(zip(rows["id"].to_pylist(), rows["digest"].to_pylist(), strict=True))
    for place in named:
        digest = hashlib.md5(articles["text"][place].as_py().encode(), usedforsecurity=False).hexdigest()
        if there.get(ids[place], digest) != digest:
            ids[place] = f"{ids[place]}~{digest[:8]}"
    return articles.set_column(articles.column_names.index("id"), "id", pa.array(ids, pa.string()))
