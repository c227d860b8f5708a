"""Lines of a stream, each of bounded length."""

import sys
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from dedup.ingest.io.streams import PIECE, DamagedError, unpacked


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
