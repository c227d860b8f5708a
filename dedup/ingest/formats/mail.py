"""Readers of one e-mail (a newsletter, a press release, an agency's report that came by mail), and of MHTML: a page
that a browser saved as one file, as a mail with parts."""

import re
from collections.abc import Iterator
from datetime import UTC
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any, Final

from dedup.ingest.dates.parse import EPOCH, MICROSECOND
from dedup.ingest.formats.html import SavedPage, decode_html
from dedup.ingest.io.encoding import decode_page
from dedup.ingest.io.source import Source
from dedup.ingest.io.streams import collected
from dedup.ingest.records.article import Piece, Rejected
from dedup.ingest.records.context import Context
from dedup.ingest.records.mapping import Fields

_HEAD_AND_BODY: Final = re.compile(rb"(.*?\n)(\r?\n.*)", re.DOTALL)

_PAGES: Final = ("text/html", "application/xhtml+xml")
_PLAIN_ENOUGH: Final = 200
"""Characters from which the plain part is the text: a shorter one says where in the web to read the other."""


def read_mail(source: Source, pieces: Iterator[bytes], fields: Fields) -> Iterator[Piece]:
    """Yield the article of the mail: its subject is the title, who wrote it the author. An outlet it has none: mail
    comes through whoever passes it on."""
    data, damage = collected(pieces, fields.config.max_record_bytes)
    mail = message_from_bytes(_with_head_in_utf8(data), policy=default)
    name, sender = _sender(mail)
    plain, page = _part(mail, "plain"), _part(mail, "html")
    if damage or not (plain or page):
        yield Rejected(source.shown, "", damage or "no text in the mail")
        return
    text = (decode_page(*plain, None) or "") if plain else ""
    record: dict[str, Any] = {
        "id": _header(mail, "Message-ID").strip("<> ") or source.name,
        "title": _header(mail, "Subject"),
        "author": name or sender,
        "published": _header(mail, "Date") or _header(mail, "Sent"),  # as Outlook shows it
    }
    if page and len(text) < _PLAIN_ENOUGH:
        record["html"] = decode_html(*page)
    else:
        record["text"] = text.replace("\r\n", "\n")
    yield fields.piece(record, source, "")


def _with_head_in_utf8(data: bytes) -> bytes:
    """The mail with its head in UTF-8: mailers of old write names as they stand, in the encoding of the text."""
    parts = _HEAD_AND_BODY.match(data)
    if parts is None or parts[1].isascii():
        return data
    head = decode_page(parts[1], message_from_bytes(parts[1]).get_content_charset())
    return head.encode(errors="replace") + parts[2] if head else data


def _sender(mail: EmailMessage) -> tuple[str, str]:
    try:
        return parseaddr(_header(mail, "From"))
    except RecursionError:  # remarks within remarks
        return "", ""


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(mail[name] or "").split())
    except (ValueError, IndexError, AttributeError, TypeError, RecursionError):
        return ""  # The standard library trips over some of what mailers write.


def _part(mail: EmailMessage, kind: str) -> tuple[bytes, str | None] | None:
    """The first part of a kind that is no attachment, and the encoding that it says."""
    for part in mail.walk():
        if part.get_content_type() == f"text/{kind}" and part.get_content_disposition() != "attachment":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                return content, part.get_content_charset()
    return None


def read_mhtml(source: Source, pieces: Iterator[bytes], context: Context) -> Iterator[Piece]:
    """Yield the article of the page; its address and the time of saving are the file's."""
    data, damage = collected(pieces, context.config.max_record_bytes)
    mail = message_from_bytes(data)
    part = next((part for part in mail.walk() if part.get_content_type() in _PAGES), None)
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
