"""Two notices of one form: what fills the form decides whether they say the same.

Weather reports, earthquakes and prices are written in the same words each day. What their words share is the form; the
statement is in what fills it: numbers, dates, names. A copy keeps all of it. An update of one report changes numbers,
and keeps the names; the next notice of the same form changes both, or comes days later.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.config import MatchConfig
from dedup.features import CASELESS_LANGUAGES
from dedup.kernels import kernel, part, sort
from dedup.matching.similarity import BLOCK
from dedup.matching.tokens import Tokens

FILL: Final = np.dtype(
    [
        ("numbers", np.int32),  # distinct numbers in what is aligned, of the side that has fewer
        ("same_numbers", np.int32),
        ("names", np.int32),  # distinct names that both sides have
        ("other_names", np.int32),  # names that one side alone has, of the side that has fewer such
        ("words", np.int32),  # distinct words that are no numbers, of the side that has fewer
        ("other_words", np.int32),  # of these, what one side alone has
        ("own_words", np.int32),  # words that one side has twice and the other never, of the side that has fewer such
    ]
)
"""What fills the aligned parts of a pair."""

_CAPITALS_TELL_NOTHING: Final = sorted(CASELESS_LANGUAGES | {"de", "lb", "ja", "zh"})
"""Languages in which a capital within a sentence is no sign of a name: they have none, or nouns have it. A Latin letter
among their own, as of a magnitude or a road, would be the only name."""


def compare_fill(
    chosen: NDArray[np.int64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    begins: NDArray[np.int64],
    blocks: NDArray[np.void],
    tokens: Tokens,
) -> NDArray[np.void]:
    """Return a `FILL` for each of the pairs `chosen`."""
    out = np.zeros(len(chosen), FILL)
    columns = tokens.words, tokens.figures, tokens.names
    longest = max(int(np.diff(column.offsets).max(initial=0)) for column in columns)
    _compare_fill(
        chosen, left, right, begins, blocks, tokens.words.values, tokens.words.offsets, tokens.figures.values,
        tokens.figure_words.values, tokens.figures.offsets, tokens.names.values, tokens.names.offsets,
        np.empty(longest, np.bool_), np.empty((6, longest), np.uint32), np.empty(6, np.int64), np.empty(4, np.int64),
        out,
    )  # fmt: skip
    return out


@part
def _common(one, count_one, other, count_other):  # type: ignore[no-untyped-def]
    """How many values two sorted arrays share."""
    a = 0
    b = 0
    shared = 0
    while a < count_one and b < count_other:
        if one[a] == other[b]:
            shared += 1
            a += 1
            b += 1
        elif one[a] < other[b]:
            a += 1
        else:
            b += 1
    return shared


@part
def _own(one, count_one, other, count_other):  # type: ignore[no-untyped-def]
    """How many values stand twice or more in the first of two sorted arrays and not in the second."""
    b = 0
    own = 0
    for a in range(1, count_one):
        if one[a] == one[a - 1] and (a == 1 or one[a] != one[a - 2]):
            while b < count_other and other[b] < one[a]:
                b += 1
            own += b == count_other or other[b] != one[a]
    return own


@kernel(
    "i8[] i8[] i8[] i8[] BLOCK[] u4[] i8[] u4[] i4[] i8[] i4[] i8[] b1[]! u4[,]! i8[]! i8[]! FILL[]!",
    BLOCK=BLOCK,
    FILL=FILL,
)
def _compare_fill(  # type: ignore[no-untyped-def]
    chosen, left, right, begins, blocks, words, offsets, figures, figure_words, figure_offsets, names, name_offsets,
    covered, held, counts, shared, out,
):  # fmt: skip
    """`held` is room for the figures, words and names of both sides in turn, `counts` for how many they are, `shared`
    for what two of them have in common."""
    for at in range(len(chosen)):
        pair = chosen[at]
        for side in range(2):
            row = left[pair] if side == 0 else right[pair]
            low = offsets[row]
            for word in range(offsets[row + 1] - low):
                covered[word] = False
            for number in range(begins[pair], begins[pair + 1]):
                first = blocks[number]["a_first"] if side == 0 else blocks[number]["b_first"]
                last = blocks[number]["a_last"] if side == 0 else blocks[number]["b_last"]
                for word in range(first, last):
                    covered[word] = True
            n = 0
            for figure in range(figure_offsets[row], figure_offsets[row + 1]):
                if covered[figure_words[figure]]:
                    held[side, n] = figures[figure]
                    n += 1
            counts[side] = n
            n = 0
            for word in range(offsets[row + 1] - low):
                if covered[word] and words[low + word] & np.uint32(1) == 0:
                    held[2 + side, n] = words[low + word]
                    n += 1
            counts[2 + side] = n
            n = 0
            for name in range(name_offsets[row], name_offsets[row + 1]):
                if covered[names[name]]:
                    held[4 + side, n] = words[low + names[name]]
                    n += 1
            counts[4 + side] = n
        for which in range(6):
            sort(held[which], 0, counts[which])
        own = _own(held[2], counts[2], held[3], counts[3])
        out[at]["own_words"] = min(own, _own(held[3], counts[3], held[2], counts[2]))
        for which in range(6):
            values = held[which]
            n = 0
            for place in range(counts[which]):
                if place == 0 or values[place] != values[n - 1]:
                    values[n] = values[place]
                    n += 1
            counts[which] = n
        # Figures with figures, words with words, the names of a side with the words of the other.
        for turn in range(4):
            which = (0, 2, 4, 5)[turn]
            other = (1, 3, 3, 2)[turn]
            shared[turn] = _common(held[which], counts[which], held[other], counts[other])
        result = out[at]
        result["numbers"] = min(counts[0], counts[1])
        result["same_numbers"] = shared[0]
        result["words"] = min(counts[2], counts[3])
        result["other_words"] = min(counts[2], counts[3]) - shared[1]
        result["names"] = min(shared[2], shared[3])
        result["other_names"] = min(counts[4] - shared[2], counts[5] - shared[3])


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
    """Return which of the pairs `chosen` are notices of one form. `verbatim` says which of them share most of their
    wording; of `translated` pairs only numbers can be compared."""
    fill = compare_fill(chosen, left, right, begins, blocks, tokens)
    numbers, same = fill["numbers"], fill["same_numbers"]
    if translated:
        foreign: NDArray[np.bool_] = (numbers >= config.translated_numbers) & (same < numbers // 2)
        return foreign
    langs = tokens.lang[left[chosen]]
    names, others = fill["names"], fill["other_names"]
    cased = (names + others > 0) & ~np.isin(langs, _CAPITALS_TELL_NOTHING)
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
        | (none_same & (~near | ~agree | short))
        | (listed & (same <= config.list_agreement * numbers))
        | (~none_same & (numbers >= config.template_numbers) & ~agree)
    )
    # What fills a form may stand beside what is aligned: numbers from end to end, without prose of its own.
    filled = np.diff(tokens.figures.offsets) >= config.template_many_numbers
    wanted = np.flatnonzero(changed & filled[left[chosen]] & filled[right[chosen]])
    stretch = _longest_stretches(tokens, np.unique(np.concatenate([left[chosen[wanted]], right[chosen[wanted]]])))
    prose = np.minimum(stretch[left[chosen]], stretch[right[chosen]]) >= config.template_prose
    template[wanted] |= ~prose[wanted]
    # Of one form by what was filled in, though most of its numbers stay: those of a law, of an address.
    refilled = (numbers - same >= config.filled_numbers) & (same < config.filled_agreement * numbers)
    # Of an update a day later the weekday is another "name", twice; its other names stay. A list of winners has each
    # name once: it is the next list if it comes later, or undated, and differs as other forms do.
    renamed = (fill["own_words"] > 0) & (~cased | ((others > 0) & ~(near & agree)))
    renamed |= differ & ~near
    template |= verbatim & refilled & renamed & (fill["other_words"] <= config.filled_words * fill["words"])
    # Of one form by what it names again and again, whatever its numbers: a notice that repeats its street.
    template |= (
        verbatim
        & ~(cased & near & agree)
        & (fill["own_words"] >= config.form_own_words)
        & (fill["other_words"] <= config.filled_words * fill["words"])
    )
    # Of one form by its names: it has hardly a number.
    template |= verbatim & (numbers <= 2) & cased & (others >= 2) & (names <= others)
    return template


def _longest_stretches(tokens: Tokens, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """The longest stretch of each of `rows` without a number, as a share of its words; 0 for the other articles."""
    found = np.zeros(len(tokens.article))
    words, figures = tokens.words.offsets, tokens.figures.offsets
    for row in rows.tolist():
        count = int(words[row + 1] - words[row])
        at = tokens.figure_words.values[figures[row] : figures[row + 1]]
        found[row] = np.diff(np.concatenate([[0], np.sort(at), [count]])).max() / max(1, count)
    return found


def _days_apart(tokens: Tokens, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
    """How long after one another articles were published, nan where that is not known."""
    dated = np.diff(tokens.published.offsets) > 0
    minutes = np.full(len(dated), np.nan)
    minutes[dated] = tokens.published.values
    days: NDArray[np.float64] = np.abs(minutes[left] - minutes[right]) / (24 * 60)
    return days
