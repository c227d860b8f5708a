"""Which articles that come an archive has already, as they are or in another fetch, and what of them is new to it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from dedup.archive import ArchiveStore, IdentityIndex, lent, stretches
from dedup.ingest import alike, given_id, given_id_sql, outlet_marks, own_name, pieces_of

_COMPARED = ("id", "url", "outlet", "title", "text", "published", "published_precision", "position")
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
    near = _near(marks, articles, shared)
    # Whoever has one of their ids is among those near.
    found = _met(archive, articles, near) if near else _Met(set(), {}, set())
    known, met = found.known, found.met
    stay = [place for place in range(articles.num_rows) if place not in known and place not in met]
    revised = pa.concat_tables([revisions, _at(articles, sorted(met.keys() - known))])
    tables: dict[str, pa.Table] = {}
    first = archive.next_number()
    numbers = pa.array(range(first, first + len(stay)), pa.int64())
    new = _distinctly_named(_at(articles, stay), found.ids).append_column("article", numbers)
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


def _near(marks: IdentityIndex, articles: pa.Table, shared: Sequence[Sequence[str]]) -> list[int]:
    """The numbers of the articles of an archive that some that come may be, rising; `shared` are their
    `_outlet_marks`."""
    every = [mark for one in shared for mark in one]
    return marks.near(articles["id"].to_pylist(), articles["url"].to_pylist(), every)


def _outlet_marks(archive: ArchiveStore, articles: pa.Table) -> list[list[str]]:
    """Of each of some articles what another address of it shares; empty where the archive keeps those as copies."""
    if archive.same_outlet == "copy":
        return []
    moments = articles["published"].cast(pa.int64())
    columns = (articles["outlet"], articles["title"], moments, articles["published_precision"])
    return [outlet_marks(*row) for row in zip(*(column.to_pylist() for column in columns), strict=True)]


@dataclass(frozen=True)
class _Met:
    """What an archive has of some articles that come."""

    known: set[int]
    """The places of those that it has letter by letter."""
    met: dict[int, str]
    """Of the places of all that it has in some form, the id of that."""
    ids: set[str]
    """The ids of all articles that were looked at."""


def _met(
    archive: ArchiveStore, articles: pa.Table, near: list[int], views: Sequence[str] = ("article", "pending")
) -> _Met:
    """Compare new articles with the archive's articles `near`, which may be meant, of those in `views`."""
    columns = ", ".join(_COMPARED)
    held: list[dict[str, Any]] = []
    for where in stretches(near):
        # Without an id, as in an archive of a stranger, a record is no other's.
        queries = (f"SELECT article, {columns} FROM {name} WHERE {where} AND id IS NOT NULL" for name in views)
        held += _with_pieces(archive.rows(" UNION ALL ".join(queries)))
    new = _with_pieces(articles.select(list(_COMPARED)))
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for shared in (*(one.shared for one in alike(archive.same_outlet)), _letters):
        olds: dict[tuple[object, ...] | None, list[dict[str, Any]]] = defaultdict(list)
        for old in held:
            olds[shared(old)].append(old)
        for place, one in enumerate(new):
            if (key := shared(one)) is not None:
                # What is in an archive stays as it came first. The full article, when it comes, is none the less no
                # other fetch of its headline: it would never be compared.
                others = (old for old in olds.get(key, ()) if old["text"] or not one["text"])
                found[place] += ((old["article"], old["id"]) for old in others)
    same = {_letters(old) for old in held}
    known = {place for place, one in enumerate(new) if _letters(one) in same}
    if archive.one("SELECT count(*) FROM revision"):
        places = pa.array(range(articles.num_rows), pa.int64())
        with lent(archive.connection, _new=articles.append_column("place", places)):
            rows = archive.rows(f"SELECT place FROM _new n SEMI JOIN revision o ON {_SAME}")
        known.update(rows["place"].to_pylist())
    met = {place: min(others)[1] for place, others in found.items() if others}
    return _Met(known, met, {old["id"] for old in held})


def _with_pieces(articles: pa.Table) -> list[dict[str, Any]]:
    """Rows with their `PIECES`; times are microseconds since 1970, for the database has some that Python has not."""
    moments = articles["published"].cast(pa.int64())
    rows = articles.set_column(articles.column_names.index("published"), "published", moments).to_pylist()
    return [{**row, **pieces_of(row)} for row in rows]


def _letters(row: Mapping[str, Any]) -> tuple[object, ...]:
    """What two records share that are one letter by letter, as `_SAME` has it."""
    return given_id(row["id"]), *(row[name] for name in ("url", "title", "text", "published"))


def known_article(archive: ArchiveStore, article: pa.Table) -> str | None:
    """Return the id of the article of `archive` that `article`, one row of `dedup.schema.ARTICLE`, is a record of."""
    near = _near(begin_known(archive), article, _outlet_marks(archive, article))
    return _met(archive, article, near, ("article",)).met.get(0) if near else None


def has_id(archive: ArchiveStore, name: str) -> bool:
    """Return whether an article of `archive` that was looked at has this id."""
    near = begin_known(archive).near([name], [])
    within = ", ".join(map(str, near))
    return (
        bool(near) and archive.one(f"SELECT count(*) FROM article WHERE article IN ({within}) AND id = ?", [name]) > 0
    )


def _at(rows: pa.Table, places: list[int]) -> pa.Table:
    """Rows at rising `places`: of one that comes by itself, all or none."""
    return rows.slice(0, len(places)) if len(places) in (0, rows.num_rows) else rows.take(pa.array(places, pa.int64()))


def _distinctly_named(articles: pa.Table, taken: Set[str]) -> pa.Table:
    """Give those of new articles a name of their own whose id is `taken`, or another of them has before."""
    ids, taken = articles["id"].to_pylist(), set(taken)
    for place, name in enumerate(ids):
        if name in taken:
            ids[place] = own_name(name, *(articles[column][place].as_py() for column in ("text", "title", "url")))
        taken.add(ids[place])
    return articles.set_column(articles.column_names.index("id"), "id", pa.array(ids, pa.string()))
