"""What a server takes: how much at once, and from whom."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Beyond these a request is refused, with a reason."""

    request_bytes: int = 16 << 20
    """Of one request: some 3,000 long articles."""

    records: int = 10_000
    """Of one request: a record of two bytes takes two hundred in memory."""

    waiting_bytes: int = 128 << 20
    """Of all requests that are being read or answered: eight of the largest."""

    seconds: float = 60.0
    """In which a request must have come whole."""
