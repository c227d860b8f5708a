"""How fast clients may ask."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

_CLIENTS: Final = 10_000
"""Addresses whose rate is known at a time: the one that asked longest ago is forgotten first."""


@dataclass
class Rates:
    """How fast each client asks: a bucket of requests each, that fills as time goes by."""

    a_second: float
    _left: "OrderedDict[str, tuple[float, float]]" = field(default_factory=OrderedDict)

    def takes(self, client: str, now: float) -> bool:
        """Whether `client` may ask now; counts it if so. At once it may ask what it may in two seconds."""
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
        """Whether `takes` would take it; counts nothing."""
        most = max(1.0, 2 * self.a_second)
        left, before = self._left.get(client, (most, now))
        return not self.a_second or left + (now - before) * self.a_second >= 1
