"""Which lines of a page are boilerplate: menus, notices, lists of other stories, footers.

Three kinds of evidence, none of them enough alone: phrases of `boilerplate.toml`, `walls.toml`, `services.toml` and
`captions.toml` (they know no outlet), the shape of a line and of its neighbours, and lines that an outlet repeats under
different stories (`recurring.py`). Whoever only quotes a notice in the middle of prose keeps it: a sentence that is no
notice for the most part counts as boilerplate only before the first or after the last paragraph of prose.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import kernel, lower_bound, part
from dedup.tables import word_table
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
_TABLES = ("boilerplate.toml", "walls.toml", "services.toml", "captions.toml")

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
MOST_READ = 240
"""Half-words of the lines in which phrases are counted. Longer ones are pages whose lines were joined."""
LONG_HALF_WORDS = 40
"""A line of 20 words is prose even if it ends in no full stop."""

_OPENING_BITS = 18
"""Some eight thousand beginnings of phrases then leave one in thirty others to look up, in a quarter of a megabyte."""

NOTICE_WORDS, MENU_WORDS, HEADING, ALL_HEADING, WALLS, WALL_WORDS, CAPTIONED = range(7)
"""Columns of what `find_phrases` finds in a line."""


@dataclass(frozen=True)
class Phrases:
    """The phrases of `boilerplate.toml` and `walls.toml`, hashed word by word."""

    hashes: NDArray[np.uint64]
    """Sorted hash of each phrase's words in order."""
    sorts: NDArray[np.uint8]
    """What the phrase may be: bits of `RELATED`, `NOTICE`, `NAVIGATION`, `WALL`."""
    longest: int
    """Words of the longest phrase."""
    openings: NDArray[np.bool_]
    """Whether a phrase may begin with some words, by the low bits of the hash of these in order (of a single word, also
    by those of its own): most words of a dump stop here, most others with the next word."""

    @classmethod
    def load(cls, alphabet: Alphabet) -> "Phrases":
        """Read and hash the tables."""
        tables = [word_table("dedup.text", name) for name in _TABLES]
        phrases = [
            (phrase, sort)
            for table in tables
            for lists in table.values()
            for sort, listed in lists.items()
            for phrase in listed
        ]
        words = words_of([phrase for phrase, _ in phrases], alphabet)
        sorts: dict[int, int] = {}
        openings = np.zeros(1 << _OPENING_BITS, np.bool_)
        first = np.repeat(words.offsets[:-1], np.diff(words.offsets))
        begun = chain_words(words.hash, first, np.arange(1, len(first) + 1))
        alone = words.hash[words.offsets[:-1][np.diff(words.offsets) > 0]]
        openings[np.append(begun, alone) & np.uint64(len(openings) - 1)] = True
        chains = chain_words(words.hash, words.offsets[:-1], words.offsets[1:]).tolist()
        for chain, (_, sort) in zip(chains, phrases, strict=True):
            sorts[chain] = sorts.get(chain, 0) | _SORTS[sort]
        hashes = np.array(sorted(sorts), np.uint64)
        found = np.array([sorts[one] for one in sorted(sorts)], np.uint8)
        return cls(hashes, found, int(np.diff(words.offsets).max()), openings)


@kernel("u8[] i8[] i8[] u8[]!")
def _chain(words, firsts, lasts, out):  # type: ignore[no-untyped-def]
    for number in range(len(firsts)):
        chain = HASH_START
        for at in range(firsts[number], lasts[number]):
            chain = (chain ^ words[at]) * HASH_STEP
        out[number] = mix(chain)


def chain_words(words: NDArray[np.uint64], firsts: NDArray[np.int64], lasts: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return one hash for each run of words from `firsts[i]` to before `lasts[i]`, order included."""
    out = np.empty(len(firsts), np.uint64)
    _chain(words, firsts, lasts, out)
    return out


def story_lines(
    words: Words, hashes: NDArray[np.uint64], lead_half_words: int
) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return two lines that name each article's story: its first sentence-like line of `lead_half_words`, and its
    longest one, which stands for the first where there is none. As hashes, 0 for an article without lines."""
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


@part
def opens_phrase(word, openings):  # type: ignore[no-untyped-def]
    """Return whether a phrase may begin with this word: asked before its chain is, which takes five times as long."""
    return openings[word & np.uint64(len(openings) - 1)]


@part
def phrase_sorts(chain, hashes, sorts, openings):  # type: ignore[no-untyped-def]
    """Return the sorts of the phrase whose words have this chain; 0 if no phrase ends here, -1 if none goes on
    either."""
    wanted = mix(chain)
    if not openings[wanted & np.uint64(len(openings) - 1)]:
        return -1
    found = lower_bound(hashes, wanted)
    return np.int64(sorts[found]) if found < len(hashes) and hashes[found] == wanted else 0


@kernel("i4[,] i8[] u8[] i8[] u8[] u1[] i8 b1[] i4[,]!")
def _line_phrases(  # type: ignore[no-untyped-def]
    lines, line_offsets, words, word_offsets, hashes, sorts, longest, openings, out
):
    for article in range(len(line_offsets) - 1):
        base = word_offsets[article]
        for line in range(line_offsets[article], line_offsets[article + 1]):
            first = base + lines[line, FIRST]
            last = base + lines[line, LAST]
            if lines[line, HALF_WORDS] > MOST_READ:
                continue
            at = first
            menu_until = first
            wall_until = first
            while at < last:
                if not opens_phrase(words[at], openings):
                    at += 1
                    continue
                chain = HASH_START
                menu = 0
                wall = 0
                for size in range(1, min(longest, last - at) + 1):
                    chain = (chain ^ words[at + size - 1]) * HASH_STEP
                    found = phrase_sorts(chain, hashes, sorts, openings)
                    if found < 0:
                        break
                    if found & NOTICE:
                        out[line, NOTICE_WORDS] += size
                    if found & NAVIGATION:
                        menu = size
                    if found & WALL:
                        wall = size
                    edge = at < first + CAPTION_FIRST or at + size > last - CAPTION_LAST
                    if edge and found & CAPTION and last - first <= CAPTION_WORDS:
                        out[line, CAPTIONED] = size
                    if found & RELATED and at == first:
                        out[line, HEADING] = size
                if menu and at >= menu_until:
                    out[line, MENU_WORDS] += menu
                    menu_until = at + menu
                if wall and at + wall > wall_until:
                    out[line, WALLS] += at >= wall_until
                    out[line, WALL_WORDS] += at + wall - max(at, wall_until)
                    wall_until = at + wall
                at += 1
            out[line, ALL_HEADING] = out[line, HEADING] > 0 and last - first <= out[line, HEADING] + (
                2 if out[line, HEADING] > 1 else 0
            )


@part
def _mark_related(lines, low, high, phrases, boilerplate, main, first_prose):  # type: ignore[no-untyped-def]
    """Mark "read also" headings and what hangs under them.

    Above the article the list ends where prose begins. In the middle one or two headlines follow and then the text
    goes on; at the end all that is left is the list, and its items may be whole sentences. Three paragraphs in a row
    at the end mean that the text went on.
    """
    for line in range(low, high):
        if not phrases[line, HEADING]:
            continue
        row = lines[line]
        if not phrases[line, ALL_HEADING]:
            if row[HALF_WORDS] <= 50 and (not row[FLAGS] & ENDED or phrases[line, HEADING] >= 2):
                boilerplate[line] = True
            continue
        boilerplate[line] = True
        tail = 0
        for other in range(high - 1, line, -1):
            if boilerplate[other] or phrases[other, NOTICE_WORDS]:
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


@part
def _main_script(lines, low, high, script_words):  # type: ignore[no-untyped-def]
    """The script in which most of the text stands, and whether that is most by far."""
    for script in range(len(script_words)):
        script_words[script] = 0
    all_words = 0
    for line in range(low, high):
        script_words[lines[line, SCRIPT]] += lines[line, HALF_WORDS]
        all_words += lines[line, HALF_WORDS]
    main = 0
    for script in range(len(script_words)):
        if script_words[script] > script_words[main]:
            main = script
    return main, script_words[main] * 10 >= all_words * 6


@part
def _mark_around(  # type: ignore[no-untyped-def]
    lines, low, high, phrases, dates, boilerplate, main, settled, first_prose, last_prose
):
    """Mark what stands before and behind the prose and is no prose, and three fragments in a row anywhere."""
    headline = first_prose - 1
    while headline >= low and boilerplate[headline]:
        headline -= 1
    dated = 0
    for line in range(low, high):
        dated += dates[line]
    run = 0
    for line in range(low, high):
        row = lines[line]
        ended = row[FLAGS] & ENDED
        if line < first_prose or line > last_prose:
            sentence = ended and row[HALF_WORDS] >= PROSE_HALF_WORDS
            short = row[HALF_WORDS] <= (24 if line > last_prose else 6)
            beside = (line > low and dates[line - 1]) or (line + 1 < high and dates[line + 1])
            if (
                phrases[line, NOTICE_WORDS] > (1 if sentence else 0)
                or (settled and row[SCRIPT] != main and row[SCRIPT] != 0)
                or (not ended and (short or (dated >= 2 and row[HALF_WORDS] <= 40 and beside)))
            ):
                boilerplate[line] = True
        fragment = not ended and row[HALF_WORDS] <= (4 if line == headline else 12)
        run = run + 1 if fragment else 0
        if run >= 3:
            for other in range(line - run + 1, line + 1):
                boilerplate[other] = True


@kernel("i4[,] i8[] i4[,] b1[] b1[] b1[]! i8[]!")
def _mark_by_place(  # type: ignore[no-untyped-def]
    lines, line_offsets, phrases, prose, dates, boilerplate, script_words
):
    """Mark lines by where they stand in their article. `prose` and `dates` say which lines are shaped so."""
    for article in range(len(line_offsets) - 1):
        low = line_offsets[article]
        high = line_offsets[article + 1]
        main, settled = _main_script(lines, low, high, script_words)
        first_prose = high
        last_prose = low - 1
        for line in range(low, high):
            native = lines[line, SCRIPT] == main or not settled
            if prose[line] and not boilerplate[line] and phrases[line, NOTICE_WORDS] < 2 and native:
                first_prose = min(first_prose, line)
                last_prose = line
        if first_prose > last_prose:
            # A gallery: its captions are all the text there is.
            for line in range(low, high):
                if phrases[line, CAPTIONED] and not phrases[line, NOTICE_WORDS] and not phrases[line, WALL_WORDS]:
                    boilerplate[line] = False
        _mark_related(lines, low, high, phrases, boilerplate, main, first_prose)
        if first_prose > last_prose:
            continue
        # The related list was marked, so the last paragraph of prose may stand earlier now.
        while last_prose > first_prose and (boilerplate[last_prose] or not prose[last_prose]):
            last_prose -= 1
        _mark_around(lines, low, high, phrases, dates, boilerplate, main, settled, first_prose, last_prose)


def hash_lines(words: Words) -> NDArray[np.uint64]:
    """Return the hash of each line's words, by which recurring lines are found."""
    base = np.repeat(words.offsets[:-1], np.diff(words.line_offsets))
    return chain_words(words.hash, base + words.lines[:, FIRST], base + words.lines[:, LAST])


def find_phrases(words: Words, phrases: Phrases) -> NDArray[np.int32]:
    """Return which phrases each line holds: `[lines, 7]` of the words of notices, those of menus, those of a heading of
    a related list that the line begins with, whether that is all of the line, phrases of walls, their words, and
    whether it is a picture's caption."""
    found = np.zeros((len(words.lines), 7), np.int32)
    _line_phrases(
        words.lines,
        words.line_offsets,
        words.hash,
        words.offsets,
        phrases.hashes,
        phrases.sorts,
        phrases.longest,
        phrases.openings,
        found,
    )
    return found


def mark_boilerplate(
    lines: NDArray[np.int32],
    line_offsets: NDArray[np.int64],
    phrases: NDArray[np.int32],
    recurring: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Return which lines are boilerplate, `[lines]` of bool. `phrases` comes from `find_phrases`; `recurring` are lines
    that the outlet repeats under other stories."""
    words, half_words = lines[:, LAST] - lines[:, FIRST], lines[:, HALF_WORDS]
    ended = lines[:, FLAGS] & ENDED > 0
    prose = half_words >= np.where(ended, PROSE_HALF_WORDS, LONG_HALF_WORDS)
    dates = (lines[:, DIGITS] * 2 >= words) & (half_words <= 16)
    boilerplate = recurring | _mark_by_phrases(lines, phrases)
    _mark_by_place(lines, line_offsets, phrases, prose, dates, boilerplate, np.empty(MOST_SCRIPTS, np.int64))
    return boilerplate


def _mark_by_phrases(lines: NDArray[np.int32], phrases: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which lines are boilerplate wherever they stand: notices, walls, captions, menus, dates."""
    words, half_words = lines[:, LAST] - lines[:, FIRST], lines[:, HALF_WORDS]
    bars, digits = lines[:, BARS], lines[:, DIGITS]
    notice_words, wall_words = phrases[:, NOTICE_WORDS], phrases[:, WALL_WORDS]
    ended = lines[:, FLAGS] & ENDED > 0
    sentence = ended & (half_words >= PROSE_HALF_WORDS)
    notice = (notice_words > 0) & (~sentence | (notice_words * NOTICE_SHARE >= words))
    wall = (phrases[:, WALLS] >= LEAST_WALLS) & (wall_words * WALL_SHARE >= words)
    wall |= (wall_words > 0) & (wall_words * WALL_HALF >= words)
    menu = (phrases[:, MENU_WORDS] * 10 >= words * 6) | ((bars >= 2) & (bars * 6 >= words))
    date = (digits > 0) & (digits * 2 >= words) & (words <= 8)
    found: NDArray[np.bool_] = (
        wall | (phrases[:, CAPTIONED] > 0) | (notice & (half_words < 50)) | (~ended & (menu | date))
    )
    return found
