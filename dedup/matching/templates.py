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
from dedup.kernels import kernel, part
from dedup.matching.similarity import BLOCK
from dedup.matching.titles import named_apart
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

NUMBERS, WORDS, OWN, NAMES, SAME_NAMES = range(5)
"""What is counted of each side: distinct numbers, distinct words that are no numbers, those of them that it has twice
and the other never, distinct names, and those of them that are words of the other."""

_CAPITALS_TELL_NOTHING: Final = sorted(CASELESS_LANGUAGES | {"de", "lb", "ja", "zh"})
"""Languages in which a capital within a sentence is no sign of a name: they have none, or nouns have it. A Latin letter
among their own, as of a magnitude or a road, would be the only name."""

_IN_PAIRS: Final = ("ja", "zh", "th", "lo", "km", "my")
"""Languages whose words are pairs of characters."""


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
    words, figures = (max(1, int(np.diff(column.offsets).max(initial=0))) for column in (tokens.words, tokens.figures))
    room = 1 << (2 * max(words, figures)).bit_length()
    _compare_fill(
        chosen, left, right, begins, blocks, tokens.words.values, tokens.words.offsets, tokens.figures.values,
        tokens.figure_words.values, tokens.figures.offsets, tokens.names.values, tokens.names.offsets,
        np.empty((2, words), np.bool_), np.empty(room, np.uint32), np.empty(room, np.uint8), np.empty((5, 2), np.int64),
        out,
    )  # fmt: skip
    return out


@part
def _emptied(marks, values):  # type: ignore[no-untyped-def]
    """The part of a hash table that two sides of at most so many values cannot fill, a power of two, without any."""
    size = 2
    while size <= 2 * values:
        size *= 2
    for slot in range(size):
        marks[slot] = 0
    return size


@part
def _slot(value, keys, marks, size):  # type: ignore[no-untyped-def]
    """Where a value stands in a table, or belongs: entries without a mark are empty."""
    mask = np.uint32(size - 1)
    slot = ((value >> np.uint32(1)) ^ (value >> np.uint32(16))) & mask
    while marks[slot] != 0 and keys[slot] != value:
        slot = (slot + np.uint32(1)) & mask
    keys[slot] = value
    return slot


@kernel(
    "i8[] i8[] i8[] i8[] BLOCK[] u4[] i8[] u4[] i4[] i8[] i4[] i8[] b1[,]! u4[]! u1[]! i8[,]! FILL[]!",
    BLOCK=BLOCK,
    FILL=FILL,
)
def _compare_fill(  # type: ignore[no-untyped-def]
    chosen, left, right, begins, blocks, words, offsets, figures, figure_words, figure_offsets, names, name_offsets,
    covered, keys, marks, counts, out,
):  # fmt: skip
    """`keys` and `marks` are room for a hash table, for sorting the words of two versions of a live blog took two
    thirds of comparing them. A mark says which side has a value (1 and 2), which has it twice (4 and 8), and to which
    it is a name (16 and 32). `counts` is room for what each side has."""
    for at in range(len(chosen)):
        pair = chosen[at]
        for what in range(len(counts)):
            counts[what, 0] = 0
            counts[what, 1] = 0
        same_numbers = 0
        same_words = 0
        most_figures = 0
        most_words = 0
        for side in range(2):
            row = left[pair] if side == 0 else right[pair]
            most_figures = max(most_figures, figure_offsets[row + 1] - figure_offsets[row])
            most_words = max(most_words, offsets[row + 1] - offsets[row])
        size = _emptied(marks, most_figures)
        for side in range(2):
            row = left[pair] if side == 0 else right[pair]
            for word in range(offsets[row + 1] - offsets[row]):
                covered[side, word] = False
            for number in range(begins[pair], begins[pair + 1]):
                first = blocks[number]["a_first"] if side == 0 else blocks[number]["b_first"]
                last = blocks[number]["a_last"] if side == 0 else blocks[number]["b_last"]
                for word in range(first, last):
                    covered[side, word] = True
            for figure in range(figure_offsets[row], figure_offsets[row + 1]):
                if covered[side, figure_words[figure]]:
                    slot = _slot(figures[figure], keys, marks, size)
                    if not marks[slot] >> side & 1:
                        marks[slot] |= 1 << side
                        counts[NUMBERS, side] += 1
                        same_numbers += marks[slot] == 3
        size = _emptied(marks, most_words)
        for side in range(2):
            row = left[pair] if side == 0 else right[pair]
            low = offsets[row]
            for word in range(offsets[row + 1] - low):
                if not covered[side, word] or words[low + word] & np.uint32(1):
                    continue
                slot = _slot(words[low + word], keys, marks, size)
                mark = marks[slot]
                if not mark >> side & 1:
                    marks[slot] = mark | 1 << side
                    counts[WORDS, side] += 1
                    same_words += mark >> (1 - side) & 1
                    counts[OWN, 1 - side] -= mark >> (3 - side) & 1
                elif not mark >> (2 + side) & 1:
                    marks[slot] = mark | 4 << side
                    counts[OWN, side] += 1 - (mark >> (1 - side) & 1)
        for side in range(2):
            row = left[pair] if side == 0 else right[pair]
            for name in range(name_offsets[row], name_offsets[row + 1]):
                if covered[side, names[name]]:
                    slot = _slot(words[offsets[row] + names[name]], keys, marks, size)
                    if not marks[slot] >> (4 + side) & 1:
                        marks[slot] |= 16 << side
                        counts[NAMES, side] += 1
                        counts[SAME_NAMES, side] += marks[slot] >> (1 - side) & 1
        result = out[at]
        result["numbers"] = min(counts[NUMBERS, 0], counts[NUMBERS, 1])
        result["same_numbers"] = same_numbers
        result["words"] = min(counts[WORDS, 0], counts[WORDS, 1])
        result["other_words"] = result["words"] - same_words
        result["own_words"] = min(counts[OWN, 0], counts[OWN, 1])
        result["names"] = min(counts[SAME_NAMES, 0], counts[SAME_NAMES, 1])
        result["other_names"] = min(counts[NAMES, 0] - counts[SAME_NAMES, 0], counts[NAMES, 1] - counts[SAME_NAMES, 1])


def are_templates(
    chosen: NDArray[np.int64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    begins: NDArray[np.int64],
    blocks: NDArray[np.void],
    tokens: Tokens,
    verbatim: NDArray[np.bool_],
    whole: NDArray[np.bool_],
    translated: bool,
    config: MatchConfig,
) -> NDArray[np.bool_]:
    """Return which of the pairs `chosen` are notices of one form. `verbatim` says which of them share most of their
    wording, `whole` which are aligned from end to end; of `translated` pairs only numbers can be compared."""
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
    # Where names cannot be told, an update within days may say more of what is new: half of its numbers stay, and what
    # the report is about, which either side would have twice, is the same.
    updated = (
        (near & ~cased & (2 * same >= numbers) & (fill["own_words"] == 0))
        & (fill["words"] >= 2 * config.form_least_words)
        & (fill["other_words"] <= config.filled_words * fill["words"])
    )
    differ &= ~updated
    agree |= updated
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
    # Of one form by what it names again and again, though a law and its items leave two numbers to differ.
    template |= (
        verbatim
        & ~(near & agree)
        & (numbers - same >= 2)
        & (same < config.filled_agreement * numbers)
        & (fill["own_words"] >= config.form_own_words)
        & (fill["other_words"] <= config.filled_words * fill["words"])
    )
    # Of one form by what the titles name: one text has it, the other has other things and another number. The title of
    # an update, too, says what is new in it: "death toll rises".
    copied = np.flatnonzero(
        whole
        & verbatim
        & ~(near & agree)
        & (numbers > same)
        & (same < config.filled_agreement * numbers)
        & (fill["other_words"] <= config.filled_words * fill["words"])
    )
    wanted = np.where(np.isin(langs[copied], _IN_PAIRS), config.titled_pairs, 1)
    template[copied] |= named_apart(chosen[copied], left, right, tokens) >= wanted
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
