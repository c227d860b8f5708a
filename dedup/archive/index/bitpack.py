"""Entries, and the kernels that pack them into bits and look them up.

An entry is one number: a key's top `key_bits` bits, and below them `article_bits` bits of an article's place. Sorted,
entries of one key stand together, earliest article first. Entries whose top `bucket_bits` bits are equal make a bucket;
those bits are told by where the bucket starts, so only the `width` bits below are kept, end to end in 64-bit words.
Every kernel here has a plain twin in `tests/index/twins.py`.
"""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True, inline="always")
def _at(words, width, place):  # type: ignore[no-untyped-def]
    bit = place * width
    word = bit >> 6
    shift = bit & 63
    value = words[word] >> np.uint64(shift)
    if shift + width > 64:
        value |= words[word + 1] << np.uint64(64 - shift)
    if width < 64:
        value &= (np.uint64(1) << np.uint64(width)) - np.uint64(1)
    return value


@njit(cache=True, nogil=True, inline="always")
def _first_from(words, width, low, high, wanted):  # type: ignore[no-untyped-def]
    """The first place of `low:high` whose value is at least `wanted`, or `high`."""
    while low < high:
        middle = (low + high) >> 1
        if _at(words, width, middle) < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True, nogil=True)
def pack(entries, width, first_bit, words, counts):  # type: ignore[no-untyped-def]
    """Write the low `width` bits of each of `entries` (u64) into the zeroed `words`, from `first_bit` on.

    The entries of bucket i are added to `counts[i + 1]`.
    """
    bit = first_bit
    for entry in entries:
        value = entry
        if width < 64:
            value &= (np.uint64(1) << np.uint64(width)) - np.uint64(1)
        word = bit >> 6
        shift = bit & 63
        words[word] |= value << np.uint64(shift)
        if shift + width > 64:
            words[word + 1] |= value >> np.uint64(64 - shift)
        bit += width
        counts[np.int64(entry >> np.uint64(width)) + 1 if width < 64 else 1] += 1


@njit(cache=True, nogil=True)
def unpack(offsets, words, width, low, high):  # type: ignore[no-untyped-def]
    """The entries at the places `low:high`: `[high - low]` of u64."""
    out = np.empty(high - low, np.uint64)
    if high <= low:
        return out
    bucket = np.searchsorted(offsets, np.uint64(low), "right") - 1
    for place in range(low, high):
        while offsets[bucket + 1] <= place:
            bucket += 1
        above = np.uint64(bucket) << np.uint64(width) if width < 64 else np.uint64(0)
        out[place - low] = above | _at(words, width, place)
    return out


@njit(cache=True, nogil=True)
def place_of(offsets, words, width, size, wanted):  # type: ignore[no-untyped-def]
    """The place of the first entry that is at least `wanted` (u64)."""
    bucket = np.int64(wanted >> np.uint64(width)) if width < 64 else 0
    below = wanted & ((np.uint64(1) << np.uint64(width)) - np.uint64(1)) if width < 64 else wanted
    low, high = min(np.int64(offsets[bucket]), size), min(np.int64(offsets[bucket + 1]), size)
    return _first_from(words, width, low, high, below)


@njit(cache=True, nogil=True)
def find(keys, offsets, words, size, key_bits, bucket_bits, article_bits, most):  # type: ignore[no-untyped-def]
    """Who holds each of `keys` (u64): (row of `keys`, article's place), rows rising, a row's articles rising.

    Of a key that more than `most` articles hold the first `most` are given; the third answer counts the rest.
    """
    rows = np.empty(len(keys) // 4 + 16, np.int64)
    articles = np.empty(len(rows), np.int64)
    n = 0
    left_out = 0
    below_bits = key_bits - bucket_bits
    width = below_bits + article_bits
    below_mask = (np.uint64(1) << np.uint64(below_bits)) - np.uint64(1) if below_bits < 64 else ~np.uint64(0)
    article_mask = (np.uint64(1) << np.uint64(article_bits)) - np.uint64(1)
    for row in range(len(keys)):
        key = keys[row] >> np.uint64(64 - key_bits)
        bucket = np.int64(key >> np.uint64(below_bits))
        # A file whose offsets were damaged may answer wrongly; it must not make the kernel read outside of it.
        low, high = min(np.int64(offsets[bucket]), size), min(np.int64(offsets[bucket + 1]), size)
        below = key & below_mask
        place = _first_from(words, width, low, high, below << np.uint64(article_bits))
        given = 0
        while place < high:
            value = _at(words, width, place)
            if value >> np.uint64(article_bits) != below:
                break
            if given == most:
                last = (below << np.uint64(article_bits)) | article_mask
                end = _first_from(words, width, place, high, last)
                left_out += end - place + (end < high and _at(words, width, end) == last)
                break
            if n == len(rows):
                rows = np.concatenate((rows, np.empty(n, np.int64)))
                articles = np.concatenate((articles, np.empty(n, np.int64)))
            rows[n] = row
            articles[n] = np.int64(value & article_mask)
            n += 1
            given += 1
            place += 1
    return rows[:n], articles[:n], left_out
