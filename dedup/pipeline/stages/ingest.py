"""The steps that read: records become the table `article`, each article once, numbered in order of their ids.

Of several records of one article (`dedup.ingest.identity` says when they are) one stays, and the others are its
revisions. Which one stays, and what each article is called, does not depend on their order.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import duckdb
import pyarrow as pa

from dedup.archive import LENGTHS, ArchiveStore, LegacyArchive, lent
from dedup.ingest import (
    OF_TEXTS,
    PIECES,
    BlockReader,
    Inputs,
    Listing,
    alike,
    digest_sql,
    list_sources,
    own_name_sql,
    pieces_sql,
    read,
)
from dedup.pipeline.context import Run
from dedup.schema import ARTICLE

# Of several records of one article the first in this order stays: one with a text before a title alone, and of views of
# a page the one with the plain address.
KEPT_FIRST = "characters = 0, published NULLS LAST, length(url), digest, title, url, outlet, file, position"

_WITHOUT_TEXTS = "(SELECT * EXCLUDE (text, credits) FROM scratch.arrived JOIN scratch.measured USING (arrival))"
"""What records are ordered by. Texts are looked at as they arrive, batch by batch: a query over them holds those of two
thousand rows at a time, of a live blog more than 100 MB, and a window those of all."""

_TEXTS_SHARE = 16
"""Texts are sorted or copied so many characters at a time as this part of the memory: of 75 MB in 500 MB not all could
be sorted, and of 110 MB of versions of one live blog not all be copied."""


@dataclass(frozen=True)
class Chosen:
    """What became of records that could be read."""

    articles: int
    again: int
    """Records of articles of which another record stays."""
    revisions: int
    """Those of them that are no other one letter by letter."""
    named: int
    """Articles whose id another article has, and that have a name of their own for it."""
    title_only: int
    """Articles that have a title and no text: they are compared with nothing."""


@dataclass(frozen=True)
class Records:
    """What became of the records of a dump: `read` is the sum of the next four."""

    read: int
    articles: int
    rejected: int
    """Those that could not be read."""
    revisions: int
    """Other fetches of articles."""
    repeated: int
    """Those that are another one letter by letter."""
    named: int
    """Articles whose id another article has, and that have a name of their own for it."""
    title_only: int
    """Articles that have a title and no text: they are compared with nothing."""


def read_dump(run: Run, inputs: Inputs | Listing) -> Records:
    """Fill `article`, `revision` and `rejected` from the dumps `inputs`."""
    begin_arrivals(run)
    read = lost = 0
    for articles, rejected in read_batches(run, inputs):
        arrive(run, articles)
        run.engine.insert("rejected", rejected)
        read += articles.num_rows + rejected.num_rows
        lost += rejected.num_rows
    found = choose_articles(run)
    return Records(
        read, found.articles, lost, found.revisions, found.again - found.revisions, found.named, found.title_only
    )


def read_archive(run: Run, archive: ArchiveStore | LegacyArchive) -> None:
    """Fill `article`, `revision` and `rejected` from all that an archive holds, looked at or not, and let go of it."""
    begin_arrivals(run)
    for rows in archive.every_record(run.config.machine.bytes_at_once):
        arrive(run, rows.select(ARTICLE.names).cast(ARTICLE))
    for name in ("rejected", "renamed"):
        run.engine.insert(name, archive.rows(f"FROM {name}"))
    archive.let_go()
    choose_articles(run)


def read_batches(run: Run, inputs: Inputs | Listing) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Return batches of `ARTICLE` and `REJECTED` from the dumps `inputs`."""
    listing = inputs if isinstance(inputs, Listing) else list_sources(inputs)
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
    config = replace(run.config.read, batch_bytes=min(run.config.read.batch_bytes, run.config.machine.bytes_at_once))
    for articles, rejected in read(listing, config, progress, spread, run.hashes):
        yield pa.Table.from_batches([articles]), pa.Table.from_batches([rejected])


def begin_arrivals(run: Run) -> None:
    """Make the table `scratch.arrived`."""
    with lent(run.connection, _none=ARTICLE.empty_table()):
        run.connection.execute("CREATE TABLE scratch.arrived AS SELECT 0::BIGINT AS arrival, * FROM _none")
        # Named, and not made of a query without rows: to plan that costs ten times as much.
        run.connection.execute(f"""
            CREATE TABLE scratch.measured
                (arrival BIGINT, digest VARCHAR, characters BIGINT, {" UBIGINT, ".join(OF_TEXTS)} UBIGINT)
        """)


def arrive(run: Run, articles: pa.Table) -> None:
    """Append `articles` to `scratch.arrived`; what their texts are compared and ordered by, to `scratch.measured`."""
    first = run.one("SELECT count(*) FROM scratch.arrived")
    numbers = pa.array(range(first, first + articles.num_rows), pa.int64())
    with lent(run.connection, _arriving=articles.add_column(0, "arrival", numbers)):
        run.connection.execute(f"""
            INSERT INTO scratch.arrived FROM _arriving;
            INSERT INTO scratch.measured
                SELECT arrival, {digest_sql()}, length(text), {pieces_sql(OF_TEXTS)} FROM _arriving
        """)


def _compare_pieces(run: Run) -> None:
    """Make `scratch.standing`, what records are compared by, of all at once: to plan the expressions of an address
    takes the database as long as to compute those of a thousand."""
    others = [name for name in PIECES if name not in OF_TEXTS]
    run.connection.execute(f"""
        CREATE TABLE scratch.standing AS
            SELECT arrival, {pieces_sql(others)}, {", ".join(OF_TEXTS)} FROM {_WITHOUT_TEXTS}
    """)


def find_repeated(connection: duckdb.DuckDBPyConnection, same_outlet: str) -> None:
    """Make `scratch.again`, the records of articles of which another record stays, and `scratch.named`, those that stay
    with the id that each goes by, of `scratch.arrived` (whose texts nobody looks at), `.standing` and `.measured`;
    `same_outlet` is that of `ReadConfig`."""
    connection.execute("CREATE TABLE scratch.again (arrival BIGINT, kept BIGINT, why VARCHAR)")
    for same in alike(same_outlet):
        shared = ", ".join(same.columns)
        known = " AND ".join(
            [f"{name} IS NOT NULL" for name in same.columns] + [f"{name} IS NULL" for name in same.without]
        )
        several = connection.execute(f"""
            CREATE OR REPLACE TABLE scratch.several AS
                SELECT {shared} FROM scratch.standing WHERE {known} GROUP BY ALL HAVING count(*) > 1
        """).fetchone()
        # Mostly there are none, and of a small dump planning the rest is what takes the time.
        if several == (0,):
            continue
        connection.execute(f"""
            INSERT INTO scratch.again
            WITH alike AS (
                SELECT arrival, ({shared}) AS shared FROM scratch.standing SEMI JOIN scratch.several USING ({shared})
                WHERE {known}
            )
            SELECT arrival, kept, why FROM (
                SELECT arrival, {same.why} AS why,
                    first_value(arrival) OVER one AS kept, row_number() OVER one AS place
                FROM alike JOIN {_WITHOUT_TEXTS} USING (arrival)
                WINDOW one AS (PARTITION BY shared ORDER BY {KEPT_FIRST}, arrival)
            ) WHERE place > 1;
            DELETE FROM scratch.standing WHERE arrival IN (SELECT arrival FROM scratch.again)
        """)
    connection.execute(f"""
        CREATE TABLE scratch.named AS
            SELECT arrival, CASE WHEN row_number() OVER (PARTITION BY id ORDER BY {KEPT_FIRST}, arrival) = 1
                THEN id ELSE {own_name_sql("digest")} END AS name
            FROM {_WITHOUT_TEXTS} SEMI JOIN scratch.standing USING (arrival);
        DROP TABLE scratch.several
    """)


SET_ASIDE = """
    SELECT other.file, other.position, why || ', kept: ' || kept.file || ' ' || kept.position AS reason
    FROM scratch.again JOIN scratch.arrived other USING (arrival)
    JOIN scratch.arrived kept ON kept.arrival = again.kept
"""
"""What is said of the records of `scratch.again`, as rows of `rejected`."""


def _letters(record: str) -> str:
    """The columns in which two fetches that are one letter by letter agree."""
    return ", ".join(f"{record}.{name}" for name in ("id", "url", "title", "published", "digest"))


def choose_articles(run: Run) -> Chosen:
    """Make `article`, `revision` and `rejected` of `scratch.arrived`."""
    _compare_pieces(run)
    find_repeated(run.connection, run.config.read.same_outlet)
    _set_aside(run)
    _put_in_order(run)
    characters = run.one("SELECT sum(characters) FROM scratch.measured JOIN scratch.numbered USING (arrival)")
    found = _counted(run)
    run.connection.execute("""
        DROP TABLE scratch.arrived; DROP TABLE scratch.numbered; DROP TABLE scratch.again; DROP TABLE scratch.standing;
        DROP TABLE scratch.named; DROP TABLE scratch.measured
    """)
    # A packed dump, or one that came through a pipe, shows its size only now.
    if characters >= run.config.machine.workers_from:
        run.engine.start_workers()
    return found


def _set_aside(run: Run) -> None:
    """Fill `rejected` with records that came again, and `revision` with those of them that differ."""
    run.connection.execute(f"""
        INSERT INTO rejected {SET_ASIDE} EXCEPT FROM rejected;
        CREATE TABLE scratch.revised AS
            SELECT arrival, characters FROM scratch.again JOIN {_WITHOUT_TEXTS} USING (arrival)
            QUALIFY row_number() OVER (PARTITION BY id, url, digest, title, published) = 1
    """)
    _insert_texts(
        run,
        "SELECT arrival AS place, characters AS size FROM scratch.revised",
        f"""
        INSERT INTO revision SELECT {", ".join(ARTICLE.names)} FROM scratch.arrived
            SEMI JOIN (FROM scratch.revised WHERE arrival BETWEEN ? AND ?) USING (arrival)
        """,
    )
    run.connection.execute(
        f"INSERT INTO {LENGTHS} SELECT NULL, characters FROM scratch.revised; DROP TABLE scratch.revised"
    )


def _insert_texts(run: Run, sizes: str, insert: str) -> None:
    """Execute `insert` for each range of places that fits the memory, of a query of places and sizes: rows that are
    sorted, or wait to be written, hold their texts in memory, which the database does not put aside."""
    for low, high in run.parts(sizes, run.config.machine.working_memory // _TEXTS_SHARE):
        run.connection.execute(insert, [low, high])


def _put_in_order(run: Run) -> None:
    """Make `scratch.numbered`, the articles in order of their names, and fill `article`."""
    run.connection.execute("""
        CREATE TABLE scratch.numbered AS
            SELECT arrival, name, row_number() OVER (ORDER BY name) - 1 AS article FROM scratch.named
    """)
    others = ", ".join(ARTICLE.names[1:])
    _insert_texts(
        run,
        "SELECT article AS place, characters AS size FROM scratch.measured JOIN scratch.numbered USING (arrival)",
        f"""
        INSERT INTO article
            SELECT article, name AS id, {others} FROM scratch.arrived
            JOIN (FROM scratch.numbered WHERE article BETWEEN ? AND ?) USING (arrival) ORDER BY article
        """,
    )
    run.connection.execute(
        f"INSERT INTO {LENGTHS} SELECT article, characters FROM scratch.numbered JOIN scratch.measured USING (arrival)"
    )


def _counted(run: Run) -> Chosen:
    return Chosen(
        articles=run.one("SELECT count(*) FROM scratch.numbered"),
        again=run.one("SELECT count(*) FROM scratch.again"),
        # What is letter by letter another record of its article, the one that stays among them, is no revision.
        revisions=run.one(f"""
            SELECT count(DISTINCT (again.kept, {_letters("other")}))
            FROM scratch.again JOIN {_WITHOUT_TEXTS} other USING (arrival)
            JOIN {_WITHOUT_TEXTS} kept ON kept.arrival = again.kept
            WHERE ({_letters("other")}) IS DISTINCT FROM ({_letters("kept")})
        """),
        named=run.one("SELECT count(*) FROM scratch.numbered JOIN scratch.arrived USING (arrival) WHERE name <> id"),
        title_only=run.one(
            "SELECT count(*) FROM scratch.numbered JOIN scratch.measured USING (arrival) WHERE characters = 0"
        ),
    )
