"""Finds long lists in a text: who came, which countries signed, what was on show.

Two reports of two meetings name the same dozen people, and a list is told in one wording. So a list says as little
about what an article states as words in quotation marks do.
"""

import re
from typing import Final

_IDEOGRAPHIC: Final = re.compile(r"[^、，。；：！？\n]{1,40}(?:、[^、，。；：！？\n]{1,15}){4,}")
"""Five items and more. Japanese parts clauses by the same comma; of fifteen characters at most they are not five."""
_COMMAS: Final = re.compile(r"[^,;:.!?\n]{2,60}(?:[,;] [^,;:.!?\n]{2,45}){5,}")
_ITEM: Final = re.compile("[,;] ")
_CAPITALS: Final = 0.8
"""Six items and more of which four in five begin with a capital: clauses do not."""


def enumerations(text: str) -> list[tuple[int, int]]:
    """Return the spans of `text` that are long lists of names, by rising start.

    >>> text = "也门、阿曼、约旦、埃及、苏丹和突尼斯的代表出席了会议。"
    >>> [text[start:end] for start, end in enumerations(text)]
    ['也门、阿曼、约旦、埃及、苏丹和突尼斯的代表出席了会议']
    """
    found = [list_.span() for list_ in _IDEOGRAPHIC.finditer(text)] if "、" in text else []
    for list_ in _COMMAS.finditer(text):
        items = _ITEM.split(list_[0])[1:]
        if sum(item[0].isupper() for item in items) >= _CAPITALS * len(items):
            found.append(list_.span())
    return sorted(found)
