"""JSON Lines in, JSON Lines out: the filter in the middle of a pipe.

Lines that are passed on are passed on byte for byte; to annotate one, a field `dedup` is put before its last brace. A
line is answered as soon as those before it are, so nothing is held back while the pipe is idle.
"""

import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from queue import Queue
from typing import Any, BinaryIO, Final

import orjson

from dedup.ingest import RecordReader, Rejected
from dedup.pipeline import Filter, Verdict

_BATCH_LINES: Final = 500
"""Compared together at most: more share little, and wait longer."""
_READ_BYTES: Final = 1 << 20
_AHEAD: Final = 32
"""Reads that may lie ahead: 32 MB of files at most, 2 MB of a pipe."""


@dataclass
class Passed:
    """What became of the lines of a stream."""

    lines: int = 0
    first: int = 0
    told: int = 0
    known: int = 0
    unreadable: int = 0


def filter_lines(
    batches: Iterable[list[bytes]],
    out: BinaryIO,
    judge: Filter,
    *,
    name: str = "stdin",
    annotate: bool = False,
    rejects: BinaryIO | None = None,
) -> Passed:
    """Write to `out` the lines whose articles nobody told before; with `annotate` all of them, marked.

    Lines without an article in them are passed on as they are: what cannot be judged is not dropped. They, and the
    lines that are dropped, are written to `rejects`, marked. Blank lines are left out.

    Raises:
        OSError: if something cannot be written. What was written before is in the archive.
    """
    reader = RecordReader(judge.config.read, name)
    passed = Passed()

    def flush() -> None:
        out.flush()
        if rejects is not None:
            rejects.flush()

    for batch in batches:
        lines = [line for line in batch if line.strip()]
        items = [reader.line(line, f"line {passed.lines + at}") for at, line in enumerate(lines, start=1)]
        passed.lines += len(lines)
        waiting = iter(lines)
        for item, verdict in judge.stream(items, flush):
            said = item if isinstance(item, Rejected) else verdict
            assert said is not None
            _pass_on(next(waiting), said, out, passed, annotate=annotate, rejects=rejects)
    return passed


def _pass_on(
    line: bytes, verdict: Verdict | Rejected, out: BinaryIO, passed: Passed, *, annotate: bool, rejects: BinaryIO | None
) -> None:
    if isinstance(verdict, Rejected):
        passed.unreadable += 1
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


def with_mark(line: bytes, mark: Mapping[str, Any]) -> bytes:
    """A line of a JSON object with the field `dedup` added at its end; all else as it was, byte for byte.

    >>> with_mark(b'{"id": 1.0 }', {"status": "first"})
    b'{"id": 1.0 ,"dedup":{"status":"first"}}\\n'
    """
    held, brace, rest = line.rstrip().rpartition(b"}")
    comma = b"" if held.strip().endswith(b"{") and held.strip() == b"{" else b","
    return held + comma + b'"dedup":' + orjson.dumps(mark) + brace + rest + b"\n"


def _ended(line: bytes) -> bytes:
    return line if line.endswith(b"\n") else line + b"\n"


def line_batches(files: Sequence[BinaryIO]) -> Iterator[list[bytes]]:
    """The lines of open files, as many at a time as came while the batch before was worked on.

    A thread of its own reads: a pipe holds 64 KB, twenty articles, and batches of those would cost three times as much.

    Raises:
        OSError: if a file cannot be read; what came before is answered first.
    """
    waiting: Queue[list[bytes] | OSError | None] = Queue(_AHEAD)
    threading.Thread(target=_read_lines, args=(files, waiting), daemon=True).start()
    ended = False
    while not ended:
        came = [waiting.get()]
        while not waiting.empty() and sum(len(lines) for lines in came if isinstance(lines, list)) < _BATCH_LINES:
            came.append(waiting.get())
        lines = [line for some in came if isinstance(some, list) for line in some]
        for start in range(0, len(lines), _BATCH_LINES):
            yield lines[start : start + _BATCH_LINES]
        ended = came[-1] is None
        if isinstance(came[-1], OSError):
            raise came[-1]


def _read_lines(files: Sequence[BinaryIO], waiting: "Queue[list[bytes] | OSError | None]") -> None:
    """Put the lines of files into a queue, those of one read at a time; last None, or what went wrong."""
    try:
        for file in files:
            left: list[bytes] = []
            while piece := os.read(file.fileno(), _READ_BYTES):
                *whole, rest = piece.split(b"\n")
                if whole:
                    waiting.put([b"".join([*left, whole[0], b"\n"]), *(line + b"\n" for line in whole[1:])])
                    left = []
                left.append(rest)
            if last := b"".join(left):
                waiting.put([last])
    except OSError as error:
        waiting.put(error)
    else:
        waiting.put(None)
