"""Which of an article's dates is its publication date, which are not to be believed, and when it was last changed.

The date of a change is kept beside the publication as a credit of the type `MODIFIED`: an archive of any release has
room for it there. A column of its own was rejected: older archives would have to be rewritten for a date that few
articles have.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dedup.ingest.dates.parse import EPOCH, Dates, Moment
from dedup.ingest.identity import archived_at
from dedup.ingest.records.article import Credit
from dedup.schema import MODIFIED, ZONE_UNKNOWN

if TYPE_CHECKING:
    from dedup.ingest.html_metadata import Page

EARLIEST = 631_152_000_000_000
"""1990-01-01 in microseconds: there was no news on the web before, so an earlier date is a default (1970, 1900)."""

CRAWL_SLACK = 86_400_000_000
"""A day: a page cannot be published after it was fetched, but zones and day-only dates blur that by a day."""

CLOCK: Final = ("second", "minute")
"""The precisions of a time of day."""

_URL_DAY = re.compile(
    r"^[a-z]+://[^/?#]+(?:/[^?#]*?)?/((?:19|20)\d\d)(?P<cut>[/-])(0?[1-9]|1[0-2])(?P=cut)(0?[1-9]|[12]\d|3[01])(?=[/-]|$|[?#])",
    re.I,
)


class Publication(NamedTuple):
    """The three columns about a publication date; without a date, `source` may say why an offered one was not taken."""

    time: int | None
    precision: str | None
    source: str | None


class Bounds(NamedTuple):
    """How late a date may be and still be believed."""

    crawled: int | None
    latest: int
    """Microseconds; a later date is not believed, whether or not the crawl date is known."""


def choose(
    offered: Iterable[tuple[str, object]], dates: Dates, bounds: Bounds, locale: str | None, url: str | None
) -> Publication:
    """Return the first believable date among `offered` (where found, value), the best place first.

    The day in a URL (`/2025/10/01/`) counts only where nothing else does. Where no date is believed, `source` is
    `disbelieved:PLACE` (an absurd date) or `unread:PLACE` (not understood, or ambiguous) of the best place.
    """
    doubt: str | None = None
    for place, value in offered:
        if value is None or value == "":
            continue
        moment = dates.parse(value, locale)
        moment = dates.in_zone(moment) if moment is not None else None
        if moment is not None and believable(moment, bounds):
            unknown = not moment.zoned and moment.precision in CLOCK
            return Publication(moment.time, moment.precision + ZONE_UNKNOWN * unknown, place)
        doubt = doubt or f"{'unread' if moment is None else 'disbelieved'}:{place}"
    if url and (in_url := url_day(url, dates)) and believable(in_url, bounds):
        return Publication(in_url.time, in_url.precision, "url")
    return Publication(None, None, doubt)


def believable(moment: Moment, bounds: Bounds) -> bool:
    """Say whether a news page could have been published then."""
    if not EARLIEST <= moment.time <= bounds.latest:
        return False
    return bounds.crawled is None or moment.time <= bounds.crawled + CRAWL_SLACK


def crawl_time(value: object, dates: Dates) -> int | None:
    """Return the time of a crawl, or None where it is not understood or from before there was a web."""
    moment = dates.parse(value)
    return moment.time if moment and moment.time >= EARLIEST else None


def fetched_by(crawled: int | None, url: str | None, dates: Dates) -> int | None:
    """Return the time of the crawl, or that at which a web archive fetched the page it shows at `url`, if earlier."""
    digits = archived_at(url) if url and "/" in url else None
    moment = dates.parse(digits.ljust(8, "0") if len(digits) >= 8 else digits) if digits else None
    if moment is None or moment.time < EARLIEST or moment.precision not in ("day", "minute", "second"):
        return crawled
    return moment.time if crawled is None else min(crawled, moment.time)


def url_day(url: str, dates: Dates) -> Moment | None:
    """Return the day that the path of `url` names."""
    day = day_in_url(url)
    return dates.parse(day.isoformat()) if day else None


def day_in_url(url: str) -> date | None:
    """Return the day that the path of `url` names, as `/2025/10/01/` does; None for one that no calendar has.

    A path is made once, when the article is: where the page is stamped anew it stays what it was.
    """
    match = _URL_DAY.match(url)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[3]), int(match[4]))
    except ValueError:
        return None


CHANGE_METAS: Final = (
    "article:modified_time", "og:article:modified_time", "article:modified", "og:updated_time", "article:updated_time",
    "og:modified_time", "datemodified", "date.modified", "dc.date.modified", "dcterms.modified", "last-modified",
    "last_modified", "lastmod", "modified_time", "modified", "updated_time", "dateupdated", "date.updated",
)  # fmt: skip
"""Meta names that mean the last change."""

_MARKED: Final = "dateModified"
_PLACES: Final = f"//@itemprop[.='{_MARKED}']/.. | //@class[contains(., 'updat') or contains(., 'modif')]/.."
"""Both kinds of places in one search. It goes by attributes: a test of each element took four times as long."""

_MOST_CHARS: Final = 80
_ELSEWHERE: Final = frozenset({"aside", "footer", "nav", "form", "li"})
"""Where a page dates other articles, and itself."""


def change_of(
    offered: Iterable[tuple[str, object]], dates: Dates, bounds: Bounds, locale: str | None
) -> tuple[Credit, ...]:
    """Return the first believable time of a change, as the one credit that it is kept in, or none."""
    for _, value in offered:
        if value is None or value == "" or isinstance(value, bool):
            continue
        moment = dates.parse(value, locale)
        if moment is not None and believable(moment := dates.in_zone(moment), bounds):
            return (Credit(MODIFIED, _written(moment)),)
    return ()


def offered_changes(page: "Page", dates: Dates) -> Iterator[tuple[str, object]]:
    """Yield (where found, value) for each place of a page that gives the time of its article's last change."""
    yield "json-ld", page.article.get("dateModified")
    table = dict(reversed(page.metas))
    for name in CHANGE_METAS:
        if name in table:
            yield f"meta:{name}", table[name]
    places = page.tree.xpath(_PLACES)
    for element in places:
        if element.get("itemprop") == _MARKED:
            yield "time", element.get("datetime") or element.get("content") or element.text_content().strip()
    yield "page", _labelled(places, page, dates)


def _labelled(places: list[Any], page: "Page", dates: Dates) -> Moment | None:
    """Return the date of the places whose class calls them an update, if it is one date."""
    found: list[Moment] = []
    for element in places:
        if len(element.text_content()) > _MOST_CHARS or _ELSEWHERE & {above.tag for above in element.iterancestors()}:
            continue
        marked = next((one.get("datetime") for one in element.iter("time") if one.get("datetime")), None)
        moment = dates.parse(element.get("datetime") or marked, page.lang)
        if moment is None and (dated := dates.find(" ".join(element.text_content().split()), page.lang)):
            moment = dated.moment
        if moment is not None:
            found.append(moment)
    return found[0] if len({moment.time // 86_400_000_000 for moment in found}) == 1 else None


def _written(moment: Moment) -> str:
    """The moment as the output files have dates: as precisely as it is known, with `Z` where it has a zone."""
    shown = (EPOCH + timedelta(microseconds=moment.time)).isoformat()[:19]
    if moment.precision in CLOCK:
        return shown + ("Z" if moment.zoned else "")
    return shown[: {"year": 4, "month": 7}.get(moment.precision, 10)]
