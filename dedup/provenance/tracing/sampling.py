"""Orders in which a story's articles may have come, drawn from what is known of their times.

Where one article has no date, whether it is older than a second and whether it is older than a third hang together:
if it is the story's first it is older than both. Chances of pairs would lose that, so whole orders are drawn.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from dedup.provenance.tracing.times import When

Positions = npt.NDArray[np.float64]

_SMALL: Final = 16
"""Articles of a story whose draws are kept for the next one of that size, 4 MB for all sizes: most stories are small,
and to make a generator takes longer than to draw from it."""


def draw_orders(times: Sequence[When], most: int, wide: float) -> Positions:
    """Return [draw, article]: the place of each article in each drawn order, the lower the earlier; no two are the
    same.

    Articles whose time is known to less than `wide` seconds keep their order, drawn within their intervals. Every other
    one may come anywhere in the row of those, between what it cannot be older and what it cannot be younger than; one
    whose date may be wrong does so in as many of the draws as that is likely. A day is not spread over its hours: a
    story is reported in a few of them, and where that is in the evening, so it was by the article that gives only the
    day. One draw if nothing is unknown, else `most`. The draws depend on nothing but the times, in the order given.
    """
    n = len(times)
    earliest = np.array([t.earliest for t in times])
    latest = np.array([t.latest for t in times])
    dated = np.array([t.dated and t.latest - t.earliest < wide for t in times], bool)
    doubted = np.array([t.given is not None for t in times], bool)
    wrong = np.array([t.wrong for t in times])
    start = np.where(doubted, [t.given or 0.0 for t in times], np.where(dated, earliest, 0.0))
    width = np.where(dated, latest - start, 0.0)
    if _certain(start, width, dated & ~doubted):
        return np.argsort(np.argsort(start, kind="stable"), kind="stable")[None, :].astype(np.float64)
    placed = dated[None, :] | (doubted & (_spread(most, n, 0) >= wrong))
    when = start + width * _spread(most, n, 1)
    # The dated ones take their places in the order of their times; equal times, and the undated, fall as it comes.
    place = _spread(most, n, 2)
    ties = _spread(most, n, 3)
    by_time = np.lexsort((ties, np.where(placed, when, np.inf)), axis=1)
    rank = np.argsort(by_time, axis=1)
    among = np.sort(np.where(placed, place, np.inf), axis=1)
    position = np.where(placed, np.take_along_axis(among, rank, axis=1), place)
    begins = np.where(placed, when, earliest)
    ends = np.where(placed, when, latest)
    done = placed.copy()
    for i in np.argsort(earliest, kind="stable"):
        if not dated[i] and (np.isfinite(earliest[i]) or np.isfinite(latest[i])):
            low = np.where(done & (ends < earliest[i]), position, 0.0).max(axis=1)
            high = np.where(done & (begins > latest[i]), position, 1.0).min(axis=1)
            drawn = low + np.maximum(high - low, 0.0) * place[:, i]
            position[:, i] = np.where(placed[:, i], position[:, i], drawn)
            done[:, i] = True
    return position


def _spread(most: int, n: int, stream: int) -> Positions:
    """Numbers between 0 and 1, the second half mirroring the first: of two alike neither is favoured."""
    return _kept_spread(most, n, stream) if n <= _SMALL else _drawn(most, n, stream)


def _drawn(most: int, n: int, stream: int) -> Positions:
    half = np.random.default_rng((n, stream)).random(((most + 1) // 2, n))
    found: Positions = np.concatenate([half, 1 - half])[:most]
    found.flags.writeable = False
    return found


_kept_spread = lru_cache(4 * _SMALL)(_drawn)


def _certain(start: npt.NDArray[np.float64], width: npt.NDArray[np.float64], dated: npt.NDArray[np.bool_]) -> bool:
    if not dated.all():
        return False
    order = np.argsort(start, kind="stable")
    return bool((start[order][1:] > (start + width)[order][:-1]).all())
