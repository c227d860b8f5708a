"""MinHash signatures, bit for bit those of datasketch 2's `MinHash(scheme="affine32")`.

A. Broder, "On the resemblance and containment of documents", 1997; the permutations are datasketch's: the 32-bit
MurmurHash3 finaliser once, then `a * h + b` modulo 2^32 with odd `a`.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import kernel, part
from dedup.text import HASH_START, HASH_STEP, mix


@cache
def permutations(count: int, seed: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return `a` and `b` of each permutation, `[count]` each, as datasketch draws them from `seed`.

    >>> permutations(2, 1)[0].dtype
    dtype('uint32')
    """
    draw = np.random.RandomState(seed)
    a = draw.randint(0, 1 << 31, count, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    b = draw.randint(0, 1 << 32, count, dtype=np.uint32)
    a.flags.writeable = b.flags.writeable = False
    return a, b


@part
def _premix(value):  # type: ignore[no-untyped-def]
    # numba widens products of uint32 to 64 bits, so each is cast back.
    value ^= value >> np.uint32(16)
    value = np.uint32(value * np.uint32(0x85EBCA6B))
    value ^= value >> np.uint32(13)
    value = np.uint32(value * np.uint32(0xC2B2AE35))
    return value ^ (value >> np.uint32(16))


@part
def add_to_signature(signature, elements, a, b):  # type: ignore[no-untyped-def]
    """Add four 32-bit elements to a signature of uint32; to add fewer, repeat one.

    Four at a time, so that the signature and the permutations are fetched, and the signature stored, a quarter as
    often: one at a time, each waits for what the one before has stored.
    """
    first = _premix(elements[0])
    second = _premix(elements[1])
    third = _premix(elements[2])
    fourth = _premix(elements[3])
    for k in range(len(signature)):
        factor = a[k]
        term = b[k]
        one = min(np.uint32(np.uint32(factor * first) + term), np.uint32(np.uint32(factor * second) + term))
        other = min(np.uint32(np.uint32(factor * third) + term), np.uint32(np.uint32(factor * fourth) + term))
        signature[k] = min(signature[k], one, other)


@part
def shingle(words, first, size):  # type: ignore[no-untyped-def]
    """Return the 32-bit element of `size` words from `first` on, order included. `words` are 32-bit word hashes."""
    chain = HASH_START
    for at in range(first, first + size):
        chain = (chain ^ np.uint64(words[at])) * HASH_STEP
    return np.uint32(mix(chain) >> np.uint64(32))


def shingles_of(words: NDArray[np.uint32], spans: NDArray[np.int64], size: int) -> NDArray[np.uint32]:
    """Return the elements that `sign_shingles` signs, of all passages end to end."""
    out = np.empty(int(np.maximum(0, spans[:, 1] - spans[:, 0]).sum(dtype=np.int64)), np.uint32)
    return out[: _shingles_of(words, spans, size, out)]


@kernel("u4[] i8[,] i8 u4[]!")
def _shingles_of(words, spans, size, out):  # type: ignore[no-untyped-def]
    n = 0
    for passage in range(len(spans)):
        first = spans[passage, 0]
        width = min(size, spans[passage, 1] - first)
        if width > 0:
            for at in range(first, spans[passage, 1] - width + 1):
                out[n] = shingle(words, at, width)
                n += 1
    return n


def sign_shingles(
    words: NDArray[np.uint32], spans: NDArray[np.int64], size: int, a: NDArray[np.uint32], b: NDArray[np.uint32]
) -> NDArray[np.uint32]:
    """Return signatures of passages: `[passages, permutations]` of uint32.

    `spans` are `[first, end)` into `words` (uint32). A passage of fewer than `size` words is one shingle; one of none
    has none.
    """
    out = np.full((len(spans), len(a)), 0xFFFFFFFF, np.uint32)
    _sign_shingles(words, spans, size, a, b, np.empty(4, np.uint32), out)
    return out


@kernel("u4[] i8[,] i8 u4[] u4[] u4[]! u4[,]!")
def _sign_shingles(words, spans, size, a, b, four, out):  # type: ignore[no-untyped-def]
    for passage in range(len(spans)):
        first = spans[passage, 0]
        width = min(size, spans[passage, 1] - first)
        if width <= 0:
            continue
        signature = out[passage]
        last = spans[passage, 1] - width
        for at in range(first, last + 1, 4):
            for ahead in range(4):
                four[ahead] = shingle(words, min(at + ahead, last), width)
            add_to_signature(signature, four, a, b)


def sign_weighted(
    elements: NDArray[np.uint32],
    copies: NDArray[np.int32],
    offsets: NDArray[np.int64],
    a: NDArray[np.uint32],
    b: NDArray[np.uint32],
) -> NDArray[np.uint32]:
    """Return signatures of weighted sets: `[sets, permutations]` of uint32.

    Set i is `elements[offsets[i]:offsets[i + 1]]` (uint32); an element that stands `copies` times in it is hashed so
    many times, each time as another element, so the signature estimates the weighted Jaccard similarity
    (Chum, Philbin and Zisserman, "Near duplicate image detection: min-hash and tf-idf weighting", 2008).
    """
    out = np.full((len(offsets) - 1, len(a)), 0xFFFFFFFF, np.uint32)
    _sign_weighted(elements, copies, offsets, a, b, np.empty(4, np.uint32), out)
    return out


@kernel("u4[] i4[] i8[] u4[] u4[] u4[]! u4[,]!")
def _sign_weighted(elements, copies, offsets, a, b, four, out):  # type: ignore[no-untyped-def]
    for row in range(len(offsets) - 1):
        signature = out[row]
        held = 0
        at = offsets[row]
        copy = 0
        while at < offsets[row + 1]:
            if copy < copies[at]:
                four[held] = np.uint32(elements[at] + np.uint32(copy * 0x9E3779B1))
                held += 1
                copy += 1
            else:
                at += 1
                copy = 0
            last = at == offsets[row + 1]
            if last and held:
                for place in range(held, 4):
                    four[place] = four[0]
            # One place that adds, for what it takes in is compiled once for each.
            if held == 4 or (last and held):
                add_to_signature(signature, four, a, b)
                held = 0
