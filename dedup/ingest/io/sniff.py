"""What a file is, by its first bytes; its extension only decides where those could be several formats."""

import re

import orjson

from dedup.ingest.formats.delimited import header_delimiter
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
    for magic, reason in _NOT_READ:
        if head.startswith(magic):
            raise NotReadableError(reason)
    if head[257:262] == b"ustar":
        raise NotReadableError("a tar archive; unpack it first")
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"WARC/"):
        return "warc"
    if promised in ("parquet", "warc"):
        raise NotReadableError(f"not a {'Parquet' if promised == 'parquet' else 'WARC'} file: it does not begin as one")
    start = head.lstrip()
    if start[:1] in (b"{", b"[") and (json := _json_kind(start, promised, len(head) >= HEAD)):
        return json
    if promised in ("json", "jsonl"):
        return "csv" if promised == "json" and header_delimiter(head) else "jsonl"
    if is_binary(head):
        raise NotReadableError("binary data")
    if promised != "csv" and _MARKUP_START.match(head):
        if _HTML.search(head) or promised == "html":
            return "html"
        if start.startswith(b"<?xml"):
            raise NotReadableError("XML other than XHTML is not read")
    if promised != "unknown":
        return promised
    if any(_is_object(line) for line in start.split(b"\n")[:20]):
        return "jsonl"
    return "csv" if header_delimiter(head) else "txt"


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
    if promised == "jsonl":
        return "jsonl"
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
