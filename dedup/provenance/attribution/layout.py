"""Where in an article a place is: its line, its sentence, in the body or outside, at the top or the end.

Where the words of a citation are too many to show they are shortened, at words and with an ellipsis. It is done once,
when the citation is made: the files, the exports, the terminal and the report then show the same.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from dedup.text import sentence_around

_PAIRS = {"“": "”", "„": "“”", "«": "»", "‹": "›", "「": "」", "『": "』", "《": "》"}
_CLOSERS = frozenset("”»›」』》")
_CLOSING = frozenset('”»“›」』》"')
_QUOTES = re.compile(f"[{''.join(sorted(_CLOSING | _PAIRS.keys()))}]")
_FAR = 3000
"""Characters to either side of a place in which its sentence ends: five times what is shown of one. A line of a
megabyte without a full stop may hold fifty thousand cues, each of which would read all of it."""
_MOST_SENTENCES = 6  # a quotation is not followed further: marks that never close are common


def _balance(piece: str) -> tuple[bool, bool]:
    """Whether a closing mark lacks its opening one in the piece, and an opening one its closing one."""
    open_marks: list[str] = []
    unopened = False
    straight = 0
    for found in _QUOTES.finditer(piece):
        at, letter = found.start(), found[0]
        if open_marks and letter in _PAIRS[open_marks[-1]]:
            open_marks.pop()
        elif letter in _PAIRS:
            open_marks.append(letter)
        elif letter in _CLOSERS:
            unopened = True
        elif letter == '"':
            if straight == 0 and at and not piece[at - 1].isspace() and piece[at - 1] not in "([—–-":
                unopened = True  # closes what began before
            else:
                straight = 1 - straight
    return unopened, bool(open_marks) or straight == 1


class Layout:
    """One article's text and the spans of its body; all positions are characters of the text."""

    def __init__(self, text: str, body: list[tuple[int, int]] | None) -> None:
        self.text = text
        self.body = sorted(body) if body else [(0, len(text))] if body is None else []
        self._starts = [s for s, _ in self.body]
        self.first = self.body[0][0] if self.body else 0
        self.last = self.body[-1][1] if self.body else 0
        last_break = self.text.rstrip().rfind("\n", 0, self.last) if self.body else 0
        self._last_line = last_break + 1

    def window(self, at: int, reach: int) -> tuple[int, int]:
        """Return the surroundings of a place, cut at paragraph breaks."""
        start, end = max(0, at - reach), min(len(self.text), at + reach)
        gap = self.text.rfind("\n\n", start, at)
        stop = self.text.find("\n\n", at, end)
        return (gap + 2 if gap >= 0 else start), (stop if stop >= 0 else end)

    def line(self, at: int) -> tuple[int, int]:
        """Return the line a place is on."""
        end = self.text.find("\n", at)
        return self.text.rfind("\n", 0, at) + 1, len(self.text) if end < 0 else end

    def lines_up(self, at: int) -> Iterator[tuple[int, int]]:
        """Yield the line a place is on and those above it, upwards, without blank ones and blanks at their ends."""
        while at >= 0:
            start, end = self.line(at)
            if words := self.text[start:end].rstrip():
                yield start, start + len(words)
            at = start - 2 if start else -1

    def lines_down(self, at: int) -> Iterator[tuple[int, int]]:
        """Yield the lines from a place on, downwards, without blank ones and blanks at their ends."""
        while at < len(self.text):
            end = self.line(at)[1]
            if words := self.text[at:end].rstrip():
                yield at, at + len(words)
            at = end + 1

    def sentence(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return the sentence around a span, without the blanks at its ends."""
        line_start, line_end = self._near(span[0])[0], self._near(max(span[0], span[1] - 1))[1]
        return sentence_around(self.text, span, line_start, line_end)

    def _near(self, at: int) -> tuple[int, int]:
        """Return the line a place is on; of a longer one what is near, from a blank to a blank where there are any."""
        low, high = max(0, at - _FAR), min(len(self.text), at + _FAR)
        start, end = self.text.rfind("\n", low, at) + 1, self.text.find("\n", at, high)
        if not start and low:
            start = self.text.find(" ", low, at) + 1 or low
        if end < 0:
            end = high if high == len(self.text) else self.text.rfind(" ", at, high) + 1 or high
        return start, end

    def quotation(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return the sentence around a span, and those before and behind it that belong to a quotation which it would
        cut.

        “One sentence. Another one,” he told X: the second alone would open with the middle of what was said.
        """
        start, end = self.sentence(span)
        line_start, line_end = self._near(start)[0], self._near(max(start, end - 1))[1]
        for _ in range(_MOST_SENTENCES):
            unopened, unclosed = _balance(self.text[start:end])
            if unopened and start > line_start:
                start = self.sentence((max(line_start, start - 2), max(line_start, start - 2)))[0]
            elif unclosed and self.text[end : end + 1] in _CLOSING:
                end += 1  # the full stop stands within the marks
            elif unclosed and end < line_end:
                end = self.sentence((min(end + 1, line_end - 1), min(end + 2, line_end)))[1]
            else:
                break
        return start, end

    def alone(self, span: tuple[int, int]) -> bool:
        """Return whether the span's line says little else: a short line, two fifths of it the span's."""
        start, end = self._near(span[0])
        length = len(self.text[start:end].strip())
        return length <= 110 and 5 * (min(span[1], end) - span[0]) >= 2 * length

    def in_body(self, at: int) -> bool:
        """Return whether the place belongs to the article itself."""
        which = bisect_right(self._starts, at) - 1
        return which >= 0 and at < self.body[which][1]

    def body_within(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Return the parts of a stretch of the text that belong to the article itself, from the stretch's start."""
        spans = self.body[max(0, bisect_right(self._starts, start) - 1) : bisect_left(self._starts, end)]
        return tuple((max(s, start) - start, min(e, end) - start) for s, e in spans if e > start)

    def is_lead(self, at: int, chars: int) -> bool:
        """Return whether the place is in the first `chars` characters of the body."""
        return self.first <= at < self.first + chars

    def is_last(self, at: int) -> bool:
        """Return whether the place is in the last line of the body."""
        return self._last_line <= at < self.last


MOST = 600
"""Characters of one citation: three times a long sentence. More is a text without full stops, a list or a menu."""

_MARK = "…"
_BEFORE = 2 / 3


def shortened(words: str, at: int = 0) -> str:
    """Return the words, and of too many those around the place `at`, cut between words, with an ellipsis where some are
    gone.

    >>> shortened("one two three")
    'one two three'
    """
    if len(words) <= MOST:
        return words
    start = max(0, min(int(at - MOST * _BEFORE), len(words) - MOST))
    end = min(len(words), start + MOST)
    if start:
        start = _next_gap(words, start, at)
    if end < len(words):
        end = _last_gap(words, max(at + 1, start + 1), end)
    head, tail = _MARK * (start > 0), _MARK * (end < len(words))
    return f"{head}{words[start:end].strip()}{tail}"


def _next_gap(words: str, start: int, stop: int) -> int:
    """The first place from `start` on where a word begins, or `start` where there is none (scripts without spaces)."""
    if words[start - 1].isspace():
        return start
    return next((place + 1 for place in range(start, stop) if words[place].isspace()), start)


def _last_gap(words: str, start: int, end: int) -> int:
    if words[end].isspace():
        return end
    return next((place for place in range(end - 1, start, -1) if words[place].isspace()), end)
