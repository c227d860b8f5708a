"""Finds long lists in a text: who came, which countries signed, what was on show.

Two reports of two meetings name the same dozen people, and a list is told in one wording. So a list says as little
about what an article states as words in quotation marks do. Guests are also told one by one with their offices, in a
sentence that says that they came.
"""

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.text.signs import Counts

_SENTENCE: Final = re.compile(r"[^:.!?\n：。！？।۔؟։።]+")
"""Where a list may stand. To look for one at every character took a tenth of a run; only sentences of enough commas are
looked at, and only texts of enough (`may_list`)."""
_IDEOGRAPHIC: Final = re.compile(r"[^、，；]{1,40}(?:、[^、，；]{1,15}){4,}")
"""Five items and more. Japanese parts clauses by the same comma; of fifteen characters at most they are not five."""
_COMMAS: Final = re.compile(r"[^,;]{2,60}(?:[,;] [^,;]{2,45}){5,}")
_ITEM: Final = re.compile("[,;] ")
_CAPITALS: Final = 0.8
"""Six items and more of which four in five begin with a capital: clauses do not."""

_CAME_AT_END: Final = re.compile(
    r"(?<![并並将將还還也曾])(?:出席|参加|參加|陪同|列席|与会|與會|作陪)了?[^、，]{0,16}$"
    r"|(?:出席|参加|同席|列席)し(?:た|ました)$"
)
"""Where nouns and verbs look alike the verb ends the sentence: who took part in four wars has it at the front, and who
did other things before has an "and", a "will" or an "also" before it."""
_CAME_HAN: Final = ("出席", "参加", "參加", "陪同", "列席", "与会", "與會", "作陪", "同席")
_CAME: Final = (
    "resent at", "were present", "Present were", "ttended", "ccompanied by", "took part", "articipa", "obecn",
    "czestnicz", "sistieron", "sistir", "presentes", "eilgenommen", "nwesend", "anwezig", "eltok", "eltog", "ihadiri",
)  # fmt: skip
_CAME_BEYOND_ASCII: Final = (
    "рисутств", "участи", "участв", "участь", "wzięli udział", "zúčastnil", "acompañad", "résents", "assisté",
    "katıld", "hazır bulun", "närvar", "részt vet", "jelen volt", "παρέστη", "παρόν", "tham dự", "cùng dự",
    "בנוכחות", "נכחו", "השתתפו", "بحضور ", "وحضر ", "حضر ال", "حضره ", "حضرها ", "وشارك في", "بمشاركة ",
    "حضور داشتند", "حضور یافتند", "حاضر بودند", "شرکت کردند", "شرکت داشتند", "موجود تھے", "شرکت کی",
    "उपस्थित थे", "उपस्थित रहे", "मौजूद थे", "मौजूद रहे", "উপস্থিত ছিলেন", "참석", "배석", "동석",
)  # fmt: skip
"""What says that somebody came. Looking for each takes less than an expression of them all. A stem will do where names
have capitals; elsewhere it is a verb of several people, for a stem is in common words, too: Persian شرکت is a company,
Hindi मौजूद is "available"."""
LIST_SIGNS: Final = (", ", "; ", "،", "、", "，", *_CAME_HAN)
"""Of which a text has some where there is anything to find."""
_CAPITAL: Final = re.compile(r"\b[^\W\d_]\w+")
_GUESTS: Final = 3
"""Commas in a sentence of guests."""
_NAMED: Final = 0.4
"""The part of its words that begin with a capital, in scripts that have them: a name of two words behind an office of
two or three. By judgement."""


def may_list(counts: Counts) -> NDArray[np.bool_]:
    """Return which texts may have a list, by how often each of `LIST_SIGNS` stands in them."""
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
    for sentence in _SENTENCE.finditer(text):
        words = sentence[0]
        enumerating, parted = words.count("、"), words.count(",") + words.count(";")
        if max(parted, enumerating + words.count("，"), words.count("،")) >= _GUESTS and _are_guests(words):
            found.append(sentence.span())
            continue
        if enumerating >= 4:
            found += [list_.span() for list_ in _IDEOGRAPHIC.finditer(text, *sentence.span())]
        if parted >= 5:
            found += [list_.span() for list_ in _COMMAS.finditer(text, *sentence.span()) if _is_named(list_[0])]
    return sorted(found)


def _is_named(list_: str) -> bool:
    items: list[str] = _ITEM.split(list_)[1:]
    return sum(item[0].isupper() for item in items) >= _CAPITALS * len(items)


def _are_guests(sentence: str) -> bool:
    """Whether a sentence of enough commas says who came."""
    if "、" in sentence or "，" in sentence:
        return bool(_CAME_AT_END.search(sentence))
    if not any(stem in sentence for stem in _CAME) and (
        sentence.isascii() or not any(stem in sentence for stem in _CAME_BEYOND_ASCII)
    ):
        return False
    words: list[str] = _CAPITAL.findall(sentence)
    capitals = sum(word[0].isupper() for word in words)
    return capitals >= _NAMED * (capitals + sum(word[0].islower() for word in words))
