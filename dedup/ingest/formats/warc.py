"""Reader of web archives: pages of WARC and WACZ files, texts of WET files.

What is no page is passed over and not counted as lost: requests, redirects, errors, images. The id is the page's
address, not the capture's number: a user knows the one, and the same page in two archives is one article.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from dedup.ingest.dates.publication import crawl_time
from dedup.ingest.formats.html import SavedPage, decode_html
from dedup.ingest.formats.plain_text import text_article
from dedup.ingest.io.source import Source
from dedup.ingest.io.streams import PIECE, ZSTD_FEED, Progress, open_raw, packing
from dedup.ingest.records.article import Piece, Rejected
from dedup.ingest.records.context import Context

PAGES = ("text/html", "application/xhtml+xml", "text/plain")
_NO_ARTICLE = re.compile(r"^[a-z]+://[^/]+/(?:robots|ads|app-ads|humans|security|llms)\.txt(?:$|\?)", re.IGNORECASE)
"""Files that every site has for machines, and that crawlers keep."""

RECORD_STARTS = {"gzip": b"\x1f\x8b\x08", "zstd": b"\x28\xb5\x2f\xfd", None: b"\r\nWARC/1."}
"""What to look for to find the next record after a broken one."""


class _From(io.RawIOBase):
    """A file from some place on, that reports what is read of it: places in it are counted from there."""

    def __init__(self, raw: BinaryIO, begin: int, source: Source, progress: Progress | None) -> None:
        self._raw = raw
        self._begin = begin
        self._source = source
        self._progress = progress
        raw.seek(begin)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._raw.read(size)
        if self._progress and data:
            self._progress(self._source, len(data))
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._raw.seek(offset + (self._begin if whence == io.SEEK_SET else 0), whence) - self._begin

    def tell(self) -> int:
        return self._raw.tell() - self._begin


def read_warc(source: Source, kind: str | None, context: Context, progress: Progress | None) -> Iterator[Piece]:
    """Yield an article or a rejection for each page of an archive packed as `kind`."""
    with open_raw(source) as raw:
        yield from read_records(raw, kind, source, "", context, progress)


def read_records(
    raw: BinaryIO, kind: str | None, source: Source, where: str, context: Context, progress: Progress | None
) -> Iterator[Piece]:
    """Yield an article or a rejection for each page of an open archive; `where` begins what its positions are called.

    After a broken record the reading goes on at the next place that looks like the start of one. A fault behind a
    good record may lie in one that was passed over or in the next: it is reported once that is known.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = (WarcRecordType.response, WarcRecordType.resource, WarcRecordType.conversion)
    limit = context.config.max_record_bytes
    begin: int | None = 0
    told_later: Rejected | None = None
    first_failed = False
    while begin is not None:
        place, any_good = begin, False
        stream: Any = _From(raw, begin, source, progress)
        try:
            for record in ArchiveIterator(stream, parse_http=True):
                place = begin + record.stream_pos
                if record.content_length > limit and not _holds(raw, place, record.content_length, kind):
                    raise ValueError(f"the record is said to have {record.content_length} bytes, and does not")
                if record.record_type not in wanted:
                    continue
                piece = _piece(record, source, f"{where}byte {place}", context)
                any_good = True
                if told_later:
                    yield told_later
                    told_later = None
                if piece is not None:
                    yield piece
            break
        except Exception as error:
            reason = str(error)
        except BaseException as error:
            # fastwarc is Rust: what it did not foresee comes as a panic, which is not an `Exception`.
            if type(error).__name__ != "PanicException":
                raise
            reason = "the reader failed"
        if told_later and first_failed and not any_good:
            yield told_later
        first_failed = not any_good
        what = "broken record" if first_failed else "broken archive after this record"
        told_later = Rejected(source.shown, f"{where}byte {place}", f"{what}: {reason}")
        begin = _next_start(raw, place + 1, kind)
    if told_later:
        yield told_later


def _holds(raw: BinaryIO, place: int, length: int, kind: str | None) -> bool:
    """Say whether a record at `place` can hold `length` bytes. One that is believed and cannot takes all records behind
    it for its own content. Of packed records, each a member of its own, the member is unpacked to see."""
    before = raw.tell()
    try:
        if kind is None:
            return place + length <= raw.seek(0, io.SEEK_END)
        raw.seek(place)
        return _unpacked_size(raw, kind, length) >= length
    finally:
        raw.seek(before)


def _unpacked_size(raw: BinaryIO, kind: str, enough: int) -> int:
    """Return how many bytes the packed member at the place of `raw` holds, or `enough` once it holds as many."""
    from zstandard import ZstdDecompressor, ZstdError

    member: Any = zlib.decompressobj(wbits=31) if kind == "gzip" else ZstdDecompressor().decompressobj()
    size = 0
    try:
        data = raw.read(ZSTD_FEED)
        while data and not member.eof and size < enough:
            # What zstandard unpacks at once cannot be bounded, so it is given little.
            size += len(member.decompress(data, PIECE) if kind == "gzip" else member.decompress(data))
            data = getattr(member, "unconsumed_tail", b"") or (b"" if member.eof else raw.read(ZSTD_FEED))
    except (zlib.error, ZstdError):
        return 0
    return min(size, enough)


def _piece(record: Any, source: Source, position: str, context: Context) -> Piece | None:
    headers = record.headers
    url = headers.get("WARC-Target-URI", "").strip("<> ") or None
    http = record.http_headers
    content_type = (record.http_content_type or headers.get("Content-Type") or "").split(";")[0].strip().lower()
    if http is not None and http.status_code not in (None, 200):
        return None
    if http is None and record.is_http:
        return Rejected(source.shown, position, "the record is cut short")
    if url and _NO_ARTICLE.search(url):
        return None
    if content_type and content_type not in PAGES:
        return None
    limit = context.config.max_record_bytes
    expected = record.content_length
    if expected > limit:
        return Rejected(source.shown, position, f"a page of {expected} bytes (max_record_bytes)")
    data = record.reader.read(limit)
    if len(data) < expected:
        return Rejected(source.shown, position, f"the record is cut short: {len(data)} of {expected} bytes")
    crawled = crawl_time(headers.get("WARC-Date"), context.dates)
    if content_type == "text/plain":
        text = decode_html(data, record.http_charset)
        lang = headers.get("WARC-Identified-Content-Language", "").split(",")[0] or None
        if text is None:
            return Rejected(source.shown, position, "no encoding fits")
        return text_article(text, context, source, position, url=url, crawled=crawled, lang=lang)
    unpacked: bytes | None = data
    if http is not None:
        unpacked = _unpacked(data, http, limit)
    if unpacked is None:
        return Rejected(source.shown, position, "the page is cut short: its packing does not end")
    return SavedPage(unpacked, source, position, record.http_charset, url=url, crawled=crawled)


def _unpacked(data: bytes, http: Any, limit: int) -> bytes | None:
    """Undo the transfer's packing; None for a body that is cut short. Crawlers that already undid it leave the headers
    as they were, so try and see."""
    if "chunked" in (http.get("Transfer-Encoding") or "").lower():
        whole = _dechunked(data)
        if whole is None:
            return None
        data = whole
    coding = (http.get("Content-Encoding") or "").strip().lower()
    if coding in ("gzip", "x-gzip", "deflate"):
        # Many servers send `deflate` without the header that its name stands for.
        for form in (47, -15) if coding == "deflate" else (47,):
            unpacker = zlib.decompressobj(wbits=form)
            try:
                page = unpacker.decompress(data, limit)
            except zlib.error:
                continue
            return page if unpacker.eof or unpacker.unconsumed_tail else None
    if coding == "br":
        return _unpacked_brotli(data, limit)
    return data


def _unpacked_brotli(data: bytes, limit: int) -> bytes | None:
    from fastwarc.stream_io import BrotliReader

    try:
        return bytes(BrotliReader(io.BytesIO(data)).read(limit))
    except (OSError, ValueError):
        # Nothing tells what is not packed from what is cut short but that pages begin as pages do.
        return data if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") else None


def _dechunked(data: bytes) -> bytes | None:
    """The body of a chunked transfer; None if it is cut short, and `data` itself if it is none."""
    parts: list[bytes] = []
    place = 0
    while True:
        end = data.find(b"\r\n", place)
        try:
            size = int(data[place:end].split(b";")[0], 16) if end >= 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return None if parts else data
        if size == 0:
            return b"".join(parts)
        parts.append(data[end + 2 : end + 2 + size])
        place = end + 2 + size + 2


def _next_start(raw: BinaryIO, begin: int, kind: str | None) -> int | None:
    """Return where the next record seems to begin at or after `begin`, or None if nothing looks like one."""
    start = RECORD_STARTS.get(kind)
    if start is None:
        return None
    raw.seek(begin)
    held, at = b"", begin
    while piece := raw.read(PIECE):
        held += piece
        found = held.find(start)
        if found >= 0:
            return at + found + (2 if kind is None else 0)
        keep = len(start) - 1
        at += len(held) - keep
        held = held[-keep:]
    return None


def read_wacz(source: Source, context: Context, progress: Progress | None) -> Iterator[Piece]:
    """Yield an article or a rejection for each page of each WARC file inside a WACZ, the zip file that browser crawlers
    write. Its lists of pages are passed over, for they hold the same pages again."""
    try:
        with open_raw(source) as raw, zipfile.ZipFile(raw) as packed:
            names = sorted(name for name in packed.namelist() if name.lower().endswith((".warc", ".warc.gz")))
            if not names:
                yield Rejected(source.shown, "", "a WACZ file without web archives")
            for name in names:
                with packed.open(name) as head:
                    kind = packing(head.read(8))
                with packed.open(name) as archive:
                    yield from read_records(archive, kind, source, f"{name} ", context, None)  # type: ignore[arg-type]
    except zipfile.BadZipFile as error:
        yield Rejected(source.shown, "", f"broken WACZ file: {error}")
    if progress:
        progress(source, source.size)
