"""The date that a page without metadata gives under its headline.

A scraped page as text holds many dates: the day it was fetched (in the page's head), those of other articles (in
lists), those that the article tells about. Only a line that is nothing but a date, stands by the headline and is not
one of several such lines is the article's own.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from dedup.ingest.dates.date_words import date_words
from dedup.ingest.dates.month_names import word_key
from dedup.ingest.dates.parse import MARK, DateFound, Dates, Moment

TOP_LINES = 8
"""Non-blank lines looked at. A byline follows the headline and at most a lede and a few names."""

BODY_CHARS = 200
"""A longer line is a paragraph of the body; one such line may be the lede above the byline."""

BYLINE_CHARS = 120
HEADLINE_WORDS = 4
NAME_WORDS = 6

_SEPARATOR = re.compile(r"[|•·●/,;:()\[\]<>\t—–]|\s[-−]\s|\s{2,}")
_SENTENCE_END = re.compile(r"[.!?…。！？։।]['\"”»」]?\s*$")
_LETTER = re.compile(r"[^\W\d_]")
_EAST_ASIAN = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@cache
def _keys(*lists: str) -> frozenset[str]:
    """The words of lists of `date_words.toml` as they are looked up."""
    return frozenset(word_key(word) for name in lists for word in date_words(name))


@cache
def _change_signs() -> tuple[str, ...]:
    """Words for a change in scripts without spaces: a label stands before its date without a gap there."""
    return tuple(word for word in date_words("changes") if _EAST_ASIAN.search(word))


def says_changed(label: str, *, visited: bool = True) -> bool:
    """Say whether the words beside a date make it one of a change or, with `visited`, of the visit."""
    plain = unicodedata.normalize("NFC", label).casefold()
    counted = _keys("changes", "visits") if visited else _keys("changes")
    return any(word_key(word) in counted for word in _words(label)) or any(
        mark in plain for mark in (*_change_signs(), *date_words("change_phrases"))
    )


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _change() -> re.Pattern[str]:
    words = {*date_words("changes"), *date_words("visits")}.difference(_change_signs())
    spaced = _any_of((*sorted(words), *date_words("change_phrases")))
    return re.compile(rf"\b(?:{spaced})\b|{_any_of(_change_signs())}", re.IGNORECASE)


@cache
def _publication() -> re.Pattern[str]:
    words, signs = _any_of(date_words("published")), _any_of(date_words("published_signs"))
    return re.compile(rf"\b(?:{words})\b|{signs}", re.IGNORECASE)


@cache
def _last() -> re.Pattern[str]:
    return re.compile(rf"[\W_]*(?:(?<!\w)(?:{_any_of(date_words('last'))})\W*)+$", re.IGNORECASE)


def publication_part(line: str) -> str:
    """Return the part of a line that dates the publication, where another part dates a change; else the line.

    >>> publication_part("Published 3 May 2024 | Last updated 5 May 2024")
    'Published 3 May 2024'
    """
    if (change := _change().search(line)) is None:
        return line
    before, after = line[: change.start()], line[change.end() :]
    if _dated(before):
        if _publication().search(before) is None:
            # In East Asia a label may stand behind its date: `5月3日更新 4月1日公開`.
            behind = _EAST_ASIAN.match(change[0]) and _dated(before.rstrip()[-2:])
            if behind or not _dated(after):
                return after if behind and _dated(after) and _publication().search(after) else line
        return _last().sub("", before.rstrip(" |,;.·•(/–—-")).rstrip(" |,;.·•(/–—-")
    first = _publication().search(after)
    return (
        line if first is None or not _dated(after[first.end() :]) or _change().search(after) else after[first.start() :]
    )


def _dated(part: str) -> bool:
    return any(map(str.isdecimal, part))


def byline_date(text: str, dates: Dates, locale: str | None = None) -> Moment | None:
    """Return the date of the line under the headline that is nothing but a date, or None.

    None where there are several different ones: that is a list of articles. A line above the headline counts only
    directly above it and with a time of day and no weekday: `Tuesday, 16 December` there is the day of the visit.
    """
    lines = _top(text)
    found: list[tuple[int, DateFound]] = []
    for place, line in enumerate(lines):
        if len(line) <= BYLINE_CHARS and any(char.isdigit() for char in line):
            dated = dates.find(line, locale)
            if dated and _dated(dated.rest) and (part := publication_part(line)) != line:
                line, dated = part, dates.find(part, locale)  # noqa: PLW2901
            if dated and _only_a_date(line, dated, dates):
                found.append((place, dated))
    if not found or len({dated.moment.time // 86_400_000_000 for _, dated in found}) > 1:
        return None
    place, dated = found[0]
    if dated.moment.precision not in ("second", "minute", "day"):
        return None
    if any(_is_headline(line) for line in lines[:place]):
        return dated.moment
    above = place == 0 and len(lines) > 1 and _is_headline(lines[1]) and dated.moment.precision != "day"
    weekday = any(dates.calendar.is_weekday(word) for word in _words(dated.rest))
    return dated.moment if above and not weekday else None


def _top(text: str) -> list[str]:
    """Return the first non-blank lines, down to where the body begins."""
    lines: list[str] = []
    start, long_lines = 0, 0
    # Cut line by line: splitting a whole book for its first eight lines would cost more than reading it.
    while len(lines) < TOP_LINES and start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end].strip()
        start = end + 1
        if not line:
            continue
        long_lines += _width(line) > BODY_CHARS
        if long_lines > 1 or _width(line) > 2 * BODY_CHARS:
            break
        lines.append(line)
    return lines


def _width(line: str) -> int:
    """Return the length of `line` in letters of an alphabet; a sign of the scripts without spaces counts double."""
    return len(line) if line.isascii() else len(line) + len(_EAST_ASIAN.findall(line[: 2 * BODY_CHARS + 1]))


def _is_headline(line: str) -> bool:
    return len(_words(line)) >= HEADLINE_WORDS or len(_EAST_ASIAN.findall(line)) >= 2 * HEADLINE_WORDS


def _words(line: str) -> list[str]:
    return [word for word in re.split(r"[\s\x00|,;:()/•·.]+", line) if _LETTER.search(word)]


def _only_a_date(line: str, dated: DateFound, dates: Dates) -> bool:
    """Say whether what stands beside the date is at most its weekday, a label, and names set off from it."""
    if any(char.isdigit() for char in dated.rest):
        return False
    words = _words(dated.rest)
    if len(words) > NAME_WORDS or says_changed(dated.rest):
        return False
    # "... on 5 May 2024." ends as a sentence does; an abbreviated year ("2025 г.") ends the date itself.
    if _SENTENCE_END.search(line) and not dated.rest.rstrip(" .").endswith(MARK) and len(words) > 2:
        return False
    return all(_part_fits(part, dates) for part in _SEPARATOR.split(dated.rest))


def _part_fits(part: str, dates: Dates) -> bool:
    words = _words(part)
    if MARK in part:
        return all(word_key(word) in _keys("labels") or dates.calendar.is_weekday(word) for word in words)
    if not words:
        return True
    # A name begins with a capital letter; in scripts without case, length is all there is to go by.
    first = words[0]
    return word_key(first) in _keys("labels") or first[0].isupper() or first.lower() == first.upper()
