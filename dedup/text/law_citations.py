"""Finds sentences that cite an article of a law.

Reports of two accidents give the rule that both drivers broke, in the law's words. So what a law says tells as little
of what an article states as words in quotation marks do. How laws are cited stands in `laws.toml`.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from dedup.tables import word_table
from dedup.text.sentences import sentence_around

_HAN_NUMBER: Final = r"\s?[\d一二三四五六七八九十百千零〇]+"
_THAI_SPACE: Final = re.compile("(?<=[\u0e00-\u0e7f]) (?=[\u0e00-\u0e7f])")
"""Thai ends a sentence, or a clause, by a space; the spaces beside a number end nothing."""
_MOST: Final = 400
"""Characters of a sentence on either side of what it cites: a sentence that does not end is a joined page."""


@cache
def law_signs() -> dict[str, str]:
    """Return what stands in every citation of a kind, and most texts lack; and the expression of such a citation."""
    table = word_table("dedup.text", "laws.toml")
    return {sign: cited.replace("NUMBER", _HAN_NUMBER) for kinds in table.values() for sign, cited in kinds.items()}


def law_citations(text: str, signs: Iterable[str] | None = None) -> list[tuple[int, int]]:
    """Return the spans of the sentences of `text` that cite an article of a law by its number, by rising start.
    `signs` are those of `law_signs` that stand in the text, where somebody knows.

    >>> text = "他被罚款。根据交通安全法第二十二条，饮酒的，不得驾驶机动车。路已通车。"
    >>> [text[start:end] for start, end in law_citations(text)]
    ['根据交通安全法第二十二条，饮酒的，不得驾驶机动车。']
    """
    found: list[tuple[int, int]] = []
    kinds = law_signs()
    until = 0
    for cited in re.finditer("|".join(kinds[sign] for sign in (kinds if signs is None else signs)), text):
        if cited.start() < until:
            continue
        start, until = _sentence_of(text, cited, until)
        # A line that begins so is the law itself.
        before = text[max(0, start - _MOST) : start].rstrip(" \t\u3000")
        if start < cited.start() or (before and not before.endswith("\n")):
            found.append((start, until))
    return found


def _sentence_of(text: str, cited: re.Match[str], until: int) -> tuple[int, int]:
    """The sentence around a citation, behind what ends at `until`; of Thai the clause."""
    low, high = max(until, cited.start() - _MOST), min(len(text), cited.end() + _MOST)
    # To the first letter of the citation, which is behind its space.
    for space in _THAI_SPACE.finditer(text, low, cited.start() + 1):
        low = space.end()
    if space_behind := _THAI_SPACE.search(text, cited.end(), high):
        high = space_behind.start()
    return sentence_around(text, cited.span(), low, high)
