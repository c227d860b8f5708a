"""The moments at which a year, a month or a day that a user names begins and ends."""

import datetime
from collections.abc import Sequence

from dedup.config import ConfigError


def edge_of(name: str, value: str, *, after: bool) -> str:
    """Return the moment at which a day, a month or a year begins, or the next one does.

    Raises:
        ConfigError: if `value` is no date; it says which option (`name`) that was.
    """
    parts = value.split("-")
    try:
        numbers: Sequence[int] = [int(part) for part in parts]
        year, month, day = (*numbers, 1, 1)[:3]
        if len(numbers) > 3 or not (1 <= month <= 12 and 1 <= day <= 31 and 1 <= year <= 9998):
            raise ValueError
        if after and len(numbers) == 1:
            year += 1
        elif after and len(numbers) == 2:
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        edge = datetime.date(year, month, day)
        if after and len(numbers) == 3:
            edge += datetime.timedelta(days=1)
    except ValueError:
        raise ConfigError(f"--{name} {value!r}: not a date; write 2025, 2025-05 or 2025-05-06") from None
    return f"{edge.isoformat()}T00:00:00Z"
