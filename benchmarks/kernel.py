"""The sketch kernel against what the vector units of the processor allow.

    python -m benchmarks.kernel

measures processor cycles for each shingle and permutation, of the whole kernel and of its parts, and counts the vector
instructions of its inner loop. Cycles are those of a chain of operations whose length is known, timed between the
measurements, in time of the processor, so that other work on the machine hardly counts.
"""

import re
import time
from collections.abc import Callable
from typing import Final

import numpy as np
from numba import njit

from dedup.features import minhash
from dedup.features.minhash import add_to_signature, permutations, shingle, sign_shingles

_PERMUTATIONS: Final = 128
_SHINGLE_WORDS: Final = 5
_PASSAGE_WORDS: Final = 80
_WORDS: Final = 1_000_000
_ROUNDS: Final = 25
_CHAIN_CYCLES: Final = 6
"""Three shifts and three exclusive ors, each waiting for the one before."""


@njit
def _chain(count, value):  # type: ignore[no-untyped-def]
    for _ in range(count):
        value ^= value << np.uint64(13)
        value ^= value >> np.uint64(7)
        value ^= value << np.uint64(17)
    return value


@njit
def _add_all(elements, signature, a, b):  # type: ignore[no-untyped-def]
    for at in range(0, len(elements) - 3, 4):
        add_to_signature(signature, elements[at : at + 4], a, b)


@njit
def _hash_all(words, size):  # type: ignore[no-untyped-def]
    total = np.uint32(0)
    for at in range(len(words) - size):
        total ^= shingle(words, at, size)
    return total


def cycles(work: Callable[[], object]) -> float:
    """The processor cycles that `work` takes: both it and the chain at their best of some rounds."""
    chain = 3_000_000
    best = clock = float("inf")
    for _ in range(_ROUNDS):
        started = time.thread_time()
        _chain(chain, np.uint64(5))
        between = time.thread_time()
        work()
        best = min(best, time.thread_time() - between)
        clock = min(clock, between - started)
    return best / clock * chain * _CHAIN_CYCLES


def instructions() -> dict[str, int]:
    """How often the loop over permutations, compiled here, names instructions and registers."""
    compiled = njit(minhash.add_to_signature.py_func)
    a, b = permutations(_PERMUTATIONS, 1)
    compiled(np.zeros(_PERMUTATIONS, np.uint32), np.zeros(4, np.uint32), a, b)
    (text,) = compiled.inspect_asm().values()
    return {name: len(re.findall(name, text)) for name in ("vpmulld", "vpaddd", "vpminud", "zmm", "ymm")}


def main() -> None:
    """The command."""
    a, b = permutations(_PERMUTATIONS, 1)
    words = np.random.default_rng(1).integers(0, 2**32, _WORDS, dtype=np.uint32)
    starts = np.arange(0, _WORDS - _PASSAGE_WORDS, _PASSAGE_WORDS)
    spans = np.stack([starts, starts + _PASSAGE_WORDS], 1)
    shingles = len(spans) * (_PASSAGE_WORDS - _SHINGLE_WORDS + 1)
    signature = np.full(_PERMUTATIONS, 0xFFFFFFFF, np.uint32)
    for work in (
        lambda: sign_shingles(words[:1000], spans[:3], _SHINGLE_WORDS, a, b),
        lambda: _add_all(words[:10], signature, a, b),
        lambda: _hash_all(words[:10], _SHINGLE_WORDS),
        lambda: _chain(1, np.uint64(5)),
    ):
        work()
    whole = cycles(lambda: sign_shingles(words, spans, _SHINGLE_WORDS, a, b)) / shingles
    adding = cycles(lambda: _add_all(words, signature, a, b)) / len(words)
    hashing = cycles(lambda: _hash_all(words, _SHINGLE_WORDS)) / len(words)
    print(f"cycles a shingle: {whole:.1f} in all, {hashing:.1f} its hash alone, {adding:.1f} the permutations alone")
    print(
        f"cycles a shingle and permutation: {whole / _PERMUTATIONS:.3f}, {adding / _PERMUTATIONS:.3f} without hashing"
    )
    print(f"the loop over permutations: {instructions()}")


if __name__ == "__main__":
    main()
