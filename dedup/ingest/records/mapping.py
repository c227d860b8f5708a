"""A dump's record, whatever its maker called the fields, as an article."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from dedup.config import ConfigError
from dedup.ingest.dates.publication import Bounds, change_of, choose, crawl_time, fetched_by
from dedup.ingest.io.encoding import FEWEST, repair
from dedup.ingest.io.source import Source
from dedup.ingest.records import field_names as names
from dedup.ingest.records.article import Article, Credit, Item, Piece, Rejected, Unread, text_fault, unforeseen
from dedup.ingest.records.context import Context
from dedup.ingest.records.field_names import names_of
from dedup.ingest.records.field_plan import Plan, make_plan, mapped_path
from dedup.ingest.records.outlet import is_collector, is_url, names_collector, same_outlet
from dedup.ingest.records.plain import PlainRecords, Shape, shape_of
from dedup.ingest.records.text_field import LEAST_TEXT, NoText, holds_text, likely_field, text_of
from dedup.ingest.records.values import (
    Ways,
    address,
    as_written,
    first_string,
    identifier,
    kind_of_value,
    people,
    plain_text,
    resolved,
    strings,
    value_at,
    with_line_ends,
    with_zone_of,
)
from dedup.messages import whole
from dedup.schema import MODIFIED

PLANS_KEPT = 1000
"""Sets of field names remembered. A dump has a handful; a hostile one has one a record."""

MAPPABLE = tuple(field for field in names.FIELDS if field not in ("page", "summary", "metadata"))
"""What `ReadConfig.fields` may map."""

_MARKUP = re.compile(
    r"\s*<(?:!doctype|html|head|body|p|div|article|section|figure|h[1-6]|ul|ol|table|span|blockquote|strong|em|b|i|a|img|br)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
"""How a text begins that is a piece of a page, as the APIs of content systems give it."""


class Fields:
    """Reads articles from records by the names of their fields; one for a run."""

    def __init__(self, context: Context, *, later: bool = False) -> None:
        """Check the mapping. With `later`, `piece` leaves records unread, for another process.

        Raises:
            ConfigError: if `ReadConfig.fields` maps a field that articles do not have.
        """
        self.config = context.config
        self.context = context
        self._later = later
        self._plans: dict[tuple[str, ...], Plan] = {}
        self._shapes: dict[tuple[str, ...], Shape | None] = {}
        self._plain = PlainRecords(context, self._outlet)
        self._unmet = set(self.config.fields.values())
        self._met: dict[str, None] = {}
        unknown = sorted(set(self.config.fields) - set(MAPPABLE))
        if unknown:
            raise ConfigError(f"cannot map {', '.join(unknown)}: an article's fields are {', '.join(MAPPABLE)}")

    def has_text(self, record: Mapping[str, Any]) -> bool:
        """Say whether a record has any field that could be an article's text."""
        plan = self._plan(record)
        return bool(plan["text"] or plan["page"] or plan["summary"])

    def has_own_text(self, record: Mapping[str, Any]) -> bool:
        """Say whether a record has a field for a text or a page, and not just a summary that could stand for it."""
        plan = self._plan(record)
        return bool(plan["text"] or plan["page"])

    def holds_text(self, record: dict[str, Any]) -> bool:
        """Say whether a record has a text, or wraps a record that has one."""
        return self.has_text(record) or self._wrapped(record) is not None

    def note(self, record: dict[str, Any]) -> None:
        """Note which of the fields that the user named are in a record that is read elsewhere."""
        plan = self._plan(record)
        if plan["metadata"]:
            self._plan(record := _with_metadata(record, plan))
        if not self.has_text(record) and (within := self._wrapped(record)):
            self.note(within)

    def has_title(self, record: Mapping[str, Any]) -> bool:
        """Say whether a record has a field for a title: without a text, that makes an article too."""
        return bool(self._plan(record)["title"])

    def holds_title(self, record: dict[str, Any]) -> bool:
        """Say whether a record has a title, and is an article for it."""
        return first_string(record, self._plan(record)["title"]) is not None

    def makes_articles(self, columns: Iterable[str]) -> bool:
        """Say whether rows of a table with these columns could be articles: one of them is to hold texts or titles."""
        record = dict.fromkeys(columns)
        return self.has_text(record) or self.has_title(record)

    @property
    def unmet(self) -> frozenset[str]:
        """The fields that the user named and no record had so far."""
        return frozenset(self._unmet)

    def refuse_unmet(self) -> None:
        """Refuse names of fields that the user gave and no record had.

        Raises:
            ConfigError: if records were read, and none had one of them.
        """
        if self._unmet and self._met:
            ours, name = next(one for one in self.config.fields.items() if one[1] in self._unmet)
            flag = f"--outlet-from {name}, or --map" if ours == "outlet" else "--map"
            have = ", ".join(list(self._met)[:20])
            raise ConfigError(f"{flag} {ours}={name}: no record has that field; there are {have}")

    def columns(self, available: Iterable[str]) -> list[str]:
        """Return those of a table's columns that any field is read from, in the table's order; all of a table without
        a text, for one of them may hold it under a name that nobody knows."""
        listed = list(available)
        plan = self._plan(dict.fromkeys(listed))
        if not self.has_text(dict.fromkeys(listed)):
            return listed
        used = {path[0] for ways in plan.values() for _, path in ways}
        return [column for column in listed if column in used]

    def piece(self, record: Any, source: Source, position: str) -> Piece:
        """Return what `article` does, or the record unread."""
        if not self._later or not isinstance(record, dict) or not all(map(_is_flat, record.values())):
            return self.article(record, source, position)
        if self._unmet:
            self.note(record)
        return Record(record, source, position)

    def article(self, record: Any, source: Source, position: str) -> Article | Rejected:
        """Return the article that `record` holds, or why there is none."""
        if not isinstance(record, dict):
            return Rejected(source.shown, position, f"not a record but {kind_of_value(record)}")
        try:
            return self._plainly(record, source, position) or self._read(record, source, position)
        except Exception as error:
            # A record of a shape nobody foresaw costs itself; without this it would cost the run.
            return unforeseen(source.shown, position, error)

    def article_of(self, text: str, record: dict[str, Any], source: Source) -> Article | Rejected:
        """Return the article of a text that is known, of which `record` says the rest."""
        try:
            named = {**record, self.config.fields.get("text", names_of("text")[0]): text}
            return self._built(*self._planned(named), text, source, "")
        except Exception as error:
            return unforeseen(source.shown, "", error)

    def _planned(self, record: dict[str, Any]) -> tuple[dict[str, Any], Plan]:
        """The record with what an object beside its text says, and where its fields are looked for."""
        plan = self._plan(record)
        if plan["metadata"]:
            own = record.keys()
            record = _with_metadata(record, plan)
            plan = {field: self._own_first(field, ways, own) for field, ways in self._plan(record).items()}
        return record, plan

    def _plainly(self, record: dict[str, Any], source: Source, position: str) -> Article | None:
        shape = None if self._unmet else self._shapes.get(tuple(record))
        return self._plain.article(record, shape, source, position) if shape is not None else None

    def _read(self, record: dict[str, Any], source: Source, position: str) -> Article | Rejected:
        record, plan = self._planned(record)
        text = text_of(record, plan["text"])
        if isinstance(text, NoText):
            if within := self._wrapped(record):
                return self._read(within, source, position)
            if page := first_string(record, plan["page"]):
                return self._from_page(record, plan, page, source, position)
            if text.absent:
                text = text_of(record, plan["summary"], text)
        if isinstance(text, NoText):
            if text.absent and first_string(record, plan["title"]) and not self._unread(record, plan):
                return self._built(record, plan, "", source, position)
            return Rejected(source.shown, position, text.named(likely_field(record, names.first_steps())))
        if (
            "text" not in self.config.fields
            and len(text) < LEAST_TEXT
            and isinstance(summary := text_of(record, plan["summary"]), str)
        ):
            # What stands for a text that is not sold or shown ("only available in paid plans") is no text.
            text = summary if len(summary) > 2 * len(text) else text
        if text[:1] in "< \n\t\r" and text.rstrip()[-1:] == ">" and _MARKUP.match(text):
            return self._from_page(record, plan, text, source, position)
        given = with_line_ends(resolved(as_written(text)))
        read = repair(given)
        if fault := text_fault(read, self.config):
            return Rejected(source.shown, position, fault)
        return self._built(record, plan, read.text, source, position, traces=FEWEST if read.text == given else 1)

    @staticmethod
    def _unread(record: dict[str, Any], plan: Plan) -> bool:
        """Say whether a record without a field for a text has one under a name that nobody knows."""
        if plan["text"] or plan["page"] or plan["summary"]:
            return False
        unknown = (value for name, value in record.items() if names.squeezed(str(name)) not in names.first_steps())
        return holds_text(unknown, len(first_string(record, plan["title"]) or ""))

    def _wrapped(self, record: dict[str, Any], wrappings: int = 2) -> dict[str, Any] | None:
        """Return the record that `record` only wraps, with what the wrapping says beside it; JSON:API wraps twice."""
        for key, value in record.items():
            if names.squeezed(str(key)) in names.squeezed_names("wrappers") and isinstance(value, dict):
                plan = self._plan(value)
                ways = plan["page"] + (() if self.has_title(record) else plan["title"])
                if not isinstance(text_of(value, plan["text"] + plan["summary"]), NoText) or first_string(value, ways):
                    within: dict[str, Any] | None = value
                else:
                    within = self._wrapped(value, wrappings - 1) if wrappings > 1 else None
                if within is not None:
                    return {**{name: beside for name, beside in record.items() if name != key}, **within}
        return None

    def _built(
        self, record: dict[str, Any], plan: Plan, text: str, source: Source, position: str, traces: int = FEWEST
    ) -> Article:
        context = self.context
        url = address(record, plan["url"])
        outlet, label = self._outlet(record, plan["outlet"], url)
        given_lang = next((value for _, path in plan["lang"] if (value := value_at(record, path))), None)
        locale = given_lang if isinstance(given_lang, str) else None
        stamps = (crawl_time(value_at(record, path), context.dates) for _, path in plan["crawled"])
        crawled = next((time for time in stamps if time is not None), None)
        offered = ((f"field:{name}", with_zone_of(name, value_at(record, path))) for name, path in plan["published"])
        crawled = fetched_by(crawled, url, context.dates)
        bounds = Bounds(crawled, context.latest)
        published = choose(offered, context.dates, bounds, locale, url)
        credits = self._credits(record, plan["credits"], url, outlet, label) if plan["credits"] else ()
        if plan["modified"]:
            changed = ((f"field:{name}", with_zone_of(name, value_at(record, path))) for name, path in plan["modified"])
            credits += change_of(changed, context.dates, bounds, locale)
        title = first_string(record, plan["title"])
        author = next((name for _, path in plan["author"] if (name := people(value_at(record, path)))), None)
        return Article(
            id=identifier(record, plan["id"]) or url or f"{source.name}#{position}",
            url=url,
            outlet=outlet,
            title=whole(repair(plain_text(title), traces).text) if title else None,
            text=text,
            lang=context.languages.code(given_lang),
            author=repair(author, traces).text if author else None,
            published=published.time,
            published_precision=published.precision,
            published_from=published.source,
            crawled=crawled,
            credits=credits,
            file=source.shown,
            position=position,
        )

    def _from_page(
        self, record: dict[str, Any], plan: Plan, page: str, source: Source, position: str
    ) -> Article | Rejected:
        """Read a record that holds a page instead of a text; what the record says wins over what the page says."""
        # Here, for it loads all about pages, which records of texts do without.
        from dedup.ingest.formats.html import page_article

        url = address(record, plan["url"])
        read = page_article(page, self.context, source, position, url=url)
        if isinstance(read, Rejected):
            return read
        recorded = self._built(record, plan, read.text, source, position)
        kept = {name: value for name, value in recorded._asdict().items() if value is None and name != "crawled"}
        merged = recorded._replace(**{name: getattr(read, name) for name in kept})
        if recorded.published is None and read.published is not None:
            merged = merged._replace(
                published=read.published,
                published_precision=read.published_precision,
                published_from=read.published_from,
            )
        dated = any(credit.type == MODIFIED for credit in recorded.credits)
        kept_credits = [c for c in read.credits if c not in recorded.credits and not (dated and c.type == MODIFIED)]
        return merged._replace(credits=(*recorded.credits, *kept_credits))

    def _plan(self, record: Mapping[str, Any]) -> Plan:
        keys = tuple(record)
        if self._unmet:
            self._met.update(dict.fromkeys(map(str, keys[:50])) if len(self._met) < 50 else {})
            self._unmet = {name for name in self._unmet if mapped_path(name, keys)[0] not in keys}
        plan = self._plans.get(keys)
        if plan is None:
            if len(self._plans) >= PLANS_KEPT:
                self._plans.clear()
                self._shapes.clear()
            self._plans[keys] = plan = make_plan(keys, self.config.fields)
            self._shapes[keys] = shape_of(plan)
        return plan

    def _own_first(self, field: str, ways: Ways, own: Container[str]) -> Ways:
        """The ways to a field: that of the name that the user gave, then those to a record's own fields."""
        mapped = self.config.fields.get(field)
        return tuple(sorted(ways, key=lambda way: way[0] != mapped and way[1][0] not in own))

    def _outlet(self, record: dict[str, Any], ways: Ways, url: str | None) -> tuple[str | None, str]:
        """Return the outlet and the name of the field it is from."""
        outlets = self.context.outlets
        of_url = outlets.of_url(url) if url else None
        own = None if is_collector(of_url) else of_url
        by_name: tuple[str, str] | None = None
        for name, path in ways:
            value = value_at(record, path)
            if not isinstance(value, str) or not value.strip():
                continue
            value = value.strip()
            # Only Telegram's messages are from an outlet; others are from a person or a place.
            if name == "from" and "date_unixtime" not in record:
                continue
            # An address in a field of this name is the article's own page, or one it was taken from.
            if name in ("source", "source_url") and is_url(value) and outlets.of_url(value) != of_url:
                continue
            if (found := outlets.of_name(plain_text(value))) and not names_collector(name, found, of_url):
                if own is None or name == self.config.fields.get("outlet") or name not in names_of("outlet_name"):
                    return whole(found), name
                by_name = by_name or (found, name)
        if own is not None:
            return own, by_name[1] if by_name else "url"
        return of_url, "url"

    def _credits(
        self,
        record: dict[str, Any],
        ways: Ways,
        url: str | None,
        outlet: str | None,
        label: str,
    ) -> tuple[Credit, ...]:
        """Return what the record says of an origin, without what merely names its own outlet again."""
        outlets = self.context.outlets
        own = [name for name in (outlet, outlets.of_url(url) if url else None) if name]
        credits: list[Credit] = []
        for name, path in ways:
            # The outlet may have been named within it (`source.uri`, `source.name`).
            if name == label.partition(".")[0]:
                continue
            for value in strings(value_at(record, path)):
                named = outlets.of_name(value)
                if not named or value == url or any(same_outlet(named, mine) for mine in own):
                    continue
                credit = Credit("canonical" if name == "canonical_url" else name, whole(value))
                if credit not in credits:
                    credits.append(credit)
        return tuple(credits)


@dataclass(frozen=True, slots=True)
class Record(Unread):
    """A record that is yet to be read."""

    value: dict[str, Any]
    source: Source
    position: str

    @property
    def size(self) -> int:
        """The letters of its strings."""
        return sum(len(value) for value in self.value.values() if isinstance(value, str | bytes))

    def read(self, fields: Fields) -> Item:
        """Return the article that it holds, or why there is none."""
        return fields.article(self.value, self.source, self.position)


_FLAT: Final = (str, int, float, bytes, date, type(None))


def _is_flat(value: Any) -> bool:
    """Say whether a value travels to another process for sure; lists in lists without end would not."""
    return isinstance(value, _FLAT) or (isinstance(value, list) and all(isinstance(one, str) for one in value))


def _with_metadata(record: dict[str, Any], plan: Plan) -> dict[str, Any]:
    """Return a record with what an object beside its text says of the article; the record's own fields win.

    A text within that object is another one (a summary, a translation), and an id there is its maker's.
    """
    passed_over = names.squeezed_names("text", "summary", "page", *["id"] * bool(plan["id"]))
    merged = dict(record)
    for _, path in plan["metadata"]:
        beside = record[str(path[0])]
        for name, value in beside.items() if isinstance(beside, dict) else ():
            if merged.get(name) is None and names.squeezed(str(name)) not in passed_over:
                merged[name] = value
    return merged
