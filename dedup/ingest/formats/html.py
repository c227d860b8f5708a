"""A page as an article: its text by trafilatura, the rest from its metadata."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from dedup.config import ReadConfig
from dedup.ingest.dates.in_html import offered_dates
from dedup.ingest.dates.parse import EPOCH
from dedup.ingest.dates.publication import Bounds, change_of, choose, crawl_time, fetched_by, offered_changes
from dedup.ingest.formats.list_page import is_list_of_articles
from dedup.ingest.formats.other_exports import several_articles
from dedup.ingest.html_metadata import Page
from dedup.ingest.io.encoding import decode_page, repair
from dedup.ingest.io.source import Source
from dedup.ingest.io.streams import collected
from dedup.ingest.records.article import Article, Item, Piece, Rejected, Unread, text_fault, unforeseen
from dedup.ingest.records.context import Context
from dedup.ingest.records.values import with_ascii_host
from dedup.messages import whole

if TYPE_CHECKING:
    from dedup.ingest.records.mapping import Fields

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"\s*<\?xml[^>]*\sencoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_WHOLE_PAGE = re.compile(r"<(?:html|body|head)[\s>]", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_LONG_TAG = re.compile(r"<[a-zA-Z](?:[^<>\"']++|\"[^\"]*+\"|'[^']*+'|[\"'])*+")
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_html_file(source: Source, pieces: Iterator[bytes], context: Context) -> Iterator[Piece]:
    """Yield the one page of a saved file."""
    data, damage = collected(pieces, context.config.max_record_bytes)
    if damage:
        yield Rejected(source.shown, f"byte {len(data)}", damage)
    elif reason := several_articles(data):
        yield Rejected(source.shown, "", reason)
    else:
        yield SavedPage(data, source, "", identifier=source.name)


@dataclass(frozen=True, slots=True)
class SavedPage(Unread):
    """A page that is yet to be read: what of the reading of a dump of pages takes nearly all the time."""

    data: bytes
    source: Source
    position: str
    declared: str | None = None
    """The encoding that the server says, where it says one."""

    identifier: str | None = None
    url: str | None = None
    crawled: int | None = None

    @property
    def size(self) -> int:
        """The bytes of the page."""
        return len(self.data)

    def read(self, fields: "Fields") -> Item:
        """Return the article on the page, or why there is none."""
        source, position = self.source, self.position
        try:
            page = decode_html(self.data, self.declared)
            if page is None:
                return Rejected(source.shown, position, "no encoding fits")
            return page_article(
                page, fields.context, source, position, identifier=self.identifier, url=self.url, crawled=self.crawled
            )
        except Exception as error:
            return unforeseen(source.shown, position, error)


def decode_html(data: bytes, declared: str | None) -> str | None:
    """Return a page's text; `declared` is the encoding that the server says, where it says one."""
    said = _CHARSET.search(data[:4096]) or _XML_ENCODING.match(data[:200])
    return decode_page(data, declared, said[1].decode("ascii", "replace") if said else None)


def page_article(
    html: str,
    context: Context,
    source: Source,
    position: str,
    *,
    identifier: str | None = None,
    url: str | None = None,
    crawled: int | None = None,
) -> Article | Rejected:
    """Return the article on a page, or why there is none."""
    if len(html) > context.config.max_record_bytes:
        return Rejected(source.shown, position, f"a page of {len(html)} characters (max_record_bytes)")
    if fault := _costly(html, context.config):
        return Rejected(source.shown, position, fault)
    try:
        tree = _parse(html)
        text = (_text(tree) or _fragment_text(html, tree)) if tree is not None else None
    except ImportError:
        # Something is not installed: that is no page's fault.
        raise
    except Exception as error:
        # Parser and extractor are third parties' code on strangers' pages; whatever breaks there costs this page.
        return Rejected(source.shown, position, f"the page cannot be parsed ({type(error).__name__})")
    if tree is None or not text:
        return Rejected(source.shown, position, "no article text found in the page")
    if is_list_of_articles(tree, text):
        return Rejected(source.shown, position, "a list of articles, not one")
    page = Page(tree, url, context.outlets)
    read = repair(whole(text))
    if fault := text_fault(read, context.config):
        return Rejected(source.shown, position, fault)
    text = _without_title(read.text, page.title)
    saved = crawl_time(page.saved_at, context.dates) if crawled is None else crawled
    crawled = fetched_by(saved, url, context.dates)
    own = with_ascii_host(page.url) if page.url else None
    latest = (EPOCH + timedelta(microseconds=context.latest)).date().isoformat()
    bounds = Bounds(crawled, context.latest)
    published = choose(
        offered_dates(page, text, context.dates, latest),
        context.dates,
        bounds,
        page.lang,
        page.url,
    )
    return Article(
        id=own or identifier or f"{source.name}#{position}",
        url=own,
        outlet=page.outlet,
        title=page.title,
        text=text,
        lang=context.languages.code(page.lang),
        author=page.author,
        published=published.time,
        published_precision=published.precision,
        published_from=published.source,
        crawled=crawled,
        credits=page.credits + change_of(offered_changes(page, context.dates), context.dates, bounds, page.lang),
        file=source.shown,
        position=position,
    )


def _costly(html: str, config: ReadConfig) -> str | None:
    """Say why a page would take too long to parse, or return None where it would not."""
    if (tags := html.count("<")) > config.max_page_tags:
        return f"a page of {tags} tags; at most {config.max_page_tags} are read (max_page_tags)"
    most = config.max_tag_attributes
    for tag in _LONG_TAG.finditer(html):
        if tag.end() - tag.start() > 2 * most and len(_QUOTED.sub("", tag[0]).split()) > most + 1:
            return f"a tag of more than {most} attributes (max_tag_attributes)"
    return None


def _parse(html: str) -> Any:
    from lxml.html import HTMLParser, document_fromstring

    # lxml refuses text with an encoding declaration, and trees with control characters.
    plain = _FORBIDDEN.sub(" ", _DECLARATION.sub("", html))
    parser = HTMLParser(encoding="utf-8", remove_pis=True, collect_ids=False)
    return document_fromstring(plain.encode("utf-8", "replace"), parser=parser) if plain.strip() else None


def _text(tree: Any) -> str | None:
    """Return the main text, one paragraph per line."""
    from trafilatura import extract

    # It logs every page without text as an error, which is reported in `rejected.jsonl` here.
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    prepare(tree)
    with joiners_kept(tree) as back:
        text = extract(tree, include_comments=False, deduplicate=False, with_metadata=False)
    return (str(text).translate(back) if back else str(text)) if text else None


def _fragment_text(html: str, tree: Any) -> str | None:
    """Return the text of a feed's or an editor's piece of HTML, which has no page around it to tell it from."""
    if _WHOLE_PAGE.search(html):
        return None
    lines = [" ".join(block.text_content().split()) for block in tree.iter("p", "li", "h2", "h3", "h4", "blockquote")]
    return "\n".join(line for line in lines if line) or " ".join(tree.text_content().split()) or None


def _without_title(text: str, title: str | None) -> str:
    first, _, rest = text.partition("\n")
    return rest.lstrip("\n") if title and " ".join(first.split()) == title and rest else text


_WIDGET: Final = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|ya-share\d?|shar(?:e|ing)|sharedaddy|social(?:-?(?:share|links|media))?)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Names of elements that every page of a site has: notices of cookies, buttons to share."""

WIDGET_CHARS: Final = 600
"""A longer element is no notice but the page, under a name that says how it is shown (`has-cookie-bar`)."""

JOINERS: Final = {"\u200c": "\ua66e", "\u200d": "\ua7ff"}
"""The signs that part and join letters in Persian, Hindi and others, and the rare letters that stand for them while
trafilatura looks: it takes out what is not printable, and the words with it."""

_BLOCKS: Final = ("p", "h1", "h2", "article")


def prepare(tree: Any) -> None:
    """Change a page's tree so that its text stands apart from what is around it."""
    _drop_widgets(tree)
    _unwrap_tables(tree)


def _drop_widgets(tree: Any) -> None:
    for element in list(tree.iter("div", "section", "aside", "ul", "dialog")):
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if len(named) == 1 or not _WIDGET.search(named) or len(element.text_content()) > WIDGET_CHARS:
            continue
        if element.find(".//h1") is None and element.getparent() is not None:
            element.drop_tree()


def _unwrap_tables(tree: Any) -> None:
    """Make blocks of the tables that lay out a page, which hold its headline and paragraphs, as others hold figures."""
    for table in list(tree.iter("table")):
        if table.tag != "table":
            continue  # It was within one that is none any more.
        if sum(1 for _ in zip(table.iter(*_BLOCKS), range(2), strict=False)) > 1 or table.find(".//table") is not None:
            for element in table.iter("table", "tbody", "tr", "td", "th"):
                element.tag = "div"


@contextmanager
def joiners_kept(tree: Any) -> Iterator[dict[int, str] | None]:
    """Put letters for the signs that join and part letters, and the signs back at the end. Yields what puts them back
    in the text that was extracted; None where there are none, or where the page has those letters itself."""
    text = tree.text_content()
    back = {ord(letter): sign for sign, letter in JOINERS.items()}
    if not any(sign in text for sign in JOINERS) or any(letter in text for letter in JOINERS.values()):
        yield None
        return
    _translate(tree, {ord(sign): letter for sign, letter in JOINERS.items()})
    try:
        yield back
    finally:
        _translate(tree, back)


def _translate(tree: Any, table: dict[int, str]) -> None:
    for element in tree.iter():
        if element.text:
            element.text = element.text.translate(table)
        if element.tail:
            element.tail = element.tail.translate(table)
