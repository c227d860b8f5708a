"""Which articles that come an archive has already, as they are or in another fetch, and what of them is new to it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from dedup.archive import ArchiveStore, IdentityIndex, lent, stretches
from dedup.ingest import gains_text_sql, given_id_sql, outlet_marks, own_name, pieces_sql, same_article_sql

_SAME = " AND ".join(
    [
        f"{given_id_sql('n.id')} = {given_id_sql('o.id')}",
        *(f"n.{name} IS NOT DISTINCT FROM o.{name}" for name in ("url", "title", "text", "published")),
    ]
)
"""Two records are one letter by letter."""


def begin_known(archive: ArchiveStore) -> IdentityIndex:
    """Return the marks of what an archive holds by now; those of its file are made once."""
    if archive.marks is None:
        archive.marks = IdentityIndex(archive)
    elif archive.marks.commits != archive.commits:
        archive.marks.refresh(archive)
    return archive.marks


@dataclass(frozen=True)
class Resolved:
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


def resolve_revisions(archive: ArchiveStore, articles: pa.Table, revisions: pa.Table, *, note: bool = True) -> Resolved:
    """Return what of `articles` and `revisions` (`dedup.schema.ARTICLE`) the archive does not have; its marks grow,
    unless they are only asked about (`note` is false). Follows `begin_known`.

    An article stays as it came first. Which of its revisions a run over all of them would keep, `refresh` decides.
    """
    connection = archive.connection
    marks = archive.marks or begin_known(archive)
    shared = _outlet_marks(archive, articles)
    near = _near(archive, marks, articles, shared)
    known, met = _met(archive, articles, near) if near else (set(), {})
    stay = [place for place in range(articles.num_rows) if place not in known and place not in met]
    again = pa.array(sorted(met.keys() - known), pa.int64())
    revised = pa.concat_tables([revisions, articles.take(again)])
    tables: dict[str, pa.Table] = {}
    first = archive.next_number()
    numbers = pa.array(range(first, first + len(stay)), pa.int64())
    new = _distinctly_named(archive, articles.take(pa.array(stay, pa.int64())), near).append_column("article", numbers)
    if stay and note and archive.writable:
        marks.add(
            zip(*(new[name].to_pylist() for name in ("article", "id", "url")), strict=True),
            [shared[place] for place in stay] if shared else (),
        )
        texts = new.column_names.index("text")
        packed = pa.array(archive.packer.pack(new["text"].to_pylist()), pa.binary())
        tables["article"] = new.set_column(texts, "packed", packed)
    fresh = revised
    if revised.num_rows:
        with lent(connection, _revised=revised):
            fresh = archive.rows(f"SELECT n.* FROM _revised n ANTI JOIN revision o ON {_SAME}")
        if fresh.num_rows:
            tables["revision"] = fresh
    seen = len(known) + revised.num_rows - fresh.num_rows
    return Resolved(stay, new, met, tables, seen, fresh.num_rows)


def _near(
    archive: ArchiveStore, marks: IdentityIndex, articles: pa.Table, shared: Sequence[Sequence[str]]
) -> list[int]:
    """The numbers of the articles of an archive that some that come may be, rising; `shared` are their
    `_outlet_marks`."""
    every = [mark for one in shared for mark in one]
    return marks.near(archive, articles["id"].to_pylist(), articles["url"].to_pylist(), every)


def _outlet_marks(archive: ArchiveStore, articles: pa.Table) -> list[list[str]]:
    """Of each of some articles what another address of it shares; empty where the archive keeps those as copies."""
    if archive.same_outlet == "copy":
        return []
    moments = articles["published"].cast(pa.int64())
    columns = (articles["outlet"], articles["title"], moments, articles["published_precision"])
    return [outlet_marks(*row) for row in zip(*(column.to_pylist() for column in columns), strict=True)]


def _met(
    archive: ArchiveStore, articles: pa.Table, near: list[int], views: Sequence[str] = ("article", "pending")
) -> tuple[set[int], dict[int, str]]:
    """Of new articles, the places of those that the archive has letter by letter, and of all that it has in some form,
    with the id of that. `near` are the archive's articles that may be meant, of those in `views`."""
    pieces = pieces_sql()
    places = pa.array(range(articles.num_rows), pa.int64())
    with lent(archive.connection, _new=articles.append_column("place", places)):
        archive.connection.execute(f"CREATE OR REPLACE TEMP TABLE new_one AS SELECT *, {pieces} FROM _new")
    into = "CREATE OR REPLACE TEMP TABLE old_one AS"
    for where in stretches(near):
        held = " UNION ALL BY NAME ".join(f"SELECT * FROM {name} WHERE {where}" for name in views)
        archive.connection.execute(f"{into} SELECT *, {pieces} FROM ({held})")
        into = "INSERT INTO old_one BY NAME"
    known = archive.records(f"""
        SELECT place FROM new_one n SEMI JOIN old_one o ON {_SAME}
        UNION SELECT place FROM new_one n SEMI JOIN revision o ON {_SAME}
    """)
    alike = " UNION ALL ".join(
        f"SELECT place, o.id, o.article FROM new_one n JOIN old_one o ON {condition} AND NOT {gains_text_sql('n', 'o')}"
        for condition in (*same_article_sql("n", "o", archive.same_outlet), _SAME)
    )
    met = archive.records(f"SELECT place, arg_min(id, article) AS id FROM ({alike}) GROUP BY place")
    return {row["place"] for row in known}, {row["place"]: row["id"] for row in met}


def known_article(archive: ArchiveStore, article: pa.Table) -> str | None:
    """Return the id of the article of `archive` that `article`, one row of `dedup.schema.ARTICLE`, is a record of."""
    near = _near(archive, begin_known(archive), article, _outlet_marks(archive, article))
    return _met(archive, article, near, ("article",))[1].get(0) if near else None


def _distinctly_named(archive: ArchiveStore, articles: pa.Table, near: list[int]) -> pa.Table:
    """Give those of new articles a name of their own whose id the archive, or one before them, has for another. Whoever
    has one of their ids is among `near`."""
    ids = articles["id"].to_pylist()
    taken: set[str] = set()
    for where in stretches(near):
        for name in ("article", "pending"):
            taken.update(archive.rows(f"SELECT id FROM {name} WHERE {where}")["id"].to_pylist())
    for place, name in enumerate(ids):
        if name in taken:
            ids[place] = own_name(name, *(articles[column][place].as_py() for column in ("text", "title", "url")))
        taken.add(ids[place])
    return articles.set_column(articles.column_names.index("id"), "id", pa.array(ids, pa.string()))
