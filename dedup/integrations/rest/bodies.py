"""Reads the body of a request up to a limit, and refuses what is no record."""

import asyncio
import hashlib
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from starlette.requests import ClientDisconnect, Request

from dedup.ingest import Article, BadJsonError, RecordReader, Rejected, dump_json, parse_json, too_many_values
from dedup.integrations.rest.limits import Limits

_VALUE_BYTES: Final = 512 << 20
"""What the values of a request may take in memory: as many as fit in 16 MB of ordinary JSON take a tenth of it."""


class RefusedError(Exception):
    """A request that is not answered: status code and reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass
class Gate:
    """Reads requests, and refuses what is more than `limits`; one for a server."""

    limits: Limits
    held: int = 0
    """Bytes of the requests that are being read or answered."""

    async def read(self, request: Request) -> bytes:
        """Read the body of a request; its size counts until it is given to `let_go`.

        Raises:
            RefusedError: if it is too large, too slow, cut off, or others have filled the house.
        """
        body = bytearray()
        try:
            length = request.headers.get("content-length", "0")
            if length.isdecimal() and int(length) > self.limits.request_bytes:
                raise self._too_large()
            async with asyncio.timeout(self.limits.seconds):
                async for piece in request.stream():
                    self.held += len(piece)
                    body += piece
                    if len(body) > self.limits.request_bytes:
                        raise self._too_large()
                    if self.held > self.limits.waiting_bytes:
                        raise RefusedError(503, "too much is waiting to be answered; try again later")
        except BaseException as error:
            self.let_go(len(body))
            if isinstance(error, TimeoutError):
                raise RefusedError(408, f"the request did not come whole in {self.limits.seconds:g} seconds") from error
            if isinstance(error, ClientDisconnect):
                raise RefusedError(400, "the request was cut off") from error
            raise
        return bytes(body)

    def let_go(self, size: int) -> None:
        """Note that a request of `size` bytes was answered."""
        self.held -= size

    def _too_large(self) -> RefusedError:
        return RefusedError(413, f"larger than {self.limits.request_bytes:,} bytes")


@dataclass
class Records:
    """The records of a request."""

    form: Literal["lines", "array"]
    records: list[Any] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    """The lines that the records stand in, where they do."""


def records_of(body: bytes, limits: Limits) -> Records:
    """Return the records of a body: a JSON array of objects, or JSON Lines.

    Raises:
        RefusedError: if it is neither; nothing of it counts then.
    """
    if body.lstrip()[:1] == b"[":
        found = Records("array", _json(body, "the array"))
    else:
        lines = [line for line in body.split(b"\n", limits.records + 1) if line.strip()]
        if len(lines) <= limits.records:
            found = Records("lines", [_json(line, f"line {at}") for at, line in enumerate(lines, start=1)], lines)
        else:
            found = Records("lines", [None] * len(lines))
    if len(found.records) > limits.records:
        raise RefusedError(413, f"more than {limits.records:,} records")
    for at, record in enumerate(found.records, start=1):
        if not isinstance(record, dict):
            raise RefusedError(400, f"{'line' if found.lines else 'record'} {at}: not a JSON object")
    return found


def record_of(body: bytes) -> dict[str, Any]:
    """Return the one record of a body.

    Raises:
        RefusedError: if it is not one JSON object.
    """
    record = _json(body, "the request")
    if not isinstance(record, dict):
        raise RefusedError(400, "not a JSON object")
    return record


def _json(data: bytes, place: str) -> Any:
    if fault := too_many_values(data, _VALUE_BYTES):
        raise RefusedError(413, f"{place}: {fault.partition(' (')[0]}")
    try:
        return parse_json(data)
    except BadJsonError as error:
        raise RefusedError(400, f"{place}: {error}") from error


def article_of(record: dict[str, Any], reader: RecordReader) -> Article | Rejected:
    """Return the article of a record. One that has neither id nor URL is called after all that it holds, so that its
    name does not depend on when it came."""
    content = dump_json(record, sort_keys=True)
    return reader.record(record, hashlib.md5(content, usedforsecurity=False).hexdigest()[:16])
