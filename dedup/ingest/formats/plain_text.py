"""Reader of plain text files: the file is the article, and says nothing about itself but its headline and byline."""

from collections.abc import Iterator

from dedup.ingest.dates.byline import byline_date
from dedup.ingest.dates.publication import Calibration, choose
from dedup.ingest.formats.first_line import headline_of
from dedup.ingest.hosts import with_ascii_host
from dedup.ingest.io.encoding import decode
from dedup.ingest.io.mojibake import repaired
from dedup.ingest.io.source import Source
from dedup.ingest.io.streams import DamagedError
from dedup.ingest.records.article import Article, Item, Rejected, text_fault, whole
from dedup.ingest.records.context import Context


class TooLargeError(Exception):
    """The file holds more than is read at once."""


def read_text_file(source: Source, pieces: Iterator[bytes], context: Context) -> Iterator[Item]:
    """Yield the file's one article; its text is the file's, decoded and otherwise untouched."""
    data, damage = collected(pieces, context.config.max_record_bytes)
    text = decode(data)
    if damage:
        yield Rejected(source.shown, f"byte {len(data)}", damage)
    elif text is None:
        yield Rejected(source.shown, "", "no encoding fits")
    else:
        article = text_article(text, context, source, "", identifier=source.name)
        yield article._replace(title=headline_of(article.text)) if isinstance(article, Article) else article


def collected(pieces: Iterator[bytes], limit: int) -> tuple[bytes, str | None]:
    """Return a small file's content and, if it is cut short, why.

    Raises:
        TooLargeError: if it holds more than `limit` bytes.
    """
    held: list[bytes] = []
    size = 0
    try:
        for piece in pieces:
            size += len(piece)
            if size > limit:
                raise TooLargeError(f"more than {limit} bytes (max_record_bytes)")
            held.append(piece)
    except DamagedError as error:
        return b"".join(held), str(error)
    return b"".join(held), None


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
    text = repaired(whole(text))
    if fault := text_fault(text, context.config):
        return Rejected(source.shown, position, fault)
    url = with_ascii_host(url) if url else None
    byline = byline_date(text, context.dates, lang)
    published = choose([("byline", byline)], context.dates, Calibration(crawled, context.latest), lang, url)
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
