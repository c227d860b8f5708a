"""Finds long lists in a text: who came, which countries signed, what was on show.

Two reports of two meetings name the same dozen people, and a list is told in one wording. So a list says as little
about what an article states as words in quotation marks do. Guests are also told one by one with their offices, in a
sentence that says that they came.
"""

import re
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.tables import word_table
from dedup.text.sentences import sentences
from dedup.text.signs import Counts

_PART: Final = re.compile("[^:：]+")
"""Of a sentence, where a list may stand. To look for one at every character took a tenth of a run; only sentences of
enough commas are looked at, and only texts of enough (`may_list`)."""
_IDEOGRAPHIC: Final = re.compile(r"[^、，；]{1,40}(?:、[^、，；]{1,15}){4,}")
"""Five items and more. Japanese parts clauses by the same comma; of fifteen characters at most they are not five."""
_COMMAS: Final = re.compile(r"[^,;]{2,60}(?:[,;] [^,;]{2,45}){5,}")
_ITEM: Final = re.compile("[,;] ")
_CAPITALS: Final = 0.8
"""Six items and more of which four in five begin with a capital: clauses do not."""

_CAPITAL: Final = re.compile(r"\b[^\W\d_]\w+")
_GUESTS: Final = 3
"""Commas in a sentence of guests."""
_NAMED: Final = 0.4
"""The part of its words that begin with a capital, in scripts that have them: a name of two words behind an office of
two or three. By judgement."""


@cache
def list_signs() -> tuple[str, ...]:
    """Return what a text has some of where there is anything to find."""
    return ", ", "; ", "،", "、", "，", *word_table("dedup.text", "guests.toml")["came_at_end"]["verbs"]


def may_list(counts: Counts) -> NDArray[np.bool_]:
    """Return which texts may have a list, by how often each of `list_signs` stands in them."""
    commas, enumerating, came = counts[:, :3].sum(axis=1), counts[:, 3], counts[:, 5:].any(axis=1)
    may: NDArray[np.bool_] = (commas >= 5) | (enumerating >= 4) | (came & (enumerating + counts[:, 4] >= _GUESTS))
    return may


def enumerations(text: str) -> list[tuple[int, int]]:
    """Return the spans of `text`, which may have a list (`may_list`), that are long lists of names, by rising start.

    >>> text = "也门、阿曼、约旦、埃及、苏丹和突尼斯的代表出席了会议。"
    >>> [text[start:end] for start, end in enumerations(text)]
    ['也门、阿曼、约旦、埃及、苏丹和突尼斯的代表出席了会议']
    """
    found: list[tuple[int, int]] = []
    for part in (part for span in sentences(text) for part in _PART.finditer(text, *span)):
        words = part[0]
        enumerating, parted = words.count("、"), words.count(",") + words.count(";")
        if max(parted, enumerating + words.count("，"), words.count("،")) >= _GUESTS and _are_guests(words):
            found.append(part.span())
            continue
        if enumerating >= 4:
            found += [list_.span() for list_ in _IDEOGRAPHIC.finditer(text, *part.span())]
        if parted >= 5:
            found += [list_.span() for list_ in _COMMAS.finditer(text, *part.span()) if _is_named(list_[0])]
    return sorted(found)


def _is_named(list_: str) -> bool:
    items: list[str] = _ITEM.split(list_)[1:]
    return sum(item[0].isupper() for item in items) >= _CAPITALS * len(items)


def _are_guests(sentence: str) -> bool:
    """Whether a sentence of enough commas says who came."""
    if "、" in sentence or "，" in sentence:
        return bool(_came_at_end().search(sentence))
    if not any(stem in sentence for stem in _came(beyond_ascii=not sentence.isascii())):
        return False
    words: list[str] = _CAPITAL.findall(sentence)
    capitals = sum(word[0].isupper() for word in words)
    return capitals >= _NAMED * (capitals + sum(word[0].islower() for word in words))


@cache
def _came_at_end() -> re.Pattern[str]:
    ends = word_table("dedup.text", "guests.toml")["came_at_end"]
    return re.compile("|".join(end for lang, end in ends.items() if lang != "verbs"))


@cache
def _came(*, beyond_ascii: bool) -> tuple[str, ...]:
    """What says that somebody came. To look for each takes less time than an expression of them all."""
    stems = [stem for listed in word_table("dedup.text", "guests.toml")["came"].values() for stem in listed]
    return tuple(sorted((stem for stem in stems if beyond_ascii or stem.isascii()), key=str.isascii, reverse=True))
