"""Reader of MHTML: a page that a browser saved as one file, as a mail with parts."""

from collections.abc import Iterator
from datetime import UTC
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime

from dedup.ingest.dates.parse import EPOCH, MICROSECOND
from dedup.ingest.formats.html import SavedPage
from dedup.ingest.io.source import Source
from dedup.ingest.io.streams import collected
from dedup.ingest.records.article import Piece, Rejected
from dedup.ingest.records.context import Context

_PAGES = ("text/html", "application/xhtml+xml")


def read_mhtml(source: Source, pieces: Iterator[bytes], context: Context) -> Iterator[Piece]:
    """Yield the article of the page; its address and the time of saving are the file's."""
    data, damage = collected(pieces, context.config.max_record_bytes)
    mail = message_from_bytes(data)
    part = next(
        (part for part in mail.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")), None
    )
    content = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(content, bytes):
        yield Rejected(source.shown, "", damage or "no page in the MHTML file")
        return
    url = str(part.get("Content-Location") or mail.get("Snapshot-Content-Location") or "").strip()
    url = url if url.startswith(("http://", "https://")) else ""
    yield SavedPage(content, source, "", part.get_content_charset(), source.name, url or None, _saved(mail))


def _saved(mail: Message) -> int | None:
    try:
        saved = parsedate_to_datetime(str(mail["Date"]))
        # `-0000` says that the zone is not known.
        return ((saved if saved.tzinfo else saved.replace(tzinfo=UTC)) - EPOCH) // MICROSECOND
    except (TypeError, ValueError, OverflowError):
        return None
