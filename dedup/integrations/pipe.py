"""JSON Lines in, JSON Lines out: the filter in the middle of a pipe.

Lines that are passed on are passed on byte for byte; to annotate one, a field `dedup` is put before its last brace. A
line is answered as soon as those before it are, so nothing is held back while the pipe is idle.
"""

import codecs
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import Any, BinaryIO, Final

import orjson

from dedup.config import ReadConfig
from dedup.ingest import (
    FORMAT_NAMES,
    HEAD,
    DamagedError,
    Kinds,
    NotReadableError,
    RecordReader,
    Rejected,
    as_utf8,
    bom_encoding,
    is_json,
    kind_of,
    unpacked,
)
from dedup.messages import InputError
from dedup.pipeline import Filter, Verdict

_BATCH_LINES: Final = 500
"""Compared together at most: more share little, and wait longer."""
_READ_BYTES: Final = 1 << 20
_AHEAD_BYTES: Final = 32 << 20
"""Bytes that may lie ahead, but for the last line read."""
_SHOWN: Final = 200
"""Characters that are shown of a line that is too long to be held."""
_BATCH_BYTES: Final = 32 << 20
"""Bytes of lines that are compared together at most, but for the last that was read."""


@dataclass
class Passed:
    """Counts of the lines of a stream, by status."""

    lines: int = 0
    first: int = 0
    duplicate: int = 0
    known: int = 0
    unreadable: int = 0
    kinds: Kinds = field(default_factory=Kinds)
    """Why the unreadable ones are."""

    def __str__(self) -> str:
        return ", ".join(
            f"{getattr(self, name):,} {name}" for name in ("lines", "first", "duplicate", "known", "unreadable")
        )


class LongLine(bytes):
    """A piece of a line that is too long to be held."""

    begins: bool = False
    """Whether it is the first piece of its line."""


class _Ahead:
    """What was read and not yet taken: bounded in bytes, since a line may be as long as a record."""

    def __init__(self) -> None:
        self._items: deque[list[bytes] | BaseException | None] = deque()
        self._bytes = 0
        self._changed = threading.Condition()

    def put(self, item: list[bytes] | BaseException | None) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._bytes < _AHEAD_BYTES)
            self._items.append(item)
            self._bytes += _size(item)
            self._changed.notify_all()

    def get(self) -> list[bytes] | BaseException | None:
        with self._changed:
            self._changed.wait_for(lambda: self._items)
            item = self._items.popleft()
            self._bytes -= _size(item)
            self._changed.notify_all()
            return item

    def empty(self) -> bool:
        return not self._items


def _size(item: list[bytes] | BaseException | None) -> int:
    return sum(map(len, item)) if isinstance(item, list) else 0


def filter_lines(
    batches: Iterable[list[bytes]],
    out: BinaryIO,
    filter_: Filter,
    *,
    name: str = "stdin",
    annotate: bool = False,
    rejects: BinaryIO | None = None,
) -> Passed:
    """Write to `out` the lines whose articles are new; with `annotate` all of them, marked.

    Lines without an article in them are passed on as they are: what cannot be judged is not dropped. They, and the
    lines that are dropped, are written to `rejects`, marked. Blank lines are left out.

    Raises:
        OSError: if something cannot be written. What was written before is in the archive.
    """
    reader = RecordReader(filter_.config.read, name)
    passed, read = Passed(), 0

    def flush() -> None:
        out.flush()
        if rejects is not None:
            rejects.flush()

    for batch in batches:
        if isinstance(batch[0], LongLine):
            read += batch[0].begins
            _pass_on_unread(batch[0], name, f"line {read}", out, passed, rejects)
            continue
        placed = [(f"line {read + at}", line) for at, line in enumerate(batch, start=1) if line.strip()]
        lines = [line for _, line in placed]
        items = [reader.line(line, position) for position, line in placed]
        read, passed.lines = read + len(batch), passed.lines + len(lines)
        waiting = iter(lines)
        for item, verdict in filter_.stream(items, flush):
            said = item if isinstance(item, Rejected) else verdict
            assert said is not None
            _pass_on(next(waiting), said, out, passed, annotate=annotate, rejects=rejects)
    return passed


def _pass_on(
    line: bytes, verdict: Verdict | Rejected, out: BinaryIO, passed: Passed, *, annotate: bool, rejects: BinaryIO | None
) -> None:
    if isinstance(verdict, Rejected):
        passed.unreadable += 1
        passed.kinds.add([(verdict.file, verdict.position, verdict.reason)])
        out.write(_ended(line))
        if rejects is not None:
            mark = {"status": "unreadable", "reason": verdict.reason, "position": verdict.position}
            rejects.write(orjson.dumps({"line": line.decode(errors="replace"), "dedup": mark}) + b"\n")
        return
    setattr(passed, verdict.status, getattr(passed, verdict.status) + 1)
    marked = with_mark(line, verdict.annotation())
    if annotate:
        out.write(marked)
    elif verdict.status == "first":
        out.write(_ended(line))
    if verdict.status != "first" and rejects is not None:
        rejects.write(marked)


def _pass_on_unread(
    piece: "LongLine", name: str, position: str, out: BinaryIO, passed: Passed, rejects: BinaryIO | None
) -> None:
    """Pass on a piece of a line that is too long to be held: what cannot be judged is not dropped."""
    out.write(piece)
    out.flush()
    if not piece.begins:
        return
    passed.lines += 1
    passed.unreadable += 1
    reason = "longer than max_record_bytes"
    passed.kinds.add([(name, position, reason)])
    if rejects is not None:
        mark = {"status": "unreadable", "reason": reason, "position": position}
        begin = piece[:_SHOWN].decode(errors="replace")
        rejects.write(orjson.dumps({"file": name, "line_begins": begin, "dedup": mark}) + b"\n")
        rejects.flush()


def with_mark(line: bytes, mark: Mapping[str, Any]) -> bytes:
    """Return a line of a JSON object with the field `dedup` added at its end; all else as it was, byte for byte.

    >>> with_mark(b'{"id": 1.0 }', {"status": "first"})
    b'{"id": 1.0 ,"dedup":{"status":"first"}}\\n'
    """
    held, brace, rest = line.rstrip().rpartition(b"}")
    comma = b"" if held.strip().endswith(b"{") and held.strip() == b"{" else b","
    return held + comma + b'"dedup":' + orjson.dumps(mark) + brace + rest + b"\n"


def _ended(line: bytes) -> bytes:
    return line if line.endswith(b"\n") else line + b"\n"


def line_batches(
    files: Sequence[BinaryIO], names: Sequence[str] = (), limit: int = ReadConfig.max_record_bytes
) -> Iterator[list[bytes]]:
    """Yield the lines of open files, unpacked, as many at a time as came while the batch before was worked on.

    A thread of its own reads: a pipe holds 64 KB, twenty articles, and batches of those would cost three times as much.
    A line longer than `limit` comes as pieces (`LongLine`), each alone.

    Raises:
        InputError: if a file is of a format that has no lines of JSON; what came before is answered first.
        OSError: if a file cannot be read; what came before is answered first.
    """
    waiting = _Ahead()
    threading.Thread(target=_read_lines, args=(files, names, limit, waiting), daemon=True).start()
    ended = False
    while not ended:
        came = [waiting.get()]
        while not waiting.empty() and _few(came):
            came.append(waiting.get())
        lines = [line for some in came if isinstance(some, list) for line in some]
        for long, run in groupby(lines, lambda line: isinstance(line, LongLine)):
            together = list(run)
            size = 1 if long else _BATCH_LINES
            for start in range(0, len(together), size):
                yield together[start : start + size]
        ended = came[-1] is None
        if isinstance(came[-1], BaseException):
            raise came[-1]


def _few(came: Sequence[list[bytes] | BaseException | None]) -> bool:
    lines = [line for some in came if isinstance(some, list) for line in some]
    return isinstance(came[-1], list) and len(lines) < _BATCH_LINES and sum(map(len, lines)) < _BATCH_BYTES


def _read_lines(
    files: Sequence[BinaryIO],
    names: Sequence[str],
    limit: int,
    waiting: _Ahead,
) -> None:
    """Put the lines of files into a queue, those of one read at a time; last None, or what went wrong, whatever that
    is: a reader that ends without a word leaves whoever waits for it waiting."""
    try:
        for at, file in enumerate(files):
            for lines in _lines_of(_checked(_pieces(file), names[at] if at < len(names) else "stdin"), limit):
                waiting.put(lines)
    except BaseException as error:
        waiting.put(OSError(str(error)) if isinstance(error, DamagedError) else error)
    else:
        waiting.put(None)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    # Not `file.read`, which waits until so much has come.
    while piece := os.read(file.fileno(), _READ_BYTES):
        yield piece


def _lines_of(pieces: Iterator[bytes], limit: int) -> Iterator[list[bytes]]:
    """The lines of a stream, those of one piece at a time."""
    left: list[bytes] = []
    size = 0
    long = False
    for piece in pieces:
        *whole, rest = piece.split(b"\n")
        if whole:
            first = b"".join([*left, whole[0], b"\n"])
            ended = [_long(first, begins=False) if long else _marked(first, limit)]
            yield ended + [_marked(line + b"\n", limit) for line in whole[1:]]
            left, size, long = [], 0, False
        left.append(rest)
        size += len(rest)
        if size > limit:
            yield [_long(b"".join(left), begins=not long)]
            left, size, long = [], 0, True
    if last := b"".join(left):
        yield [_long(last, begins=False) if long else _marked(last, limit)]


def _marked(line: bytes, limit: int) -> bytes:
    return _long(line, begins=True) if len(line) > limit else line


def _long(piece: bytes, *, begins: bool) -> LongLine:
    found = LongLine(piece)
    found.begins = begins
    return found


def _checked(pieces: Iterator[bytes], name: str) -> Iterator[bytes]:
    """Unpack a stream, and refuse one that is no lines of JSON by its first bytes.

    Raises:
        InputError: if it is of another format.
    """
    content = unpacked(pieces)
    first = next(content, b"")
    if bom_encoding(first) and not first.startswith(codecs.BOM_UTF8):
        content = as_utf8(chain([first], content))
        first = next(content, b"")
    try:
        kind = kind_of(first[:HEAD].removeprefix(codecs.BOM_UTF8), "unknown") if first else "jsonl"
    except NotReadableError as error:
        raise InputError(f"{name}: {error}; `dedup filter` takes JSON Lines") from error
    if kind == "json" and is_json(first.partition(b"\n")[0]):
        kind = "jsonl"
    if kind not in ("jsonl", "txt"):
        called = FORMAT_NAMES[kind]
        raise InputError(f"{name}: {called}, and `dedup filter` takes JSON Lines; `dedup add` and `dedup run` read it")
    yield first
    yield from content
