"""Reader of JSON texts: an array of records, an object that holds one, a single record, or several texts in a row.

The file is never held whole. A regular expression walks over strings and brackets (a string is one step, whatever
its length), cuts out each record by its brackets, and only then is the record parsed.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from dedup.ingest.formats.json_value import BadJsonError, parse_json, too_many_values
from dedup.ingest.io.source import Source
from dedup.ingest.io.streams import DamagedError
from dedup.ingest.records.article import Piece, Rejected
from dedup.ingest.records.mapping import Fields

WHOLE_BYTES = 32 << 20
"""An object up to this size is parsed whole before it is decided whether it is a record or holds a list of them."""

INDENT = 200
"""White space before a record at most; a list written on one line has no line ends to look for."""

_STEP = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[{}\[\]]|"', re.DOTALL)
_FLAT = rb'(?:[^{}\[\]"]++|"(?:[^"\\]++|\\.)*+"%s)*+'
_SHALLOW = re.compile(
    rb"\{" + _FLAT % (rb"|[\[{]" + _FLAT % (rb"|[\[{]" + _FLAT % b"" + rb"[\]}]") + rb"[\]}]") + rb"\}", re.DOTALL
)
"""An object nested no more than most, in one step: twice as fast as from bracket to bracket."""
_BETWEEN = re.compile(rb'[\s,\x00]*+(?:("(?:[^"\\]++|\\.)*+")|([{}\[\]"])|([^\s,{}\[\]"]++))', re.DOTALL)
_SPACE = re.compile(rb"[\s,\x00]+")
_LIST_OF_RECORDS = re.compile(rb"\[\s*\{")


class Element(NamedTuple):
    """A value of the file, or what stood in its place."""

    number: int
    data: bytes
    fault: str | None = None


def read_json_text(source: Source, pieces: Iterator[bytes], fields: Fields) -> Iterator[Piece]:
    """Yield an article or a rejection for each record."""
    for element in Elements(pieces, fields.config.max_record_bytes):
        position = f"record {element.number}"
        if element.fault is not None:
            yield Rejected(source.shown, position, element.fault)
            continue
        if fault := too_many_values(element.data, fields.config.max_record_bytes):
            yield Rejected(source.shown, position, fault)
            continue
        try:
            value = parse_json(element.data)
        except BadJsonError as error:
            yield Rejected(source.shown, position, str(error))
            continue
        inner = records_within(value, fields)
        if inner is None:
            yield fields.piece(value, source, position)
        else:
            for place, record in unfolded(inner, fields):
                within = f"record {place}" if element.number == 1 else f"{position}.{place}"
                yield fields.piece(record, source, within)


ENVELOPES = frozenset(
    "items articles entries results posts docs documents hits data records news stories rows response".split()
)
"""What lists of articles are called. A list of another name beside a description may be that of a record's pictures."""


def records_within(value: Any, fields: Fields) -> list[Any] | None:
    """Return the records that a list or an object holds (`{"posts": […]}`), or None where it is a record itself."""
    if isinstance(value, list):
        return value if value and isinstance(value[0], dict) else None
    if not isinstance(value, dict) or fields.has_own_text(value):
        return None
    summarised = fields.has_text(value)
    titled = fields.has_title(value)
    below = [(str(name).lower(), item) for name, item in value.items()]
    for _, holder in below:
        if isinstance(holder, dict) and not fields.has_own_text(holder):
            below.extend((str(name).lower(), item) for name, item in holder.items())
    lists = [
        item
        for name, item in below
        if isinstance(item, list)
        and item
        and isinstance(item[0], dict)
        and (not summarised or name in ENVELOPES)
        # Nor need one beside a title be of articles, unless they have texts: it may be that of its tags.
        and (not titled or name in ENVELOPES or holds_texts(item, fields))
    ]
    found = max(lists, key=lambda item: (holds_texts(item, fields), len(item)), default=None)
    return found if found is not None else _by_key(value, fields)


def _by_key(value: dict[Any, Any], fields: Fields) -> list[Any] | None:
    """Return the records that stand under a key each (Firebase; pandas with `orient="index"`), or None."""
    records = list(value.values())
    several = len(records) > 1 and all(isinstance(record, dict) for record in records)
    if not several or fields.holds_text(value) or fields.holds_title(value):
        return None
    return records if all(map(fields.holds_text, records[:3])) else None


FOLDS = 3
"""Lists within lists that are looked through: exports of Telegram list chats, and these messages; Ghost lists what it
calls databases."""


def unfolded(records: list[Any], fields: Fields, folds: int = FOLDS) -> Iterator[tuple[str, Any]]:
    """Yield records with their places; of those that only hold others, the others."""
    for place, record in enumerate(records, 1):
        looked_into = (
            folds and isinstance(record, dict) and not (fields.holds_text(record) or fields.holds_title(record))
        )
        below = records_within(record, fields) if looked_into else None
        inner = list(unfolded(below, fields, folds - 1)) if below else []
        if holds_texts([one for _, one in inner], fields):
            yield from ((f"{place}.{within}", one) for within, one in inner)
        else:
            yield str(place), record


def holds_texts(records: list[Any], fields: Fields) -> bool:
    """Say whether the first records of a list have a text, of their own or within what they wrap."""
    return any(isinstance(record, dict) and fields.holds_text(record) for record in records[:3])


def holds_articles(records: list[Any], fields: Fields) -> bool:
    """Say whether the first records of a list have texts, or titles by which they are articles too."""
    titled = any(isinstance(record, dict) and fields.has_title(record) for record in records[:3])
    return titled or holds_texts(records, fields)


def objects_of(data: bytes) -> list[bytes] | None:
    """Return the objects that stand in `data` end to end, or None if there is anything else between or behind them."""
    found: list[bytes] = []
    place = 0
    while place < len(data):
        if match := _SPACE.match(data, place):
            place = match.end()
            continue
        if data[place : place + 1] != b"{" or (end := _end_of(data, place)) is None:
            return None
        found.append(data[place:end])
        place = end
    return found


def _end_of(data: bytes, begin: int) -> int | None:
    depth = 0
    for step in _STEP.finditer(data, begin):
        if step[0] == b'"':
            return None
        depth += (step[0] in (b"{", b"[")) - (step[0] in (b"}", b"]"))
        if not depth:
            return step.end()
    return None


class Elements:
    """Cuts a stream into the objects of its top level or of its list."""

    def __init__(self, pieces: Iterator[bytes], limit: int) -> None:
        self._pieces = pieces
        self._limit = limit
        self._buffer = b""
        self._at = 0
        self._number = 0
        self._ended: str | None = None
        """Why there is nothing more to read: empty at the proper end, else the damage."""
        self._told = False
        """Whether the damage was reported already, with the record it fell on."""
        self._within_object = False

    def __iter__(self) -> Iterator[Element]:
        listed = False
        while True:
            match = _BETWEEN.match(self._buffer, self._at)
            # A scalar at the very end of the buffer may go on in the next piece.
            if match is None or (match.end() == len(self._buffer) and not match[2]) or match[2] == b'"':
                if self._more():
                    continue
                if match is None:
                    break
            text, bracket, scalar = match.groups()
            self._at = match.start(match.lastindex or 0)
            if bracket == b"[" and not listed:
                listed = True
                self._at += 1
            elif bracket in (b"]", b"}"):
                # A stray closing bracket is of a record that was already reported as broken.
                self._at += 1
                if bracket == b"]" and listed:
                    listed = False
                    self._leave_object()
            elif bracket in (b"{", b"["):
                element = self._element(listed)
                if element is not None:
                    yield element
                else:
                    listed = True
            else:
                self._number += 1
                self._at = match.end()
                shown = (text or scalar or b'"')[:40].decode(errors="replace")
                yield Element(self._number, b"", f"not a record but {shown}")
        if self._ended or (listed and not self._told):
            yield Element(self._number + 1, b"", self._ended or "broken JSON: the list does not end")

    def _more(self) -> bool:
        """Read on, dropping what is done with; False at the end."""
        if self._ended is not None:
            return False
        try:
            # Reading as much again as is held keeps a long record from being read anew with every piece.
            wanted = max(1, len(self._buffer) - self._at)
            parts = [self._buffer[self._at :]]
            self._at = 0
            try:
                while wanted > 0:
                    piece = next(self._pieces)
                    parts.append(piece)
                    wanted -= len(piece)
            finally:
                self._buffer = b"".join(parts)
        except StopIteration:
            self._ended = ""
        except (DamagedError, OSError) as error:
            self._ended = str(error)
        return len(parts) > 1

    def _element(self, listed: bool) -> Element | None:
        """Cut out the value that begins here; None where it holds a list of records, which is then stood before."""
        indent = self._indent()
        while True:
            end = self._end()
            held = (end or len(self._buffer)) - self._at
            if not listed and (end is None and held > min(WHOLE_BYTES, self._limit)) and self._enter_list():
                return None
            if end is not None and held <= self._limit:
                self._number += 1
                data = self._buffer[self._at : end]
                self._at = end
                return Element(self._number, data)
            if held > self._limit:
                fault = f"a record of more than {self._limit} bytes (max_record_bytes)"
                return self._given_up(indent, fault)
            if not self._more():
                return self._given_up(indent, self._ended or "broken JSON: the record does not end")

    def _leave_object(self) -> None:
        """Pass over the fields that follow the list in the object that held it."""
        while self._within_object:
            end = self._end(depth=1)
            if end is not None:
                self._at = end
            self._within_object = end is None and self._more()

    def _end(self, depth: int = 0) -> int | None:
        """Return where the value that begins here ends, or None if that is not in the buffer yet."""
        if not depth and (match := _SHALLOW.match(self._buffer, self._at)):
            return match.end()
        for step in _STEP.finditer(self._buffer, self._at):
            token = step[0]
            if token in (b"{", b"["):
                depth += 1
            elif token in (b"}", b"]"):
                depth -= 1
                if depth == 0:
                    return step.end()
            elif token == b'"':
                return None
        return None

    def _indent(self) -> bytes | None:
        """Return the white space before this record on its line, or None where it does not begin a line."""
        line = self._buffer.rfind(b"\n", max(0, self._at - INDENT), self._at)
        if line < 0:
            return None
        before = self._buffer[line + 1 : self._at]
        return None if before.strip() else before

    def _given_up(self, indent: bytes | None, fault: str) -> Element:
        """Report a record as lost and go on at the next line that begins as it did, if there is one."""
        self._number += 1
        if self._ended:
            fault, self._ended, self._told = self._ended, "", True
        onward = re.compile(rb"\n" + re.escape(indent) + rb"\{") if indent is not None else None
        while True:
            match = onward.search(self._buffer, self._at + 1) if onward else None
            if match:
                self._at = match.start() + 1
                break
            if onward is None and self._ended is not None:
                self._at = len(self._buffer)
                break
            self._at = max(self._at, len(self._buffer) - 64)
            if not self._more():
                self._at = len(self._buffer)
                break
        return Element(self._number, b"", fault)

    def _enter_list(self) -> bool:
        """Stand before the first list of records inside the object that begins here, if there is one."""
        depth = 0
        for step in _STEP.finditer(self._buffer, self._at):
            token = step[0]
            if token == b"[" and depth == 1 and _LIST_OF_RECORDS.match(self._buffer, step.start()):
                self._at = step.end()
                self._within_object = True
                return True
            depth += (token in (b"{", b"[")) - (token in (b"}", b"]"))
            if token == b'"':
                return False
        return False
