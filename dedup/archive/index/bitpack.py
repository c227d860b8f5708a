"""Entries, and the kernels that pack them into bits and look them up.

An entry is one number: a key's top `key_bits` bits, and below them `article_bits` bits of an article's place. Sorted,
entries of one key stand together, earliest article first. Entries whose top `bucket_bits` bits are equal make a bucket;
those bits follow from where the bucket starts, so only the `width` bits below are kept, end to end in 64-bit words.
Every kernel here has a plain twin in `tests/archive/index/twins.py`.
"""

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import kernel, part


@part
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


@part
def _first_from(words, width, low, high, wanted):  # type: ignore[no-untyped-def]
    """The first place of `low:high` whose value is at least `wanted`, or `high`."""
    while low < high:
        middle = (low + high) >> 1
        if _at(words, width, middle) < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@kernel("u8[] i8 i8 u8[]! u4[]!")
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


def unpack(
    offsets: NDArray[np.unsignedinteger], words: NDArray[np.uint64], width: int, low: int, high: int
) -> NDArray[np.uint64]:
    """Return the entries at the places `low:high`: `[high - low]` of u64."""
    out = np.empty(max(0, high - low), np.uint64)
    if len(out):
        bucket = int(np.searchsorted(offsets, offsets.dtype.type(low), "right")) - 1
        _unpack(*_both(offsets), words, width, low, high, bucket, out)
    return out


def _both(
    offsets: NDArray[np.unsignedinteger],
) -> tuple[NDArray[np.unsignedinteger], NDArray[np.unsignedinteger]]:
    """`offsets` as the two arrays that kernels take, of which one is empty: they are long, so neither is made of the
    other."""
    if offsets.dtype.itemsize == 8:
        return np.zeros(0, np.uint32), offsets
    return offsets, np.zeros(0, np.uint64)


@part
def _start(short, long, bucket):  # type: ignore[no-untyped-def]
    """Where a bucket starts, by whichever of the two arrays there is."""
    return np.int64(short[bucket]) if len(short) else np.int64(long[bucket])


@kernel("u4[] u8[] u8[] i8 i8 i8 i8 u8[]!")
def _unpack(short, long, words, width, low, high, bucket, out):  # type: ignore[no-untyped-def]
    for place in range(low, high):
        while _start(short, long, bucket + 1) <= place:
            bucket += 1
        above = np.uint64(bucket) << np.uint64(width) if width < 64 else np.uint64(0)
        out[place - low] = above | _at(words, width, place)


def place_of(
    offsets: NDArray[np.unsignedinteger], words: NDArray[np.uint64], width: int, size: int, wanted: np.uint64
) -> int:
    """Return the place of the first entry that is at least `wanted` (u64)."""
    return int(_place_of(*_both(offsets), words, width, size, wanted))


@kernel("u4[] u8[] u8[] i8 i8 u8")
def _place_of(short, long, words, width, size, wanted):  # type: ignore[no-untyped-def]
    bucket = np.int64(wanted >> np.uint64(width)) if width < 64 else 0
    below = wanted & ((np.uint64(1) << np.uint64(width)) - np.uint64(1)) if width < 64 else wanted
    low, high = min(_start(short, long, bucket), size), min(_start(short, long, bucket + 1), size)
    return _first_from(words, width, low, high, below)


def find(
    keys: NDArray[np.uint64],
    offsets: NDArray[np.unsignedinteger],
    words: NDArray[np.uint64],
    size: int,
    key_bits: int,
    bucket_bits: int,
    article_bits: int,
    most: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Return who holds each of `keys` (u64): (row of `keys`, article's place), rows rising, a row's articles rising.

    Of a key that more than `most` articles hold the first `most` are given; the third answer counts the rest.
    """
    rows, articles = np.empty((2, len(keys) // 4 + 16), np.int64)
    done = count = left_out = 0
    while True:
        done, count, more = _find(
            keys, *_both(offsets), words, size, key_bits, bucket_bits, article_bits, most, done, count, rows, articles
        )
        left_out += more
        if done == len(keys):
            return rows[:count], articles[:count], left_out
        rows, articles = (np.concatenate([held, np.empty(len(held), np.int64)]) for held in (rows, articles))


@kernel("u8[] u4[] u8[] u8[] i8 i8 i8 i8 i8 i8 i8 i8[]! i8[]!")
def _find(  # type: ignore[no-untyped-def]
    keys, short, long, words, size, key_bits, bucket_bits, article_bits, most, first, n, rows, articles
):
    """Answer `keys` from `first` on, until there is no room for the next one's articles; `n` are there already. Returns
    the row of that key, how many articles there are, and how many were left out."""
    left_out = 0
    below_bits = key_bits - bucket_bits
    width = below_bits + article_bits
    below_mask = (np.uint64(1) << np.uint64(below_bits)) - np.uint64(1) if below_bits < 64 else ~np.uint64(0)
    article_mask = (np.uint64(1) << np.uint64(article_bits)) - np.uint64(1)
    for row in range(first, len(keys)):
        before = n
        key = keys[row] >> np.uint64(64 - key_bits)
        bucket = np.int64(key >> np.uint64(below_bits))
        # A file whose offsets were damaged may answer wrongly; it must not make the kernel read outside of it.
        low, high = min(_start(short, long, bucket), size), min(_start(short, long, bucket + 1), size)
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
                return row, before, left_out
            rows[n] = row
            articles[n] = np.int64(value & article_mask)
            n += 1
            given += 1
            place += 1
    return len(keys), n, left_out
