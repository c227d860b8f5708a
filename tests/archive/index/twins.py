"""The index in plain Python: a dict of keys, and bits as Python's whole numbers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

Entry = tuple[int, int]
"""A key and an article that holds it."""


def probe(
    entries: Iterable[Entry], asked: Iterable[Entry], key_bits: int, most: int
) -> tuple[list[tuple[int, int, int]], int]:
    """(owner, article, shared) by owner and article, and how many were left out; `asked` are keys and owners."""
    holders: dict[int, set[int]] = defaultdict(set)
    for key, article in entries:
        holders[key >> 64 - key_bits].add(article)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    left_out = 0
    for key, owner in asked:
        found = sorted(holders.get(key >> 64 - key_bits, ()))
        left_out += len(found[most:])
        for article in found[:most]:
            shared[owner, article] += 1
    return sorted((owner, article, count) for (owner, article), count in shared.items()), left_out


def packed(entries: Sequence[int], width: int) -> int:
    """The low `width` bits of each, end to end, the first lowest."""
    return sum((entry & (1 << width) - 1) << width * place for place, entry in enumerate(entries))


def starts(entries: Sequence[int], width: int, bucket_bits: int) -> list[int]:
    """Where each bucket starts, and where the last ends."""
    return [sum(entry >> width < bucket for entry in entries) for bucket in range((1 << bucket_bits) + 1)]


def stored(passages: Sequence[tuple[int, int, int]]) -> list[bool]:
    """Which passages (owner, first word, end word) are kept: the next that starts at or after the end of the last, and
    the first that reaches the last word."""
    kept: set[int] = set()
    for owner in {owner for owner, _, _ in passages}:
        own = [row for row, passage in enumerate(passages) if passage[0] == owner]
        end = 0
        while following := [row for row in own if passages[row][1] >= end and row not in kept]:
            kept.add(following[0])
            end = passages[following[0]][2]
        furthest = max(passages[row][2] for row in own)
        if end < furthest:
            kept.add(next(row for row in own if passages[row][2] == furthest))
    return [row in kept for row in range(len(passages))]
