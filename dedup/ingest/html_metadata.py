"""What a page says of itself in its head: meta tags, JSON-LD, links."""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from itertools import chain
from typing import Any

from dedup.ingest.formats.json_value import BadJsonError, parse_json
from dedup.ingest.identity import url_key
from dedup.ingest.records.article import Credit
from dedup.ingest.records.outlet import Outlets, is_url, names_outlet, same_outlet
from dedup.ingest.records.values import plain_text

DEPTH = 12
"""How deep JSON-LD is followed; real pages nest to five or six."""

VALUES = 200_000
"""A larger block of JSON-LD (by its commas and brackets) is not read: real ones have a few hundred values."""

ARTICLE_TYPES = ("article", "posting", "report", "review")
_LISTS = ("itemlist", "breadcrumblist", "collectionpage", "searchresultspage", "comment")
_SAVED = (
    re.compile(r"saved from url=\(\d+\)(https?://\S+)()"),
    re.compile(r"Page saved with SingleFile\s+url:\s*(https?://\S+)\s+saved date:\s*([^\n]+)"),
    re.compile(r"Mirrored from ([^\s/]+\.[^\s/]+(?:/\S*)?) by HTTrack Website Copier/[^,]*, ([^\n]+)"),
)
"""What browsers, SingleFile and HTTrack note in a page that they save: its address, and when. They save
pages from disks too (`file:`), and from nowhere (`about:`)."""
_OPENING = ("<!--", "<![CDATA[", "//", "/*", "*/")
_CLOSING = ("-->", "]]>", "//", "/*", "*/", ";")
"""Comments and CDATA marks around JSON-LD, which hid scripts from browsers of old."""
_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])')
_PAGING = re.compile(r"&(?:page|p|pg|pn|start|offset)=")
_BY = re.compile(r"^(?:by|von|par|por|di|da|av|af|door|автор:?)\s+", re.IGNORECASE)
_SEPARATOR = r"(?:\s+[|\-–—―:·•»«/~‹›]+\s+|\s*[|｜_▷]\s*|\s+[‐]\s+|\s*:{2}\s*)"
_TITLE_TAIL = re.compile(_SEPARATOR + r"((?:(?!\s[|\-–—―·•»/]\s)[^|｜_])+)$")
_TITLE_HEAD = re.compile(r"^([^|｜_:–—]{2,60}?)(?:" + _SEPARATOR + r"|:\s+)")
_ONLY_AROUND = re.compile(rf"(?:[^\x00]{{0,80}}{_SEPARATOR})?\x00(?:{_SEPARATOR}[^\x00]{{0,80}})?")
LEAST_HEADLINE = 12
"""Characters of a headline that may stand for the whole title: a shorter one is often that of a section or the site."""
LONGEST_TITLE = 400
"""Characters of a title that is looked at for the site's name; a longer one is a paragraph."""

_ORIGIN_METAS = ("syndication-source", "original-source", "original_source", "article:original_source")


class Page:
    """The metadata of one parsed page."""

    def __init__(self, tree: Any, url: str | None, outlets: Outlets) -> None:
        self.tree = tree
        self._given_url = url
        self._outlets = outlets

    @cached_property
    def metas(self) -> list[tuple[str, str]]:
        """Every named meta tag (by `name`, `property` or `itemprop`, in lower case) with its content."""
        found = []
        for meta in self.tree.iter("meta"):
            name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
            content = (meta.get("content") or "").strip()
            if name and content:
                found.append((name.strip().lower(), content))
        return found

    def meta(self, *names: str) -> str | None:
        """Return the content of the first of `names` that the page has."""
        table = dict(reversed(self.metas))
        return next((table[name] for name in names if name in table), None)

    @cached_property
    def canonical(self) -> str | None:
        """The address of `rel=canonical`."""
        for link in self.tree.iter("link"):
            href = (link.get("href") or "").strip()
            if "canonical" in (link.get("rel") or "").lower().split() and "://" in href:
                return str(href)
        return None

    @cached_property
    def url(self) -> str | None:
        """The page's own address: where it was fetched from, else what it says of itself."""
        if self._given_url:
            return self._plain_form(self._given_url)
        if self._saved[0]:
            return self._saved[0]
        own = self.meta("og:url")
        # A canonical link to another site names the original; the page's own address is then the other one.
        if (
            own
            and "://" in own
            and self._outlets.of_url(own) != (self.canonical and self._outlets.of_url(self.canonical))
        ):
            return own
        # Some sites name their front page in every page: it is the site's address and not this page's.
        named = (self.canonical, own, *_addresses(self.article.get("url")))
        return next((url for url in named if url and "://" in url and url_key(url)), None)

    def _plain_form(self, given: str) -> str:
        """Return the canonical address instead of one that only shows the same page in another way: as AMP, or with
        more parameters. Any other canonical may be wrong, and the address that was fetched is not."""
        if not self.canonical or self._outlets.of_url(self.canonical) != self._outlets.of_url(given):
            return given
        plain, shown = url_key(self.canonical), url_key(given)
        root = self.tree.getroottree().getroot()
        if not plain or not shown or plain == shown:
            return given
        is_amp = any(name in root.attrib for name in ("amp", "\u26a1"))
        only_parameters = shown.startswith(f"{plain}&") and not _PAGING.search(shown)
        agreed = url_key(self.meta("og:url")) in (None, plain)
        return self.canonical if is_amp or (only_parameters and agreed) else given

    @cached_property
    def outlet(self) -> str | None:
        """The registered domain of the page's address, else the name of its site, else that of who published it."""
        for address in (self.url, self.canonical, self.meta("og:url")):
            if address and (found := self._outlets.of_url(address)):
                return found
        return self.site_name or next(iter(_names(self.article.get("publisher"))), None)

    @cached_property
    def site_name(self) -> str | None:
        """What the site calls itself."""
        return self.meta("og:site_name", "application-name")

    @cached_property
    def title(self) -> str | None:
        """The headline, without the site's name."""
        given = self.meta("og:title", "twitter:title") or self.article.get("headline")
        if isinstance(given, str) and given.strip():
            return self._without_site(plain_text(given.strip()))
        for tag in ("h1", "title"):
            for element in self.tree.iter(tag):
                if text := " ".join(element.text_content().split()):
                    return self._without_site(plain_text(text))
        return None

    def _without_site(self, title: str) -> str:
        """Return `title` without the names of the site, and of its sections, before or behind it."""
        if len(title) > LONGEST_TITLE:
            return title
        heads = [" ".join(element.text_content().split()) for element in self.tree.iter("h1")][:3]
        for head in heads:
            around = title.replace(head, "\x00", 1) if len(head) >= LEAST_HEADLINE else ""
            if around != title and _ONLY_AROUND.fullmatch(around):
                return head
        sites = [name for name in (self.site_name, *_names(self.article.get("publisher")), self.outlet) if name]
        while match := _TITLE_TAIL.search(title):
            if not any(names_outlet(match[1], site) for site in sites):
                break
            title = title[: match.start()].rstrip()
        if (match := _TITLE_HEAD.match(title)) and any(names_outlet(match[1], site) for site in sites):
            title = title[match.end() :].lstrip()
        return title

    @cached_property
    def author(self) -> str | None:
        """The names of the authors."""
        names = list(dict.fromkeys(name for name in _names(self.article.get("author")) if "://" not in name))
        if not names:
            given = [
                value
                for name in (
                    "author",
                    "article:author",
                    "byl",
                    "byline",
                    "parsely-author",
                    "dc.creator",
                    "sailthru.author",
                )
                if (value := self.meta(name)) and "://" not in value
            ]
            names = [_BY.sub("", given[0])] if given else []
        return plain_text(", ".join(names)) or None

    @cached_property
    def lang(self) -> str | None:
        """The language the page declares."""
        root = self.tree.getroottree().getroot()
        return root.get("lang") or root.get("xml:lang") or self.meta("content-language", "og:locale") or None

    @cached_property
    def credits(self) -> tuple[Credit, ...]:
        """What names an origin other than the page's own outlet."""
        offered: list[tuple[str, str]] = []
        if self.canonical:
            offered.append(("canonical", self.canonical))
        offered += [(name, content) for name, content in self.metas if name in _ORIGIN_METAS]
        for name in ("isBasedOn", "isBasedOnUrl"):
            offered += [("isBasedOn", value) for value in _addresses(self.article.get(name))]
        for name in ("creditText", "sourceOrganization", "publisher"):
            offered += [(name, value) for value in _names(self.article.get(name))]
        own = [name for name in (self.outlet, self.site_name) if name]
        kept = []
        for kind, value in offered:
            named = self._outlets.of_name(value)
            if named and not any(same_outlet(named, mine) for mine in own) and (not is_url(value) or value != self.url):
                kept.append(Credit(kind, value))
        return tuple(dict.fromkeys(kept)) if own else ()

    @cached_property
    def article(self) -> dict[str, Any]:
        """The JSON-LD object that describes this page's article, or an empty one."""
        articles = [item for item in self._objects if any(mark in _type(item) for mark in ARTICLE_TYPES)]
        pages = [item for item in self._objects if "webpage" in _type(item) and item.get("datePublished")]
        return next((item for item in articles if self._describes(item)), (articles or pages or [{}])[0])

    @cached_property
    def _objects(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for script in self.tree.iter("script"):
            if "ld+json" in (script.get("type") or ""):
                found.extend(_walk(_loads(script.text_content()), DEPTH))
        return found

    def _describes(self, item: dict[str, Any]) -> bool:
        """Say whether a JSON-LD article is the page's own, and not one of those it links to."""
        own = {address.rstrip("/") for address in (self._given_url, self.canonical, self.meta("og:url")) if address}
        named = [*_addresses(item.get("url")), *_addresses(item.get("mainEntityOfPage")), *_addresses(item.get("@id"))]
        if own & {address.rstrip("/") for address in named}:
            return True
        headline = item.get("headline")
        return isinstance(headline, str) and headline.strip() == self.meta("og:title")

    @property
    def saved_at(self) -> str | None:
        """When the page was saved, as the program noted it that did."""
        return self._saved[1]

    @cached_property
    def _saved(self) -> tuple[str | None, str | None]:
        root = self.tree.getroottree().getroot()
        for node in chain(root.itersiblings(preceding=True), root, root[0] if len(root) else ()):
            if isinstance(node.tag, str) or not node.text:
                continue
            if match := next((found for mark in _SAVED if (found := mark.search(node.text))), None):
                url = match[1] if "://" in match[1] else f"http://{match[1]}"
                return url, match[2].strip() or None
        return None, None


def _loads(text: str) -> Any:
    """Return what JSON-LD holds, with what makers of pages leave around it and in it."""
    if sum(map(text.count, ",[{")) > VALUES:
        return None
    text = text.strip()
    while opening := next((mark for mark in _OPENING if text.startswith(mark)), None):
        text = text.removeprefix(opening).lstrip()
    while closing := next((mark for mark in _CLOSING if text.endswith(mark)), None):
        text = text.removesuffix(closing).rstrip()
    for attempt in (text, _TRAILING_COMMA.sub(lambda match: match[1] or "", text)):
        with suppress(BadJsonError):
            return parse_json(attempt.encode(errors="replace"))
    return None


def _walk(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Yield the objects of JSON-LD, but for those in lists of other articles."""
    if depth == 0:
        return
    if isinstance(value, list):
        for part in value:
            yield from _walk(part, depth - 1)
    elif isinstance(value, dict) and not any(mark in _type(value) for mark in _LISTS):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            yield from _walk(value.get(name), depth - 1)


def _type(item: dict[str, Any]) -> str:
    kind = item.get("@type", "")
    return " ".join(map(str, kind)).lower() if isinstance(kind, list) else str(kind).lower()


def _names(value: Any) -> list[str]:
    return _pick(value, ("name", "url"))


def _addresses(value: Any) -> list[str]:
    return _pick(value, ("@id", "url", "name"))


def _pick(value: Any, keys: tuple[str, ...]) -> list[str]:
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, list):
        return [text for part in value if not isinstance(part, list) for text in _pick(part, keys)]
    if isinstance(value, dict):
        return next(([given.strip()] for key in keys if isinstance(given := value.get(key), str) and given.strip()), [])
    return []
