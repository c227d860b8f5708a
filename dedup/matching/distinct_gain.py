"""What an alignment by meaning gains where each element counts once, in however many paragraphs an article has it.

The sum over aligned paragraphs takes them for independent evidence. They are not: a name that two articles share comes
back in paragraph after paragraph of both, and is one coincidence. Nor are the countries of a list: who names three
members of a union names the fourth.
"""

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import kernel, lower_bound, part, sort
from dedup.matching.similarity import BLOCK
from dedup.matching.windows import MOST_JOINED, Windows


def distinct_gains(
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    gains: NDArray[np.float32],
    blocks: NDArray[np.void],
    windows: Windows,
    scale_a: NDArray[np.float32],
    scale_b: NDArray[np.float32],
    enumerable: NDArray[np.uint32],
    most_enumerated: int,
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Return the distinct gain and the number of distinct shared elements of the pairs `left[i]`, `right[i]` (articles
    of `windows`): `gains` with the value of what both share, and the costs of what either has, taken from one of
    `blocks` only. `scale_a` and `scale_b` multiply each pair's costs. Of `enumerable` elements (sorted) that both share
    `most_enumerated` count, at their mean value."""
    found, shared = gains.copy(), np.zeros(len(left), np.int32)
    if len(windows.first) and len(blocks):
        begins = np.searchsorted(blocks["pair"], np.arange(len(left) + 1))
        room = np.empty((3, max(int(windows.sizes(rows).max()) for rows in (left, right))), np.uint64)
        _leave_repeated(
            left, right, begins, blocks, windows.sets, windows.values, windows.costs, windows.begins, windows.first,
            scale_a, scale_b, enumerable, most_enumerated, room, found, shared,
        )  # fmt: skip
    return found, shared


@part
def _repeated(room, n, worth):  # type: ignore[no-untyped-def]
    """The worth of those of the first `n` of `room` that stand there before, and how many these are. Each is an element
    above the place of its worth."""
    sort(room, 0, n)
    total = np.float32(0)
    count = 0
    for at in range(1, n):
        if room[at] >> np.uint64(32) == room[at - 1] >> np.uint64(32):
            total += worth[np.int64(room[at] & np.uint64(0xFFFFFFFF))]
            count += 1
    return total, count


@part
def _listed(room, n, worth, enumerable):  # type: ignore[no-untyped-def]
    """The worth of the `enumerable` among the first `n` of `room`, sorted, each once, and how many they are."""
    total = np.float32(0)
    count = 0
    for at in range(n):
        element = np.uint32(room[at] >> np.uint64(32))
        if at and element == np.uint32(room[at - 1] >> np.uint64(32)):
            continue
        place = lower_bound(enumerable, element)
        if place < len(enumerable) and enumerable[place] == element:
            total += worth[np.int64(room[at] & np.uint64(0xFFFFFFFF))]
            count += 1
    return total, count


@kernel("i8[] i8[] i8[] BLOCK[] u4[] f4[] f4[] i8[] i8[] f4[] f4[] u4[] i8 u8[,]! f4[]! i4[]!", BLOCK=BLOCK)
def _leave_repeated(  # type: ignore[no-untyped-def]
    left, right, begins, blocks, sets, values, costs, window_begins, first, scale_a, scale_b, enumerable,
    most_enumerated, room, found, shared,
):  # fmt: skip
    """`room` is for the elements of a, of b and of both, each with its place in `sets`."""
    for pair in range(len(left)):
        count_a = 0
        count_b = 0
        count_both = 0
        for number in range(begins[pair], begins[pair + 1]):
            block = blocks[number]
            if block["verbatim"]:
                continue
            row_a = first[left[pair]] + MOST_JOINED * block["a_from"] + block["a_to"] - block["a_from"] - 1
            row_b = first[right[pair]] + MOST_JOINED * block["b_from"] + block["b_to"] - block["b_from"] - 1
            a = window_begins[row_a]
            b = window_begins[row_b]
            end_a = window_begins[row_a + 1]
            end_b = window_begins[row_b + 1]
            while a < end_a or b < end_b:
                of_a = b == end_b or (a < end_a and sets[a] <= sets[b])
                of_b = a == end_a or (b < end_b and sets[b] <= sets[a])
                if of_a and of_b:
                    room[2, count_both] = np.uint64(sets[a]) << np.uint64(32) | np.uint64(a)
                    count_both += 1
                if of_a:
                    room[0, count_a] = np.uint64(sets[a]) << np.uint64(32) | np.uint64(a)
                    count_a += 1
                    a += 1
                if of_b:
                    room[1, count_b] = np.uint64(sets[b]) << np.uint64(32) | np.uint64(b)
                    count_b += 1
                    b += 1
        value, repeated = _repeated(room[2], count_both, values)
        cost_a, _ = _repeated(room[0], count_a, costs)
        cost_b, _ = _repeated(room[1], count_b, costs)
        found[pair] += scale_a[pair] * cost_a + scale_b[pair] * cost_b - value
        shared[pair] = count_both - repeated
        listed, number = _listed(room[2], count_both, values, enumerable)
        if number > most_enumerated:
            cost, _ = _listed(room[2], count_both, costs, enumerable)
            listed -= (scale_a[pair] + scale_b[pair]) * cost
            found[pair] -= listed * np.float32(number - most_enumerated) / np.float32(number)
            shared[pair] -= number - most_enumerated
