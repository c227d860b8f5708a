"""The timeline of a story as SVG: who published when, and how precisely that is known.

A moment is a mark. A date that is known to a day, a month or a year is a bar as long as that. An article without a date
is a dashed line with open ends, since it may stand anywhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from dedup.export.report.dates import MONTHS, Interval, in_words, interval, lag, moment
from dedup.export.report.sentences import called, name
from dedup.export.report.svg import (
    BOLD,
    drawing,
    element,
    line,
    mark,
    path,
    shortened,
    shortened_name,
    text,
    title,
    width_of,
)

WIDTH: Final = 900.0
MOST_ROWS: Final = 60
"""Articles that are drawn: a taller picture fits no page. The table lists more."""

_MOST_LEFT: Final = 270.0
"""Where the axis begins at the latest: right of the outlets. Behind short names it begins earlier, since a phone shows
little more than this of the drawing at a time."""
_RIGHT: Final = 28.0
_TOP: Final = 26.0
_ROW: Final = 34.0
_MOST_TICKS: Final = 6
_MINUTE: Final = 60.0
_HOUR: Final = 3600.0
_DAY: Final = 86400.0
_STEPS: Final = (1, 2, 5, 10, 20, 30, 60, 120, 180, 360, 720, 1440, 2880, 4320, 10080, 20160)
"""Minutes between the lines of the grid; longer spans go by months."""
_LEAST_SPAN: Final = 2 * _HOUR
"""What the axis spans at least: seconds between two articles are no story."""


def timeline(story: Mapping[str, Any]) -> str:
    """Return the timeline of a story in the form of `dedup story --json`."""
    articles = story["articles"][:MOST_ROWS]
    left_out = len(story["articles"]) - len(articles)
    spans = [interval(article["published"], article["published_precision"]) for article in articles]
    dated = [span for span in spans if span is not None]
    axis = _Axis(dated, _left(articles))
    bottom = _TOP + len(articles) * _ROW
    first = min((span.start for span in dated if span.exact), default=None)
    rows = [
        _row(article, span, axis, _TOP + place * _ROW, first)
        for place, (article, span) in enumerate(zip(articles, spans, strict=True))
    ]
    footer = _footer(articles, spans, bottom + 44)
    more = [text(8, bottom + 18, f"and {left_out} more articles", "quiet")] if left_out else []
    return drawing(WIDTH, bottom + 60, _label(story, articles), "timeline", *axis.grid(bottom), *rows, *more, *footer)


class _Axis:
    """Where a moment stands."""

    def __init__(self, spans: Sequence[Interval], left: float) -> None:
        self.left = left
        self.start = min(span.start for span in spans)
        self.end = max(span.end for span in spans)
        missing = _LEAST_SPAN - (self.end - self.start)
        if missing > 0:
            self.start, self.end = self.start - missing / 2, self.end + missing / 2
        margin = (self.end - self.start) * 0.03
        self.start, self.end = self.start - margin, self.end + margin

    def x(self, seconds: float) -> float:
        share = (seconds - self.start) / (self.end - self.start)
        return self.left + share * (WIDTH - _RIGHT - self.left)

    def grid(self, bottom: float) -> Iterator[str]:
        """Return the lines of the grid with what they stand for; the day under the hour where it changes."""
        before = ""
        for at, small, large in self._ticks():
            x = self.x(at)
            yield line(x, _TOP - 8, x, bottom, "rule")
            yield text(x, bottom + 16, small, "small middle")
            if large and large != before:
                yield text(x, bottom + 30, large, "small middle")
                before = large

    def _ticks(self) -> Iterator[tuple[float, str, str]]:
        step = next((s * _MINUTE for s in _STEPS if (self.end - self.start) / (s * _MINUTE) <= _MOST_TICKS), None)
        if step is None:
            yield from self._months()
            return
        at = (self.start // step + 1) * step
        while at < self.end:
            day = moment(at)
            date = f"{day.day} {MONTHS[day.month - 1]}"
            if step < _DAY:
                yield at, f"{day.hour:02}:{day.minute:02}", f"{date} {day.year}"
            else:
                yield at, date, str(day.year)
            at += step

    def _months(self) -> Iterator[tuple[float, str, str]]:
        months = (self.end - self.start) / (30.4 * _DAY)
        step = next(s for s in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 24000) if months / s <= _MOST_TICKS)
        begin = moment(self.start)
        count = ((begin.year * 12 + begin.month - 1) // step + 1) * step
        while count // 12 <= 9999:
            year, month = divmod(count, 12)
            at = (datetime(year, month + 1, 1, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(seconds=1)
            if at >= self.end:
                return
            yield (at, str(year), "") if step >= 12 else (at, MONTHS[month], str(year))
            count += step


def _about(article: Mapping[str, Any]) -> str:
    role = None if article["role"] == "alone" else article["role"].replace("_", " ")
    return " · ".join(part for part in (article["lang"], role) if part)


def _left(articles: Sequence[Mapping[str, Any]]) -> float:
    """Where the axis begins: behind the longest of what is said about an article."""
    return min(_MOST_LEFT, 32 + max(max(width_of(name(one), BOLD), width_of(_about(one), 11)) for one in articles))


def _row(article: Mapping[str, Any], span: Interval | None, axis: _Axis, top: float, first: float | None) -> str:
    middle = top + _ROW / 2
    role = article["role"]
    outlet = shortened_name(name(article), axis.left - 24, BOLD)
    when = in_words(article["published"], article["published_precision"])
    head = title(f"{shortened(called(article), 560)}; {role.replace('_', ' ')}; {when}")
    who = f"{text(8, middle - 2, outlet, 'head')}{text(8, middle + 11, _about(article), 'small')}"
    if span is None:
        drawn = _open_ended(axis, middle)
    elif span.exact:
        x = axis.x(span.start)
        drawn = mark(role, x, middle) + _said(axis, x, 12, middle, _late(span, first, when))
    else:
        begin, end = axis.x(span.start), axis.x(span.end)
        bar = {"x": begin, "y": middle - 6, "width": max(end - begin, 3.0), "height": 12, "rx": 3}
        words = _said(axis, (begin + end) / 2, (end - begin) / 2 + 6, middle, when)
        drawn = element("rect", bar | {"class": f"bar-{role}"}) + words
    return f"<g>{head}{who}{drawn}</g>"


def _late(span: Interval, first: float | None, when: str) -> str:
    return when if first is None or span.start - first < 1 else f"+ {lag(span.start - first)}"


def _said(axis: _Axis, x: float, away: float, middle: float, words: str) -> str:
    """Words beside a mark: to its right, or to its left where there is no room."""
    if x + away + width_of(words, 11) < WIDTH - 4:
        return text(x + away, middle + 4, words, "small over")
    if x - away - width_of(words, 11) > axis.left:
        return text(x - away, middle + 4, words, "small over end")
    return text(x, middle + 4, words, "small ink over middle")


def _open_ended(axis: _Axis, middle: float) -> str:
    """A dashed line over the whole axis with an arrow at either end."""
    begin, end = axis.left + 2, WIDTH - _RIGHT - 2
    gap = width_of("no date", 11) / 2 + 6
    centre = (begin + end) / 2
    low, high = f"{middle - 4:g}", f"{middle + 4:g}"
    return "".join(
        [
            line(begin, middle, centre - gap, middle, "open dashed"),
            line(centre + gap, middle, end, middle, "open dashed"),
            path(f"M{begin + 6:g} {low} L{begin:g} {middle:g} L{begin + 6:g} {high}", "open"),
            path(f"M{end - 6:g} {low} L{end:g} {middle:g} L{end - 6:g} {high}", "open"),
            text(centre, middle + 4, "no date", "small over middle"),
        ]
    )


def _footer(articles: Sequence[Mapping[str, Any]], spans: Sequence[Interval | None], y: float) -> Iterator[str]:
    """What the shapes mean, of those that are there."""
    x = 12.0
    roles = {article["role"] for article, span in zip(articles, spans, strict=True) if span is not None and span.exact}
    for role in ("origin", "copy", "rewrite", "translation", "from_source"):
        if role in roles:
            words = "from a source outside the archive" if role == "from_source" else role
            yield mark(role, x, y, 4.5)
            yield text(x + 10, y + 4, words, "small")
            x += width_of(words, 11) + 30
    if any(span is not None and not span.exact for span in spans):
        yield element("rect", {"x": x - 4, "y": y - 4, "width": 18, "height": 8, "rx": 2, "class": "bar-copy"})
        yield text(x + 20, y + 4, "known only to the day, month or year", "small")


def _label(story: Mapping[str, Any], articles: Sequence[Mapping[str, Any]]) -> str:
    listed = "; ".join(
        f"{name(article)}: {in_words(article['published'], article['published_precision'])}"
        for article in articles[:12]
    )
    return f"Timeline of story {story['id'] or story['articles'][0]['id']}: {listed}"
