"""Where each field of an article is looked for, in records whose fields have these names."""

from collections.abc import Mapping, Set
from functools import cache
from typing import Final

from dedup.ingest.records import field_names as names
from dedup.ingest.records.field_names import names_of
from dedup.ingest.records.name_words import bare_name
from dedup.ingest.records.values import Path, Ways

_COMPOSED = frozenset(names.FIELDS) - {"id", "page", "credits", "metadata"}
"""Fields whose names may stand among other words; an id of a page or a post may be that of what it belongs to."""

Plan = dict[str, Ways]
"""The ways to each field, the best first."""


def make_plan(keys: tuple[str, ...], mapping: Mapping[str, str]) -> Plan:
    """Work out, for records with these names, where each field is looked for, the best place first."""
    by_name: dict[str, str] = {}
    for key in keys:
        by_name.setdefault(names.squeezed(str(key)), key)
    plan: Plan = {}
    unknown = [key for squeezed, key in by_name.items() if squeezed not in names.first_steps()]
    bare = _bare_names(unknown)
    dated = {**_bare_names(unknown, of_date=True), **bare}
    stamps = _crawl_stamps(by_name, by_name.keys() | dated.keys())
    posted = next((called for shape, called in names.OF_POSTS if shape <= by_name.keys()), {})
    for field, known in names.known_names().items():
        ways = [(name, path) for name in known if (path := _known_path(name, by_name))]
        if field == "crawled":
            ways += [(name, path) for name in stamps if (path := _known_path(name, by_name))]
        if field in _COMPOSED:
            composed = dated if field == "published" else bare
            ways += [(name, (composed[found],)) for name in known if (found := _squeezed(name)) in composed]
        if field == "published":
            ways = _publication_order(ways, by_name, stamps)
        if field in posted:
            ways = [(posted[field], path)] if (path := _known_path(posted[field], by_name)) else []
        if field in mapping:
            ways.insert(0, (mapping[field], mapped_path(mapping[field], keys)))
        plan[field] = tuple(ways)
    for field, other in (("published", "crawled"), ("crawled", "published")):
        # A field the user called a crawl date is none of publication, whatever its name, and the other way round.
        if field in mapping and other not in mapping:
            claimed = mapped_path(mapping[field], keys)
            plan[other] = tuple(way for way in plan[other] if way[1] != claimed)
    return plan


def _bare_names(keys: list[str], *, of_date: bool = False) -> dict[str, str]:
    """Return the fields that have a name among words which only say that it is of the article, by that name."""
    bare: dict[str, str] = {}
    for key in keys:
        if found := bare_name(str(key), of_date=of_date):
            bare.setdefault(found, key)
    return bare


def _publication_order(
    ways: list[tuple[str, Path]], by_name: Mapping[str, str], crawl: list[str]
) -> list[tuple[str, Path]]:
    ways = [way for way in ways if way[0] not in crawl]
    ways.sort(key=lambda way: way[0] in names_of("vague_dates"))
    for mark, first in names.PUBLISHED_FIRST_BY_MAKER:
        if _squeezed(mark) in by_name:
            ways.sort(key=lambda way: way[0] != first)
    return ways


def _crawl_stamps(by_name: Mapping[str, str], called: Set[str]) -> list[str]:
    """Return the vague date fields that are the crawl's in records of this shape; `called` are all names of theirs."""
    present = set(by_name)
    for shape, only in names.CRAWL_CORPORA:
        squeezed = {_squeezed(name) for name in shape}
        if squeezed == present if only else squeezed <= present:
            return list(names_of("crawl_stamps"))
    # Beside a field that says publication, a timestamp is that of the machine that fetched the page.
    says_publication = any(_squeezed(name) in called for name in names_of("published") if name != "timestamp")
    return ["timestamp"] if says_publication else []


_squeezed: Final = cache(names.squeezed)
"""`squeezed` of a name of our tables; each plan asks for all of them. Names of records are not kept."""


def _known_path(name: str, by_name: Mapping[str, str]) -> Path:
    if key := by_name.get(_squeezed(name)):
        return (key,)
    head, _, below = name.partition(".")
    key = by_name.get(_squeezed(head)) if below else None
    return (key, *below.split(".")) if key else ()


def mapped_path(given: str, keys: tuple[str, ...]) -> Path:
    """Return the way to a field the user named: a field of that very name, else down the dots."""
    if given in keys:
        return (given,)
    return tuple(int(part) if part.isdecimal() else part for part in given.split("."))
