"""Kernels that cut text into words and lines. A word here is a folded word's 64-bit hash with its span.

Every loop over characters of a dump is in this file. `tests/text/twins.py` holds the same in plain Python.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import kernel, part
from dedup.text.characters import ARMENIAN, CASED, DENSE, DIGIT, IGNORED, LETTER, NEWLINE, STOP, Alphabet
from dedup.text.residue import as_line_ends, may_hold_residue

HASH_START = np.uint64(0x9E3779B97F4A7C15)
HASH_STEP = np.uint64(0xFF51AFD7ED558CCD)

ENDED = 1
"""Line flag: its last character that says anything ends a sentence."""
LOWER_START = 2
"""Line flag: it starts with a lower-case letter, so it may go on from the line before."""
AFTER_BLANK = 4
"""Line flag: an empty line stands before it, or it is the first."""
UNCASED_START = 8
"""Line flag: it starts with a letter of a script that has no capitals, so nothing shows whether it goes on."""

ENDS_SENTENCE = 1
"""Word flag: a sentence ends behind it."""
BIGRAM = 2
"""Word flag: two characters of a script without spaces (or a lone one); it counts as half a word."""
NUMBER = 4
"""Word flag: it begins with a digit."""
CAPITAL = 8
"""Word flag: it begins with a capital."""


FULL_STOP, COLON = 0x2E, 0x3A
"""Armenian ends its sentences with a character of its own (U+0589), for which most sites write a colon."""


@part
def mix(value):  # type: ignore[no-untyped-def]
    """Finish a hash: the 64-bit finaliser of MurmurHash3 (Appleby, public domain)."""
    value ^= value >> np.uint64(33)
    value *= np.uint64(0xFF51AFD7ED558CCD)
    value ^= value >> np.uint64(33)
    value *= np.uint64(0xC4CEB9FE1A85EC53)
    return value ^ (value >> np.uint64(33))


@part
def _is_space(code):  # type: ignore[no-untyped-def]
    return code <= 32 or (0x2000 <= code <= 0x200A) or code in (0xA0, 0x202F, 0x3000)


@part
def _is_bar(code):  # type: ignore[no-untyped-def]
    # | · • › → ▪ ▸ ◆: what menus put between their items and prose does not.
    return code in (0x7C, 0xB7, 0x2022, 0x203A, 0x2192, 0x25AA, 0x25B8, 0x25C6)


@kernel("u4[] i8[] u1[] u4[] u4[] u1[] i4[]! i4[]! u8[]! u8[]! u1[]! i4[,]! i8[,]! i8[]!")
def cut_words(  # type: ignore[no-untyped-def]
    codes, offsets, kind, lower, fold, script, word_start, word_end, word_hash, word_surface, word_flags, line_rows,
    counts, scripts,
):  # fmt: skip
    """Fill words and lines of a batch, and how many words and lines each article has: `counts`, `[articles, 2]`.

    `codes` are the code points of all articles end to end, article i at `offsets[i]:offsets[i + 1]`. Words and lines
    are written end to end too. A line's row: start, end (characters within the article), first word, end word (within
    the article), half-words (a bigram of a dense script counts one, any other word two), flags, script, bars,
    digit words, capitals. Lines without a word are not written. `word_flags` are bits of
    `ENDS_SENTENCE`, `BIGRAM`, `NUMBER` and `CAPITAL`. `scripts` is room for as many numbers as there are scripts.
    """
    n = 0
    lines = 0
    for article in range(len(offsets) - 1):
        base = offsets[article]
        end = offsets[article + 1]
        first_word = n
        article_lines = 0
        blank = True
        at = base
        while at < end:
            # One line: [at, stop), and where it stops shows only when it is read.
            line_first = n
            half_words = 0
            bars = 0
            digits = 0
            capitals = 0
            for number in range(len(scripts)):
                scripts[number] = 0
            in_run = False
            spot = at
            # Letters of one script follow each other: a count in a register, and not one in memory a letter.
            run_script = 0
            run_letters = 0
            while spot < end:
                code = codes[spot]
                sort = kind[code]
                if sort in (LETTER, DIGIT):
                    folded = HASH_START
                    surface = HASH_START
                    running = HASH_START
                    begin = spot
                    last = spot
                    number = sort == DIGIT
                    digits += number
                    capital = lower[code] != code
                    capitals += capital
                    while spot < end:
                        code = codes[spot]
                        sort = kind[code]
                        if sort in (LETTER, DIGIT):
                            folded = (folded ^ np.uint64(fold[code])) * HASH_STEP
                            folded ^= folded >> np.uint64(29)
                            if script[code] != run_script:
                                scripts[run_script] += run_letters
                                run_script = script[code]
                                run_letters = 0
                            run_letters += 1
                            last = spot
                        elif sort != IGNORED:
                            break
                        running = (running ^ np.uint64(code)) * HASH_STEP
                        running ^= running >> np.uint64(29)
                        if last == spot:
                            surface = running
                        spot += 1
                    word_start[n] = begin - base
                    word_end[n] = last + 1 - base
                    word_hash[n] = mix(folded)
                    word_surface[n] = mix(surface)
                    word_flags[n] = (NUMBER if number else 0) | (CAPITAL if capital else 0)
                    n += 1
                    half_words += 2
                elif sort == DENSE:
                    begin = spot
                    spot += 1
                    while spot < end and kind[codes[spot]] == IGNORED:
                        spot += 1
                    scripts[script[code]] += 1
                    pair = spot < end and kind[codes[spot]] == DENSE
                    # The last character of a run is in the bigram before it; alone it is a word of its own.
                    if pair or not in_run:
                        folded = (HASH_START ^ np.uint64(fold[code])) * HASH_STEP
                        folded ^= folded >> np.uint64(29)
                        word_end[n] = begin + 1 - base
                        if pair:
                            folded = (folded ^ np.uint64(fold[codes[spot]])) * HASH_STEP
                            folded ^= folded >> np.uint64(29)
                            word_end[n] = spot + 1 - base
                        word_start[n] = begin - base
                        word_hash[n] = mix(folded)
                        surface = HASH_START
                        for part in range(begin, base + word_end[n]):
                            surface = (surface ^ np.uint64(codes[part])) * HASH_STEP
                            surface ^= surface >> np.uint64(29)
                        word_surface[n] = mix(surface)
                        word_flags[n] = BIGRAM
                        n += 1
                        half_words += 1
                    in_run = pair
                elif sort == NEWLINE:
                    break
                else:
                    bars += _is_bar(code)
                    # The full stop of "5.0" or "U.S" ends nothing.
                    inside = code == FULL_STOP and spot + 1 < end and kind[codes[spot + 1]] in (LETTER, DIGIT)
                    if n > line_first and not inside:
                        armenian = code == COLON and script[codes[base + word_end[n - 1] - 1]] == ARMENIAN
                        if sort == STOP or armenian:
                            word_flags[n - 1] |= ENDS_SENTENCE
                    spot += 1
            stop = spot
            scripts[run_script] += run_letters
            if n == line_first:
                blank = True
            else:
                left = at
                while _is_space(codes[left]):
                    left += 1
                right = stop
                while _is_space(codes[right - 1]):
                    right -= 1
                flags = 0
                armenian = script[codes[base + word_end[n - 1] - 1]] == ARMENIAN
                back = right - 1
                while back >= left:
                    sort = kind[codes[back]]
                    if sort == STOP or (armenian and codes[back] == COLON):
                        flags |= ENDED
                        break
                    if sort in (LETTER, DIGIT, DENSE):
                        break
                    back -= 1
                opening = codes[base + word_start[line_first]]
                if kind[opening] == LETTER and script[opening] > CASED:
                    flags |= UNCASED_START
                elif kind[opening] == LETTER and lower[opening] == opening:
                    flags |= LOWER_START
                if blank:
                    flags |= AFTER_BLANK
                row = line_rows[lines]
                row[0] = left - base
                row[1] = right - base
                row[2] = line_first - first_word
                row[3] = n - first_word
                row[4] = half_words
                row[5] = flags
                row[6] = 0
                most = 0
                for number in range(1, len(scripts)):
                    if scripts[number] > most:
                        most = scripts[number]
                        row[6] = number
                row[7] = bars
                row[8] = digits
                row[9] = capitals
                article_lines += 1
                lines += 1
                blank = False
            # A carriage return before a line feed is no empty line.
            at = stop + 1
            if stop + 1 < end and codes[stop] == 13 and codes[stop + 1] == 10:
                at = stop + 2
        counts[article, 0] = n - first_word
        counts[article, 1] = article_lines


MOST_SCRIPTS = 16
"""Room for the number of every script."""

START, END, FIRST, LAST, HALF_WORDS, FLAGS, SCRIPT, BARS, DIGITS, CAPITALS = range(10)
"""Columns of a line's row, as `cut_words` writes them."""


@dataclass(frozen=True)
class Words:
    """The words and lines of a batch of articles, end to end."""

    start: NDArray[np.int32]
    """First character of each word, counted within its article."""
    end: NDArray[np.int32]
    hash: NDArray[np.uint64]
    """The folded word."""
    surface: NDArray[np.uint64]
    """The word as it stands, case, accents and marks kept."""
    flags: NDArray[np.uint8]
    """Bits of `ENDS_SENTENCE`, `BIGRAM`, `NUMBER` and `CAPITAL`."""
    offsets: NDArray[np.int64]
    """Words of article i: `offsets[i]:offsets[i + 1]`."""
    lines: NDArray[np.int32]
    """A row a line, columns as above."""
    line_offsets: NDArray[np.int64]
    codes: NDArray[np.uint32]
    """The code points of the texts as given, end to end."""
    code_offsets: NDArray[np.int64]


def words_of(texts: Sequence[str], alphabet: Alphabet) -> Words:
    """Cut every text into words and lines; what is residue (`as_line_ends`) parts them."""
    offsets = _running(np.fromiter(map(len, texts), np.int64, len(texts)))
    given = "".join(texts)
    as_given = codes = code_points(given)
    # One look at all of them: most batches have none, and a look at each text takes longer.
    if may_hold_residue(given):
        codes = code_points("".join(map(as_line_ends, texts)))
    # At most one word per character and a line every other one: memory that is not written to is not taken.
    most_words, most_lines = len(codes), len(codes) // 2 + len(texts)
    start, end = np.empty(most_words, np.int32), np.empty(most_words, np.int32)
    folded, surface = np.empty(most_words, np.uint64), np.empty(most_words, np.uint64)
    flags = np.empty(most_words, np.uint8)
    lines = np.empty((most_lines, 10), np.int32)
    counts = np.empty((len(texts), 2), np.int64)
    cut_words(
        codes, offsets, alphabet.kind, alphabet.lower, alphabet.fold, alphabet.script, start, end, folded, surface,
        flags, lines, counts, np.empty(MOST_SCRIPTS, np.int64),
    )  # fmt: skip
    words, rows = _running(counts[:, 0]), _running(counts[:, 1])
    n = words[-1]
    return Words(
        start[:n], end[:n], folded[:n], surface[:n], flags[:n], words, lines[: rows[-1]], rows, as_given, offsets
    )


def short_hashes(hashes: NDArray[np.uint64], flags: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Return words as 32 bits, the form in which they are kept and compared; the lowest bit marks numbers."""
    short = (hashes >> np.uint64(32)).astype(np.uint32) & np.uint32(0xFFFFFFFE)
    return short | (flags & NUMBER > 0).astype(np.uint32)


def code_points(text: str) -> NDArray[np.uint32]:
    """Return the code points of `text`, one a character as Python counts them."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _running(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)])
