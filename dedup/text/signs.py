"""Counts many signs in a batch of texts in one pass, whatever their number, by the automaton of Aho and Corasick.

Most texts have none of the signs that a closer look begins with, and to look for each sign in each text took longer
than the closer looks.
"""

from collections import deque
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import kernel
from dedup.text.characters import CODEPOINTS
from dedup.text.tokenizer import code_points

Counts = NDArray[np.int32]
"""How often each sign stands in each text: `[texts, signs]`."""

_ROOT: Final = 0


class SignCounter:
    """Counts some signs, each a few characters, in texts."""

    def __init__(self, signs: Sequence[str]) -> None:
        """`signs` are distinct; none is empty."""
        self._signs = len(signs)
        alphabet = {char: sort for sort, char in enumerate(sorted(set("".join(signs))), start=1)}
        self._sorts = np.zeros(CODEPOINTS, np.uint16)
        for char, sort in alphabet.items():
            self._sorts[ord(char)] = sort
        children: list[dict[int, int]] = [{}]
        ended: list[list[int]] = [[]]
        for number, sign in enumerate(signs):
            state = _ROOT
            for char in sign:
                if alphabet[char] not in children[state]:
                    children[state][alphabet[char]] = len(children)
                    children.append({})
                    ended.append([])
                state = children[state][alphabet[char]]
            ended[state].append(number)
        # Where a state has no child for a character, the text goes on as behind its longest ending that is a state.
        self._next = np.zeros((len(children), len(alphabet) + 1), np.int16)
        fallback = [_ROOT] * len(children)
        waiting = deque([_ROOT])
        while waiting:
            state = waiting.popleft()
            if state:
                self._next[state] = self._next[fallback[state]]
            for sort, child in children[state].items():
                fallback[child] = int(self._next[state, sort])
                self._next[state, sort] = child
                ended[child] += ended[fallback[child]]
                waiting.append(child)
        self._ended = np.array([number for one in ended for number in one], np.int16)
        self._first = np.cumsum([0, *map(len, ended)])

    def count(self, texts: Sequence[str]) -> Counts:
        """Return how often each sign stands in each text."""
        offsets = np.zeros(len(texts) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)), out=offsets[1:])
        counts = np.zeros((len(texts), self._signs), np.int32)
        _count(code_points("".join(texts)), offsets, self._sorts, self._next, self._first, self._ended, counts)
        return counts


@kernel("u4[] i8[] u2[] i2[,] i8[] i2[] i4[,]!")
def _count(codes, offsets, sorts, following, first, ended, counts):  # type: ignore[no-untyped-def]
    """Count the signs of each text. `following` is the next state, by state and sort of character; the signs that end
    with a state are `ended[first[state]:first[state + 1]]`."""
    for text in range(len(offsets) - 1):
        state = 0
        for at in range(offsets[text], offsets[text + 1]):
            state = int(following[state, sorts[codes[at]]])
            for place in range(first[state], first[state + 1]):
                counts[text, ended[place]] += 1
