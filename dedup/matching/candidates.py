"""Keys to candidates: the join that brings articles with a common key together, or in two languages with a concept.

Articles under one key are paired with some that follow them and with the first of all, in order of their numbers. So a
key of few articles brings all its pairs, and a passage that stands in a hundred thousand articles brings pairs in
proportion to its articles, not to their square; all of them hang together, for the first is in a pair with each.

Under a key of very many articles (`MANY`) their order is not that of their numbers but a scattered one. A live blog
that grows by a paragraph a version has as many such keys as versions, and each key has another first article: in order
of numbers every version is the first of some key, and all versions are paired with each other. In a scattered order the
firsts of nested sets repeat: of n sets there are about log n different ones.
"""

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.kernels import kernel, part, sort
from dedup.matching.term_weights import TermWeights
from dedup.matching.tokens import Tokens

MANY: Final = 100
"""Articles of a key above which they are taken in a scattered order. Fewer cost at most 5,000 pairs whatever their
order. Twice as many then follow each article: with as few as in order, 400 versions of a live blog fell into a story of
333 and the rest; with twice as many, a story of 375 and three of its earliest versions, a tenth as long."""
_OFTEN: Final = 1 << 20
"""Pairs from which on those that came again are dropped before there is more room: 8 MB."""
_SCATTER: Final = 2_654_435_761
"""Odd, about 2^32 divided by the golden ratio: multiples of it, taken below 2^32, lie evenly and far from each other
(Knuth, The Art of Computer Programming, volume 3, section 6.4)."""
_GATHER: Final = pow(_SCATTER, -1, 1 << 32)
"""Takes a scattered number back."""


def pair_up(
    keys: NDArray[np.uint64], articles: NDArray[np.uint64], neighbours: int, crowded_neighbours: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], tuple[int, int]]:
    """Return the pairs (a, b), a < b, of articles that share one of `keys`, each once; and how many keys had more
    articles than are paired with each other, and how many pairs of theirs were left out. Articles are below 2^32; rows
    come sorted by key and article.

    With up to `neighbours` others under a key each is paired with all of them, else with the `crowded_neighbours` that
    follow it and the first, in the order that the module describes."""
    out = np.empty(1024, np.uint64)
    articles = articles.copy()
    done = made = crowded = left_out = 0
    while True:
        done, made, more_crowded, more_left_out, room = _pairs(
            keys, articles, neighbours, crowded_neighbours, done, made, out
        )
        crowded, left_out = crowded + more_crowded, left_out + more_left_out
        if done == len(keys):
            break
        if made >= _OFTEN:
            # Versions of a live blog share most of their keys, and each key brings the same pairs.
            once = _each_once(out[:made])
            made = len(once)
            out[:made] = once
        if 2 * made + room > len(out):
            larger = np.empty(max(2 * len(out), made + room), np.uint64)
            larger[:made] = out[:made]
            out = larger
    pairs = _each_once(out[:made])
    a, b = pairs >> np.uint64(32), pairs & np.uint64(0xFFFFFFFF)
    return a.astype(np.int64), b.astype(np.int64), (crowded, left_out)


def _each_once(pairs: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Pairs in order, which are sorted in place for it."""
    pairs.sort()
    fresh = np.ones(len(pairs), bool)
    fresh[1:] = pairs[1:] != pairs[:-1]
    return pairs[fresh]


def candidate_pairs(
    keys: NDArray[np.uint64], articles: NDArray[np.int64], neighbours: int, crowded_neighbours: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of `pair_up`, from rows in any order, which stay as they are."""
    order = np.lexsort((articles, keys))
    a, b, _ = pair_up(keys[order], articles[order].astype(np.uint64), neighbours, crowded_neighbours)
    return a, b


@part
def _pair(one, other):  # type: ignore[no-untyped-def]
    return min(one, other) << np.uint64(32) | max(one, other)


@kernel("u8[] u8[]! i8 i8 i8 i8 u8[]!")
def _pairs(keys, articles, neighbours, crowded_neighbours, first, n, out):  # type: ignore[no-untyped-def]
    """Write pairs to `out[n:]`, of keys from row `first` on, until there is no room for those of the next key. Returns
    the row of that, where the pairs end now, how many keys were crowded, how many pairs left out, and the room that the
    next key needs."""
    crowded = 0
    left_out = 0
    room = 0
    while first < len(keys):
        last = first + 1
        while last < len(keys) and keys[last] == keys[first]:
            last += 1
        count = 1
        for at in range(first + 1, last):
            if articles[at] != articles[first + count - 1]:
                articles[first + count] = articles[at]
                count += 1
        following = neighbours if count <= neighbours + 1 else crowded_neighbours
        if count > MANY:
            following = min(2 * crowded_neighbours, neighbours)
        if count > 1:
            room = count * (following + 1)
            if room > len(out) - n:
                # Duplicates again, for the call that goes on from here.
                for at in range(first + count, last):
                    articles[at] = articles[first + count - 1]
                break
            if count > MANY:
                for at in range(first, first + count):
                    articles[at] = (articles[at] * np.uint64(_SCATTER)) & np.uint64(0xFFFFFFFF)
                sort(articles, first, first + count)
                for at in range(first, first + count):
                    articles[at] = (articles[at] * np.uint64(_GATHER)) & np.uint64(0xFFFFFFFF)
            before = n
            for one in range(count):
                for other in range(one + 1, min(count, one + 1 + following)):
                    out[n] = _pair(articles[first + one], articles[first + other])
                    n += 1
            for other in range(1 + following, count):
                out[n] = _pair(articles[first], articles[first + other])
                n += 1
            missing = count * (count - 1) // 2 - (n - before)
            crowded += missing > 0
            left_out += missing
        first = last
    return first, n, crowded, left_out, room


DECIMALS: Final = 4
"""Of the weights in postings: a hundredth of a percent of the weight of a name."""


def foreign_sql(postings: str, rare: str, least_share: float, within: str = "true") -> str:
    """Return SQL for the pairs (a, b), a < b, of articles in different languages that share enough concepts, by weight;
    of those whose `x.article` is `within` a range, all by default.

    `postings` has the columns of `POSTINGS`, and `rare`, a table or `rare_sql`, those of its concepts that bring
    articles together. What two articles share of their postings must
    be `least_share` of what either has. Weights have `DECIMALS` places and are added up as whole numbers, as the share
    is: a sum of fractions depends on its order, which threads and partitions choose.
    """
    unit = 10**DECIMALS
    x, y = (f"CAST(round({unit} * {one}.total) AS BIGINT)" for one in "xy")
    return f"""
        WITH met AS (
            SELECT x.article AS a, y.article AS b, sum(CAST(round({unit} * x.weight) AS BIGINT)) AS shared,
                max({x}) + max({y}) AS total
            FROM {postings} x JOIN {rare} AS rare USING (concept) JOIN {postings} y USING (concept)
            WHERE x.article < y.article AND x.lang <> y.lang AND {within}
            GROUP BY x.article, y.article
        )
        SELECT a, b FROM met WHERE {unit} * shared >= {round(unit * least_share)} * (total - shared)
    """


def rare_sql(postings: str, most_articles: int) -> str:
    """Return SQL for the concepts that several languages have and few enough articles, and how many (concept, size).
    One of more articles brings nobody together: so an article meets a bounded number of others, whatever the dump
    holds."""
    return f"""(
        SELECT concept, count(*) AS size FROM {postings} GROUP BY concept
        HAVING count(*) <= {most_articles} AND count(DISTINCT lang) > 1
    )"""


def foreign_pairs(
    postings: pa.Table, later: Iterable[int], most_articles: int, least_share: float
) -> set[tuple[int, int]]:
    """Return the pairs that `foreign_sql` answers with `rare_sql` whose later article is one of `later`.

    For the few articles that one is compared with: planning the query takes longer than finding them.
    """
    unit = 10**DECIMALS
    order = np.argsort(postings["concept"].to_numpy(), kind="stable")
    weight, total = (np.rint(unit * postings[name].to_numpy()[order]).astype(np.int64) for name in ("weight", "total"))
    articles, first, article = np.unique(postings["article"].to_numpy()[order], return_index=True, return_inverse=True)
    lang = postings["lang"].combine_chunks().dictionary_encode().indices.to_numpy()[order]
    _, starts, sizes = np.unique(postings["concept"].to_numpy()[order], return_index=True, return_counts=True)
    if not len(starts):
        return set()
    rare = (sizes <= most_articles) & (np.minimum.reduceat(lang, starts) < np.maximum.reduceat(lang, starts))
    concept = np.repeat(np.arange(len(starts)), sizes)
    found: set[tuple[int, int]] = set()
    for b in np.flatnonzero(np.isin(articles, np.array([*later], np.int64))).tolist():
        own = concept[article == b]
        rows = [np.arange(starts[one], starts[one] + sizes[one]) for one in own[rare[own]].tolist()]
        met = np.concatenate(rows) if rows else np.zeros(0, np.int64)
        met = met[(article[met] < b) & (lang[met] != lang[first[b]])]
        shared = np.bincount(article[met], weight[met], len(articles)).astype(np.int64)
        a = np.unique(article[met])
        enough = unit * shared[a] >= round(unit * least_share) * (total[first[a]] + total[first[b]] - shared[a])
        found.update((one, int(articles[b])) for one in articles[a[enough]].tolist())
    return found


def meetings_sql(postings: str, rare: str) -> str:
    """Return SQL for how many rows of a concept `foreign_sql` brings together with those of each article, at most:
    (place, size) by article."""
    return f"""
        SELECT article AS place, sum(size)::BIGINT AS size
        FROM {postings} JOIN {rare} AS rare USING (concept) GROUP BY article
    """


POSTINGS = pa.schema(
    [
        ("concept", pa.uint32()),
        ("article", pa.int64()),
        ("lang", pa.string()),
        ("weight", pa.float64()),
        ("total", pa.float64()),  # of all the article's postings
    ]
)
"""One concept of one article."""


def postings(tokens: Tokens, term_weights: TermWeights, most: int) -> pa.Table:
    """Return the `most` concepts of highest weight of each article, as `POSTINGS`; equal ones by their hash."""
    if term_weights.concepts is None:
        return POSTINGS.empty_table()
    placed = term_weights.concepts_of(tokens)
    rows = np.repeat(np.arange(len(tokens.article), dtype=np.uint64), np.diff(placed.offsets))
    pairs = np.unique(rows << np.uint64(32) | placed.values.astype(np.uint64))
    concepts = (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    at, known = term_weights.concepts.find(concepts)
    found = np.flatnonzero(known)
    found = found[term_weights.concepts.specificity[at[found]] > 0]
    row = (pairs[found] >> np.uint64(32)).astype(np.int64)
    concepts, weight = concepts[found], term_weights.concepts.specificity[at[found]]
    order = np.lexsort((concepts, -weight, row))
    row, concepts, weight = row[order], concepts[order], weight[order]
    rank = np.arange(len(row)) - np.searchsorted(row, row)
    chosen = rank < most
    row, concepts = row[chosen], concepts[chosen]
    # Rounded, so that SQL can add them up as whole numbers (`foreign_sql`).
    shares = np.round(weight[chosen].astype(np.float64), DECIMALS)
    ends = np.searchsorted(row, np.arange(len(tokens.article) + 1))
    # Each article's sum by itself: a running sum would depend on what else is in the batch.
    totals = [math.fsum(shares[low:high].tolist()) for low, high in pairwise(ends.tolist())]
    return pa.table(
        {
            "concept": concepts,
            "article": tokens.article[row],
            "lang": tokens.lang[row],
            "weight": shares,
            "total": np.round(np.array(totals), DECIMALS)[row],
        },
        schema=POSTINGS,
    )
