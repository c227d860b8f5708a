"""Numbers, dates, times, shares and sums of money, in any digits, as concepts with their spans.

1. Digits of every script become ASCII ones, character by character, so spans stay those of the text.
2. Dates and times are read first: their dots and colons are no decimal points; then telephone numbers.
3. Then numbers in Chinese characters, then digits with their separators, each with the scale word that follows:
   "1.5 million", "1,5 млн" and "150万" are all `n:1500000`. What follows with a smaller scale is added: "1 млн 200
   тыс." and "2 करोड़ 30 लाख" are one number each, and so are "123만4천56" and "123만4056".

A date becomes its parts (`n:16`, `m:12`, `n:2025`), as it does where the month is written as a word (`cldr`).
Numbers up to twelve say little (`is_weak`); whoever weighs concepts decides what to do with them.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from dedup.features.concepts.scales import ahead_pattern, is_joined, ordinal_mark, scale_pattern
from dedup.features.concepts.telephones import telephones
from dedup.features.stems.stemmer import base_language

_MOST_DIGITS = 30
"""More digits, or characters that stand for some, are no number: a code, or what was written to break a reader."""

_MOST_SCALES = 4
"""More scale words in a row than any language writes (100 ล้านล้าน has two) are no number."""

WEAK_BELOW = 13
"""Dates, scores and list numbers make integers below this common to any two articles."""


class Span(NamedTuple):
    """A concept and the characters it stands at."""

    start: int
    end: int
    concept: str


DECIMAL_POINT = frozenset("en zh ja ko he hi th bn ta mr ar fa ga ne ur te ml kn gu pa si my km am sw ms tl".split())
"""Languages in which 1,234 is over a thousand; in all others it is one and a bit. Only three digits leave a doubt."""

TELEPHONE = "t"
"""What a telephone number is as a concept."""

HAN = frozenset({"zh", "ja", "yue"})
"""Languages that write numbers in Chinese characters."""

MARKS_BEHIND = "-/:："
"""What stands behind the first number of a date or a time."""

_EITHER_MARK = frozenset({"es"})
"""Languages of which some countries write 1,234 and others 1.234: three digits behind either are thousands."""

WRITTEN_ON = re.compile("[\u05d0-\u05ea]{1,3}|[\u0620-\u064a]{1,3}|[\u1200-\u137f]{1,3}")
"""A preposition or conjunction, written on to the number behind it: Hebrew ב2011, Arabic بـ2011, Amharic ከ5.5."""

_HAN_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_HAN_SMALL = {"十": 10, "百": 100, "千": 1000}
_HAN_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_GAP = "[ \u00a0\u2009]"
_BEFORE_SCALE = f"(?:{_GAP}(?=[十百千]?(?:万(?![圣聖达達科博事国全])|[萬亿億兆])))?"
"""Many papers set a space between digits and characters: "3000 万", "1 亿 5000 万"; "2024 万圣节" is Halloween."""
_HAN_PART = "[〇零一二三四五六七八九十百两兩万萬亿億]|千(?![米瓦克卡赫伏帕焦])|兆(?![瓦赫帕字比])"
"""What a number goes on with; 千米 is a kilometre and 兆瓦 a megawatt, whatever number stands before them."""
_LESS = (
    f"(?<=[亿億兆]){_GAP}(?=[0-9]+{_GAP}?[万萬](?![亿億]))|(?:(?<=[万萬][亿億])|(?<=兆)){_GAP}(?=[0-9]+{_GAP}?[亿億])"
)
"""The space before a smaller scale; "1亿 2亿 3亿" is a row of a table."""
_HAN_NUMBER = re.compile(
    f"(?:[0-9]+(?:,[0-9]{{3}})*(?:\\.[0-9]+)?{_BEFORE_SCALE}|[〇零一二三四五六七八九十百千两兩])"
    f"(?:{_HAN_PART}|[0-9]{_BEFORE_SCALE}|{_LESS})*"
)
_ISO_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])(?!\d)")
_DOTTED_DATE = re.compile(r"(?<![\d.])(0?[1-9]|[12]\d|3[01])([./])(0?[1-9]|[12]\d|3[01])\2((?:19|20)\d\d)(?!\d)")
MONTH_SIGNS = "月월"
_HAN_MONTH = re.compile(rf"(?<!\d)(1[0-2]|0?[1-9])\s?[{MONTH_SIGNS}](?!間|间)")
_CLOCK = re.compile(
    r"(?<![\d:.,])([01]?\d|2[0-4])[:：]([0-5]\d)(?::[0-5]\d)?(?![\d:])(?:\s?([ap])\.?m\b\.?)?", re.IGNORECASE
)
BETWEEN_DIGITS = ".,'’٬٫"
BETWEEN_THOUSANDS = " \u00a0\u2009\u202f"
"""What stands within a number: the second before three digits alone."""
_NUMBER = re.compile(f"[0-9]+(?:(?:[{BETWEEN_DIGITS}]|[{BETWEEN_THOUSANDS}](?=[0-9]{{3}}(?![0-9])))[0-9]+)*")
_SEVERAL = re.compile(rf"(?<!\d)\d{{1,{_MOST_DIGITS}}}(?!\d)")
_LONG_WORD = re.compile(r"\w{5}$")
"""No abbreviation of a scale: a dot behind it ends a sentence."""
_CURRENCIES = {
    **{"$": "USD", "＄": "USD", "€": "EUR", "£": "GBP", "₽": "RUB", "₴": "UAH", "₾": "GEL", "₼": "AZN", "֏": "AMD"},
    **{"₺": "TRY", "₹": "INR", "₪": "ILS", "₩": "KRW", "₸": "KZT"},
}


_SIGN_GAP = "[ \u00a0\u2009\u202f]?"
_PERCENTS = "%٪％﹪"
_BEHIND_SIGN = re.compile(rf"{_SIGN_GAP}(\d+)")
_BEFORE_SIGN = re.compile(rf"((?<![\w.,])\w[\w.,]*|(?<![\d.,])\d[\d.,]*)[-–—]?{_SIGN_GAP}$")
"""The word before a sign, or the digits it ends in where words stand together: 达到15%, 50.000,- €."""
SIGNS = f"{_PERCENTS}{''.join(_CURRENCIES)}¥￥"
_SIGN = re.compile(f"[{SIGNS}]")


def is_weak(concept: str) -> bool:
    """Return whether a number is so small that any two articles may share it.

    >>> is_weak("n:3"), is_weak("n:2.5"), is_weak("n:2025"), is_weak("m:3")
    (True, False, False, False)
    """
    kind, _, value = concept.partition(":")
    return kind == "n" and value.isdigit() and len(value) < 3 and int(value) < WEAK_BELOW


def number_concepts(text: str, lang: str, runs: Sequence[int] | None = None) -> list[Span]:
    """Return every number, date, time, percent and currency sign of `text`, by place; `runs`, where somebody knows
    them, are the places where its runs of digits begin.

    >>> [span.concept for span in number_concepts("1,5 млн € до 16.12.2025, 18:30", "ru")]
    ['n:1500000', 'c:EUR', 'n:16', 'm:12', 'n:2025', 'h:18:30']
    """
    base = base_language(lang)
    digits = _ascii_digits(text)
    numbers = list(_NUMBER.finditer(digits) if runs is None else _numbers_at(digits, runs))
    taken = bytearray(len(text))
    found = list(_dates_and_times(digits, numbers, taken)) if numbers else []
    for match in telephones(digits, [number.start() for number in numbers]):
        if _take(match, taken):
            found.append(Span(*match.span(), f"{TELEPHONE}:{''.join(filter(str.isdigit, match[0]))}"))
    if base in HAN:
        found += _han_numbers(digits, taken)
    found += _plain_numbers(digits, numbers, base, taken)
    found += _signs(text, base)
    return sorted(found)


def _numbers_at(text: str, runs: Sequence[int]) -> Iterator[re.Match[str]]:
    """The numbers of a text, several of whose `runs` may be one number's: a pattern tried everywhere takes ten times
    as long."""
    end = 0
    for start in runs:
        if start >= end and (number := _NUMBER.match(text, start)):
            yield number
            end = number.end()


def _ascii_digits(text: str) -> str:
    """`text` with the digits of all scripts as 0-9, at the same places; as a rule there is nothing to do."""
    if text.isascii():
        return text
    others = {character for character in set(text) if character.isdecimal() and not character.isascii()}
    return text.translate({ord(digit): str(int(digit)) for digit in others}) if others else text


def _take(match: re.Match[str], taken: bytearray) -> bool:
    """Whether nothing has read these characters yet; marks them as read."""
    start, end = match.span()
    if taken.find(1, start, end) >= 0:
        return False
    taken[start:end] = b"\1" * (end - start)
    return True


def _dates_and_times(text: str, numbers: Sequence[re.Match[str]], taken: bytearray) -> Iterator[Span]:
    """The dates and times of a text. Each form is looked for where a number has its sign within or behind it: most
    texts have none, and a pattern that looks behind itself takes ten times as long as finding the numbers."""
    behind = {text[match.end() : match.end() + 1] for match in numbers}
    if "-" in behind:
        yield from _iso_dates(text, taken)
    if "/" in behind or any("." in match[0] for match in numbers):
        yield from _dotted_dates(text, taken)
    if "月" in text or "월" in text:
        yield from _han_months(text, taken)
    if behind & {":", "："}:
        yield from _clocks(text, taken)


def _iso_dates(text: str, taken: bytearray) -> Iterator[Span]:
    for match in _ISO_DATE.finditer(text):
        if _take(match, taken):
            yield Span(*match.span(1), f"n:{match[1]}")
            yield Span(*match.span(2), f"m:{int(match[2])}")
            yield Span(*match.span(3), f"n:{int(match[3])}")


def _dotted_dates(text: str, taken: bytearray) -> Iterator[Span]:
    for match in _DOTTED_DATE.finditer(text):
        first, second = int(match[1]), int(match[3])
        if not _take(match, taken):
            continue
        # 03/04/2025 is March or April: with a slash, and both up to twelve, the month cannot be known.
        month_first = second > 12
        known = match[2] == "." or month_first or first > 12
        yield Span(*match.span(1), f"m:{first}" if month_first and first <= 12 else f"n:{first}")
        yield Span(*match.span(3), f"m:{second}" if known and second <= 12 else f"n:{second}")
        yield Span(*match.span(4), f"n:{match[4]}")


def _han_months(text: str, taken: bytearray) -> Iterator[Span]:
    for match in _HAN_MONTH.finditer(text):
        if _take(match, taken):
            yield Span(*match.span(), f"m:{int(match[1])}")


def _clocks(text: str, taken: bytearray) -> Iterator[Span]:
    for match in _CLOCK.finditer(text):
        if _take(match, taken):
            hour = int(match[1])
            if match[3]:
                hour = hour % 12 + (12 if match[3].lower() == "p" else 0)
            yield Span(*match.span(), f"h:{hour}:{match[2]}")


def _han_numbers(text: str, taken: bytearray) -> Iterator[Span]:
    for match in _HAN_NUMBER.finditer(text):
        # One character alone is part of a word far more often than a number (一些, 十分).
        if len(match[0]) > 1 and not match[0].replace(",", "").replace(".", "").isascii():
            value = _han_value(match[0])
            if value is not None and _take(match, taken):
                yield Span(*match.span(), f"n:{_canonical(value)}")


def _han_value(run: str) -> Decimal | None:
    """Value of a number in Chinese characters, digits, or both; nothing if it is no number (千百, 一一).

    >>> str(_han_value("三千二百")), str(_han_value("1億5000万")), str(_han_value("二〇二五"))
    ('3200', '150000000', '2025')
    """
    if len(run) > _MOST_DIGITS:
        return None
    if all(character in _HAN_DIGITS for character in run):
        return Decimal("".join(str(_HAN_DIGITS[character]) for character in run)) if len(run) == 4 else None
    total, section, current = Decimal(0), Decimal(0), Decimal(0)
    for part in re.findall(r"[0-9.,]+|\S", run):
        if part in _HAN_SMALL:
            section += (current or 1) * _HAN_SMALL[part]
            current = Decimal(0)
        elif part in _HAN_LARGE:
            # A scale behind a scale multiplies what there is: 2.5万亿.
            counted = section + current
            total = total + counted * _HAN_LARGE[part] if counted else (total or Decimal(1)) * _HAN_LARGE[part]
            section = current = Decimal(0)
        elif part in _HAN_DIGITS:
            current = Decimal(_HAN_DIGITS[part])
        else:
            current = Decimal(part.replace(",", "").strip("."))
    return total + section + current


def _plain_numbers(text: str, numbers: Sequence[re.Match[str]], lang: str, taken: bytearray) -> Iterator[Span]:
    scale = scale_pattern(lang)
    ahead = ahead_pattern(lang)
    # The number so far, to which a smaller one may yet be added: its span, its value, its least scale.
    start, end, total, least = 0, -1, Decimal(0), 0
    row = ordinal_mark(lang)
    for match in numbers:
        if not _take(match, taken):
            continue
        value = _value(match[0], lang)
        if value is None:
            if end >= 0:
                yield Span(start, end, f"n:{_canonical(total)}")
                end = -1
            for part in _SEVERAL.finditer(match[0]):
                yield Span(match.start() + part.start(), match.start() + part.end(), f"n:{int(part[0])}")
            continue
        factor, after = 1, match.end()
        last = 0
        ordinal = text[match.start() - 1 : match.start()] == row
        for _ in range(0 if ordinal else _MOST_SCALES):
            word = scale.match(text, after) if scale is not None else None
            if word is None or not word.lastgroup:
                break
            each = int(word.lastgroup[1:])
            # Where words are spaced a larger scale multiplies the one before it: 2 mil millones, 1 लाख करोड़.
            if each <= last and not is_joined(lang):
                break
            factor, last, after = factor * each, each, word.end()
        if (
            factor == 1
            and ahead is not None
            and (word := ahead.search(text, max(0, match.start() - 24), match.start()))
        ):
            factor = int(word.lastgroup[1:]) if word.lastgroup else 1
        value *= factor
        if end >= 0 and _goes_on(
            text[end : match.start()],
            _LONG_WORD.search(text, max(start, end - 5), end) is None,
            value,
            factor,
            least,
            lang,
        ):
            total, end, least = total + value, after, factor
            continue
        if end >= 0:
            yield Span(start, end, f"n:{_canonical(total)}")
        start, end, total, least = match.start(), after, value, factor
    if end >= 0:
        yield Span(start, end, f"n:{_canonical(total)}")


def _goes_on(between: str, short: bool, value: Decimal, factor: int, least: int, lang: str) -> bool:
    """Whether a number is the rest of the one before it: nothing but a space stands between them, behind an
    abbreviation (`short`) also a dot, and it is smaller than the scale of that one. Behind a space it must have a scale
    of its own ("5 thousand 12-year-olds")."""
    if between == "":
        return is_joined(lang) and value < least
    return (
        between in ({" ", ". ", "\u00a0", ".\u00a0"} if short else {" ", "\u00a0"})
        and 1 < factor < least
        and value < least
    )


def _value(number: str, lang: str) -> Decimal | None:
    """Value of digits with separators; nothing if they are several numbers (a version, a score, a phone number)."""
    if len(number) > _MOST_DIGITS:
        return None
    if number.isdigit():
        return Decimal(number)
    number = number.replace("٬", "\u00a0").replace("٫", ";")
    whole, _, fraction = number.partition(";")
    if not fraction:
        kinds = {character for character in number if character in ".,"}
        if len(kinds) == 2:
            cut = max(number.rfind("."), number.rfind(","))
            whole, fraction = number[:cut], number[cut + 1 :]
        elif kinds:
            (mark,) = kinds
            head, _, tail = number.rpartition(mark)
            alone = number.count(mark) == 1
            pointed = lang not in _EITHER_MARK and (mark == ".") == (lang in DECIMAL_POINT)
            if alone and (len(tail) != 3 or head == "0" or len(head) > 3 or pointed):
                whole, fraction = head, tail
    groups = re.split(r"\D", whole)
    if len(groups) > 1 and (
        len(groups[0]) > 3 or len(groups[-1]) != 3 or any(len(g) not in {2, 3} for g in groups[1:])
    ):
        return None
    return (
        Decimal("".join(groups) + ("." + fraction if fraction else "")) if fraction.isdigit() or not fraction else None
    )


def _canonical(value: Decimal) -> str:
    """One spelling a value, whatever it was read from: no exponent, no trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _signs(text: str, lang: str) -> Iterator[Span]:
    """What signs say, at the number or scale beside them: a sign begins no word."""
    if text.isascii() and "%" not in text and "$" not in text:
        return
    for match in _SIGN.finditer(text):
        beside = _BEHIND_SIGN.match(text, match.end()) or _BEFORE_SIGN.search(
            text, max(0, match.start() - 24), match.start()
        )
        if beside is None:
            continue
        if match[0] in _PERCENTS:
            yield Span(*beside.span(1), "u:percent")
        else:
            code = _CURRENCIES.get(match[0]) or ("JPY" if lang == "ja" else "CNY")
            yield Span(*beside.span(1), f"c:{code}")
