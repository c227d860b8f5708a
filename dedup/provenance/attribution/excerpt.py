"""Shortens the words of a citation where they are too many to show, at words and with an ellipsis.

It is done once, when the citation is made: the files, the exports, the terminal and the report then show the same.
"""

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
