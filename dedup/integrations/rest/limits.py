"""What a server takes: how much at once, and how fast from one client."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final


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


_CLIENTS: Final = 10_000
"""Addresses whose rate is known at a time: the one that asked longest ago is forgotten first."""


@dataclass
class Rates:
    """How fast each client asks: a bucket of requests each, that fills as time goes by."""

    a_second: float
    _left: "OrderedDict[str, tuple[float, float]]" = field(default_factory=OrderedDict)

    def takes(self, client: str, now: float) -> bool:
        """Return whether `client` may ask now; counts it if so. At once it may ask what it may in two seconds."""
        if not self.a_second:
            return True
        most = max(1.0, 2 * self.a_second)
        left, before = self._left.pop(client, (most, now))
        left = min(most, left + (now - before) * self.a_second)
        taken = left >= 1
        self._left[client] = (left - taken, now)
        if len(self._left) > _CLIENTS:
            self._left.popitem(last=False)
        return taken

    def left(self, client: str, now: float) -> bool:
        """Return whether `takes` would take it; counts nothing."""
        most = max(1.0, 2 * self.a_second)
        left, before = self._left.get(client, (most, now))
        return not self.a_second or left + (now - before) * self.a_second >= 1
