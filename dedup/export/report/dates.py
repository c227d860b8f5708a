"""Dates as they are known: a written date as the interval it stands for, and intervals in words."""

import calendar
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SIZES: Final = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0}
_REMEMBERED: Final = 2048
"""Dates whose reading is kept: the pages of a story show the date of each of its articles some ten times."""
_UNITS: Final = ((86400.0, "d"), (3600.0, "h"), (60.0, "min"))


class Interval(NamedTuple):
    """Seconds since 1970 between which something was published."""

    start: float
    end: float

    @property
    def exact(self) -> bool:
        """Whether it is known to the hour or better."""
        return self.end - self.start <= 3600


@lru_cache(_REMEMBERED)
def interval(written: str | None, precision: str | None) -> Interval | None:
    """Return the interval of a date as the files have it; None for no date.

    >>> found = interval("2024-02", "month")
    >>> (found.end - found.start) / 86400
    29.0
    """
    if not written:
        return None
    parts = [int(part) for part in written[:10].split("-")]
    year, month, day = (*parts, 1, 1)[:3]
    start = (datetime(year, month, day, tzinfo=UTC) - _EPOCH).total_seconds()
    if len(written) > 10:
        hour, minute, second = (int(part) for part in written[11:19].split(":"))
        start += hour * 3600 + minute * 60 + second
    if precision == "year":
        size = 366.0 if calendar.isleap(year) else 365.0
        return Interval(start, start + size * 86400)
    if precision == "month":
        return Interval(start, start + calendar.monthrange(year, month)[1] * 86400)
    return Interval(start, start + _SIZES.get((precision or "second").partition(",")[0], 1.0))


_PLACES: Final = {
    "json-ld": "the page's JSON-LD",
    "time": "a time element of the page",
    "page": "a date beside the headline",
    "byline": "a line of the text",
    "htmldate": "a date on the page",
    "url": "the URL",
}


def found_in(place: str) -> str:
    """Say where a publication date was found.

    >>> found_in("field:published"), found_in("url")
    ('the field “published”', 'the URL')
    """
    kind, _, name = place.partition(":")
    if name and kind in ("field", "meta"):
        return f"the {'field' if kind == 'field' else 'meta tag'} “{name}”"
    return _PLACES.get(place, place)


def moment(seconds: float) -> datetime:
    """Return seconds since 1970 as a date; one outside the calendar is moved to its edge."""
    low, high = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)
    bounded = min(max(seconds, (low - _EPOCH).total_seconds()), (high - _EPOCH).total_seconds())
    return _EPOCH + timedelta(seconds=bounded)


@lru_cache(_REMEMBERED)
def in_words(written: str | None, precision: str | None) -> str:
    """Return a date as people write it, as precisely as it is known.

    >>> in_words("2025-05-13T07:00:00Z", "second"), in_words("2025-05", "month"), in_words(None, None)
    ('13 May 2025, 07:00 UTC', 'May 2025', 'no date')
    """
    if not written:
        return "no date"
    year, month, day = (*written[:10].split("-"), "", "")[:3]
    date = " ".join(part for part in (day.lstrip("0"), MONTHS[int(month) - 1] if month else "", year) if part)
    if len(written) <= 10:
        return date
    return f"{date}, {written[11:16]} {'UTC' if written.endswith('Z') else '(zone unknown)'}"


def span_in_words(first: str | None, last: str | None) -> str:
    """Return the time between two dates as people write it; what both share is said once. Empty if neither is known.

    >>> span_in_words("2025-05-06T08:00:00Z", "2025-05-06T14:00:00Z"), span_in_words("2025-05-06", "2025-05-10")
    ('6 May 2025, 08:00 to 14:00 UTC', '6 to 10 May 2025')
    """
    known = list(dict.fromkeys(in_words(one, None) for one in (first, last) if one))
    if len(known) < 2 or first is None or last is None:
        return "".join(known)
    start, end = known
    if first[:10] == last[:10] and len(first) > 10 and len(last) > 10:
        alike = first.endswith("Z") == last.endswith("Z")
        start = f"{in_words(first[:10], None)}, {first[11:16]}" if alike else start
        return f"{start} to {end.partition(', ')[2]}"
    if len(first) == len(last) == 10:
        same = 2 if first[:7] == last[:7] else 1 if first[:4] == last[:4] else 0
        start = start.rsplit(" ", same)[0]
    return f"{start} to {end}"


def lag(seconds: float) -> str:
    """Return a span in its two largest units.

    >>> lag(16800), lag(200000), lag(20)
    ('4 h 40 min', '2 d 7 h', 'less than 1 min')
    """
    for place, (size, unit) in enumerate(_UNITS):
        if seconds >= size:
            whole, rest = divmod(seconds, size)
            smaller = _UNITS[place + 1] if place + 1 < len(_UNITS) else None
            more = int(rest // smaller[0]) if smaller else 0
            return f"{int(whole)} {unit}" + (f" {more} {smaller[1]}" if smaller and more else "")
    return "less than 1 min"
