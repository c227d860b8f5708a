"""The short way to read most records of a dump: strings, each in a field of its own that is known by its name.

The long way (`mapping`) tries all places of each field, and knows what else a value may be. Whatever may be something
else (a page, an entity, an address within an address, a date that is not believed) is left to it, so where there is an
article here it is the one that the long way gives.
"""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from dedup.ingest.dates.publication import CLOCK, Bounds, Publication, believable, change_of, choose, crawl_time
from dedup.ingest.identity import may_wrap
from dedup.ingest.io.encoding import LOST_FEWEST, repair, traces
from dedup.ingest.io.source import Source
from dedup.ingest.records.article import Article
from dedup.ingest.records.context import KEPT, Context
from dedup.ingest.records.field_plan import Plan
from dedup.ingest.records.outlet import LONGEST_NAME
from dedup.ingest.records.text_field import LEAST_TEXT
from dedup.ingest.records.values import WRITTEN, Ways, identifier
from dedup.messages import whole
from dedup.schema import ZONE_UNKNOWN

_FIELDS: Final = ("text", "url", "title", "lang", "author", "published", "modified", "crawled")
_ELSEWHERE: Final = frozenset({"from", "guid", "href", "source", "source_link", "source_url", "uri"})
"""Names of fields of which another field, or the value, says what they mean."""

_HOLDERS: Final = (dict, list)
"""What may hold a value rather than be one."""

OutletOf = Callable[[dict[str, Any], Ways, str | None], tuple[str | None, str]]


class Shape(NamedTuple):
    """Where records of one shape have the fields of an article: the names of theirs, None for what they lack."""

    text: str
    url: str | None
    title: str | None
    lang: str | None
    author: str | None
    published: str | None
    modified: str | None
    crawled: str | None
    place: str
    """Where the publication date was found, as articles have it."""
    id: Ways
    outlet: Ways
    several: frozenset[str]
    """Fields that have a second place."""


def shape_of(plan: Plan) -> Shape | None:
    """Return the shape of the records that `plan` is for, or None where each needs the long way."""
    if not plan["text"] or plan["metadata"] or plan["credits"] or len(plan["modified"]) > 1 or len(plan["crawled"]) > 1:
        return None
    first = {field: plan[field][0] for field in _FIELDS if plan[field]}
    for name, path in (*first.values(), *plan["id"], *plan["outlet"]):
        if len(path) > 1 or isinstance(path[0], int) or name in _ELSEWHERE or name.endswith(("_gmt", "_utc")):
            return None
    own: dict[str, Any] = {field: first[field][1][0] if field in first else None for field in _FIELDS}
    place = f"field:{first['published'][0]}" if "published" in first else ""
    several = frozenset(field for field in _FIELDS if len(plan[field]) > 1)
    return Shape(**own, place=place, id=plan["id"], outlet=plan["outlet"], several=several)


class PlainRecords:
    """Reads records the short way. One for a run: it keeps the outlets that it met."""

    def __init__(self, context: Context, outlet_of: OutletOf) -> None:
        """`outlet_of` finds the outlet of a record, in fields of an article's outlet and in its address."""
        self._context = context
        self._outlet_of = outlet_of
        self._bounds = Bounds(None, context.latest)
        self._outlets: dict[tuple[Any, ...], str | None] = {}

    def article(self, record: dict[str, Any], shape: Shape, source: Source, position: str) -> Article | None:
        """Return the article of a record, or None where it needs the long way."""
        context, dates = self._context, self._context.dates
        text = record.get(shape.text)
        if not isinstance(text, str) or not _is_plain(text) or len(text) > context.config.max_article_chars:
            return None
        url = record.get(shape.url) if shape.url else None
        if url is not None:
            if not isinstance(url, str) or not url.isascii() or "://" not in url or may_wrap(url := url.strip()):
                return None
        elif "url" in shape.several:
            return None
        lang = record.get(shape.lang) if shape.lang else None
        title = record.get(shape.title) if shape.title else None
        author = record.get(shape.author) if shape.author else None
        if not (_is_name(lang) and _is_name(title) and _is_name(author)) or (title and "&" in title):
            return None
        given = record.get(shape.published) if shape.published else None
        crawled = record.get(shape.crawled) if shape.crawled else None
        modified = record.get(shape.modified) if shape.modified else None
        if isinstance(given, _HOLDERS) or isinstance(crawled, _HOLDERS) or isinstance(modified, _HOLDERS):
            return None
        if shape.several and _lacks(shape.several, lang=lang, title=title, author=author, published=given):
            return None
        fetched = None if crawled is None else crawl_time(crawled, dates)
        bounds = self._bounds if fetched is None else Bounds(fetched, context.latest)
        if given is None or given == "":
            published = choose((), dates, bounds, lang, url)
        else:
            moment = dates.parse(given, lang)
            if moment is None or not believable(moment := dates.in_zone(moment), bounds):
                return None
            zone = "" if moment.zoned or moment.precision not in CLOCK else ZONE_UNKNOWN
            published = Publication(moment.time, moment.precision + zone, shape.place)
        return Article(
            id=identifier(record, shape.id) or url or f"{source.name}#{position}",
            url=url,
            outlet=self._outlet(record, shape.outlet, url),
            title=(whole(repair(title.strip()).text) or None) if title else None,
            text=text,
            lang=context.languages.code(lang),
            author=(repair(author.strip()).text or None) if author else None,
            published=published.time,
            published_precision=published.precision,
            published_from=published.source,
            crawled=fetched,
            credits=() if modified is None else change_of((("", modified),), dates, bounds, lang),
            file=source.shown,
            position=position,
        )

    def _outlet(self, record: dict[str, Any], ways: Ways, url: str | None) -> str | None:
        """The outlet of a record. That of a field depends on nothing but its value and the outlet of the address."""
        value = record.get(str(ways[0][1][0])) if len(ways) == 1 else None
        if not isinstance(value, str) or len(value) > LONGEST_NAME:
            return self._outlet_of(record, ways, url)[0]
        known = (ways, value, self._context.outlets.of_url(url) if url else None)
        if known not in self._outlets:
            if len(self._outlets) >= KEPT:
                self._outlets.clear()
            self._outlets[known] = self._outlet_of(record, ways, url)[0]
        return self._outlets[known]


def _is_name(value: object) -> bool:
    return value is None or isinstance(value, str)


def _lacks(several: frozenset[str], **values: Any) -> bool:
    """Say whether a field that has a second place has nothing at its first."""
    return any(field in several and (not value or str(value).isspace()) for field, value in values.items())


def _is_plain(text: str) -> bool:
    """Say whether a text is one as it stands: no page, no entities, no escapes, and no wrong decoding."""
    return (
        len(text) >= LEAST_TEXT
        and "&" not in text
        and "\\" not in text
        and text[0] != "<"
        and not text[0].isspace()
        and text[:2] not in WRITTEN
        and text.count("?") < LOST_FEWEST
        and (text.isascii() or ("\ufffd" not in text and not traces(text)))
    )
