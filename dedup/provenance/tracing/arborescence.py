"""The best tree of a story, from the shares of its possible links."""

from collections.abc import Sequence


def best_tree(
    options: Sequence[Sequence[tuple[float, int]]], earliest: Sequence[float], latest: Sequence[float]
) -> list[int]:
    """Return a parent for each article (-1 for none): the surest links first, leaving out what would close a circle.

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
