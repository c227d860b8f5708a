"""Reader of XML that carries news: RSS, Atom, NITF, NewsML-G2, Scrapy's items. An element becomes a record like any."""

from collections.abc import Iterator
from typing import Any

from dedup.ingest.io.source import Source
from dedup.ingest.io.streams import collected
from dedup.ingest.records.article import Piece, Rejected
from dedup.ingest.records.mapping import Fields

ITEMS = {
    "rss": "item",
    "RDF": "item",
    "feed": "entry",
    "nitf": "nitf",
    "newsItem": "newsItem",
    "newsMessage": "newsItem",
    "items": "item",
}
"""Root element -> the element that is an article."""

_NO_POSTS = frozenset("attachment nav_menu_item revision custom_css customize_changeset oembed_cache".split())


def root_name(start: bytes) -> str | None:
    """Return the name of the root element, without its prefix, of XML that begins so."""
    from lxml import etree

    parser = etree.XMLPullParser(("start",), resolve_entities=False, no_network=True, recover=True)
    parser.feed(start)
    return next((etree.QName(element).localname for _, element in parser.read_events()), None)


def read_news_xml(source: Source, pieces: Iterator[bytes], fields: Fields) -> Iterator[Piece]:
    """Yield an article or a rejection for each item."""
    from lxml import etree

    data, damage = collected(pieces, fields.config.max_record_bytes)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        yield Rejected(source.shown, "", f"broken XML: {error}")
        return
    if root is None:
        yield Rejected(source.shown, "", damage or "broken XML")
        return
    kind = _local(root)
    wanted = ITEMS.get(kind)
    items = [element for element in (root if kind == "items" else root.iter()) if _local(element) == wanted]
    for number, item in enumerate(items, 1):
        position = f"item {number}" if len(items) > 1 else ""
        if kind == "items":
            yield fields.piece(_listed_item(item), source, position)
        elif other := _other_post(item):
            yield Rejected(source.shown, position, f"a WordPress {other}, which is no article")
        else:
            record = _nitf(item) if kind == "nitf" else _newsml(item) if wanted == "newsItem" else _feed_item(item)
            yield fields.piece(record, source, position)
    if damage:
        yield Rejected(source.shown, f"byte {len(data)}", damage)


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _first(item: Any, *names: str) -> Any:
    return next((element for name in names for element in item.iter() if _local(element) == name), None)


def _text(element: Any) -> str | None:
    text = " ".join("".join(element.itertext()).split()) if element is not None else ""
    return text or None


def _paragraphs(body: Any) -> str | None:
    """Return the text of a body, one paragraph per line."""
    if body is None:
        return None
    lines = [_text(element) for element in body.iter() if _local(element) in ("p", "hl2", "h2", "h3", "li")]
    return "\n".join(line for line in lines if line) or _text(body)


def _other_post(item: Any) -> str | None:
    """Return what an item of a WordPress export is that is no post, of a site's own kind or not: a picture, a menu."""
    kind = _text(next((element for element in item if _local(element) == "post_type"), None))
    return kind.replace("_", " ") if kind and (kind in _NO_POSTS or kind.startswith("wp_")) else None


def _listed_item(item: Any) -> dict[str, Any]:
    """Return an item as Scrapy exports it: one field per element, each value of a list as an element within it."""
    found: dict[str, Any] = {}
    for field in item.iterchildren("*"):
        values = [_text(value) for value in field.iterchildren("*")] if not (field.text or "").strip() else []
        found[_local(field)] = values or "".join(field.itertext()) or None
    return found


def _feed_item(item: Any) -> dict[str, Any]:
    """Return an item of RSS or an entry of Atom. `content` is the article; a `description` is all there is without."""
    found: dict[str, Any] = {}
    for element in item:
        name, value = _local(element), "".join(element.itertext()).strip()
        if name == "link":
            value = value or element.get("href") or ""
            if element.get("rel") not in (None, "alternate"):
                continue
        if name == "author" and len(element):
            value = _text(_first(element, "name")) or value
        if name == "source":
            # Of RSS the feed it came from, of Atom that feed's own description.
            continue
        found.setdefault(name, value)
    body = found.get("encoded") or found.get("content") or found.get("description") or found.get("summary")
    return {
        "id": found.get("guid") or found.get("id"),
        "url": found.get("link"),
        "title": found.get("title"),
        "content_html": body,
        "author": found.get("creator") or found.get("author"),
        "published": found.get("pubDate") or found.get("published") or found.get("date") or found.get("issued"),
        "modified": found.get("updated") or found.get("modified"),
    }


def _nitf(item: Any) -> dict[str, Any]:
    issued, document, rights = _first(item, "date.issue"), _first(item, "doc-id"), _first(item, "doc.copyright")
    sender = (rights.get("holder") if rights is not None else None) or _text(_first(item, "distributor"))
    return {
        "id": document.get("id-string") if document is not None else None,
        "title": _text(_first(item, "hl1", "title")),
        "text": _paragraphs(_first(item, "body.content")),
        "author": _text(_first(item, "byline", "person")),
        "published": issued.get("norm") if issued is not None else None,
        "outlet": sender,
    }


def _newsml(item: Any) -> dict[str, Any]:
    language, sender = _first(item, "language"), _party(_first(item, "provider"))
    body = _first(item, "body.content", "inlineXML", "inlineData")
    created, version = _text(_first(item, "contentCreated", "firstCreated")), _text(_first(item, "versionCreated"))
    # Of a first version, or one that counts no versions, this is when it went out.
    first = (item.get("version") or "1").strip() in ("0", "1")
    return {
        "id": item.get("guid"),
        "title": _text(_first(item, "headline")),
        "text": _paragraphs(body),
        "author": _text(_first(item, "by", "byline")),
        "language": language.get("tag")
        if language is not None
        else item.get("{http://www.w3.org/XML/1998/namespace}lang"),
        "published": created or (version if first else None),
        "modified": None if first and not created else version,
        # NewsML-G2 calls him the provider who releases the item: its outlet, where the item has no page on the web.
        "outlet": sender,
        "infosource": _party(_first(item, "infoSource")),
        "credit": _text(_first(item, "creditline")),
    }


def _party(element: Any) -> str | None:
    """Return whom a property of NewsML-G2 names: by name, by literal, or by a code of a vocabulary (`nprov:AFP`)."""
    if element is None:
        return None
    code = (element.get("qcode") or "").rpartition(":")[2]
    return _text(_first(element, "name")) or element.get("literal") or code or None
