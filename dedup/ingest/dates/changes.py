"""When an article was last changed, as its page or record says: no publication date, and no earlier than one.

It is kept beside the publication as a credit of the type `MODIFIED`: an archive of any release has room for it there.
A column of its own was rejected: older archives would have to be rewritten for a date that few articles have.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, Final

from dedup.ingest.dates.parse import EPOCH, Dates, Moment
from dedup.ingest.dates.publication import Calibration, believable
from dedup.ingest.html_metadata import Page
from dedup.ingest.records.article import Credit
from dedup.schema import MODIFIED

METAS: Final = (
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
    offered: Iterable[tuple[str, object]], dates: Dates, calibration: Calibration, locale: str | None
) -> tuple[Credit, ...]:
    """Return the first believable time of a change, as the one credit that it is kept in, or none."""
    for _, value in offered:
        if value is None or value == "" or isinstance(value, bool):
            continue
        moment = dates.parse(value, locale)
        if moment is not None and believable(moment := dates.in_zone(moment), calibration):
            return (Credit(MODIFIED, _written(moment)),)
    return ()


def offered_changes(page: Page, dates: Dates) -> Iterator[tuple[str, object]]:
    """Yield (where found, value) for each place of a page that gives the time of its article's last change."""
    yield "json-ld", page.article.get("dateModified")
    table = dict(reversed(page.metas))
    for name in METAS:
        if name in table:
            yield f"meta:{name}", table[name]
    places = page.tree.xpath(_PLACES)
    for element in places:
        if element.get("itemprop") == _MARKED:
            yield "time", element.get("datetime") or element.get("content") or element.text_content().strip()
    yield "page", _labelled(places, page, dates)


def _labelled(places: list[Any], page: Page, dates: Dates) -> Moment | None:
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
    if moment.precision in ("second", "minute"):
        return shown + ("Z" if moment.zoned else "")
    return shown[: {"year": 4, "month": 7}.get(moment.precision, 10)]
