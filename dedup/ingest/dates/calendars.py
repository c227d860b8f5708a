"""Years, months and days of calendars other than the Gregorian one, as news in their countries dates itself: Solar
Hijri (Iran, Afghanistan), Ethiopic, Buddhist (Thailand), and the eras of Japan and Taiwan.

The lunar Islamic calendar was left out: its months begin with a moon that somebody saw, a day apart between countries.
"""

import re
from datetime import date, timedelta
from functools import cache
from typing import Final

from dedup.ingest.dates.date_words import date_words, further_months
from dedup.ingest.dates.month_names import word_key

SOLAR_HIJRI: Final = 100
ETHIOPIC: Final = 200
"""Added to the number of a month of these calendars."""

_SOLAR_YEARS: Final = range(1369, 1411)
"""1990 to 2032. No news is of these Christian years, and the lunar calendar was past 1410 when the web began."""

_ETHIOPIC_YEARS: Final = range(1982, 2101)
"""1989 to 2108."""

_SOLAR_LEAP: Final = frozenset((1, 5, 9, 13, 17, 22, 26, 30))
"""Years of a cycle of 33 that have a day more; right from 1244 to 1472."""

_NOWRUZ: Final = date(1990, 3, 21)
"""The first day of 1369."""

_ERAS: Final = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_ERA: Final = re.compile(f"({'|'.join(_ERAS)})\\s?(\\d{{1,3}}|元)\\s?(?=年)")
_THAI: Final = re.compile("[\u0e00-\u0e7f]")
_THAI_SHORT_YEAR: Final = re.compile("(?<=[\u0e01-\u0e4e.] )([4-9]\\d)(?!\\d|[:.]\\d)(?=\\D*\\d\\d[:.]\\d\\d|\\D*$)")
_BUDDHIST: Final = 543


def with_common_years(line: str) -> str:
    """Return a line with the years of eras, and Thai ones of two digits, as those of a calendar with four.

    >>> with_common_years("令和3年9月13日"), with_common_years("13 ก.ย. 64")
    ('2021年9月13日', '13 ก.ย. 2564')
    """
    if line.isascii():
        return line
    if "年" in line:
        return _ERA.sub(lambda era: str(_ERAS[era[1]] + (1 if era[2] == "元" else int(era[2]))), line)
    return _THAI_SHORT_YEAR.sub(r"25\1", line) if _THAI.search(line) else line


def other_month(word: str, lang: str | None, line: str) -> int | None:
    """Return the month of another calendar that `word` names, with that calendar's hundreds added."""
    found = _months().get(word_key(word.replace("ي", "ی").replace("ك", "ک")))
    amharic = lang == "am" or any(mark in line for mark in date_words("amharic"))
    return None if found is not None and found > ETHIOPIC and not amharic else found


def gregorian(
    year: int, month: int, day: int | None, line: str, *, in_numbers: bool
) -> tuple[int, int, int | None] | None:
    """Return a date of any of these calendars as a Gregorian one; None where that calendar has no such day, and where
    words of the Gregorian one name a month of the Middle Ages: its date is none of news."""
    if month > ETHIOPIC:
        month -= ETHIOPIC
        known = year in _ETHIOPIC_YEARS and 1 <= (day or 1) <= (6 if month == 13 else 30)
        return _of_days(_ethiopic(year, month, day or 1), day) if known else None
    if month > SOLAR_HIJRI or year in _SOLAR_YEARS:
        if month < SOLAR_HIJRI and not in_numbers:
            return None
        month %= SOLAR_HIJRI
        length = 31 if month < 7 else 30
        known = year in _SOLAR_YEARS and 1 <= month <= 12 and 1 <= (day or 1) <= length
        return _of_days(_solar_hijri(year, month, day or 1), day) if known else None
    return (year - _BUDDHIST if year > 2400 and _THAI.search(line) else year), month, day


def _of_days(found: date, day: int | None) -> tuple[int, int, int | None]:
    return found.year, found.month, found.day if day is not None else None


def _solar_hijri(year: int, month: int, day: int) -> date:
    leaps = sum(before % 33 in _SOLAR_LEAP for before in range(_SOLAR_YEARS.start, year))
    days = 365 * (year - _SOLAR_YEARS.start) + leaps + 31 * min(month - 1, 6) + 30 * max(month - 7, 0) + day - 1
    return _NOWRUZ + timedelta(days=days)


def _ethiopic(year: int, month: int, day: int) -> date:
    # The first day of Ethiopic year 1 is 29 August of year 8 in the Julian calendar, 27 August in the Gregorian.
    return date(8, 8, 27) + timedelta(days=365 * (year - 1) + year // 4 + 30 * (month - 1) + day - 1)


@cache
def _months() -> dict[str, int]:
    """The months of these calendars, with the calendar's hundreds added, by the keys of their names."""
    calendars = (("solar_hijri", SOLAR_HIJRI), ("ethiopic", ETHIOPIC))
    return {
        word_key(name): month + added
        for which, added in calendars
        for name, month in further_months(which, "calendars").items()
    }
