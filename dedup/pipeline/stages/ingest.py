"""The steps that read: records become the table `article`, each article once, numbered in order of their ids.

Of several records of one article (the same id; or the same URL with the same title or the same beginning, a page that
was fetched again) one stays, and the others are its revisions. Which one stays does not depend on their order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import pyarrow as pa

from dedup.archive import Tables
from dedup.ingest import BlockReader, list_sources, read
from dedup.pipeline.context import Run
from dedup.schema import ARTICLE

TRAILS = "#.*$|[?&](utm_[a-z]+|fbclid|gclid|yclid)=[^&#]*"
"""What of an address does not tell pages apart, as a regular expression."""
SAME_BEGINNING = 200
"""Two fetches of a page are one article if they begin with so many of the same characters."""

# A page's address without what does not tell pages apart; null for a site's front page, which tells nothing.
URL_KEY = rf"""
    nullif(regexp_extract(
        rtrim(regexp_replace(url, '{TRAILS}', '', 'g'), '/'),
        '^[A-Za-z]+://(?:[Ww]{{3}}\.)?([^/]+/.+)$', 1
    ), '')
"""

# Of several records of one article the first in this order stays.
KEPT_FIRST = "published NULLS LAST, md5(text), title, url, outlet, file, position"

_ALIKE = (
    ("id", "true", "'repeated id ' || id"),
    ("(url_key, title)", "url_key IS NOT NULL AND title IS NOT NULL", "'another fetch of ' || url"),
    (f"(url_key, text[:{SAME_BEGINNING}])", "url_key IS NOT NULL", "'another fetch of ' || url"),
)
"""What records of one article share, where that says anything, and what is said of those that do not stay."""


def read_dump(run: Run, inputs: Sequence[str]) -> None:
    """Fill `article`, `revision` and `rejected` from the dumps `inputs`."""
    begin_arrivals(run)
    for articles, rejected in read_batches(run, inputs):
        arrive(run, articles)
        run.engine.insert("rejected", rejected)
    choose_articles(run)


def read_archive(run: Run, archive: Tables) -> None:
    """The same from all that an archive holds, looked at or not."""
    begin_arrivals(run)
    columns = ", ".join(ARTICLE.names)
    with archive.connection.cursor() as cursor:
        for source in (f"SELECT {columns} FROM article", f"SELECT {columns} FROM pending", "FROM revision"):
            for batch in cursor.sql(source).to_arrow_reader(run.config.read.batch_articles):
                arrive(run, pa.Table.from_batches([batch]).select(ARTICLE.names).cast(ARTICLE))
    for name in ("rejected", "renamed"):
        run.engine.insert(name, archive.rows(f"FROM {name}"))
    choose_articles(run)


def read_batches(run: Run, inputs: Sequence[str]) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Batches of `ARTICLE` and `REJECTED` from the dumps `inputs`."""
    listing = list_sources(inputs)
    done = 0

    def progress(_: object, size: int) -> None:
        nonlocal done
        done += size
        run.watch("read", done, max(done, total))

    total = listing.size
    if total >= run.config.machine.workers_from:
        run.engine.start_workers()
    spread = None
    if run.engine.workers is not None:
        reader = BlockReader(replace(run.config.read, fields=dict(run.config.read.fields)))
        spread = partial(run.engine.map_apart, reader, lambda block: block)
    for articles, rejected in read(listing, run.config.read, progress, spread):
        yield pa.Table.from_batches([articles]), pa.Table.from_batches([rejected])


def begin_arrivals(run: Run) -> None:
    """Make the table `scratch.arrived`."""
    run.connection.register("_none", ARTICLE.empty_table())
    run.connection.execute("CREATE TABLE scratch.arrived AS SELECT 0::BIGINT AS arrival, * FROM _none")
    run.connection.execute("CREATE SEQUENCE scratch.arrivals MINVALUE 0 START 0")
    run.connection.unregister("_none")


def arrive(run: Run, articles: pa.Table) -> None:
    """Append `articles` to `scratch.arrived`."""
    run.connection.register("_arriving", articles)
    run.connection.execute("INSERT INTO scratch.arrived SELECT nextval('scratch.arrivals'), * FROM _arriving")
    run.connection.unregister("_arriving")


def choose_articles(run: Run) -> None:
    """Make `article`, `revision` and `rejected` of `scratch.arrived`."""
    run.connection.execute(f"""
        CREATE TABLE scratch.standing AS SELECT arrival, {URL_KEY} AS url_key FROM scratch.arrived;
        CREATE TABLE scratch.again (arrival BIGINT, kept BIGINT, why VARCHAR)
    """)
    for alike, known, why in _ALIKE:
        run.connection.execute(f"""
            INSERT INTO scratch.again
            WITH standing AS (
                SELECT * FROM scratch.standing JOIN scratch.arrived USING (arrival) WHERE {known}
            ),
            several AS (SELECT {alike} AS alike FROM standing GROUP BY ALL HAVING count(*) > 1)
            SELECT arrival, kept, why FROM (
                SELECT arrival, {why} AS why,
                    first_value(arrival) OVER same AS kept, row_number() OVER same AS place
                FROM standing WHERE {alike} IN (SELECT alike FROM several)
                WINDOW same AS (PARTITION BY {alike} ORDER BY {KEPT_FIRST}, arrival)
            ) WHERE place > 1;
            DELETE FROM scratch.standing WHERE arrival IN (SELECT arrival FROM scratch.again)
        """)
    columns = ", ".join(ARTICLE.names)
    run.connection.execute(f"""
        INSERT INTO rejected
            SELECT other.file, other.position, why || ', kept: ' || kept.file || ' ' || kept.position
            FROM scratch.again JOIN scratch.arrived other USING (arrival)
            JOIN scratch.arrived kept ON kept.arrival = again.kept
            EXCEPT FROM rejected;
        INSERT INTO revision
            SELECT {columns} FROM scratch.again JOIN scratch.arrived USING (arrival)
            QUALIFY row_number() OVER (PARTITION BY id, url, md5(text), title, published) = 1;
        CREATE TABLE scratch.numbered AS
            SELECT arrival, row_number() OVER (ORDER BY id) - 1 AS article
            FROM scratch.standing JOIN scratch.arrived USING (arrival);
        INSERT INTO article
            SELECT article, {columns} FROM scratch.arrived JOIN scratch.numbered USING (arrival) ORDER BY article;
        DROP TABLE scratch.arrived; DROP TABLE scratch.numbered; DROP TABLE scratch.again; DROP TABLE scratch.standing;
        DROP SEQUENCE scratch.arrivals
    """)
    # A packed dump, or one that came through a pipe, tells its size only now.
    if run.one("SELECT sum(length(text)) FROM article") >= run.config.machine.workers_from:
        run.engine.start_workers()
