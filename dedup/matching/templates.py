"""Two notices of one form: what fills the form tells whether they say the same.

Weather reports, earthquakes and prices are written in the same words each day. What their words share is the form; the
statement is in what fills it: numbers, dates, names. A copy keeps all of it. An update of one report changes numbers,
and keeps the names; the next notice of the same form changes both, or comes days later.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from dedup.config import MatchConfig
from dedup.matching.tokens import Tokens

FILL: Final = np.dtype(
    [
        ("numbers", np.int32),  # distinct numbers in what is aligned, of the side that has fewer
        ("same_numbers", np.int32),
        ("names", np.int32),  # distinct names that both sides have
        ("other_names", np.int32),  # names that one side alone has, of the side that has fewer such
        ("words", np.int32),  # distinct words that are no numbers, of the side that has fewer
        ("other_words", np.int32),  # of these, what one side alone has
    ]
)
"""What fills the aligned parts of a pair."""

_CAPITAL_NOUNS: Final = frozenset({"de", "lb"})
"""Languages in which a capital within a sentence is no sign of a name."""


@njit(cache=True, nogil=True)
def compare_fill(  # type: ignore[no-untyped-def]
    chosen, left, right, begins, blocks, words, offsets, figures, figure_words, figure_offsets, names, name_offsets
):
    """A `FILL` for each of the pairs `chosen`."""
    out = np.zeros(len(chosen), FILL)
    longest = 1
    for row in range(len(offsets) - 1):
        longest = max(longest, offsets[row + 1] - offsets[row])
    covered_a = np.zeros(longest, np.bool_)
    covered_b = np.zeros(longest, np.bool_)
    for at in range(len(chosen)):
        pair = chosen[at]
        a = left[pair]
        b = right[pair]
        covered_a[: offsets[a + 1] - offsets[a]] = False
        covered_b[: offsets[b + 1] - offsets[b]] = False
        for number in range(begins[pair], begins[pair + 1]):
            covered_a[blocks[number]["a_first"] : blocks[number]["a_last"]] = True
            covered_b[blocks[number]["b_first"] : blocks[number]["b_last"]] = True
        one = _covered(figures, figure_words, figure_offsets[a], figure_offsets[a + 1], covered_a)
        other = _covered(figures, figure_words, figure_offsets[b], figure_offsets[b + 1], covered_b)
        out[at]["numbers"] = min(len(one), len(other))
        out[at]["same_numbers"] = _common(one, other)
        words_a = words[offsets[a] : offsets[a + 1]]
        words_b = words[offsets[b] : offsets[b + 1]]
        bag_a = np.unique(words_a[covered_a[: len(words_a)] & (words_a & np.uint32(1) == 0)])
        bag_b = np.unique(words_b[covered_b[: len(words_b)] & (words_b & np.uint32(1) == 0)])
        common = _common(bag_a, bag_b)
        out[at]["words"] = min(len(bag_a), len(bag_b))
        out[at]["other_words"] = min(len(bag_a), len(bag_b)) - common
        named_a = _named(words_a, names[name_offsets[a] : name_offsets[a + 1]], covered_a)
        named_b = _named(words_b, names[name_offsets[b] : name_offsets[b + 1]], covered_b)
        same_a = _common(named_a, bag_b)
        same_b = _common(named_b, bag_a)
        out[at]["names"] = min(same_a, same_b)
        out[at]["other_names"] = min(len(named_a) - same_a, len(named_b) - same_b)
    return out


@njit(cache=True, nogil=True)
def _covered(values, words, low, high, covered):  # type: ignore[no-untyped-def]
    found = np.empty(high - low, np.uint32)
    n = 0
    for at in range(low, high):
        if covered[words[at]]:
            found[n] = values[at]
            n += 1
    return np.unique(found[:n])


@njit(cache=True, nogil=True)
def _named(words, names, covered):  # type: ignore[no-untyped-def]
    found = np.empty(len(names), np.uint32)
    n = 0
    for word in names:
        if covered[word]:
            found[n] = words[word]
            n += 1
    return np.unique(found[:n])


@njit(cache=True, nogil=True)
def _common(one, other):  # type: ignore[no-untyped-def]
    """How many values two sorted arrays share."""
    a = 0
    b = 0
    shared = 0
    while a < len(one) and b < len(other):
        if one[a] == other[b]:
            shared += 1
            a += 1
            b += 1
        elif one[a] < other[b]:
            a += 1
        else:
            b += 1
    return shared


def are_templates(
    chosen: NDArray[np.int64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    begins: NDArray[np.int64],
    blocks: NDArray[np.void],
    tokens: Tokens,
    verbatim: NDArray[np.bool_],
    translated: bool,
    config: MatchConfig,
) -> NDArray[np.bool_]:
    """Which of the pairs `chosen` are notices of one form. `verbatim` says which of them share most of their wording;
    of `translated` pairs only numbers can be compared."""
    fill = compare_fill(
        chosen,
        left,
        right,
        begins,
        blocks,
        tokens.words.values,
        tokens.words.offsets,
        tokens.figures.values,
        tokens.figure_words.values,
        tokens.figures.offsets,
        tokens.names.values,
        tokens.names.offsets,
    )
    numbers, same = fill["numbers"], fill["same_numbers"]
    if translated:
        foreign: NDArray[np.bool_] = (numbers >= config.translated_numbers) & (same == 0)
        return foreign
    langs = tokens.lang[left[chosen]]
    names, others = fill["names"], fill["other_names"]
    cased = (names + others > 0) & ~np.isin(langs, sorted(_CAPITAL_NOUNS))
    fewest = np.maximum(2, config.form_words * fill["words"])
    differ = np.where(cased, (others > 0) & (names < 2 * others), fill["other_words"] >= fewest)
    agree = np.where(cased, names >= 4 * others, fill["other_words"] < fewest)
    days = _days_apart(tokens, left[chosen], right[chosen])
    apart = days > config.update_days
    near = days <= config.update_days
    # Of one form by its numbers: they are others.
    changed = (numbers > 0) & (same < config.template_agreement * numbers)
    none_same = changed & (same == 0)
    short = fill["words"] < config.form_least_words
    listed = numbers > config.list_share * fill["words"]
    template: NDArray[np.bool_] = changed & (
        apart
        | differ
        | (none_same & (~near | ~agree | short | listed))
        | (~none_same & (numbers >= config.template_numbers) & ~agree)
    )
    # Of one form by its names: it has hardly a number.
    template |= verbatim & (numbers <= 2) & cased & (others >= 2) & (names <= others)
    return template


def _days_apart(tokens: Tokens, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
    """How long after one another articles were published, nan where that is not known."""
    dated = np.diff(tokens.published.offsets) > 0
    minutes = np.full(len(dated), np.nan)
    minutes[dated] = tokens.published.values
    days: NDArray[np.float64] = np.abs(minutes[left] - minutes[right]) / (24 * 60)
    return days
