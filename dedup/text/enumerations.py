"""Finds long lists in a text: who came, which countries signed, what was on show.

Two reports of two meetings name the same dozen people, and a list is told in one wording. So a list says as little
about what an article states as words in quotation marks do.
"""

import re
from typing import Final

_SENTENCE: Final = re.compile(r"[^:.!?\n：。！？]+")
"""Where a list may stand. To look for one at every character took a tenth of a run; only sentences of enough commas are
looked at."""
_IDEOGRAPHIC: Final = re.compile(r"[^、，；]{1,40}(?:、[^、，；]{1,15}){4,}")
"""Five items and more. Japanese parts clauses by the same comma; of fifteen characters at most they are not five."""
_COMMAS: Final = re.compile(r"[^,;]{2,60}(?:[,;] [^,;]{2,45}){5,}")
_ITEM: Final = re.compile("[,;] ")
_CAPITALS: Final = 0.8
"""Six items and more of which four in five begin with a capital: clauses do not."""


def enumerations(text: str) -> list[tuple[int, int]]:
    """Return the spans of `text` that are long lists of names, by rising start.

    >>> text = "也门、阿曼、约旦、埃及、苏丹和突尼斯的代表出席了会议。"
    >>> [text[start:end] for start, end in enumerations(text)]
    ['也门、阿曼、约旦、埃及、苏丹和突尼斯的代表出席了会议']
    """
    found: list[tuple[int, int]] = []
    # A sign alone is counted twice as fast as with the space behind it, and most texts have too few.
    if text.count(",") + text.count(";") < 5 and text.count("、") < 4:
        return found
    if text.count("、") >= 4 or text.count(", ") + text.count("; ") >= 5:
        for sentence in _SENTENCE.finditer(text):
            words = sentence[0]
            if words.count("、") >= 4:
                found += [list_.span() for list_ in _IDEOGRAPHIC.finditer(text, *sentence.span())]
            if words.count(", ") + words.count("; ") >= 5:
                found += [list_.span() for list_ in _COMMAS.finditer(text, *sentence.span()) if _is_named(list_[0])]
    return sorted(found)


def _is_named(list_: str) -> bool:
    items: list[str] = _ITEM.split(list_)[1:]
    return sum(item[0].isupper() for item in items) >= _CAPITALS * len(items)
