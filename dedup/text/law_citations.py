"""Finds sentences that cite an article of a law.

Reports of two accidents give the rule that both drivers broke, in the law's words. So what a law says tells as little
of what an article states as words in quotation marks do.
"""

import re
from typing import Final

_NUMBER: Final = r"\s?[\d一二三四五六七八九十百千零〇]+"
_ASCII: Final = (
    ("rticle ", r"[Aa]rticle \d"), ("ection ", r"\b[Ss]ection \d"), ("rt. ", r"\b[Aa]rt\. \d"),
    ("rtikel", r"[Aa]rtikeln? \d"), ("rtigo ", r"[Aa]rtigo \d"), ("rticolo ", r"[Aa]rticolo \d"),
    ("asal ", r"\b[Pp]asal \d"), ("ragraf", r"[Pp]aragraf\w* \d"), ("madde", r"\d\.? ?(?:'\w+ )?madde"),
    ("rtyku", r"[Aa]rtyku\w+ \d"),
)  # fmt: skip
_BEYOND: Final = (
    ("§", r"§ ?\d|\d\.? ?§"), ("rtículo ", r"[Aa]rtículo \d"),
    ("条", rf"[法例定则則令释程约約》」]第{_NUMBER}条"), ("條", rf"[法例定則令釋程約》」]第{_NUMBER}條"),
    ("조", r"제\s?\d+\s?조"), ("ст. ", r"\b[Сс]т\. \d"), ("тать", r"[Сс]тать\w+ \d"), ("татт", r"[Сс]татт\w+ \d"),
    ("чл. ", r"\b[Чч]л\. \d"), ("лана ", r"\b[Чч]лана \d"), ("ماد", r"(?:ال)?ماد[ةه] ?\(?\d"),
    ("धारा", r"धारा ?\d"), ("अनुच्छेद", r"अनुच्छेद ?\d"), ("סעיף", r"סעיף ?\d"), ("άρθρ", r"άρθρ\w+ \d"),
    ("มาตรา", r"มาตรา ?\d"), ("iều ", r"[Đđ]iều \d"), ("հոդված", r"\d\S* հոդված"), ("მუხლ", r"მუხლ\w* \d|\d\S* მუხლ"),
)  # fmt: skip
"""How articles of laws are cited: what stands in every citation, which most texts lack, and the citation."""
_ENDS: Final = re.compile(r"[。！？!?\n।۔؟։።]|[.؛](?=\s+[^\W\d_a-zа-я]|\s*\Z)|(?<=[\u0e00-\u0e7f]) (?=[\u0e00-\u0e7f])")
"""Thai ends a sentence, or a clause, by a space; the spaces beside a number end nothing."""
_MOST: Final = 400
"""Characters of a sentence on either side of what it cites: a sentence that does not end is a joined page."""


def law_citations(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences of `text` that cite an article of a law by its number, by rising start.

    >>> text = "他被罚款。根据交通安全法第二十二条，饮酒的，不得驾驶机动车。路已通车。"
    >>> [text[start:end] for start, end in law_citations(text)]
    ['根据交通安全法第二十二条，饮酒的，不得驾驶机动车']
    """
    found: list[tuple[int, int]] = []
    signs = [place for sign, place in _ASCII if sign in text]
    signs += [] if text.isascii() else [place for sign, place in _BEYOND if sign in text]
    until = 0
    for cited in re.finditer("|".join(signs), text) if signs else ():
        if cited.start() < until:
            continue
        low = max(until, cited.start() - _MOST)
        # Searched beyond where it has to stand: the full stop of "gem. § 5" is the last of nothing.
        start = max(
            (end.end() for end in _ENDS.finditer(text, low, cited.end()) if end.end() <= cited.start()), default=low
        )
        ends = _ENDS.search(text, cited.end(), cited.end() + _MOST)
        until = ends.start() if ends else min(len(text), cited.end() + _MOST)
        start += len(text[start:until]) - len(text[start:until].lstrip())
        # A line that begins so is the law itself.
        before = text[max(0, start - _MOST) : start].rstrip(" \t\u3000")
        if start < cited.start() or (before and not before.endswith("\n")):
            found.append((start, until))
    return found
