"""Signatures in plain Python, from the definition of MinHash and datasketch's permutations."""

from collections.abc import Sequence

from text.twins import MASK, START, STEP, chain_hash, murmur_finish

EMPTY = 0xFFFFFFFF


def premix(value: int) -> int:
    """The 32-bit finaliser of MurmurHash3."""
    value ^= value >> 16
    value = value * 0x85EBCA6B & EMPTY
    value ^= value >> 13
    value = value * 0xC2B2AE35 & EMPTY
    return value ^ value >> 16


def sign(elements: Sequence[int], a: Sequence[int], b: Sequence[int]) -> list[int]:
    """The least value that each permutation gives to any element."""
    mixed = [premix(element) for element in elements]
    return [
        min((factor * value + shift & EMPTY for value in mixed), default=EMPTY)
        for factor, shift in zip(a, b, strict=True)
    ]


def shingles(words: Sequence[int], size: int) -> list[int]:
    """Every run of `size` words as a 32-bit element; a shorter passage is one run, an empty one none."""
    size = min(size, len(words)) or 1
    return [chain_hash(words[at : at + size]) >> 32 for at in range(len(words) - size + 1)]


def multiplied(elements: Sequence[int], copies: Sequence[int]) -> list[int]:
    """Each element as often as it counts, every time another number."""
    return [
        element + copy * 0x9E3779B1 & EMPTY
        for element, times in zip(elements, copies, strict=True)
        for copy in range(times)
    ]


def keys(signature: Sequence[int], bands: int, rows: int, salt: int) -> list[int]:
    """A key for each band: its number and its rows, hashed."""
    found = []
    for band in range(bands):
        value = (START ^ salt) * STEP & MASK
        for part in (band + 1, *signature[band * rows : (band + 1) * rows]):
            value = (value ^ part) * STEP & MASK
        found.append(murmur_finish(value))
    return found
