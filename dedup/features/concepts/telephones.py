"""Telephone numbers: one number each, however it is cut, and part of the form that a text is written in.

A notice ends as its last one did: anyone who knows more calls 0800 555 111. Read as three numbers, it would outvote
what the notice says. A number is recognised by its form, which hardly depends on the language: `+` and a country, an
area in brackets, a zero before everything, the groups of one country (555-010-1234, 1800 555 111, 655 501 234).
"""

import re
from collections.abc import Iterator, Sequence

_SPACE = "[ \u00a0\u2009\u202f]"
_BETWEEN = f"(?:{_SPACE}?[-\u2010\u2011\u2013/]{_SPACE}?|{_SPACE}|\\.)"
_MORE = f"(?:{_BETWEEN}\\d{{1,8}})"
_FORMS = (
    # +44 20 7946 0018, +49 (0)30 555 01, +380445550112
    f"(?<=\\+)[1-9]\\d{{0,13}}(?:{_BETWEEN}?\\(\\d{{1,5}}\\){_BETWEEN}?\\d{{1,8}})?{_MORE}{{0,5}}",
    # (02) 9555 0112, 8 (495) 555-12-34
    f"(?:(?<=\\()|[1-9]{_SPACE}?\\()(?!(?:19|20)\\d\\d)\\d{{2,5}}\\){_SPACE}?\\d{{2,8}}{_MORE}{{0,4}}",
    # 0551 / 49 11 22, 01 23 45 67 89, 0 800 55 22 11, 02-555-0112, 0301234567
    f"0\\d{{0,11}}{_MORE}{{0,5}}",
    # 555-010-1234, 1-800-555-0112
    "(?:1[-.])?[2-9]\\d\\d([-.])\\d{3}\\1\\d{4}",
    # 8-800-555-35-35, 1800 555 111, 1800-11-4000
    "8-\\d{3}-\\d{3}-\\d\\d-\\d\\d|1[3589]\\d0[ -]\\d{2,3}[ -]\\d{3,4}",
    # 655 501 234, 13800138000
    f"[5-9]\\d\\d{_SPACE}\\d{{3}}{_SPACE}\\d{{3}}|1[3-9]\\d{{9}}",
)
_TELEPHONE = re.compile(f"(?:{'|'.join(_FORMS)})(?![A-Za-z0-9%\u20ac$\u00a3]|[.,:]\\d|{_SPACE}[\\d%\u20ac$\u00a3])")
_DIGITS = re.compile(r"\d+")
_FEWEST, _MOST = 9, 15
"""Digits of a telephone number with its area; dates have eight."""


def telephones(text: str, starts: Sequence[int]) -> Iterator[re.Match[str]]:
    """Yield the telephone numbers of a text with ASCII digits; `starts` are the places where its numbers begin.

    >>> [found[0] for found in telephones("call 0800 555 111 by 06.03.2025 or 1 500 000", [5, 21, 35])]
    ['0800 555 111']
    """
    end = 0
    for start in starts:
        if start >= end and (found := _TELEPHONE.match(text, start)) and _is_telephone(found[0]):
            yield found
            end = found.end()


def _is_telephone(found: str) -> bool:
    """Whether groups of digits are no sum of money, timetable, scores or drawn numbers."""
    groups = _DIGITS.findall(found)
    if not _FEWEST <= sum(map(len, groups)) <= _MOST or found.endswith("00 000"):
        return False
    if "." in found and any(not character.isdigit() and character != "." for character in found):
        return False
    if max(map(len, groups)) > 2:
        return sum(len(group) == 1 for group in groups) < 2 and not (len(groups) > 1 and groups[-1] == "000")
    # In pairs, as in France; of numbers that were drawn each is more than the last.
    return len(groups) == 5 and {*map(len, groups)} == {2} and groups != sorted(groups)
