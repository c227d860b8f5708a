"""Sizes, dates, spans of time, zones and field names, read as people write them."""

import datetime
import math
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from dedup.messages import ConfigError

if TYPE_CHECKING:
    from datetime import tzinfo

_SPAN: Final = re.compile(r"\s*(\d+)\s*([smhdw])\s*", re.ASCII)

_SPAN_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}

_LONGEST_SPAN: Final = datetime.date.max.toordinal() * 86_400
"""Seconds from the first date that there is to the last."""

_DIGITS: Final = 20
"""Of a number that people write: more are a slip."""

_UNITS: Final = {"": 1, "k": 1000, "m": 1000**2, "g": 1000**3, "t": 1000**4}

_BINARY_UNITS: Final = {"k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}


def zone_of(name: str) -> "tzinfo":
    """Return the time zone of a name of the IANA table, which is what `ReadConfig.timezone` takes.

    >>> zone_of("Asia/Yerevan")
    zoneinfo.ZoneInfo(key='Asia/Yerevan')

    Raises:
        ConfigError: if there is none; the message names one that is near, if there is one.
    """
    from difflib import get_close_matches
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        # People write the city alone, or in small letters.
        known = {
            key: zone
            for zone in sorted(available_timezones())
            for key in (zone.rpartition("/")[2].casefold(), zone.casefold())
        }
        near = get_close_matches(name.strip().casefold().replace(" ", "_"), known, 1)
        advice = f"did you mean {known[near[0]]}?" if near else "write Europe/Berlin, UTC, …"
        raise ConfigError(f"no such time zone: {name!r}; {advice}") from error


def mapping_of(pairs: Iterable[str]) -> dict[str, str]:
    """Return what `ReadConfig.fields` takes, from words like `text=body`.

    >>> mapping_of(["text=body", "url=meta.link"])
    {'text': 'body', 'url': 'meta.link'}

    Raises:
        ConfigError: if one has no name on either side of an equals sign.
    """
    found = {}
    for pair in pairs:
        ours, _, theirs = (part.strip() for part in pair.partition("="))
        if not ours or not theirs:
            raise ConfigError(f"cannot map {pair!r}: write OURS=THEIRS, as in text=body")
        found[ours] = theirs
    return found


def span_of(words: str) -> datetime.timedelta:
    """Return a span of time as people write it: 90m, 36h, 30d, 2w.

    Raises:
        ConfigError: if it is none, no time at all, or longer than the calendar.
    """
    found = _SPAN.fullmatch(words)
    if not found:
        raise ConfigError(f"not a span of time: {words!r}; write 90m, 36h, 30d or 2w")
    # Of thousands of digits Python makes no number.
    seconds = int(found[1]) * _SPAN_SECONDS[found[2]] if len(found[1]) <= _DIGITS else math.inf
    if not seconds:
        raise ConfigError(f"a span of no time: {words[:30]!r}; write 90m, 36h, 30d or 2w")
    if seconds > _LONGEST_SPAN:
        raise ConfigError(f"a span of time that is longer than the calendar: {words[:30]!r}")
    return datetime.timedelta(seconds=seconds)


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


def bytes_of(size: str) -> int:
    """Return a size as people write it, in bytes: `4GB` is 4 billion, `4GiB` (or `4Gi`) is 4 times 2 to the 30th.

    >>> bytes_of("500MB"), bytes_of("1.5 GiB")
    (500000000, 1610612736)

    Raises:
        ConfigError: if it is no size.
    """
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?\s*", size, re.ASCII | re.IGNORECASE)
    units = _BINARY_UNITS if found and found[3] else _UNITS
    if not found or len(found[1]) > _DIGITS or found[2].lower() not in units:
        raise ConfigError(f"not a size: {size[:30]!r}; write 500MB, 4GB or 4GiB")
    return int(float(found[1]) * units[found[2].lower()])
