"""What a file is, by its first bytes; its extension only decides where those could be several formats."""

import re

import orjson

from dedup.ingest.formats.delimited import header_delimiter
from dedup.ingest.formats.news_xml import ITEMS, root_name
from dedup.ingest.formats.other_exports import no_article
from dedup.ingest.io.encoding import is_binary
from dedup.ingest.io.source import FORMAT_NAMES

HEAD = 1 << 16

_SAVE_AS = "save it as DOCX, CSV, text or HTML"
_MAGIC = (
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet", f"a document of an old office program; {_SAVE_AS}"),
    (0, b"SQLite format 3\x00", "sqlite", ""),
    (8, b"DUCK", "duckdb", "a DuckDB database; name a table of it: duckdb:///FILE?table=NAME"),
    (0, b"\xfd7zXZ\x00", "", "xz packing is not read; use gzip, zstandard or bzip2"),
    (0, b"7z\xbc\xaf\x27\x1c", "", "a 7z archive; unpack it first"),
    (0, b"%PDF-", "", "a PDF; `pdftotext` makes a text of it"),
    (0, b"\x89PNG", "", "an image"),
    (0, b"\xff\xd8\xff", "", "an image"),
    (257, b"ustar", "", "a tar archive; unpack it first"),
    (0, b"PAR1", "parquet", ""),
    (0, b"ARROW1", "arrow", ""),
    (0, b"WARC/", "warc", ""),
)
"""Where bytes stand by which a format is known, these, the format, and why it is not read. One with both is read where
the file was promised to be of it."""
_ARROW_STREAM = b"\xff\xff\xff\xff"
_ZIP = b"PK\x03\x04"
_ZIPPED = ((b"xl/", "spreadsheet"), (b"word/", "word"))
_ZIPPED_NOT_READ = (
    (b"ppt/", "a presentation"),
    (b"application/vnd.oasis.opendocument.text", "an OpenDocument text; save it as DOCX, text or HTML, which are read"),
)
_SURE = frozenset(("parquet", "warc", "arrow", "mhtml", "wacz", "spreadsheet", "word", "sqlite", "duckdb"))
"""Formats that are known by how they begin: what begins otherwise is none of them, whatever it is called."""
_MAIL = re.compile(rb"[A-Z][\w-]{1,40}:", re.IGNORECASE)
_SENT = re.compile(rb"^(?:Message-ID|Received|Return-Path|To):", re.IGNORECASE | re.MULTILINE)
_MAIL_HEAD = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_MAIL_FIELD = re.compile(rb"^([\w-]+):", re.MULTILINE)
_MAIL_ADDRESS = re.compile(rb"^(?:from|to):[^\n]*@", re.MULTILINE | re.IGNORECASE)
_OF_SERVERS = frozenset(
    (b"message-id", b"received", b"return-path", b"delivered-to", b"reply-to", b"x-mailer", b"mime-version")
)
_OF_WRITERS = frozenset((b"from", b"to", b"date", b"subject"))
_XML = re.compile(
    rb"\s*<(?:\?xml|rss|feed|rdf:RDF|urlset|sitemapindex|nitf|newsItem|newsMessage|!DOCTYPE\s+nitf)[\s>]", re.IGNORECASE
)
_SPREAD_OBJECT = re.compile(rb'\{\s*\n\s*"(?:[^"\\\n]|\\.)*"\s*:')
_SITEMAPS = ("urlset", "sitemapindex")
_END_TO_END = re.compile(rb"\}\s*\{")
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_MARKUP_START = re.compile(rb"\s*<(?:!|\?xml|html|head|body|meta|div|p|article|script)", re.IGNORECASE)
_LISTED_RECORDS = re.compile(rb'\s*\{\s*"(?:[^"\\]|\\.)*"\s*:\s*\[\s*\{')


class NotReadableError(Exception):
    """The file is of no format that is read here."""


def kind_of(head: bytes, promised: str) -> str:
    """Return the format of content that begins with `head` (unpacked, up to `HEAD` bytes).

    Raises:
        NotReadableError: with the reason, in words for `rejected.jsonl`.
    """
    if head.startswith(_ZIP):
        return _zipped(head, promised)
    for place, magic, kind, reason in _MAGIC:
        if head.startswith(magic, place):
            if kind and (not reason or kind == promised):
                return kind
            raise NotReadableError(reason)
    if promised == "arrow" and head.startswith(_ARROW_STREAM):
        return promised
    if (mail := _mail_kind(head)) is not None:
        return mail
    if promised in _SURE:
        raise NotReadableError(f"not {FORMAT_NAMES[promised]}: it does not begin as one")
    if (found := no_article(head)) is not None:
        raise NotReadableError(found)
    return _text_kind(head, promised)


def _mail_kind(head: bytes) -> str | None:
    if _MAIL.match(head):
        # Browsers save a page as the mail that nobody sends.
        if b"multipart/related" in head[:4096] and not _SENT.search(head[:4096]):
            return "mhtml"
        if _begins_mail(head):
            return "mail"
    return None


def _begins_mail(head: bytes) -> bool:
    """Say whether a file begins with the headers of an e-mail: one that servers write, or three that people see and an
    address. Without those it is a head that somebody wrote (`dedup.ingest.formats.front_matter`)."""
    match = _MAIL_HEAD.match(head.replace(b"\r\n", b"\n"))
    names = {name.lower() for name in _MAIL_FIELD.findall(match[0])} if match else set()
    if match is None or not names & _OF_WRITERS:
        return False
    return bool(names & _OF_SERVERS) or (len(names & _OF_WRITERS) > 2 and bool(_MAIL_ADDRESS.search(match[0])))


def _text_kind(head: bytes, promised: str) -> str:
    """Return the format of what no magic bytes and no head of a mail tell: JSON, a table, markup or plain text.

    Raises:
        NotReadableError: if it is no text, or markup of a kind that is not read.
    """
    start = head.lstrip()
    if start[:1] in (b"{", b"[") and (json := _json_kind(start, promised, len(head) >= HEAD)):
        return json
    if promised in ("json", "jsonl"):
        return "csv" if promised == "json" and header_delimiter(head) else "jsonl"
    if is_binary(head):
        raise NotReadableError("binary data")
    if promised != "csv" and (markup := _markup_kind(head, promised)) is not None:
        return markup
    if promised == "txt" and header_delimiter(head, least=2):
        return "csv"
    if promised not in ("unknown", "mail"):
        return promised
    if any(_is_object(line) for line in start.split(b"\n")[:20]):
        return "jsonl"
    return "csv" if header_delimiter(head) else "txt"


def _markup_kind(head: bytes, promised: str) -> str | None:
    """Return the format of XML or HTML, None for what is neither.

    Raises:
        NotReadableError: if it is XML of a kind that is not read.
    """
    declared = head.lstrip().startswith(b"<?xml")
    if root := _xml_root(head):
        if root in ITEMS:
            return "news xml"
        if root in _SITEMAPS:
            raise NotReadableError("a sitemap, which has addresses and titles but no texts; fetch and name its pages")
        if root != "html" and declared:
            raise NotReadableError(
                f"XML of a kind that is not read (<{root}>); RSS, Atom, NITF, NewsML-G2 and Scrapy's are"
            )
    if _MARKUP_START.match(head):
        if _HTML.search(head) or promised == "html":
            return "html"
        if declared:
            raise NotReadableError("XML other than XHTML is not read")
    return None


def _zipped(head: bytes, promised: str) -> str:
    """Return the format of a zip archive, by what its first entries are called.

    Raises:
        NotReadableError: if it is none that is read.
    """
    first = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    if promised == "wacz" or first.startswith((b"archive/", b"datapackage.json", b"indexes/", b"pages/")):
        return "wacz"
    if b"application/vnd.oasis.opendocument.spreadsheet" in head[:200]:
        return "spreadsheet"
    if reason := next((reason for mark, reason in _ZIPPED_NOT_READ if mark in head), None):
        raise NotReadableError(reason)
    if b"[Content_Types].xml" in head or promised in ("spreadsheet", "word"):
        if kind := next((kind for mark, kind in _ZIPPED if mark in head), None):
            return kind
        if promised in ("spreadsheet", "word"):
            return promised
    raise NotReadableError("a zip archive; unpack it first")


def _xml_root(head: bytes) -> str | None:
    """Return the root element's name of what begins as XML and not as HTML."""
    if not _XML.match(head):
        return None
    return root_name(head[:4096])


def _json_kind(start: bytes, promised: str, more: bool) -> str | None:
    """Tell lines of records from one JSON text; None where plain text merely begins with a bracket."""
    line, newline, rest = start.partition(b"\n")
    complete = bool(newline) or not more
    if promised in ("txt", "html", "csv") and not (complete and (is_json(line) or _begins_with_objects(line))):
        return "json" if _SPREAD_OBJECT.match(start) else None
    if start[:1] == b"[":
        # A line file may have a list among its lines; only a list that ends with its line is one.
        stands_alone = promised == "jsonl" and rest.strip() and is_json(line)
        return "jsonl" if stands_alone else "json"
    # Objects that follow each other, or stand over several lines, are not a line each, whatever the file is called.
    if complete and _END_TO_END.search(line) and not is_json(line):
        return "json"
    if promised == "jsonl":
        return "json" if line.strip() == b"{" else "jsonl"
    if _LISTED_RECORDS.match(start):
        return "json"
    if not complete:
        return promised if promised == "json" else "jsonl"
    if _is_object(line):
        return "jsonl" if rest.strip() else "json"
    return "json" if line.rstrip()[-1:] in b"{[," else "jsonl"


def _begins_with_objects(line: bytes) -> bool:
    """Say whether a line begins with an object that another one follows."""
    joint = _END_TO_END.search(line)
    return line[:1] == b"{" and joint is not None and is_json(line[: joint.start() + 1])


def is_json(line: bytes) -> bool:
    """Return whether a line is JSON."""
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True


def _is_object(line: bytes) -> bool:
    return line.lstrip()[:1] == b"{" and is_json(line)
