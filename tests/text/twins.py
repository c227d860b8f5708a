"""The text room's kernels in plain Python, written from what their docstrings promise."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dedup.text.characters import ARMENIAN, CASED, DENSE, DIGIT, IGNORED, LETTER, NEWLINE, SEPARATOR, STOP, Alphabet
from dedup.text.tokenizer import AFTER_BLANK, BIGRAM, CAPITAL, ENDED, ENDS_SENTENCE, LOWER_START, NUMBER, UNCASED_START

MASK = (1 << 64) - 1
START = 0x9E3779B97F4A7C15
STEP = 0xFF51AFD7ED558CCD

SPACES = "".join(map(chr, [*range(33), 0xA0, *range(0x2000, 0x200B), 0x202F, 0x3000]))
BARS = "|·•›→▪▸◆"
_NAMES = {SEPARATOR: " ", LETTER: "L", DENSE: "D", IGNORED: "_", NEWLINE: "\n", STOP: ".", DIGIT: "9"}


def murmur_finish(value: int) -> int:
    """The 64-bit finaliser of MurmurHash3."""
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        value ^= value >> 33
        value = value * factor & MASK
    return value ^ value >> 33


def hash_codes(codes: Sequence[int]) -> int:
    """The hash of a word's characters in order."""
    value = START
    for code in codes:
        value = (value ^ code) * STEP & MASK
        value ^= value >> 29
    return murmur_finish(value)


def chain_hash(words: Sequence[int]) -> int:
    """The hash of a run of word hashes in order."""
    value = START
    for word in words:
        value = (value ^ word) * STEP & MASK
    return murmur_finish(value)


@dataclass
class Word:
    start: int
    end: int
    hash: int
    surface: int
    flags: int


@dataclass
class Line:
    start: int
    end: int
    first: int
    last: int
    half_words: int
    flags: int
    script: int
    bars: int
    digits: int
    capitals: int


class Cut:
    """The words and lines of one text."""

    def __init__(self, text: str, alphabet: Alphabet) -> None:
        self.text = text
        self.alphabet = alphabet
        self.kinds = "".join(_NAMES[int(alphabet.kind[ord(char)])] for char in text)
        self.words: list[Word] = []
        self.lines: list[Line] = []
        blank = True
        for start, end in self._line_spans():
            found = self._words_in(start, end)
            if found:
                self.lines.append(self._line(start, end, found, blank))
                self.words += found
            blank = not found

    def _line_spans(self) -> list[tuple[int, int]]:
        ends = [0, *(hit.end() for hit in re.finditer("\r\n|[\n\r\v\f\x85\u2028\u2029]", self.text)), len(self.text)]
        return [
            (start, start + len(self.text[start:end].rstrip("\n\r\v\f\x85\u2028\u2029")))
            for start, end in pairwise(ends)
        ]

    def _words_in(self, start: int, end: int) -> list[Word]:
        words = []
        for hit in re.finditer("[L9](?:[L9_]*[L9])?|D(?:_*D)*", self.kinds[start:end]):
            begin, stop = start + hit.start(), start + hit.end()
            if hit[0][0] != "D":
                first_code = ord(self.text[begin])
                capital = CAPITAL if int(self.alphabet.lower[first_code]) != first_code else 0
                words.append(self._word(begin, stop, capital | (NUMBER if hit[0][0] == "9" else 0)))
                continue
            dense = [at for at in range(begin, stop) if self.kinds[at] == "D"]
            pairs = [(first, second + 1) for first, second in pairwise(dense)] or [(begin, stop)]
            words += [self._word(first, last, BIGRAM) for first, last in pairs]
        for at in range(start, end):
            before = [word for word in words if word.end <= at]
            if before and self._ends_sentence(at, end, before[-1]):
                before[-1].flags |= ENDS_SENTENCE
        return words

    def _word(self, start: int, end: int, flags: int) -> Word:
        heard = [ord(self.text[at]) for at in range(start, end) if self.kinds[at] != "_"]
        folded = [int(self.alphabet.fold[code]) for code in heard]
        return Word(start, end, hash_codes(folded), hash_codes([ord(char) for char in self.text[start:end]]), flags)

    def _ends_sentence(self, at: int, line_end: int, before: Word) -> bool:
        if self.text[at] == "." and at + 1 < line_end and self.kinds[at + 1] in "L9":
            return False  # 5.0, U.S
        return self._is_stop(at, before)

    def _is_stop(self, at: int, before: Word) -> bool:
        if self.text[at] == ":":
            return int(self.alphabet.script[ord(self.text[before.end - 1])]) == ARMENIAN
        return self.kinds[at] == "."

    def _line(self, start: int, end: int, words: list[Word], blank: bool) -> Line:
        whole = self.text[start:end]
        left = start + len(whole) - len(whole.lstrip(SPACES))
        right = start + len(whole.rstrip(SPACES))
        content = [at for at in range(start, end) if self.kinds[at] in "L9D" or self._is_stop(at, words[-1])]
        flags = ENDED if self._is_stop(content[-1], words[-1]) else 0
        opening = self.text[words[0].start]
        if self.kinds[words[0].start] == "L":
            if self.alphabet.script[ord(opening)] > CASED:
                flags |= UNCASED_START
            elif self.alphabet.lower[ord(opening)] == ord(opening):
                flags |= LOWER_START
        flags |= AFTER_BLANK if blank else 0
        spoken = [at for at in range(start, end) if self.kinds[at] in "LD"]
        scripts = Counter(int(self.alphabet.script[ord(self.text[at])]) for at in spoken)
        del scripts[0]
        apart = [word for word in words if not word.flags & BIGRAM]
        return Line(
            start=left,
            end=right,
            first=len(self.words),
            last=len(self.words) + len(words),
            half_words=2 * len(apart) + len(words) - len(apart),
            flags=flags,
            script=max(scripts, key=lambda script: (scripts[script], -script), default=0),
            bars=sum(char in BARS for char in whole),
            digits=sum(self.kinds[word.start] == "9" for word in apart),
            capitals=sum(
                self.alphabet.lower[ord(self.text[word.start])] != ord(self.text[word.start]) for word in apart
            ),
        )


def join_passages(paragraphs: Sequence[Sequence[int]], least_half: int, most_half: int) -> list[list[int]]:
    """Where the passage of each paragraph ends, and its half-words (0: nothing that the one before does not have)."""
    passages: list[list[int]] = []
    reached: list[int] = []
    for start, paragraph in enumerate(paragraphs):
        reach, total = start, paragraph[3]
        for number in range(start + 1, len(paragraphs)):
            nearby = paragraphs[number][0] == paragraph[0] and paragraphs[number][4]
            if total >= least_half or not nearby or total + paragraphs[number][3] > most_half:
                break
            total += paragraphs[number][3]
            reach = number
        repeats = total < least_half and bool(reached) and reached[-1] == reach
        passages.append([paragraphs[reach][2], 0 if repeats else total])
        reached.append(reach)
    return passages
