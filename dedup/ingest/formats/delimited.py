"""Reader of CSV and TSV: a header, then one record per row."""

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from typing import Final, NamedTuple

from dedup.ingest.io.encoding import decode, decode_legacy, legacy_encoding
from dedup.ingest.io.source import Source
from dedup.ingest.io.streams import Line, lines
from dedup.ingest.records import field_names
from dedup.ingest.records.article import Piece, Rejected
from dedup.ingest.records.mapping import Fields
from dedup.ingest.records.name_words import names_within

DELIMITERS = (",", "\t", ";", "|")

CELL_BYTES: Final = 64
"""What a cell takes in memory beside its characters. A row is given up when its characters and cells take more than
`max_record_bytes`: a hundred megabytes of cells of one character each took three gigabytes."""

_TOO_LARGE: Final = "a row of cells that take"

_TELLING_BYTES: Final = 1 << 16

MOST_COLUMNS: Final = 1000
"""Columns of which a header is looked at; the widest tables of articles have a hundred."""

RESYNC_LINES = 2000
"""Lines behind an open quotation mark that are tried as the start of the next row."""


class Row(NamedTuple):
    """The cells of one row, with the line it begins on; `fault` says why it is not a row."""

    line: int
    cells: list[str]
    fault: str | None = None


_SEP = re.compile(rb"(?:\xef\xbb\xbf)?\"?sep=.\"?\s*$", re.IGNORECASE)


def header_delimiter(head: bytes, least: int = 1) -> str | None:
    """Return what parts the cells of a header that names a text column, and `least` known columns in all, or None if
    the first line is no such header. Excel's `sep=;` may stand before it."""
    first, _, rest = head.partition(b"\n")
    header = rest.split(b"\n", 1)[0] if _SEP.match(first) else first
    # A head of few letters is guessed with what stands below it.
    text = (_text(header, _encoding(head)) or decode(header) or "").removeprefix("\ufeff").strip()
    known = field_names.squeezed_names("text", "summary")
    for delimiter in DELIMITERS:
        cells = _cells(text, delimiter)
        names = [names_within(cell.strip()) for cell in cells[:MOST_COLUMNS]]
        common = sum(not cell.isdisjoint(field_names.header_names()) for cell in names)
        if len(cells) > 1 and common >= least and not known.isdisjoint(chain.from_iterable(names)):
            return delimiter
    return None


def read_delimited(source: Source, pieces: Iterator[bytes], fields: Fields) -> Iterator[Piece]:
    """Yield an article or a rejection for each row."""
    stream = lines(pieces, fields.config.max_record_bytes)
    opening = _opening(stream)
    encoding = _encoding(b"\n".join(line.data for line in opening))
    stream = chain(opening, stream)
    first = next((line for line in stream if (line.data.strip() and not _SEP.match(line.data)) or line.fault), None)
    if first is None:
        return
    delimiter = header_delimiter(first.data if encoding is None else (_text(first.data, encoding) or "").encode())
    delimiter = delimiter or _commonest(first.data)
    limit = fields.config.max_record_bytes
    too_large = first.fault or _row_fault(_weight(first.data, delimiter), limit)
    names = [] if too_large else [name.strip() for name in _cells(_text(first.data, encoding) or "", delimiter)]
    if too_large or not fields.makes_articles(names):
        reason = too_large or f"no text column in the header ({', '.join(names[:20])[:200]})"
        yield Rejected(source.shown, f"line {first.number}", reason)
        return
    for row in Rows(stream, delimiter, len(names), fields.config.max_article_chars, limit, encoding):
        position = f"line {row.line}"
        if row.fault is not None:
            yield Rejected(source.shown, position, row.fault)
        else:
            record = {name: cell for name, cell in zip(names, row.cells, strict=True) if name}
            yield fields.piece({name: cell or None for name, cell in record.items()}, source, position)


class Rows:
    """Cuts lines into rows, and finds the way back after one whose quotation marks do not pair up."""

    def __init__(
        self,
        stream: Iterator[Line],
        delimiter: str,
        width: int,
        max_cell: int,
        max_row: int,
        encoding: str | None = None,
    ) -> None:
        self._stream = stream
        self._delimiter = delimiter
        self._width = width
        self._max_cell = max_cell
        self._max_row = max_row
        self._encoding = encoding
        self._again: list[Line] = []
        self._taken: list[Line] = []
        self._fault: str | None = None

    def __iter__(self) -> Iterator[Row]:
        while True:
            self._taken, self._fault = [], None
            # One reader a row: after an error it may hold half a row, which the next would begin with.
            reader = csv.reader(self._texts(), delimiter=self._delimiter, strict=True)
            fault: str | None = None
            cells: list[str] = []
            # The module's limit (131,072) is below a long article, and is the process's: it is put back each time.
            limit = csv.field_size_limit(self._max_cell)
            try:
                cells = next(reader)
            except StopIteration:
                if not self._taken and self._fault is None:
                    return
            except csv.Error as error:
                fault = f"broken row: {error}"
            finally:
                csv.field_size_limit(limit)
            if not self._taken and self._fault is None:
                return
            fault = self._fault or fault
            if fault is None and not cells:
                continue
            if fault is None and len(cells) != self._width:
                fault = f"{len(cells)} columns where the header has {self._width}"
            line = self._taken[0].number
            if fault is None:
                yield Row(line, cells)
            else:
                yield Row(line, [], fault)
                self._resync(too_long="field larger" in fault or fault.startswith(_TOO_LARGE))

    def _texts(self) -> Iterator[str]:
        weight = 0
        while True:
            line = self._again.pop() if self._again else next(self._stream, None)
            if line is None:
                return
            self._taken.append(line)
            weight += _weight(line.data, self._delimiter)
            if fault := _row_fault(weight, self._max_row):
                self._fault = fault
                return
            text = _text(line.data, self._encoding)
            if line.fault is not None or text is None:
                self._fault = line.fault or "not UTF-8"
                return
            yield text + "\n"

    def _resync(self, *, too_long: bool) -> None:
        """Give back the lines a broken row swallowed, from the first that is a full row by itself.

        After a cell that is too long the reading stands in its middle, and goes on behind it.
        """
        swallowed = self._taken[1:]
        for place, line in enumerate(swallowed[:RESYNC_LINES]):
            if self._is_row(line):
                self._again.extend(reversed(swallowed[place:]))
                return
        if too_long and self._width > 1:
            onward = next((line for line in self._stream if self._is_row(line)), None)
            self._again.extend([onward] if onward else [])

    def _is_row(self, line: Line) -> bool:
        whole = not line.fault and not _row_fault(_weight(line.data, self._delimiter), self._max_row)
        text = _text(line.data, self._encoding) if whole else None
        return bool(text) and len(_cells(text or "", self._delimiter)) == self._width


def _weight(line: bytes, delimiter: str) -> int:
    """What a line takes at most, read into cells: a delimiter within quotation marks counts as one that parts cells."""
    return len(line) + CELL_BYTES * (1 + line.count(delimiter.encode()))


def _row_fault(weight: int, limit: int) -> str | None:
    return f"{_TOO_LARGE} more than {limit} bytes (max_record_bytes)" if weight > limit else None


def _cells(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line that is a whole row, or none where it is not."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []


def _opening(stream: Iterator[Line]) -> list[Line]:
    """The first lines, enough to tell an encoding by."""
    found: list[Line] = []
    size = 0
    while size < _TELLING_BYTES and (line := next(stream, None)) is not None:
        found.append(line)
        size += len(line.data) + 1
    return found


def _encoding(opening: bytes) -> str | None:
    """The encoding of a table that is not UTF-8, by its opening: one row may be too short to tell it."""
    try:
        opening[: opening.rfind(b"\n") + 1 or None].decode()
    except UnicodeDecodeError:
        return legacy_encoding(opening[:_TELLING_BYTES])
    return None


def _text(data: bytes, encoding: str | None) -> str | None:
    """A line as text: UTF-8 where it is that, else in the encoding of its table, else by a guess of its own."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        pass
    with suppress(UnicodeDecodeError):
        if encoding:
            return data.decode(encoding)
    return decode_legacy(data)


def _commonest(header: bytes) -> str:
    return max(DELIMITERS, key=lambda delimiter: header.count(delimiter.encode()))
