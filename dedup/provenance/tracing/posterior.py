"""Sums a story's trees, and chooses a parent for each article from their shares: the best tree of those."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from dedup.config import ProvenanceConfig
from dedup.provenance.attribution.sources import Sources
from dedup.provenance.tracing.likelihood import StoryEvidence, weigh_entries, weigh_links
from dedup.provenance.tracing.sampling import draw_orders
from dedup.provenance.tracing.times import Matrix, Vector, chances_before
from dedup.provenance.tracing.tree_sums import Sums, sum_orders


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


_CHUNK = 500


@dataclass(frozen=True)
class Posterior:
    """What the trees of both accounts say together. Arrays go by the order of `core`."""

    core: list[int]
    """The places of the articles that were summed over."""

    sums: Sums


Choice = tuple[int, float, float]
"""An article's parent (-1 for none), the share of the trees that agree, the chance that the parent is older.

Trees agree that give it that parent or another copy of the same wording: the words do not show which of several
copies the editor had, and where a story comes from does not hang on it.
"""


def core_of(evidence: StoryEvidence, most: int) -> list[int]:
    """Return the places that are summed over: of each text the earliest first, then the next of each, `most` in all."""
    n = len(evidence.articles)
    if n <= most:
        return list(range(n))
    text = evidence.wording.same_text()
    taken: dict[int, int] = {}
    ranked: list[tuple[int, int, int]] = []
    for i in sorted(range(n), key=lambda i: (evidence.times[i].latest, evidence.times[i].earliest, i)):
        turn = taken.get(text[i], 0)
        taken[text[i]] = turn + 1
        ranked.append((turn, len(ranked), i))
    return sorted(i for _, _, i in sorted(ranked)[:most])


def sum_trees(evidence: StoryEvidence, core: list[int], sources: Sources, config: ProvenanceConfig) -> Posterior:
    """Return the shares of links and entries in the trees of both accounts, weighed by how likely each account is.

    Given an order, every article but the first chooses a parent among those before it, on its own: the sum over all
    trees is a product over the articles. The orders are drawn (`draw_orders`), and the sum goes over them.
    """
    times = [evidence.times[i] for i in core]
    position = draw_orders(times, config.orders, 3600 * config.wide_hours)
    weights = weigh_links(evidence, core, core, config)
    entries = weigh_entries(evidence, core, sources, config)
    # An article's weights are taken beside its greatest, so that no product of them is too small for a float.
    top = np.maximum(weights.max(axis=0, initial=-np.inf), np.maximum(entries.first, entries.outside))
    sums = sum_orders(
        position,
        np.exp(weights - top),
        entries.first - top,
        np.exp(entries.outside - top),
        config.first_taken - 1,
        config.outside_share,
        config.outside_prior,
    )
    return Posterior(core, sums)


def choose_parents(evidence: StoryEvidence, posterior: Posterior, config: ProvenanceConfig) -> list[Choice]:
    """Return a parent for each article of the story: of the core by the trees, of every other one by its own
    weights."""
    core, sums, n = posterior.core, posterior.sums, len(evidence.articles)
    times = evidence.times
    none = sums.first + sums.from_outside
    agreed = sums.links + _direct_copies(evidence, core) @ sums.links
    # The wording first, then the copy: three copies that share what speaks for one wording outweigh one of another.
    worth = np.where(sums.links > 0, sums.links + config.wording_first * (agreed - sums.links), 0.0)
    below = best_tree(
        _options(worth, none, config.no_parent),
        [times[i].earliest for i in core],
        [times[i].latest for i in core],
    )
    chosen: list[Choice] = [(-1, 0.0, 0.0)] * n
    for x, y in enumerate(below):
        if y >= 0:
            chosen[core[x]] = (core[y], min(1.0, float(agreed[y, x])), float(sums.before[y, x]))
        else:
            chosen[core[x]] = (-1, float(none[x]), 0.0)
    if len(core) < n:
        _follow(evidence, core, below, chosen, config)
    return chosen


def _follow(
    evidence: StoryEvidence, core: Sequence[int], below: Sequence[int], chosen: list[Choice], config: ProvenanceConfig
) -> None:
    """Parents from the core for the articles outside it."""
    after = []
    for x in range(len(core)):
        bound, at = -inf, x
        while at >= 0:
            bound, at = max(bound, evidence.times[core[at]].earliest), below[at]
        after.append(bound)
    rest = sorted(set(range(len(evidence.articles))) - set(core))
    times = [evidence.times[i] for i in core]
    starts = np.sort(np.array([t.earliest for t in evidence.times if t.dated]))
    for low in range(0, len(rest), _CHUNK):
        part = rest[low : low + _CHUNK]
        before = chances_before(times, [evidence.times[c] for c in part], starts)
        before[np.array(after)[:, None] > np.array([evidence.times[c].latest for c in part])[None, :]] = 0.0
        with np.errstate(divide="ignore"):
            weights = weigh_links(evidence, core, part, config) + np.log(before)
        for y, c in enumerate(part):
            top = float(weights[:, y].max())
            if top == -inf:
                continue
            shares = np.exp(weights[:, y] - top)
            best = int(np.argmax(np.round(shares / shares.sum(), 9)))
            chosen[c] = (core[best], float(shares[best] / shares.sum()), float(before[best, y]))


def _direct_copies(evidence: StoryEvidence, core: Sequence[int]) -> Matrix:
    """[p, q]: 1 where the two are copies of one wording, so that a child's words do not distinguish them."""
    place = {p: x for x, p in enumerate(core)}
    found = np.zeros((len(core), len(core)))
    for (p, q), match in evidence.matches.items():
        if match.kind == "copy" and p in place and q in place:
            found[place[p], place[q]] = 1.0
    return found


def _options(links: Matrix, none: Vector, bar: float) -> list[list[tuple[float, int]]]:
    """Each article's parents, likeliest first; in front of them none (-1) where it is likelier than `bar`."""
    found = []
    for c in range(len(none)):
        options = [(float(links[p, c]), p) for p in range(len(none)) if links[p, c] > 0]
        options.sort(key=lambda o: (-round(o[0], 9), o[1]))
        nobody = (float(none[c]), -1)
        found.append([nobody, *options] if none[c] > bar or not options else [*options, nobody])
    return found
