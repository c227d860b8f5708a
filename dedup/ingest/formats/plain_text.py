"""Reader of plain text files: the file is the article. What it says of itself stands above its text, as front matter
or a head of fields, or is its headline and byline."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from dedup.ingest.dates.byline import byline_date
from dedup.ingest.dates.publication import Bounds, choose
from dedup.ingest.formats.front_matter import split_front_matter
from dedup.ingest.formats.other_exports import several_articles
from dedup.ingest.io.encoding import decode, repair
from dedup.ingest.io.source import Source
from dedup.ingest.io.streams import collected
from dedup.ingest.records.article import Article, Item, Rejected, text_fault
from dedup.ingest.records.context import Context
from dedup.ingest.records.field_names import squeezed, squeezed_names
from dedup.ingest.records.values import with_ascii_host
from dedup.messages import whole
from dedup.tables import DENSE_CHARACTER

if TYPE_CHECKING:
    from dedup.ingest.records.mapping import Fields


def read_text_file(source: Source, pieces: Iterator[bytes], fields: "Fields") -> Iterator[Item]:
    """Yield the file's one article; its text is the file's below its front matter, decoded and otherwise untouched."""
    context = fields.context
    data, damage = collected(pieces, context.config.max_record_bytes)
    text = decode(data)
    if damage:
        yield Rejected(source.shown, f"byte {len(data)}", damage)
    elif text is None:
        yield Rejected(source.shown, "", "no encoding fits")
    elif reason := several_articles(text.encode(errors="replace")):
        yield Rejected(source.shown, "", reason)
    else:
        given, below = split_front_matter(text, fields.config.fields.values())
        article = text_article(below, context, source, "", identifier=source.name)
        if isinstance(article, Article):
            article = article._replace(title=headline_of(article.text))
        yield _as_given(article, given, fields, source) if given and isinstance(article, Article) else article


def _as_given(article: Article, given: dict[str, Any], fields: "Fields", source: Source) -> Article | Rejected:
    """The article with what its file says of it, which is found by the names that records have."""
    told = fields.article_of(article.text, given, source)
    if isinstance(told, Rejected):
        return told
    if told.published is None:
        told = told._replace(
            published=article.published,
            published_precision=article.published_precision,
            published_from=article.published_from or told.published_from,
        )
    named = told.url or any(squeezed(name) in squeezed_names("id") for name in given)
    return told._replace(id=told.id if named else article.id, title=told.title or article.title)


def text_article(
    text: str,
    context: Context,
    source: Source,
    position: str,
    *,
    identifier: str | None = None,
    url: str | None = None,
    crawled: int | None = None,
    lang: str | None = None,
) -> Article | Rejected:
    """Return the article of a text without metadata, or why it is none."""
    read = repair(whole(text))
    if fault := text_fault(read, context.config):
        return Rejected(source.shown, position, fault)
    text = read.text
    url = with_ascii_host(url) if url else None
    byline = byline_date(text, context.dates, lang)
    published = choose([("byline", byline)], context.dates, Bounds(crawled, context.latest), lang, url)
    return Article(
        id=identifier or url or f"{source.name}#{position}",
        url=url,
        outlet=context.outlets.of_url(url) if url else None,
        title=None,
        text=text,
        lang=context.languages.code(lang),
        author=None,
        published=published.time,
        published_precision=published.precision,
        published_from=published.source,
        crawled=crawled,
        credits=(),
        file=source.shown,
        position=position,
    )


_MOST: Final = 120
"""Characters of a headline; longer lines are paragraphs."""

_BELOW: Final = 3000
"""Characters below it in which its words are looked for: the first paragraphs."""

_SHARE: Final = 0.4
"""Of a headline's words that come again; two at least. Real headlines of the samples have half to all of them."""

_HEADING: Final = re.compile(r"\s*#[ \t]+(\S.{0,300}?)[ \t]*#*[ \t]*(?:\r?\n|$)")
"""A heading of the first level, as Markdown writes it."""

_ENDS: Final = tuple(".。．।።։۔:：;；,，、")
_MENU: Final = re.compile(r"[|•·»›>/]\s|\s[|•·»›>/]|://|^\W*[-*#]")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_STEM: Final = 5
"""Letters of a word that are compared: endings differ."""


def headline_of(text: str) -> str | None:
    """Return the headline that a text begins with; None if its first line is none.

    A saved page begins with its headline, or with a menu, a notice, a dateline or the text itself. A headline is short,
    ends without a full stop, stands apart from what follows, and its words come again below it: a lead reports what its
    headline says, whereas nothing below speaks of "Skip to main content". Lists of such notices were rejected: there is
    no end to them, in any language.

    >>> headline_of("Harbour gate closes for weeks\\n\\nThe northern gate of the harbour closes for eleven weeks.")
    'Harbour gate closes for weeks'
    """
    if heading := _HEADING.match(text):
        return heading[1]
    start = text[: _MOST + _BELOW].lstrip()
    first, _, rest = start.partition("\n")
    first = first.strip()
    following, _, below = rest.partition("\n")
    if following.strip() or not below.strip():
        return None
    # A page says its headline twice, the first time behind the way to it: "Home News Harbour gate closes".
    again = below.lstrip().partition("\n")[0].strip()
    if 0 < len(again) < len(first) and first.endswith(f" {again}"):
        first = again
    if not first or len(first) > _MOST or first.endswith(_ENDS) or _MENU.search(first):
        return None
    pieces = _pieces(first)
    found = pieces & _pieces(below)
    return first if len(found) >= max(2, _SHARE * len(pieces)) else None


def _pieces(text: str) -> set[str]:
    """The beginnings of its words; of a script without spaces, its pairs of letters."""
    text = text.casefold()
    pieces = {word[:_STEM] for word in _WORD.findall(text) if not DENSE_CHARACTER.search(word)}
    for run in re.findall(rf"{DENSE_CHARACTER.pattern}{{2,}}", text):
        pieces.update(run[at : at + 2] for at in range(len(run) - 1))
    return pieces
