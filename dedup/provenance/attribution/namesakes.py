"""Names of media that mean somebody or something else where they stand: a surname, a company that bears the name, a
channel that shows a match."""

import re

_SURNAMES = frozenset({"bloomberg", "forbes", "hearst", "axel springer", "springer", "berliner"})
"""Media that bear a person's name, by the words that are the name."""

_GIVEN = re.compile(r"(?:^|[\s(«“\"])(?:[A-ZÀ-Þ][a-zß-ÿ]{1,14}|[A-Z]\.|[А-ЯЁ][а-яё]{2,14})\s$")
_NOT_GIVEN = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\s$|\b(?:The|By|In|On|To|As|According|When|But|And|While|From|Via|Agency|"
    r"Agence|Agentur|January|February|March|April|May|June|July|August|September|October|November|December)\s$"
)
_MIRROR = re.compile(r"\b[Ii]m (?:Spiegel|Focus) (?:der|des) (?!\d|vergangenen|vorigen|letzten)")
"""An idiom, "in the mirror of": German "im Spiegel der Zeit"."""
_ORGANISATION = re.compile(
    r"^ (?:Media )?(?:Institute|Foundation|Philanthropies|Intelligence Unit|Cent(?:re|er) for|Group|Compan(?:y|ies)|"
    r"Corp(?:oration)?|Inc|Ltd|PLC|LLC|GmbH|Holdings?|Studios|Entertainment|Pictures|Records|Features|Stylebook|"
    r"Institut|Stiftung|Verlag|Awards?|Prize)(?!\w)"
)
"""Behind the name of a medium: a company, a foundation or a prize that bears it ("the Reuters Institute")."""
_ORGANISED = re.compile(r"(?:Fundación|Fundação|Fundació|Fondation|Fondazione|Fundacja|[Фф]онд(?:а|у|ом|е)?) [«„“\"]?$")
_BROKEN = re.compile(r"^(?:\ufffd|\?(?:\w| [^\W\d_A-ZÀ-ÞЀ-Я]))")
"""Behind the beginning of a name of which a letter was lost: "RT? said" is RTÉ."""
_THEN_PRONOUN = re.compile(r"^[^.!?\n]{0,60}\b(?:that )?(?:he|she|his|her)\b")
# "on NBC at 8 p.m.", "(NBC)" behind "13:00", "BBC One from 7 p.m.": a fixture says where and when it is shown.
_FROM = (
    r"at|from|starting at|um|ab|von|à|à partir de|dès|a las|a partir de las|desde las|a partir das|às|alle|dalle|"
    r"dalle ore|om|vanaf|o godz\.|od|od godz\.|od godziny|de la|в|с|начало в|о|з|початок о|saat|pukul|mulai pukul"
)
_SHOWN = re.compile(
    rf"^[\s,»”\")]{{1,3}}(?:(?:One|Two|Sport|\d)[\s,»”\"]{{1,3}})?(?:{_FROM})?\s?"
    r"\d{1,2}(?:[:.h]\d\d)?\s?(?:[ap]\.?\s?m\b|uhr|heures?|horas|h\b|ET\b|GMT|:\d\d)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b\d{1,2}(?:[:.h]\d\d(?=\D|$)|\s?[ap]\.?m\.?|\s?(?:uhr|heures?|horas|h)\b|:\d\d)", re.IGNORECASE)
_ENTRY = re.compile(r"\b\d{1,2}(?::\d\d|\s?[ap]\.?m\.?)|\b\d{1,2}\.\d\d['’]d[ae]", re.IGNORECASE)
_REACH = 40


def is_namesake(text: str, name: tuple[int, int], *, agency: bool, introduced: bool = False) -> bool:
    """Return whether the name at this place is a person's or an organisation's, part of an idiom, one of which a letter
    is lost, or that of the channel on which something is shown at an hour.

    `introduced`, the word before it is one of its cue or says what kind of medium it is, and is no given name.
    """
    start, end = name
    before, after = text[max(0, start - _REACH) : start], text[end : end + 2 * _REACH]
    if _MIRROR.match(text, max(0, start - 3)) or _ORGANISATION.match(after) or _ORGANISED.search(before):
        return True
    if _BROKEN.match(after):
        return True
    if text[start:end].strip(" .,;:").casefold() in _SURNAMES and (
        (not introduced and _GIVEN.search(before) and not _NOT_GIVEN.search(before)) or _THEN_PRONOUN.match(after)
    ):
        return True
    if agency:
        return False  # no channel
    shown = _SHOWN.match(after)
    return bool(shown and _CLOCK.search(shown[0])) or is_listing(before)


def neighbours(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a stretch of text between empty lines and can say that a name at its edge is
    a namesake; mostly nothing."""
    before, after = text[max(0, start - _REACH) : start], text[end : end + 2 * _REACH]
    return before if _GIVEN.search(before) else "", after if _SHOWN.match(after) else ""


def is_listing(before: str) -> bool:
    """Return whether what stands before a name in brackets is an entry of a programme: it ends with an hour."""
    last = before.rstrip(" (/[,–—-")
    found = list(_ENTRY.finditer(last))
    return bool(found and found[-1].end() >= len(last) - 1)
