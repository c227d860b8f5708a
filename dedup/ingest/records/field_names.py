"""The names by which the fields of an article are known, as `field_names.toml` lists them, and shapes of records that
only one maker's have."""

from collections.abc import Mapping
from functools import cache
from unicodedata import normalize

from dedup.tables import word_table

FIELDS = (
    "id", "url", "outlet", "title", "text", "lang", "author", "published", "modified", "crawled", "credits", "page",
    "summary", "metadata",
)  # fmt: skip
"""The fields of an article, and those that stand in for one."""

PUBLISHED_FIRST_BY_MAKER = (("collection_utc", "published_utc"),)
"""(a field only this maker has, the exact date among its several): NELA-GT's `published` lacks the zone."""

OF_POSTS = (
    (frozenset(("pagename", "message", "postcreated")), {"text": "message", "summary": ""}),
    (frozenset(("account", "description", "postcreated")), {"text": "description", "outlet": "account"}),
)
"""(fields that only this maker has together, what some of an article's are called there): CrowdTangle's tables of pages
and of Instagram. Lines of logs have a `message` too, which is no text; a post's `description` is that of its link."""

CRAWL_CORPORA = (
    (frozenset({"text", "timestamp", "url"}), True),
    (frozenset({"dump", "date"}), False),
    (frozenset({"warc_record_id", "date"}), False),
)
"""(names, nothing else allowed?): records of C4 and FineWeb, whose only date is the crawl's."""

_UNSEEN = dict.fromkeys((0xFEFF, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""What says in which direction a name runs; programs put it around heads in Arabic."""


@cache
def names_of(field: str) -> tuple[str, ...]:
    """Return the names of a list of `field_names.toml`, best first: of a field, or words of names."""
    return tuple(" ".join(word_table("dedup.ingest.records", "field_names.toml")[field]).split())


@cache
def known_names() -> Mapping[str, tuple[str, ...]]:
    """Return the names by which each of `FIELDS` is known, the best first."""
    return {field: names_of(field) + (names_of("outlet_name") if field == "outlet" else ()) for field in FIELDS}


@cache
def first_steps() -> frozenset[str]:
    """Return the first steps of all known names, squeezed."""
    return frozenset(squeezed(name.partition(".")[0]) for known in known_names().values() for name in known)


@cache
def squeezed_names(*fields: str) -> frozenset[str]:
    """Return the names of some lists, squeezed."""
    return frozenset(squeezed(name) for field in fields for name in names_of(field))


def header_names() -> frozenset[str]:
    """Return the names of columns, squeezed, by which a first line is known as a header."""
    return squeezed_names("id", "text", "summary", "title", "url", "outlet", "outlet_name", "published", "author")


def squeezed(name: str) -> str:
    """Return a field's name without what makers vary."""
    if not name.isascii():
        name = normalize("NFC", name).translate(_UNSEEN).replace("İ", "i").lower().replace("ı", "i")
    return name.replace("_", "").replace("-", "").replace(" ", "").lower()
