"""Publication times as intervals, and how likely one article is older than another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib import resources
from math import inf

import numpy as np
import numpy.typing as npt

from dedup.provenance.attribution.name_forms import host_of
from dedup.provenance.records import StoryArticle
from dedup.schema import ZONE_UNKNOWN

Matrix = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float64]

_WIDTH = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "month": 31 * 86400, "year": 366 * 86400}


_TIMED = ("second", "minute", "hour")


@dataclass(frozen=True)
class When:
    """When an article was published at the earliest and the latest: seconds since 1970, infinite where unknown."""

    earliest: float
    latest: float
    wrong: float = 0.0
    """How likely the article's date is not its own."""

    given: float | None = None
    """The date that may be wrong, where it still may be right."""

    addressed: date | None = None
    """The day that the URL names, where that is taken for the article's and the written date for the page's."""

    fetched: float = inf
    """By when the article was there, whatever its date says."""

    zone: str | None = None
    """The zones of the outlet's country, where a time without a zone is taken for one of those: "UTC+4"."""

    @property
    def dated(self) -> bool:
        """There is a publication date, not only a bound."""
        return self.earliest > -inf

    @property
    def written(self) -> float:
        """The start of the date as it stands, right or wrong."""
        return self.earliest if self.given is None else self.given

    @property
    def doubted(self) -> bool:
        """The article has a date, but it is more likely its page's."""
        return self.wrong > 0.5


def read_times(articles: Sequence[StoryArticle], stamped_days: float = inf) -> list[When]:
    """Return the interval of each article's publication.

    Where all times of day of a story come without a zone, one clock is taken for all of them: most often one program
    wrote them. Beside a time with a zone each is an interval over the zones that its outlet may be in.
    """
    timed = [a for a in articles if a.published is not None and (a.precision or "minute").startswith(_TIMED)]
    one_clock = all(_zoneless(a) for a in timed)
    return [when(replace(a, precision=_plain(a)) if one_clock else a, stamped_days) for a in articles]


def when(article: StoryArticle, stamped_days: float = inf) -> When:
    """Return the interval of an article's publication.

    A date after the page was fetched is not believed. Nor is one that lies `stamped_days` behind the day that the URL
    names: the page was stamped anew, and the article is of that day.
    """
    crawled = _seconds(article.crawled) if article.crawled else inf
    if article.published is None:
        return When(-inf, crawled)
    start = _seconds(article.published)
    if (day := article.addressed) is not None:
        made = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
        if made + stamped_days * _WIDTH["day"] <= start and made <= crawled:
            return When(made, min(made + _WIDTH["day"] - 1, crawled), addressed=day, fetched=crawled)
    width: float = _WIDTH.get(_plain(article) or "minute", 86400) - 1
    zone = None
    if _zoneless(article):
        west, east = zone_hours(article.outlet)
        zone = _zones(west, east)
        start, width = start - east * 3600, width + (east - west) * 3600
    if start > crawled:
        return When(-inf, crawled, 1.0)
    return When(start, min(start + width, crawled), fetched=crawled, zone=zone)


def _zones(west: float, east: float) -> str | None:
    """Write down zones, by the least and the most hours east of UTC; None for all there are."""
    if (west, east) == ANYWHERE:
        return None
    ends = dict.fromkeys(f"UTC{int(h):+d}" + (f":{abs(h) % 1 * 60:02.0f}" if h % 1 else "") for h in (west, east))
    return " to ".join(ends)


def _zoneless(article: StoryArticle) -> bool:
    return bool(article.precision and article.precision.endswith(ZONE_UNKNOWN))


def _plain(article: StoryArticle) -> str | None:
    return article.precision.removesuffix(ZONE_UNKNOWN) if article.precision else None


def doubt_late(times: Sequence[When], days: float, wrong: float) -> list[When]:
    """Return the times with dates opened that lie more than `days` after the middle one of the story's dates.

    Pages are stamped anew when they are edited or rendered, and a story is reported within days: a date far behind the
    others is the page's with the chance `wrong`. It still is an upper bound.
    """
    starts = sorted(t.earliest for t in times if t.dated)
    if len(starts) < 2:
        return list(times)
    by = starts[(len(starts) - 1) // 2] + days * _WIDTH["day"]
    return [_opened(t, wrong, t.latest) if t.dated and t.earliest > by else t for t in times]


def doubt_apart(times: Sequence[When], days: float, wrong: float) -> list[When]:
    """Return the times with dates opened that lie more than `days` from every other date of the story.

    Each is another moment's with the chance `wrong`. One behind others still is an upper bound; the first bounds
    nothing: its page may have the date of an earlier one, or a clock was wrong.
    """
    span = days * _WIDTH["day"]
    dated = sorted((t.earliest, t.latest, place) for place, t in enumerate(times) if t.dated)
    found = list(times)
    until = -inf  # where the longest of the intervals before it ends
    for at, (start, end, place) in enumerate(dated):
        behind = at + 1 == len(dated) or dated[at + 1][0] > end + span
        if len(dated) > 1 and until + span < start and behind:
            found[place] = _opened(times[place], wrong, times[place].latest if at else times[place].fetched)
        until = max(until, end)
    return found


def doubt_named(times: Sequence[When], named: Iterable[tuple[int, Sequence[int]]], wrong: float) -> list[When]:
    """Return the times with the dates opened of articles that another names as its source though it is dated earlier.

    `named` are places: who names an outlet, and that outlet's articles. Nobody quotes what is not yet there: if all of
    them are dated later, those dates are their pages' with the chance `wrong`.
    """
    late = {
        p
        for c, places in named
        if all(times[p].dated and times[p].earliest > times[c].latest for p in places)
        for p in places
    }
    return [_opened(t, wrong, t.latest) if i in late else t for i, t in enumerate(times)]


def _opened(time: When, wrong: float, latest: float) -> When:
    return When(-inf, latest, wrong, time.earliest, fetched=time.fetched, zone=time.zone)


def chances_before(parents: Sequence[When], children: Sequence[When], starts: Vector) -> Matrix:
    """Return [p, c]: how likely p is older than c: 0 is impossible, 1 is certain. `starts` are the story's dates,
    sorted.

    Dates compare as evenly spread over their intervals. An article without a date may have come at any place
    in the row of the dated ones, so it is older than the k-th of n with chance k / (n + 1);
    one whose date may be wrong is older than those dated later by as much as that is believed.
    """
    mine, theirs = _Row(parents, starts), _Row(children, starts)
    dated_p, dated_c = mine.dated[:, None], theirs.dated[None, :]
    doubted_p, doubted_c = mine.doubted[:, None], theirs.doubted[None, :]
    share_p, share_c = mine.share[:, None], theirs.share[None, :]
    both_right = (doubted_p & doubted_c) * np.outer(1 - mine.wrong, 1 - theirs.wrong)
    as_given = 0.5 + both_right * np.sign(theirs.given[None, :] - mine.given[:, None]) / 2
    unknown = np.where(doubted_p == doubted_c, as_given, np.where(doubted_p, share_p, 1 - share_c))
    known_p = 1 - np.where(doubted_c, share_c, share_p)
    known_c = np.where(doubted_p, share_p, share_c)
    dated = np.where(dated_p, _spread(mine, theirs), known_c)
    chance = np.where(dated_c, dated, np.where(dated_p, known_p, unknown))
    chance = np.where(mine.earliest[:, None] > theirs.latest[None, :], 0.0, chance)
    return np.where(mine.latest[:, None] < theirs.earliest[None, :], 1.0, chance)


class _Row:
    """Times as arrays."""

    def __init__(self, times: Sequence[When], starts: Vector) -> None:
        self.earliest = np.array([t.earliest for t in times])
        self.latest = np.array([t.latest for t in times])
        self.dated = np.array([t.dated for t in times], bool)
        self.doubted = np.array([t.wrong > 0 for t in times], bool)
        self.wrong = wrong = np.array([t.wrong for t in times])
        self.given = given = np.array([t.given or 0.0 for t in times])
        # Where an article stands in the row of the story's dates; one without a date, in the middle of nowhere.
        # A dated article's share is the chance that an undated one is older than it.
        rank = (np.searchsorted(starts, self.earliest) + 1) / (len(starts) + 2)
        older = wrong / 2 + (1 - wrong) * (1 - np.searchsorted(starts, given) / max(1, len(starts)))
        self.share: Vector = np.where(self.dated, rank, np.where(self.doubted, older, 0.5))


def _spread(mine: _Row, theirs: _Row) -> Matrix:
    """[p, c]: the chance that a point of p's interval is before a point of c's."""
    start_p = np.where(mine.dated, mine.earliest, 0.0)[:, None]
    width_p = np.where(mine.dated, mine.latest, 0.0)[:, None] - start_p
    start_c = np.where(theirs.dated, theirs.earliest, 0.0)[None, :]
    width_c = np.where(theirs.dated, theirs.latest, 0.0)[None, :] - start_c
    total = np.zeros((len(mine.earliest), len(theirs.earliest)))
    steps = 16
    for k in range(steps):
        at = start_c + width_c * (k + 0.5) / steps
        with np.errstate(divide="ignore", invalid="ignore"):
            inside = np.clip((at - start_p) / width_p, 0, 1)
        total += np.where(width_p > 0, inside, (start_p < at).astype(np.float64))
    points = (width_p <= 0) & (width_c <= 0)
    certain = np.where(start_p == start_c, 0.5, (start_p < start_c).astype(np.float64))
    return np.where(points, certain, np.clip(total / steps, 0.02, 0.98))


def _seconds(moment: datetime) -> float:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


ANYWHERE = (-12.0, 14.0)
"""Hours east of UTC between which all clocks of the world lie."""

_SOLD_EVERYWHERE = frozenset({"ai", "cc", "co", "fm", "io", "la", "me", "tv", "ws"})
"""Domains of countries that are mostly used elsewhere."""


def zone_hours(outlet: str | None) -> tuple[float, float]:
    """Return the least and the most hours east of UTC that the clock of an outlet may show.

    >>> zone_hours("harbourpost.am"), zone_hours("harbourpost.example")
    ((4.0, 4.0), (-12.0, 14.0))
    """
    host = host_of(outlet) if outlet else None
    country = host.rpartition(".")[2] if host else ""
    return ANYWHERE if country in _SOLD_EVERYWHERE else _table().get(country, ANYWHERE)


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[float, float]]:
    lines = resources.files(__package__).joinpath("zone_hours.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {country: (float(west), float(east)) for country, west, east in rows}
