"""Which passages of an article are worth their keys on disk."""

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import kernel


def stored_passages(owner: NDArray[np.int64], spans: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Of overlapping passages those that an archive keeps copy keys of: `[passages]` of bool.

    Passage i is words `spans[i, 0]:spans[i, 1]` of the article `owner[i]`; an article's passages follow each other by
    where they start. Kept are those laid end to end, each the first that starts where the one before it ended or later,
    and the first that reaches the article's last word. Whoever asks does so with all passages, and one that starts at
    the same paragraph is cut by the same rule, so a copy finds its original wherever it begins.

    For rewrites all are kept: they rest on fewer common keys, and each passage counts. What both choices cost is in
    `benchmarks/README.md`.

    >>> stored_passages(np.zeros(4, np.int64), np.array([[0, 60], [30, 100], [60, 110], [100, 140]])).tolist()
    [True, False, True, True]
    """
    kept = np.zeros(len(owner), np.bool_)
    _end_to_end(owner, spans, kept)
    return kept


@kernel("i8[] i8[,] b1[]!")
def _end_to_end(owner, spans, kept):  # type: ignore[no-untyped-def]
    begin = 0
    while begin < len(owner):
        covered = spans[begin, 0]
        last = begin
        row = begin
        while row < len(owner) and owner[row] == owner[begin]:
            if spans[row, 0] >= covered:
                kept[row] = True
                covered = spans[row, 1]
            if spans[row, 1] > spans[last, 1]:
                last = row
            row += 1
        if covered < spans[last, 1]:
            kept[last] = True
        begin = row
