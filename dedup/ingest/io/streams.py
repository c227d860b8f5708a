"""A file's content as a stream of bytes, unpacked, in UTF-8 if it was UTF-16, in pieces of bounded size; and as lines
of bounded length."""

import bz2
import codecs
import sys
import zlib
from collections.abc import Callable, Generator, Iterator
from functools import partial
from typing import Any, BinaryIO, NamedTuple

from dedup.ingest.io.encoding import bom_encoding, unmarked_utf16
from dedup.ingest.io.hashes import Hashes, Reading
from dedup.ingest.io.remote import open_remote
from dedup.ingest.io.source import STDIN, Source

Progress = Callable[[Source, int], None]
"""Called with a source and how many more bytes of it were read from disk."""

PIECE = 1 << 20
ZSTD_FEED = 2048
"""Packed bytes given to zstandard at once. Its output cannot be bounded, and four bytes may unpack to 128 KB."""

SURE_UTF16 = 4096
"""Bytes by which UTF-16 without a mark is known, or all there are."""

_PACKINGS = ((b"\x1f\x8b", "gzip"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"BZh", "bzip2"))


class DamagedError(Exception):
    """The stream ends here, though the file was to go on: cut short, or its packing is broken."""


class TooLargeError(Exception):
    """The file holds more than is read at once."""


def open_raw(source: Source) -> BinaryIO:
    """Open the file itself. Only paths of the listing are ever opened, none that a dump names.

    Raises:
        OSError: if it cannot be opened.
    """
    if source.path == STDIN:
        return sys.stdin.buffer
    return open_remote(source.path) if source.is_remote else open(source.path, "rb")


def packing(head: bytes) -> str | None:
    """Return how a file that begins with `head` is packed: gzip, zstd, bzip2 or not at all."""
    return next((name for magic, name in _PACKINGS if head.startswith(magic)), None)


def content(source: Source, progress: Progress | None, hashes: Hashes | None = None) -> Generator[bytes, None, None]:
    """Yield the unpacked bytes of a source, in pieces of about a megabyte; `hashes` learns what the file holds.

    Raises:
        DamagedError: after the last good piece, if the file is cut short or broken.
        OSError: if the file cannot be opened or read.
    """
    raw = open_raw(source)
    reading = hashes.begin(source, raw) if hashes is not None else None
    try:
        yield from as_utf8(unpacked(_pieces(raw, source, progress, reading)))
    finally:
        try:
            if reading is not None:
                reading.close()
        finally:
            if source.path != STDIN:
                raw.close()


def _pieces(raw: BinaryIO, source: Source, progress: Progress | None, reading: Reading | None) -> Iterator[bytes]:
    while True:
        piece = raw.read(PIECE)
        if reading is not None:
            reading.add(piece)
        if not piece:
            return
        if progress:
            progress(source, len(piece))
        yield piece


def unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack a stream that is packed; its first bytes say how.

    Raises:
        DamagedError: after the last good piece, if it is cut short or broken.
    """
    first = next(pieces, b"")
    kind = packing(first)
    if kind is None:
        yield first
        yield from pieces
    else:
        yield from _decompressed(_chained(first, pieces), kind)


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _decompressed(pieces: Iterator[bytes], kind: str) -> Iterator[bytes]:
    """Unpack member after member; what was unpacked before a fault is given before the fault is raised."""
    unpacker = _Unpacker(kind)
    for piece in pieces:
        for start in range(0, len(piece), feed := ZSTD_FEED if kind == "zstd" else 1 << 16):
            yield from unpacker.feed(piece[start : start + feed])
    unpacker.finish()


class _Unpacker:
    """Unpacks one file of one or more members (gzip and zstandard files may be joined with `cat`)."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.member: Any = None
        self.given = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self.member is None:
                # Padding with zeros after the last member is usual on tapes and in some writers.
                data = data.lstrip(b"\x00") if self.given else data
                if not data:
                    return
                self.member = self._new()
            yield from self._unpack(data)
            data = self.member.unused_data if self.member.eof else b""
            if self.member.eof:
                self.member = None

    def finish(self) -> None:
        """Raise `DamagedError` if the last member did not end."""
        if self.member is not None:
            raise DamagedError(f"the {self.kind} file is cut short after {self.given} bytes of content")

    def _new(self) -> Any:
        if self.kind == "gzip":
            return zlib.decompressobj(wbits=31)
        if self.kind == "bzip2":
            return bz2.BZ2Decompressor()
        from zstandard import ZstdDecompressor

        return ZstdDecompressor().decompressobj()

    def _unpack(self, data: bytes) -> Iterator[bytes]:
        """Unpack `data`, at most a piece at once where the library can be bounded."""
        member = self.member
        try:
            while True:
                if isinstance(member, bz2.BZ2Decompressor):
                    out = member.decompress(data, PIECE)
                    data, more = b"", not member.needs_input and not member.eof
                elif self.kind == "gzip":
                    before = member.copy()
                    try:
                        out = member.decompress(data, PIECE)
                    except zlib.error:
                        yield from self._salvaged(before, data)
                        raise
                    data = member.unconsumed_tail
                    more = bool(data)
                else:
                    out, more = member.decompress(data), False
                if out:
                    self.given += len(out)
                    yield out
                if not more:
                    return
        except Exception as error:
            # Each of the three libraries has an error of its own, and may raise others as well.
            reason = f"the {self.kind} file is broken after {self.given} bytes of content ({error})"
            raise DamagedError(reason) from error

    def _salvaged(self, member: Any, data: bytes) -> Iterator[bytes]:
        """Unpack what comes before a fault: zlib gives nothing of a call that ends in one."""
        for place in range(len(data)):
            try:
                out = member.decompress(data[place : place + 1], PIECE)
            except zlib.error:
                return
            if out:
                self.given += len(out)
                yield out


def as_utf8(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Drop a byte order mark, and write UTF-16 and UTF-32 as UTF-8, so that every reader knows one encoding."""
    head = b""
    try:
        for piece in pieces:
            head += piece
            # A zero byte is one of UTF-16 or of no text at all; which, some more of the file tells.
            if len(head) >= (SURE_UTF16 if b"\x00" in head else 4) or (b"\n" in head and b"\x00" not in head):
                break
    except DamagedError:
        yield head
        raise
    marked = bom_encoding(head)
    if marked is None and (name := unmarked_utf16(head)):
        marked = name, 0
    if marked is None:
        yield head
        yield from pieces
        return
    name, length = marked
    head = head[length:]
    if name == "utf-8":
        yield head
        yield from pieces
        return
    decoder = codecs.getincrementaldecoder(name)("replace")
    yield decoder.decode(head).encode()
    for piece in pieces:
        yield decoder.decode(piece).encode()
    yield decoder.decode(b"", final=True).encode()


class Line(NamedTuple):
    """One line without its newline; `fault` says why it is not whole."""

    number: int
    data: bytes
    fault: str | None = None


def lines(pieces: Iterator[bytes], limit: int) -> Iterator[Line]:
    """Yield the lines of a stream. One longer than `limit` bytes is passed over and yields an empty one with a fault.

    A stream that is cut short ends with a line that holds what was left and has a fault.
    """
    number = 0
    held: list[bytes] = []
    held_bytes, skipped = 0, 0
    try:
        for piece in pieces:
            parts = piece.split(b"\n")
            for part in parts[:-1]:
                number += 1
                if skipped or held_bytes + len(part) > limit:
                    yield Line(number, b"", _too_long(skipped + held_bytes + len(part), limit))
                elif held:
                    yield Line(number, b"".join((*held, part)))
                else:
                    yield Line(number, part)
                held, held_bytes, skipped = [], 0, 0
            held.append(parts[-1])
            held_bytes += len(parts[-1])
            if skipped or held_bytes > limit:
                skipped += held_bytes
                held, held_bytes = [], 0
    except (DamagedError, OSError) as error:
        yield Line(number + 1, b"".join(held), str(error))
        return
    if skipped:
        yield Line(number + 1, b"", _too_long(skipped, limit))
    elif held_bytes:
        yield Line(number + 1, b"".join(held))


def file_lines(path: str) -> Iterator[Line]:
    """Yield the lines of a file, unpacked and otherwise byte for byte, whatever their length.

    Raises:
        OSError: if it cannot be opened.
    """
    with open(path, "rb") as raw:
        yield from lines(unpacked(iter(partial(raw.read, PIECE), b"")), sys.maxsize)


def _too_long(length: int, limit: int) -> str:
    return f"a line of {length} bytes; at most {limit} are read (max_record_bytes)"


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
