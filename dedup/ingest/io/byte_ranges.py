"""Byte ranges of a file of lines, which tasks on several machines read side by side.

A range owns the lines that begin in it, so ranges that touch lose no line and read none twice. What a line is called
(`line 1207`) needs the number of lines before its range: `line_ends` counts them, range by range, before anything is
read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import BinaryIO

from dedup.ingest.io.encoding import bom_encoding
from dedup.ingest.io.hashes import Hashes, is_regular
from dedup.ingest.io.sniff import NotReadableError, kind_of
from dedup.ingest.io.source import Source
from dedup.ingest.io.streams import PIECE, Line, as_utf8, lines, open_raw, packing


@dataclass(frozen=True)
class ByteRange:
    """Some bytes of a source: it owns the lines that begin from `start` on and before `end`."""

    source: Source
    start: int
    end: int
    first: int = 1
    """The number of the first line that it owns."""

    def lines(self, limit: int) -> Iterator[Line]:
        """Yield the lines that the range owns, with their numbers in the file; `limit` as for
        `dedup.ingest.io.streams`."""
        with open_raw(self.source) as raw:
            pieces = _owned(raw, self.start, self.end)
            # A mark of the encoding stands at the beginning of the file only.
            for line in lines(pieces if self.start else as_utf8(pieces), limit):
                yield line._replace(number=line.number + self.first - 1)


def cut_evenly(source: Source, most_bytes: int) -> list[ByteRange]:
    """Return byte ranges of about one size, of at most `most_bytes`, that together are the file."""
    count = max(1, -(-source.size // most_bytes))
    borders = [source.size * at // count for at in range(count + 1)]
    return [ByteRange(source, start, end) for start, end in pairwise(borders)]


def line_ends(given: ByteRange) -> int:
    """Count the newlines behind which a line begins that the range owns."""
    start, end = max(0, given.start - 1), given.end - 1
    found = 0
    with open_raw(given.source) as raw:
        raw.seek(start)
        while start < end and (piece := raw.read(min(PIECE, end - start))):
            found += piece.count(b"\n")
            start += len(piece)
    return found


def numbered(ranges: Sequence[ByteRange], ends: Sequence[int]) -> list[ByteRange]:
    """Return the ranges of one file, in order, with the numbers of their first lines; `ends` is what `line_ends`
    counted in each. One in which no line begins is left out, and the range before it reads on to the next."""
    before = [1, *(2 + count for count in accumulate(ends))]
    owning = [at for at in range(len(ranges)) if at == 0 or ends[at]]
    return [
        ByteRange(ranges[at].source, ranges[at].start, ranges[after - 1].end, before[at])
        for at, after in pairwise([*owning, len(ranges)])
    ]


def why_whole(source: Source) -> str | None:
    """Return why a file must be read from front to back, by one reader, or None if it may be cut into byte ranges."""
    try:
        if not (is_regular(source) or source.is_remote):
            return "it is no file on disk"
        with open_raw(source) as raw:
            if not raw.seekable():
                return "its server gives no part of a file"
            head = raw.read(PIECE)
        return _why_whole(head, source)
    except (OSError, NotReadableError) as error:
        # Who reads it says the same, for `rejected.jsonl`.
        return str(error)


def _why_whole(head: bytes, source: Source) -> str | None:
    if packed := packing(head):
        return f"{packed} cannot be unpacked from the middle"
    marked = bom_encoding(head)
    if (marked is not None and marked[0] != "utf-8") or b"\x00" in head:
        return "it is not UTF-8"
    if b"\n" not in head and b"\r" in head:
        return "its lines end with carriage returns"
    kind = kind_of(head[marked[1] if marked else 0 :], source.kind)
    if kind == "csv":
        return "a row of CSV may go over several lines"
    return None if kind == "jsonl" else f"{kind} does not come in lines"


def hash_whole(source: Source) -> str | None:
    """Return the SHA-256 of a file as it lies there; None if it cannot be read."""
    hashes = Hashes()
    try:
        with open_raw(source) as raw:
            reading = hashes.begin(source, raw)
            while piece := raw.read(PIECE):
                reading.add(piece)
            reading.add(b"")
            reading.close()
    except OSError:
        return None
    return hashes.found[source.shown]


def _owned(raw: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """Yield the bytes from the first line that begins at `start` or behind it, to the end of the last that begins
    before `end`."""
    at = max(0, start - 1)
    raw.seek(at)
    begun = start == 0
    while piece := raw.read(PIECE):
        behind = at + len(piece)
        if not begun:
            border = piece.find(b"\n") + 1
            if (at + border if border else behind) >= end:
                return
            if not border:
                at = behind
                continue
            piece, at, begun = piece[border:], at + border, True
        if behind >= end:
            # The newline that ends the last line is the first at the end of the range or behind it.
            border = piece.find(b"\n", max(0, end - 1 - at)) + 1
            if border:
                yield piece[:border]
                return
        yield piece
        at = behind
