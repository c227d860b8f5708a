"""Sums over all trees of a story, and the best one.

Every way the articles may have come from each other is a tree, weighted by the product of its links' weights. The
matrix-tree theorem (Tutte; for texts, Koo et al. 2007) sums them all at once: the determinant of a Laplacian is the
weight of all trees, its inverse gives the share of them that hold a given link. Those shares are the confidences.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Shares:
    """What share of the weighted trees hold a link."""

    log_total: float
    """Logarithm of the weight of all trees; -inf if there is none."""

    links: Matrix
    """[p, c]: the link from parent p to child c."""

    roots: Matrix
    """[c]: c has no parent in the story."""


def many_roots(log_links: Matrix, log_roots: Matrix) -> Shares:
    """All forests of one or more trees."""
    links, roots, offset = _scaled(log_links, log_roots)
    laplacian = np.diag(links.sum(axis=0) + roots) - links
    sign, log_det = np.linalg.slogdet(laplacian)
    if sign <= 0 or not np.isfinite(log_det):
        return _nothing(len(roots))
    inverse = np.linalg.inv(laplacian)
    own = np.diag(inverse)
    return Shares(
        float(log_det + offset), np.clip(links * (own[None, :] - inverse.T), 0, 1), np.clip(roots * own, 0, 1)
    )


def one_root(log_links: Matrix, log_roots: Matrix) -> Shares:
    """All trees with exactly one root."""
    links, roots, offset = _scaled(log_links, log_roots)
    laplacian = np.diag(links.sum(axis=0)) - links
    laplacian[0, :] = roots
    sign, log_det = np.linalg.slogdet(laplacian)
    if sign == 0 or not np.isfinite(log_det):
        return _nothing(len(roots))
    inverse = np.linalg.inv(laplacian)
    own = np.diag(inverse).copy()
    other = inverse.T.copy()
    own[0] = 0.0
    other[0, :] = 0.0
    shares = links * (own[None, :] - other)
    return Shares(float(log_det + offset), np.clip(shares, 0, 1), np.clip(roots * inverse[:, 0], 0, 1))


def best_tree(
    options: Sequence[Sequence[tuple[float, int]]], earliest: Sequence[float], latest: Sequence[float]
) -> list[int]:
    """A parent for each article (-1 for none): the surest links first, leaving out what would close a circle.

    `options[c]` holds (share, parent) pairs, best first, -1 among them. A link is also left out where, along the
    chain it would make, an article came earlier than one it descends from.
    """
    n = len(options)
    parent = [-1] * n
    after = list(earliest)  # no article is older than those it descends from
    order = sorted(range(n), key=lambda c: (-options[c][0][0], c) if options[c] else (0.0, c))
    for c in order:
        for _, p in options[c]:
            if p < 0:
                break
            if _descends(parent, p, c):
                continue
            shifted = _push(parent, after, c, after[p])
            if all(t <= latest[i] for i, t in shifted.items()):
                parent[c] = p
                for i, t in shifted.items():
                    after[i] = t
                break
    return parent


def _descends(parent: list[int], article: int, ancestor: int) -> bool:
    while article >= 0:
        if article == ancestor:
            return True
        article = parent[article]
    return False


def _push(parent: list[int], after: list[float], start: int, bound: float) -> dict[int, float]:
    """The new lower bounds of `start` and all below it when `start` cannot be older than `bound`."""
    moved = {start: max(after[start], bound)}
    waiting = [start]
    while waiting:
        top = waiting.pop()
        for i, p in enumerate(parent):
            if p == top and i not in moved:
                moved[i] = max(after[i], moved[top])
                waiting.append(i)
    return moved


def _scaled(log_links: Matrix, log_roots: Matrix) -> tuple[Matrix, Matrix, float]:
    """Weights, each child's scaled to a largest of 1, and the logarithm of what was taken out."""
    top = np.maximum(log_links.max(axis=0, initial=-np.inf), log_roots)
    top = np.where(np.isfinite(top), top, 0.0)
    links = np.exp(log_links - top[None, :])
    np.fill_diagonal(links, 0.0)
    return links, np.exp(log_roots - top), float(top.sum())


def _nothing(n: int) -> Shares:
    return Shares(-np.inf, np.zeros((n, n)), np.zeros(n))
