"""Where a page gives the date of its article, from the surest place to the least sure.

A page holds more wrong dates than right ones: of the visit, of other articles, of changes, of the copyright. So each
place below is looked at only in a form that means publication, and free text is not searched for dates at all.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from dedup.ingest.dates.byline import byline_date, publication_part, says_changed
from dedup.ingest.dates.parse import Dates, Moment
from dedup.ingest.html_metadata import Page

PUBLICATION_METAS = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "published_time",
    "datepublished", "date.issued", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date",
    "dcterms.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "published-date",
    "article.published", "article_date_original", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "originalpublicationdate", "displaydate", "ptime", "date",
)  # fmt: skip
"""Meta names that mean publication, exact ones first. `date` alone is last: some sites put the visit there."""

CARRIER_CHARS = 80

_CARRIER = re.compile(
    r"date|time|publish|posted|submitted|created|byline|post-?meta|article-?(?:info|meta)|entry-?meta|dateline",
    re.IGNORECASE,
)
_NOT_OWN = re.compile(
    r"modif|updat|edited|copyright|today|current|clock|weather|sidebar|related|latest|recent|popular|trending|widget"
    r"|footer|comment|recommend|teaser|ticker|navbar|menu|promo|read-?(?:also|more|next)|most-?|archive|calendar|event",
    re.IGNORECASE,
)
_ELSEWHERE = frozenset({"aside", "footer", "nav", "form", "script", "style", "noscript", "template", "select"})
_CHANGE_META = re.compile(r"modif|updat|revis|expir|image|url|copyright|build|generat", re.IGNORECASE)

_DAYTIME = re.compile(r"\d{1,2}(?:\s?[:h]\s?\d\d|\.\d\d(?![.\d])|\s?(?:h|uhr|[ap]\.?m)\b)", re.IGNORECASE)
"""A time of day, whose digits are no day's."""

EARLIEST = "1990-01-01"


def offered_dates(page: Page, text: str, dates: Dates, latest: str) -> Iterator[tuple[str, object]]:
    """Yield (where found, value) for each place that gives a publication date."""
    yield "json-ld", page.article.get("datePublished")
    table = dict(reversed(page.metas))
    for name in PUBLICATION_METAS:
        if name in table:
            yield f"meta:{name}", table[name]
    for element in page.tree.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]"):
        if _is_of_change(element):
            continue
        yield "time", element.get("datetime") or element.get("content") or element.text_content().strip()
    carriers = [element for element in page.tree.iter() if _is_carrier(element) and not _is_of_change(element)]
    yield "page", _by_headline(carriers, page, dates)
    yield "byline", byline_date(f"{page.title}\n{text}", dates, page.lang) if page.title else None
    yield "htmldate", _by_htmldate(carriers, page, dates, latest)


def _is_carrier(element: Any) -> bool:
    """Say whether an element is made to hold the date of the page's own article."""
    if not isinstance(element.tag, str) or element.tag in _ELSEWHERE:
        return False
    own = _label(element)
    if not (element.tag == "time" or _CARRIER.search(own)) or _NOT_OWN.search(own):
        return False
    text = element.text_content()
    if len(text) > 4 * CARRIER_CHARS or len(" ".join(text.split())) > CARRIER_CHARS:
        return False
    for above in element.iterancestors():
        if above.tag in ("body", "html"):
            break
        if above.tag in _ELSEWHERE or _NOT_OWN.search(_label(above)):
            return False
        # The head of the site shows the day of the visit; the head of the article holds the headline.
        if above.tag == "header" and above.find(".//h1") is None:
            return False
    return True


def _is_of_change(element: Any) -> bool:
    """Say whether the words in an element, or those directly before it, call its date that of a change."""
    if "modif" in (element.get("itemprop") or "").lower():
        return True
    before, above = element.getprevious(), element.getparent()
    if before is not None:
        # `<b>Updated:</b> <time>`, unless that holds a date of its own.
        own = before.text_content() if isinstance(before.tag, str) else ""
        label = f"{own} {before.tail or ''}" if not any(map(str.isdigit, own)) else before.tail or ""
    else:
        label = (above.text or "") if above is not None else ""
    text = " ".join(f"{label[-CARRIER_CHARS:]} {element.text_content()[:CARRIER_CHARS]}".split())
    # `<time datetime="2026-03-05T11:30">Today, 11:30</time>` says when the article came; a visit's day is written out.
    visited = not element.get("datetime") or any(map(str.isdigit, _DAYTIME.sub("", text)))
    parts = (text, publication_part(text))
    return len(label) <= CARRIER_CHARS and all(says_changed(part, visited=visited) for part in parts)


def _label(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _by_headline(carriers: list[Any], page: Page, dates: Dates) -> Moment | None:
    """Return the date in the smallest part of the page that holds the headline and a date, if it is one date."""
    moments: list[tuple[Any, Moment]] = []
    for element in carriers:
        value = element.get("datetime") or element.get("content") or " ".join(element.text_content().split())
        moment = dates.parse(value, page.lang) or _labelled(value, page, dates)
        if moment and moment.precision in ("second", "minute", "day"):
            moments.append((element, moment))
    headlines = list(page.tree.iter("h1"))
    around = [headlines[0], *headlines[0].iterancestors()] if headlines else [page.tree]
    for part in around:
        inside = [moment for element, moment in moments if part is element or part in element.iterancestors()]
        if inside:
            same_day = len({moment.time // 86_400_000_000 for moment in inside}) == 1
            order = ("second", "minute", "day")
            return min(inside, key=lambda moment: order.index(moment.precision)) if same_day else None
    return None


def _labelled(value: str, page: Page, dates: Dates) -> Moment | None:
    """Read a carrier's text that has a name or a label beside the date, by the rules for bylines."""
    return byline_date(f"{page.title or 'a b c d'}\n{value}", dates, page.lang)


def _by_htmldate(carriers: list[Any], page: Page, dates: Dates, latest: str) -> Moment | None:
    """Let htmldate look at the meta tags and the carriers, which is where its many idioms apply.

    Given the whole page it would also take a date from a sidebar, the copyright line, an image's address or the body.
    """
    from htmldate import find_date
    from lxml.html import HtmlElement, builder

    body: list[HtmlElement] = [deepcopy(element) for element in carriers]
    for element in body:
        element.tail = None
    head = [builder.META(name=name, content=content) for name, content in page.metas if not _CHANGE_META.search(name)]
    reduced = builder.HTML(builder.HEAD(*head), builder.BODY(*body))
    try:
        found = find_date(reduced, extensive_search=False, original_date=True, min_date=EARLIEST, max_date=latest)
    except Exception:
        # A third party's parser on a hostile page: no date is the honest answer, and the article stays.
        return None
    days = {
        moment.time
        for element in carriers
        if (moment := dates.parse(" ".join(element.text_content().split()), page.lang))
    }
    return dates.parse(found) if found and len(days) <= 1 else None
