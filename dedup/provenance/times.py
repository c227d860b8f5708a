"""Publication times as intervals, and how likely one article is older than another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import inf

import numpy as np
import numpy.typing as npt

from .records import StoryArticle

_WIDTH = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "month": 31 * 86400, "year": 366 * 86400}


@dataclass(frozen=True)
class When:
    """When an article was published at the earliest and the latest: seconds since 1970, infinite where unknown."""

    earliest: float
    latest: float
    doubted: bool = False
    """The article has a date, but it is more likely its page's: it only bounds the publication from above."""

    @property
    def dated(self) -> bool:
        """There is a publication date, not only a bound."""
        return self.earliest > -inf


def when(article: StoryArticle) -> When:
    """The interval of an article's publication. A date after the page was fetched is not believed."""
    crawled = _seconds(article.crawled) if article.crawled else inf
    if article.published is None:
        return When(-inf, crawled)
    start = _seconds(article.published)
    if start > crawled:
        return When(-inf, crawled, doubted=True)
    return When(start, min(start + _WIDTH.get(article.precision or "minute", 86400) - 1, crawled))


def doubt_late(times: Sequence[When], days: float) -> list[When]:
    """The times with dates opened that lie more than `days` after the middle one of the story's dates.

    Pages are stamped anew when they are edited or rendered, and a story is told within days: a date far behind the
    others may be the page's. It still is an upper bound, and `chances_before` still takes such an article for late.
    """
    starts = sorted(t.earliest for t in times if t.dated)
    if len(starts) < 2:
        return list(times)
    middle = starts[(len(starts) - 1) // 2]
    return [When(-inf, t.latest, doubted=True) if t.dated and t.earliest > middle + days * 86400 else t for t in times]


def chances_before(times: Sequence[When], late: float) -> list[list[float]]:
    """For articles p and c, how likely p is older: 0 is impossible, 1 is certain.

    Dates compare as evenly spread over their intervals. An article without a date may have come at any place
    in the row of the dated ones, so it is older than the k-th of n with chance k / (n + 1);
    one with a doubted date is older than a dated one with the chance `late`.
    """
    starts = sorted(t.earliest for t in times if t.dated)
    share = [
        (sum(s < t.earliest for s in starts) + 1) / (len(starts) + 2) if t.dated else late if t.doubted else 0.5
        for t in times
    ]
    n = len(times)
    chance = [[0.0] * n for _ in range(n)]
    for p in range(n):
        for c in range(n):
            if p != c:
                chance[p][c] = _chance(times[p], times[c], share[p], share[c])
    return chance


def sharpen(
    before: Sequence[Sequence[float]], times: Sequence[When], links: npt.NDArray[np.float64]
) -> list[list[float]]:
    """The chances after a first look at the links: a dated article's parent is older than it and all after it.

    Only articles without a date of their own learn by it; `links[p, c]` is the share of trees in which p is c's parent.
    """
    n = len(times)
    chance = [list(row) for row in before]
    for p in range(n):
        if times[p].dated:
            continue
        for c in range(n):
            if c == p or not times[c].dated:
                continue
            proof = max(
                (
                    float(links[p, d])
                    for d in range(n)
                    if d not in (p, c) and times[d].dated and times[d].latest <= times[c].latest
                ),
                default=0.0,
            )
            if 0 < chance[p][c] < 1:
                chance[p][c] = min(0.99, max(chance[p][c], proof))
                chance[c][p] = 1 - chance[p][c]
    return chance


def _chance(p: When, c: When, share_p: float, share_c: float) -> float:
    if p.latest < c.earliest:
        return 1.0
    if p.earliest > c.latest:
        return 0.0
    if p.dated and c.dated:
        return _spread(p, c)
    if c.dated:
        return share_p if p.doubted else share_c
    if p.dated:
        return 1 - (share_c if c.doubted else share_p)
    return 0.5 if p.doubted == c.doubted else (share_p if p.doubted else 1 - share_c)


def _spread(p: When, c: When) -> float:
    """Chance that a point of p is before a point of c."""
    width_p, width_c = p.latest - p.earliest, c.latest - c.earliest
    if width_p <= 0 and width_c <= 0:
        return 0.5 if p.earliest == c.earliest else float(p.earliest < c.earliest)
    steps = 16
    total = 0.0
    for k in range(steps):
        at = c.earliest + width_c * (k + 0.5) / steps
        total += min(1.0, max(0.0, (at - p.earliest) / width_p)) if width_p > 0 else float(p.earliest < at)
    return min(0.98, max(0.02, total / steps))


def _seconds(moment: datetime) -> float:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
