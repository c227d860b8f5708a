"""The kernel of `sum_trees`: sums a story's trees over the orders that were drawn. Its plain twin is in the tests.

Most stories have three or four articles: of arrays so small numpy takes a hundred times as long to be called as to sum.
"""

from dataclasses import dataclass
from math import exp, inf, isnan, log

import numpy as np
import numpy.typing as npt

from dedup.kernels import kernel

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sums:
    """The shares of what the trees hold, of those of both accounts together."""

    links: Numbers
    """[p, c]: p is c's parent."""

    before: Numbers
    """[p, c]: p comes before c."""

    first: Numbers
    """[c]: the story starts with c."""

    from_outside: Numbers
    """[c]: c took the story from outside the dump."""

    outside: float
    """The story starts outside the dump."""


def sum_orders(
    position: Numbers,
    links: Numbers,
    first: Numbers,
    outside: Numbers,
    extra: float,
    outside_share: float,
    outside_prior: float,
) -> Sums:
    """Sum the trees of all orders. `position` is [order, article], the lower the earlier; `links` [p, c] and `outside`
    are weights, `first` the logarithms of weights. The first of an order is a parent `extra` times more often than any
    other."""
    n = len(first)
    pairs, articles = np.zeros((2, n, n)), np.zeros((2, n))
    share = _sum_orders(
        position, links, first, outside, float(extra), outside_share, outside_prior, np.zeros((2, *position.shape)),
        np.empty((2, len(position))), np.empty(n), pairs[0], pairs[1], articles[0], articles[1],
    )  # fmt: skip
    return Sums(pairs[0] * links, pairs[1], articles[0], articles[1], share)


@kernel("f8[,] f8[,] f8[] f8[] f8 f8 f8 f8[,,]! f8[,]! f8[]! f8[,]! f8[,]! f8[]! f8[]!")
def _sum_orders(
    position: Numbers,
    links: Numbers,
    first: Numbers,
    outside: Numbers,
    extra: float,
    outside_share: float,
    outside_prior: float,
    room: Numbers,
    logs: Numbers,
    each: Numbers,
    parents: Numbers,
    before: Numbers,
    led: Numbers,
    entered: Numbers,
) -> float:
    """Fill the last four. Returns the share of the trees in which the story starts outside.

    `room` takes, by order and article, the mean weight of the links to the parents that it can have, and how many these
    are: none for the first."""
    orders, n = position.shape
    given, choices = room[0], room[1]
    best = -inf
    for s in range(orders):
        for p in range(n):
            at = position[s, p]
            for c in range(n):
                older = 1.0 if at < position[s, c] else 0.0
                given[s, c] += older * links[p, c]
                choices[s, c] += older
        leader = 0
        while leader < n - 1 and choices[s, leader] > 0:
            leader += 1
        logs[0, s], logs[1, s] = log((1 - outside_prior) / orders), log(outside_prior / orders)
        for c in range(n):
            either = outside[c]
            if choices[s, c] > 0:
                choices[s, c] = max(choices[s, c] + extra, 1.0)
                given[s, c] = (given[s, c] + extra * links[leader, c]) / choices[s, c]
                either = outside_share * either + (1 - outside_share) * given[s, c]
                logs[0, s] += log(given[s, c]) if given[s, c] > 0 else -inf
            else:
                logs[0, s] += first[c]
            logs[1, s] += log(either) if either > 0 else -inf
        best = max(best, logs[0, s], logs[1, s])
    total = 0.0
    for s in range(orders):
        for account in range(2):
            logs[account, s] = exp(logs[account, s] - best)
            total += logs[account, s]
    share = 0.0
    for s in range(orders):
        inside, out = logs[0, s] / total, logs[1, s] / total
        share += out
        leader = 0
        while leader < n - 1 and choices[s, leader] > 0:
            leader += 1
        for c in range(n):
            each[c], came = 0.0, out
            if choices[s, c] > 0:
                either = outside_share * outside[c] + (1 - outside_share) * given[s, c]
                one = inside / given[s, c] + (1 - outside_share) * out / either
                # Of an order that has no share itself it is no number.
                each[c] = 0.0 if isnan(one) else one / choices[s, c]
                came = out * outside_share * outside[c] / either
            else:
                led[c] += inside
            entered[c] += 0.0 if isnan(came) else came
            parents[leader, c] += extra * each[c]
        for p in range(n):
            at = position[s, p]
            for c in range(n):
                older = 1.0 if at < position[s, c] else 0.0
                parents[p, c] += older * each[c]
                before[p, c] += older * (inside + out)
    return share
