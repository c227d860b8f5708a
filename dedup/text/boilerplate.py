"""Which lines of a page are boilerplate: menus, notices, lists of other stories, footers.

Three kinds of evidence, none of them enough alone: phrases of `boilerplate.toml`, `walls.toml` and `captions.toml`
(they know no outlet), the shape of a line and of its neighbours, and lines that an outlet repeats under different
stories (`recurring.py`). Whoever only quotes a notice in the middle of prose keeps it: a sentence that is no notice for
the most part counts as boilerplate only before the first or after the last paragraph of prose.
"""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import kernel, lower_bound, part
from dedup.text.characters import Alphabet
from dedup.text.tokenizer import (
    BARS,
    DIGITS,
    ENDED,
    FIRST,
    FLAGS,
    HALF_WORDS,
    HASH_START,
    HASH_STEP,
    LAST,
    MOST_SCRIPTS,
    SCRIPT,
    Words,
    mix,
    words_of,
)

RELATED, NOTICE, NAVIGATION, WALL, CAPTION = 1, 2, 4, 8, 16
_SORTS = {"related": RELATED, "notice": NOTICE, "navigation": NAVIGATION, "wall": WALL, "caption": CAPTION}
_TABLES = ("boilerplate.toml", "walls.toml", "captions.toml")

PROSE_HALF_WORDS = 16
"""A line of 8 words that ends a sentence is prose; shorter ones may be captions or menu items."""
NOTICE_SHARE = 3
"""In a sentence of prose a notice is known by a third of its words; else it may be what the article is about. A single
word ("newsletter") says nothing there."""
LEAST_WALLS, WALL_SHARE, WALL_HALF = 2, 8, 2
"""A notice in an article's place (paywall, bot check, error) is known by two phrases that make up an eighth of its
words, or by phrases that make up half: a report on paywalls has one in a paragraph."""
CAPTION_FIRST, CAPTION_LAST, CAPTION_WORDS = 3, 8, 90
"""A caption has a credit's phrase among its first three words or its last eight, and no more than ninety: two sentences
and a credit. Prose speaks of pictures in the middle of a sentence."""
LONG_HALF_WORDS = 40
"""A line of 20 words is prose even if it ends in no full stop."""


@dataclass(frozen=True)
class Phrases:
    """The phrases of `boilerplate.toml` and `walls.toml`, hashed word by word."""

    hashes: NDArray[np.uint64]
    """Sorted hash of each phrase's words in order."""
    sorts: NDArray[np.uint8]
    """What the phrase may be: bits of `RELATED`, `NOTICE`, `NAVIGATION`, `WALL`."""
    longest: int
    """Words of the longest phrase."""
    openers: NDArray[np.bool_]
    """Whether a phrase may begin with a word, by the low 16 bits of its hash: most words of a dump stop here."""

    @classmethod
    def load(cls, alphabet: Alphabet) -> "Phrases":
        """Read and hash the tables."""
        tables = [tomllib.loads(files("dedup.text").joinpath(name).read_text("utf-8")) for name in _TABLES]
        phrases = [
            (phrase, sort)
            for table in tables
            for lists in table.values()
            for sort, listed in lists.items()
            for phrase in listed
        ]
        words = words_of([phrase for phrase, _ in phrases], alphabet)
        sorts: dict[int, int] = {}
        openers = np.zeros(1 << 16, np.bool_)
        openers[words.hash[words.offsets[:-1]] & np.uint64(0xFFFF)] = True
        chains = chain_words(words.hash, words.offsets[:-1], words.offsets[1:]).tolist()
        for chain, (_, sort) in zip(chains, phrases, strict=True):
            sorts[chain] = sorts.get(chain, 0) | _SORTS[sort]
        hashes = np.array(sorted(sorts), np.uint64)
        found = np.array([sorts[one] for one in sorted(sorts)], np.uint8)
        return cls(hashes, found, int(np.diff(words.offsets).max()), openers)


@kernel("u8[] i8[] i8[] u8[]!")
def _chain(words, firsts, lasts, out):  # type: ignore[no-untyped-def]
    for number in range(len(firsts)):
        chain = HASH_START
        for at in range(firsts[number], lasts[number]):
            chain = (chain ^ words[at]) * HASH_STEP
        out[number] = mix(chain)


def chain_words(words: NDArray[np.uint64], firsts: NDArray[np.int64], lasts: NDArray[np.int64]) -> NDArray[np.uint64]:
    """One hash for each run of words from `firsts[i]` to before `lasts[i]`, order included."""
    out = np.empty(len(firsts), np.uint64)
    _chain(words, firsts, lasts, out)
    return out


def story_lines(
    words: Words, hashes: NDArray[np.uint64], lead_half_words: int
) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Two lines that name each article's story: its first sentence-like line of `lead_half_words`, and its longest one,
    which stands for the first where there is none. As hashes, 0 for an article without lines."""
    lead, longest = np.zeros((2, len(words.line_offsets) - 1), np.uint64)
    _story_lines(words.lines, words.line_offsets, hashes, lead_half_words, lead, longest)
    return lead, longest


@kernel("i4[,] i8[] u8[] i8 u8[]! u8[]!")
def _story_lines(lines, line_offsets, hashes, lead_half_words, lead, longest):  # type: ignore[no-untyped-def]
    for article in range(len(line_offsets) - 1):
        most = 0
        for line in range(line_offsets[article], line_offsets[article + 1]):
            half_words = lines[line, HALF_WORDS]
            if half_words > most:
                most = half_words
                longest[article] = hashes[line]
        lead[article] = longest[article]
        for line in range(line_offsets[article], line_offsets[article + 1]):
            if lines[line, HALF_WORDS] >= lead_half_words and lines[line, FLAGS] & ENDED:
                lead[article] = hashes[line]
                break


@kernel("i4[,] i8[] u8[] i8[] u8[] u1[] i8 b1[] i4[,]!")
def _line_phrases(  # type: ignore[no-untyped-def]
    lines, line_offsets, words, word_offsets, hashes, sorts, longest, openers, out
):
    for article in range(len(line_offsets) - 1):
        base = word_offsets[article]
        for line in range(line_offsets[article], line_offsets[article + 1]):
            first = base + lines[line, FIRST]
            last = base + lines[line, LAST]
            if last - first > 240 or lines[line, HALF_WORDS] > 240:
                continue
            at = first
            menu_until = first
            wall_until = first
            while at < last:
                if not openers[words[at] & np.uint64(0xFFFF)]:
                    at += 1
                    continue
                chain = HASH_START
                menu = 0
                wall = 0
                for size in range(1, min(longest, last - at) + 1):
                    chain = (chain ^ words[at + size - 1]) * HASH_STEP
                    wanted = mix(chain)
                    found = lower_bound(hashes, wanted)
                    if found == len(hashes) or hashes[found] != wanted:
                        continue
                    if sorts[found] & NOTICE:
                        out[line, 0] += size
                    if sorts[found] & NAVIGATION:
                        menu = size
                    if sorts[found] & WALL:
                        wall = size
                    edge = at < first + CAPTION_FIRST or at + size > last - CAPTION_LAST
                    if edge and sorts[found] & CAPTION and last - first <= CAPTION_WORDS:
                        out[line, 6] = size
                    if sorts[found] & RELATED and at == first:
                        out[line, 2] = size
                if menu and at >= menu_until:
                    out[line, 1] += menu
                    menu_until = at + menu
                if wall and at + wall > wall_until:
                    out[line, 4] += at >= wall_until
                    out[line, 5] += at + wall - max(at, wall_until)
                    wall_until = at + wall
                at += 1
            out[line, 3] = out[line, 2] > 0 and last - first <= out[line, 2] + (2 if out[line, 2] > 1 else 0)


@part
def _beside_date(lines, low, high, line):  # type: ignore[no-untyped-def]
    for other in (line - 1, line + 1):
        if low <= other < high:
            row = lines[other]
            if row[DIGITS] * 2 >= row[LAST] - row[FIRST] and row[HALF_WORDS] <= 16:
                return True
    return False


@part
def _mark_related(lines, low, high, phrases, boilerplate, main, first_prose):  # type: ignore[no-untyped-def]
    """Mark "read also" headings and what hangs under them.

    Above the article the list ends where prose begins. In the middle one or two headlines follow and then the text
    goes on; at the end all that is left is the list, and its items may be whole sentences. Three paragraphs in a row
    at the end mean that the text went on.
    """
    for line in range(low, high):
        if not phrases[line, 2]:
            continue
        row = lines[line]
        if not phrases[line, 3]:
            if row[HALF_WORDS] <= 50 and (not row[FLAGS] & ENDED or phrases[line, 2] >= 2):
                boilerplate[line] = True
            continue
        boilerplate[line] = True
        tail = 0
        for other in range(high - 1, line, -1):
            if boilerplate[other] or phrases[other, 0]:
                continue
            if lines[other, HALF_WORDS] < 30 or not lines[other, FLAGS] & ENDED or lines[other, SCRIPT] != main:
                break
            tail += 1
        listed = high - line - 1
        for other in range(line + 1, high):
            prose = lines[other, FLAGS] & ENDED and lines[other, HALF_WORDS] >= PROSE_HALF_WORDS
            if prose and (tail >= 3 or listed > 15 or line < first_prose):
                break
            boilerplate[other] = True


@kernel("i4[,] i8[] i4[,] b1[]! i8[]!")
def _mark_boilerplate(lines, line_offsets, phrases, boilerplate, script_words):  # type: ignore[no-untyped-def]
    for article in range(len(line_offsets) - 1):
        low = line_offsets[article]
        high = line_offsets[article + 1]
        for script in range(len(script_words)):
            script_words[script] = 0
        for line in range(low, high):
            row = lines[line]
            script_words[row[SCRIPT]] += row[HALF_WORDS]
            words = row[LAST] - row[FIRST]
            ended = row[FLAGS] & ENDED
            menu = phrases[line, 1] * 10 >= words * 6 or (row[BARS] >= 2 and row[BARS] * 6 >= words)
            date = row[DIGITS] and row[DIGITS] * 2 >= words and words <= 8
            sentence = ended and row[HALF_WORDS] >= PROSE_HALF_WORDS
            notice = phrases[line, 0] and (not sentence or phrases[line, 0] * NOTICE_SHARE >= words)
            wall = phrases[line, 5]
            walled = (phrases[line, 4] >= LEAST_WALLS and wall * WALL_SHARE >= words) or (
                wall > 0 and wall * WALL_HALF >= words
            )
            if walled or phrases[line, 6] or (notice and row[HALF_WORDS] < 50) or (not ended and (menu or date)):
                boilerplate[line] = True
        main = 0
        all_words = 0
        for script in range(len(script_words)):
            all_words += script_words[script]
            if script_words[script] > script_words[main]:
                main = script
        settled = script_words[main] * 10 >= all_words * 6
        first_prose = high
        last_prose = low - 1
        for line in range(low, high):
            row = lines[line]
            prose = row[HALF_WORDS] >= (PROSE_HALF_WORDS if row[FLAGS] & ENDED else LONG_HALF_WORDS)
            if prose and not boilerplate[line] and phrases[line, 0] < 2 and (row[SCRIPT] == main or not settled):
                first_prose = min(first_prose, line)
                last_prose = line
        if first_prose > last_prose:
            # A gallery: its captions are all the text there is.
            for line in range(low, high):
                if phrases[line, 6] and not phrases[line, 0] and not phrases[line, 5]:
                    boilerplate[line] = False
        _mark_related(lines, low, high, phrases, boilerplate, main, first_prose)
        if first_prose > last_prose:
            continue
        # The related list was marked, so the last paragraph of prose may stand earlier now.
        while last_prose > first_prose and (
            boilerplate[last_prose]
            or lines[last_prose, HALF_WORDS]
            < (PROSE_HALF_WORDS if lines[last_prose, FLAGS] & ENDED else LONG_HALF_WORDS)
        ):
            last_prose -= 1
        headline = first_prose - 1
        while headline >= low and boilerplate[headline]:
            headline -= 1
        dates = 0
        for line in range(low, high):
            row = lines[line]
            dates += row[DIGITS] * 2 >= row[LAST] - row[FIRST] and row[HALF_WORDS] <= 16
        run = 0
        for line in range(low, high):
            row = lines[line]
            outside = line < first_prose or line > last_prose
            ended = row[FLAGS] & ENDED
            sentence = ended and row[HALF_WORDS] >= PROSE_HALF_WORDS
            fragment = not ended and row[HALF_WORDS] <= (4 if line == headline else 12)
            foreign = settled and row[SCRIPT] != main and row[SCRIPT] != 0
            short = row[HALF_WORDS] <= (24 if line > last_prose else 6)
            dated = dates >= 2 and row[HALF_WORDS] <= 40 and _beside_date(lines, low, high, line)
            notice = phrases[line, 0] > (1 if sentence else 0)
            if outside and (notice or foreign or (not ended and (short or dated))):
                boilerplate[line] = True
            run = run + 1 if fragment else 0
            if run >= 3:
                for other in range(line - run + 1, line + 1):
                    boilerplate[other] = True


def hash_lines(words: Words) -> NDArray[np.uint64]:
    """The hash of each line's words, by which recurring lines are found."""
    base = np.repeat(words.offsets[:-1], np.diff(words.line_offsets))
    return chain_words(words.hash, base + words.lines[:, FIRST], base + words.lines[:, LAST])


def find_phrases(words: Words, phrases: Phrases) -> NDArray[np.int32]:
    """Which phrases each line holds: `[lines, 7]` of notice words, menu words, whether it is headed by a related-list
    phrase (its length in words, else 0), whether that phrase is all of the line, phrases of walls and their
    words, and whether it is a picture's caption."""
    found = np.zeros((len(words.lines), 7), np.int32)
    _line_phrases(
        words.lines,
        words.line_offsets,
        words.hash,
        words.offsets,
        phrases.hashes,
        phrases.sorts,
        phrases.longest,
        phrases.openers,
        found,
    )
    return found


def mark_boilerplate(
    lines: NDArray[np.int32],
    line_offsets: NDArray[np.int64],
    phrases: NDArray[np.int32],
    recurring: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Which lines are boilerplate, `[lines]` of bool. `phrases` comes from `find_phrases`; `recurring` are lines that
    the outlet repeats under other stories."""
    boilerplate = recurring.copy()
    _mark_boilerplate(lines, line_offsets, phrases, boilerplate, np.empty(MOST_SCRIPTS, np.int64))
    return boilerplate
