"""What a file is, by its first bytes; its extension only decides where those could be several formats."""

import re

import orjson

from dedup.ingest.formats.delimited import header_delimiter
from dedup.ingest.formats.news_xml import ITEMS, root_name
from dedup.ingest.io.encoding import is_binary

HEAD = 1 << 16

_NOT_READ = (
    (b"PK\x03\x04", "a zip archive; unpack it first"),
    (b"\xfd7zXZ\x00", "xz packing is not read; use gzip, zstandard or bzip2"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"SQLite format 3\x00", "a database"),
)
_OFFICE = (
    (b"xl/", "a spreadsheet; save it as CSV, which is read"),
    (b"word/", "a Word document; save it as text or HTML, which are read"),
    (b"ppt/", "a presentation"),
)
_SURE = {"parquet": "a Parquet file", "warc": "a WARC file", "arrow": "an Arrow file", "mhtml": "an MHTML file"}
_MAIL = re.compile(rb"(?:From|MIME-Version|Content-Type|Snapshot-Content-Location|Subject|Date):", re.IGNORECASE)
_XML = re.compile(rb"\s*<(?:\?xml|rss|feed|rdf:RDF|nitf|newsItem|newsMessage|!DOCTYPE\s+nitf)[\s>]", re.IGNORECASE)
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
    if head.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in head:
        kind = next((name for mark, name in _OFFICE if mark in head), None)
        if kind:
            raise NotReadableError(kind)
    for magic, reason in _NOT_READ:
        if head.startswith(magic):
            raise NotReadableError(reason)
    if head[257:262] == b"ustar":
        raise NotReadableError("a tar archive; unpack it first")
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"ARROW1") or (head.startswith(b"\xff\xff\xff\xff") and promised == "arrow"):
        return "arrow"
    if _MAIL.match(head) and b"multipart/related" in head[:4096]:
        return "mhtml"
    if head.startswith(b"WARC/"):
        return "warc"
    if promised in _SURE:
        raise NotReadableError(f"not {_SURE[promised]}: it does not begin as one")
    start = head.lstrip()
    if start[:1] in (b"{", b"[") and (json := _json_kind(start, promised, len(head) >= HEAD)):
        return json
    if promised in ("json", "jsonl"):
        return "csv" if promised == "json" and header_delimiter(head) else "jsonl"
    if is_binary(head):
        raise NotReadableError("binary data")
    if promised != "csv" and (root := _xml_root(head)):
        if root in ITEMS:
            return "news xml"
        if root != "html" and start.startswith(b"<?xml"):
            raise NotReadableError(f"XML of a kind that is not read (<{root}>); RSS, Atom, NITF and NewsML-G2 are")
    if promised != "csv" and _MARKUP_START.match(head):
        if _HTML.search(head) or promised == "html":
            return "html"
        if start.startswith(b"<?xml"):
            raise NotReadableError("XML other than XHTML is not read")
    if promised == "txt" and header_delimiter(head, least=2):
        return "csv"
    if promised != "unknown":
        return promised
    if any(_is_object(line) for line in start.split(b"\n")[:20]):
        return "jsonl"
    return "csv" if header_delimiter(head) else "txt"


def _xml_root(head: bytes) -> str | None:
    """Return the root element's name of what begins as XML and not as HTML."""
    if not _XML.match(head):
        return None
    return root_name(head[:4096])


def _json_kind(start: bytes, promised: str, more: bool) -> str | None:
    """Tell lines of records from one JSON text; None where plain text merely begins with a bracket."""
    line, newline, rest = start.partition(b"\n")
    complete = bool(newline) or not more
    if promised in ("txt", "html", "csv") and not (complete and is_json(line)):
        return None
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


def is_json(line: bytes) -> bool:
    """Whether a line is JSON."""
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True


def _is_object(line: bytes) -> bool:
    return line.lstrip()[:1] == b"{" and is_json(line)
