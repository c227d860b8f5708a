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

    requests: int = 512
    """That are being read or answered at a time. One holds little beside its bytes, but a file of the system's, of
    which a process mostly has 1,024."""

    requests_a_second: float = 0.0
    """Of one address; 0 for no limit."""

    health_seconds: float = 2.0
    """That a question after the server's health waits for what is being answered; then it is busy."""
