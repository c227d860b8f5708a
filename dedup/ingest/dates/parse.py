"""A written date, in whatever way people and programs write it, as a moment with the precision as written.

Rules where a writing can be read in more than one way:

- no time zone given: UTC. A date is wrong by half a day at most, and equally for all articles of an outlet.
- `16.12.2025`: dotted dates are day first everywhere. `03/04/2025` and `03-04-2025`: a part above 12 decides, else the
  locale of the article (`en-US`, `de`); plain `en` or nothing decides nothing, and the date stays unread.
- two-digit years and dates without a year are not read.
"""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from typing import NamedTuple

from dedup.ingest.dates.calendars import gregorian, other_month, with_common_years
from dedup.ingest.dates.date_words import date_words
from dedup.ingest.dates.month_names import Calendar, two_words

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

MARK = "\x00"
"""Stands in a line where a date or a time was taken out."""

ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "west": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180,
    "msk": 180, "мск": 180, "est": -300, "edt": -240, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "jst": 540, "kst": 540,
}  # fmt: skip
"""Minutes east of UTC. Names that mean several zones (IST, CST, AMT) are left out and so count as UTC."""

_ZONE = r"(?P<zone>(?:UTC|GMT)?\s?[+\-−]\d{1,2}(?::?\d{2})?(?![\d./\-])|(?:" + "|".join(ZONES) + r")\b)"
_TIME = re.compile(
    r"(?P<before>上午|下午|午前|午後|오전|오후)?\s*(?<![\d.:])(?P<hour>\d{1,2})\s?(?::|h|時|时|点|點|시)\s?(?P<minute>\d{2})(?!\d)"
    r"(?:\s?[:分분]\s?(?P<second>\d{2})(?!\d)(?:[.,]\d+)?)?\s?[分분秒초]?(?:\s*(?P<half>[ap])\.?\s?m\b\.?)?(?:\s*\(?"
    + _ZONE
    + r"\)?)?",
    re.IGNORECASE,
)
_DOT_TIME = re.compile(
    r"(?:(?<=klo )|(?<=kl )|(?<=kl\. ))(\d{1,2})\.(\d{2})(?!\.?\d)|(?<![\d.])(\d{1,2})\.(\d{2})(?=\s?uhr\b)", re.I
)
_HOUR = re.compile(r"(?<![\d:.])\d{1,2}\s?[ap]\.?m\b\.?", re.IGNORECASE)
_SIGNED_TIME = re.compile(
    r"(上午|下午|午前|午後|오전|오후|凌晨|早上|中午|晚上|새벽|밤)?\s*(?<!\d)(\d{1,2})\s?[시時时点點]\s?(?:(\d{1,2})\s?[분分]\s?(?:(\d{1,2})\s?[초秒])?)?"
)
"""A time of East Asia with its signs, whose minutes need no second digit; minutes may be missing."""
_LATE = frozenset(("下午", "午後", "오후", "晚上", "밤"))
_EARLY = frozenset(("上午", "午前", "오전", "凌晨", "早上", "새벽"))
_DOT_TIME_BESIDE = re.compile(MARK + r"[^\d\x00]{0,12}(?<![\d.])(\d{1,2})\.(\d{2})(?![.\d])")
"""`13.9.2021 15.05`: beside a date that was taken out, what has one dot is a time."""
_TIME_LEFT = re.compile(MARK + r"\D{0,12}\d{1,2}(?:\D{1,9}\d{1,2}){0,2}\D{0,20}")
"""What is left beside a date and may be a time in a writing not known here; not what may be another date."""
_ANOTHER_DATE = re.compile(r"\d\s?[./-]\s?\d")

_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)\.?")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_EAST_ASIAN = re.compile(r"(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일號号])?")
_VIETNAMESE = re.compile(r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2})(?:,|\s+năm)?\s+(\d{4})(?!\d)", re.IGNORECASE)
_MONTH_ONLY = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[/.](\d{4})")
_COMPACT = re.compile(
    r"((?:19|20|21)\d\d)(0[1-9]|1[0-2])([0-3]\d)"
    r"(?:[T ]?([0-2]\d)([0-5]\d)([0-5]\d)?(?:[.,]\d+)?\s?(Z|[+\-−]\d\d:?\d\d)?)?"
)
"""As NITF and EXIF write it: 20180518T100000+0200."""
_OF_DOTNET = re.compile(r"\\?/Date\((-?\d{9,14})(?:[+-]\d{4})?\)\\?/")

_SIGNS = "\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u102b-\u103e\u135d-\u135f\u17b4-\u17d3"
_WORD = re.compile(rf"\d+|[^\W\d_](?:[^\W\d_]|[{_SIGNS}])*|{MARK}")
_NAMED = re.compile("df{0,2}mf{0,2}y|mf{0,1}df{0,2}y|yf{0,2}mf{0,1}d|yf{0,2}df{0,1}m|mf{0,2}y|yf{0,2}m")
_THAI = re.compile("[\u0e00-\u0e7f]")
_THAI_SHORT = re.compile("(?<![\u0e00-\u0e7f])([\u0e01-\u0e2e\u0e40][\u0e01-\u0e4e]?)\\.\\s?([\u0e01-\u0e2e])\\.")
"""A Thai month in short has a dot after each of its two letters: `ก.ย.`."""


class Moment(NamedTuple):
    """The start of the interval that was written, in microseconds since 1970 (UTC), and how long it is."""

    time: int
    precision: str
    zoned: bool = True
    """False for a time of day that says no zone: `time` then is what its clock showed, as if in UTC."""


class DateFound(NamedTuple):
    """A date within a line, and the line with `MARK` where date and time stood."""

    moment: Moment
    rest: str


class Clock(NamedTuple):
    """A time of day as written, and its zone's minutes east of UTC; None where it names none."""

    hour: int
    minute: int
    second: int | None
    offset: int | None


class Dates:
    """Reads written dates. One for a run, since it keeps the month names it has loaded."""

    def __init__(self, calendar: Calendar | None = None, zone: tzinfo | None = None) -> None:
        self.calendar = calendar or Calendar()
        self.zone = zone
        """The zone of times that say none, where the user knows it."""

    def in_zone(self, moment: Moment) -> Moment:
        """Return the moment in the zone that the user gave, where it says none itself."""
        if moment.zoned or self.zone is None or moment.precision not in ("second", "minute"):
            return moment
        shown = (EPOCH + moment.time * MICROSECOND).replace(tzinfo=self.zone)
        return _moment(shown, moment.precision) or moment

    def parse(self, value: object, locale: str | None = None) -> Moment | None:
        """Return the moment a field's value tells, or None where it tells none for sure.

        `locale` is the article's language as its record gives it (`en-US`, `de`).
        """
        if isinstance(value, str):
            return self._parse_text(value.strip(), locale)
        if isinstance(value, Moment):
            return value
        if isinstance(value, bool) or value is None:
            return None
        if isinstance(value, datetime):
            return _moment(value, "second")
        if isinstance(value, date):
            return _moment(datetime(value.year, value.month, value.day), "day")
        if isinstance(value, int | float):
            return _of_number(value)
        if isinstance(value, dict) and len(value) == 1:
            # MongoDB's extended JSON wraps a date, and the number in it.
            for name in ("$date", "$numberLong", "$numberInt", "$numberDouble"):
                if name in value:
                    return self.parse(value[name], locale)
        return None

    def _parse_text(self, text: str, locale: str | None) -> Moment | None:
        # What is earlier is a year of another calendar.
        if text[4:5] == "-" and text >= "1500" and (fast := _iso(text)):
            return fast
        if not text or len(text) > 100:
            return None
        text = plain_digits(text)
        if text.isdecimal() or text.replace(".", "", 1).lstrip("-").isdecimal():
            return _of_digits(text)
        if wrapped := _OF_DOTNET.fullmatch(text):
            return _of_number(int(wrapped[1]))
        if compact := _COMPACT.fullmatch(text):
            return _of_compact(compact)
        if month := _MONTH_ONLY.fullmatch(text):
            year, number = (month[1], month[2]) if month[1] else (month[4], month[3])
            return _build(int(year), int(number), None, None)
        found = self.find(text, locale)
        if found is None:
            return None
        # Digits left over may be a second date. A time that is not understood does not cost the day.
        if not any(char.isdigit() for char in found.rest):
            return found.moment
        left = found.rest.strip()
        if found.moment.precision == "day" and _TIME_LEFT.fullmatch(left) and not _ANOTHER_DATE.search(left):
            return found.moment
        return None

    def find(self, line: str, locale: str | None = None) -> DateFound | None:
        """Return the first full date (or month and year) in `line`, with a time of day if there is one."""
        line = plain_digits(line)
        timed = _take_time(line := with_common_years(line))
        if timed is None:
            return None
        clock, rest = timed
        for take in (_take_year_first, _take_east_asian, _take_vietnamese, self._take_year_last, self._take_named):
            taken = take(rest, locale)
            if taken:
                written, rest = taken
                if clock is None and (beside := _DOT_TIME_BESIDE.search(rest)):
                    clock = _clock(int(beside[1]), int(beside[2]), None, None)
                    rest = _without(rest, (beside.start(1), beside.end(2)))
                in_numbers = take in (_take_year_first, self._take_year_last)
                day = gregorian(*written, line, in_numbers=in_numbers)
                moment = _build(*day, clock) if day else None
                return DateFound(moment, rest) if moment else None
        return None

    def _take_year_last(self, line: str, locale: str | None) -> "_Taken | None":
        match = _YEAR_LAST.search(line)
        if not match:
            return None
        first, separator, second, year = int(match[1]), match[2], int(match[3]), int(match[4])
        day_first: bool | None
        if separator == "." or first > 12 or first == second:
            day_first = True
        elif second > 12:
            day_first = False
        else:
            day_first = self.calendar.day_first(locale)
        if day_first is None:
            return None
        return (year, second, first) if day_first else (year, first, second), _without(line, match.span())

    def _take_named(self, line: str, locale: str | None) -> "_Taken | None":
        """Find day, month name and year standing together, in any order people write them."""
        if not any(char.isdigit() for char in line):
            return None
        lang = locale.replace("_", "-").split("-")[0].lower() if locale else None
        if _THAI.search(line):
            line = _THAI_SHORT.sub(r"\1\2 ", line)
        words, month_of = list(_WORD.finditer(line)), self.calendar.month
        months: dict[int, int] = {}
        shape = ""
        for place, word in enumerate(words):
            kind = _kind(said := word[0])
            near = {_kind(other[0]) for other in words[max(0, place - 4) : place + 5]}
            # Only a word beside a number can be part of a date: this spares loading all languages for plain prose.
            if kind == "x" and near & {"d", "y"}:
                before = words[place - 1][0] if place else ""
                after = words[place + 1][0] if place + 1 < len(words) else ""
                if place - 1 in months and two_words(before, word[0]):
                    kind = "f"
                elif month := other_month(said, lang, line) or two_words(said, after) or month_of(said, lang):
                    months[place] = month
                    kind = "m"
                elif before == MARK and word[0].isascii() and word[0].isupper() and len(word[0]) <= 5:
                    # The name of a zone after the time.
                    kind = "f"
            if kind == "m" and any(months.get(before) == months[place] for before in range(max(0, place - 2), place)):
                # Arabic media give a month by both of its names.
                kind = "f"
            shape += kind
        match = _NAMED.search(shape)
        if not match:
            return None
        parts = {shape[place]: place for place in range(*match.span())}
        day = int(words[parts["d"]][0]) if "d" in parts else None
        span = (words[match.start()].start(), words[match.end() - 1].end())
        return (int(words[parts["y"]][0]), months[parts["m"]], day), _without(line, span)


_Taken = tuple[tuple[int, int, int | None], str]


def plain_digits(text: str) -> str:
    """Return `text` with the digits of every script as ASCII ones, and fullwidth marks plain; the length stays."""
    if text.isascii():
        return text
    return "".join(
        str(int(char)) if char.isdecimal() else {"：": ":", "／": "/", "．": ".", "－": "-"}.get(char, char)
        for char in text
    )


def _kind(word: str) -> str:
    if word.isdecimal():
        if len(word) == 4:
            return "y"
        return "d" if len(word) <= 2 and 1 <= int(word) <= 31 else "n"
    return "f" if word == MARK or word.lower() in _fillers() else "x"


@cache
def _fillers() -> frozenset[str]:
    return frozenset(date_words("fillers"))


def _without(line: str, span: tuple[int, int]) -> str:
    return line[: span[0]] + MARK + line[span[1] :]


def _take_time(line: str) -> tuple[Clock | None, str] | None:
    """Return the time of day, if there is one, and the line without it; None where the time is impossible."""
    if match := _TIME.search(line):
        hour, minute = int(match["hour"]), int(match["minute"])
        second = int(match["second"]) if match["second"] else None
        late = (match["half"] or "").lower() == "p" or match["before"] in _LATE
        early = (match["half"] or "").lower() == "a" or match["before"] in _EARLY
        offset = _offset(match["zone"]) if match["zone"] else None
        clock = _clock(_of_day(hour, late=late, early=early), minute, second, offset)
        if clock is None:
            return None
    elif match := _SIGNED_TIME.search(line):
        hour = _of_day(int(match[2]), late=match[1] in _LATE, early=match[1] in _EARLY)
        # An hour alone is no precision there is: the day is what is kept.
        clock = _clock(hour, int(match[3]), int(match[4]) if match[4] else None, None) if match[3] else None
    elif match := _DOT_TIME.search(line):
        clock = _clock(int(match[1] or match[3]), int(match[2] or match[4]), None, None)
    else:
        return None, _HOUR.sub(MARK, line, count=1)
    return clock, _without(line, match.span())


def _of_day(hour: int, *, late: bool, early: bool) -> int:
    if late and hour < 12:
        return hour + 12
    return 0 if early and hour == 12 else hour


def _clock(hour: int, minute: int, second: int | None, offset: int | None) -> Clock | None:
    if hour > 23 or minute > 59 or (second or 0) > 60:
        return None
    return Clock(hour, minute, min(second, 59) if second is not None else None, offset)


def _offset(zone: str) -> int:
    named = ZONES.get(zone.lower())
    if named is not None:
        return named
    match = re.search(r"([+\-−])(\d{1,2}):?(\d{2})?", zone)
    if not match:
        return 0
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return minutes if match[1] == "+" else -minutes


def _take_year_first(line: str, _locale: str | None) -> _Taken | None:
    match = _YEAR_FIRST.search(line)
    return ((int(match[1]), int(match[3]), int(match[4])), _without(line, match.span())) if match else None


def _take_east_asian(line: str, _locale: str | None) -> _Taken | None:
    match = _EAST_ASIAN.search(line)
    if not match:
        return None
    return (int(match[1]), int(match[2]), int(match[3]) if match[3] else None), _without(line, match.span())


def _take_vietnamese(line: str, _locale: str | None) -> _Taken | None:
    match = _VIETNAMESE.search(line)
    return ((int(match[3]), int(match[2]), int(match[1])), _without(line, match.span())) if match else None


def _build(year: int, month: int, day: int | None, clock: Clock | None) -> Moment | None:
    """Put the parts together, or return None if there is no such day."""
    try:
        start = datetime(year, month, day or 1, tzinfo=UTC)
        if day is None:
            return _moment(start, "month")
        if clock is None:
            return _moment(start, "day")
        start = start.replace(hour=clock.hour, minute=clock.minute, second=clock.second or 0)
        start -= timedelta(minutes=clock.offset or 0)
    except (ValueError, OverflowError):
        return None
    return _moment(start, "minute" if clock.second is None else "second", zoned=clock.offset is not None)


def _moment(time: datetime, precision: str, *, zoned: bool = True) -> Moment | None:
    if time.tzinfo is None:
        zoned = zoned and precision not in ("second", "minute")
        time = time.replace(tzinfo=UTC)
    try:
        return Moment((time - EPOCH) // MICROSECOND, precision, zoned)
    except OverflowError:
        return None


def _iso(text: str) -> Moment | None:
    """Read the writing that nearly all machines use, without the cost of looking for others."""
    try:
        if len(text) == 10:
            return _moment(datetime.fromisoformat(text), "day")
        if len(text) >= 16 and text[13] == ":":
            return _moment(datetime.fromisoformat(text), "second" if text[16:17] == ":" else "minute")
    except ValueError:
        pass
    return None


def _of_compact(match: re.Match[str]) -> Moment | None:
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    offset = _offset(match[7]) if match[7] else None
    clock = Clock(int(match[4]), int(match[5]), int(match[6]) if match[6] else None, offset) if match[4] else None
    return _build(year, month, day, clock)


def _of_digits(text: str) -> Moment | None:
    if len(text) == 4:
        return _of_number(int(text))
    compact = _COMPACT.fullmatch(text) if len(text) in (8, 12, 14) else None
    if compact and (moment := _of_compact(compact)):
        return moment
    return _of_number(float(text)) if len(text) <= 30 else None


def _of_number(value: float) -> Moment | None:
    """Read a number as a year, as digits of a date, or as seconds, milli-, micro- or nanoseconds since 1970."""
    size = abs(value)
    if not size < 1e20:
        return None
    if 1000 <= value <= 2999 and value == int(value):
        moment = _build(int(value), 1, 1, None)
        return Moment(moment.time, "year") if moment else None
    if isinstance(value, int) and (match := _COMPACT.fullmatch(str(value))) and (moment := _of_compact(match)):
        return moment
    for limit, factor in ((1e11, 1_000_000.0), (1e14, 1000.0), (1e17, 1.0), (1e20, 0.001)):
        if size < limit:
            return Moment(int(value * factor), "second")
    return None
