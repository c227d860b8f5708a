"""Reads a source out of a byline: "By Lena Ott, Associated Press", "LENA OTT / AP Sports Writer", "dpa | 23.06.2020".

Papers print an agency's report with its reporter and the agency in one line, and often nothing else says whose it is.
"""

import re
from typing import Final

from dedup.provenance.attribution.source_table import Source
from dedup.provenance.attribution.sources import Sources

_LONGEST: Final = 120
"""Characters of a byline at most: three reporters, an agency and a date."""
_PARTS: Final = re.compile(r"\s*[|•·]\s*|\s+[–—-]\s+")
LED: Final = re.compile(
    r"(?:(?:story|article|text|written|di redazione|redazione|redacción)\s+)?"
    r"(?:by|from|via|von|por|par|da|de|di|door|av|af|od|przez|redazione|redacción)\s*(?::|\s)\s*(?=\S)",
    re.IGNORECASE,
)
"""The word that begins a byline."""
_PERSON: Final = r"[^\W\d_a-zß-ÿ][\w.'’-]*(?: (?:[^\W\d_a-zß-ÿ][\w.'’-]*|de|da|van|von|der|del|bin|al)){1,3}"
_PERSONS: Final = re.compile(rf"{_PERSON}(?:(?:, | and | & | und | et | y | e |, and ){_PERSON})*")
_JOINT: Final = re.compile(r"(?P<sign>\s*[,/]\s*|\s+(?:of|for)\s+|\s+)(?P<name>\S.*)")
_ROLES: Final = frozenset(
    "writer writers correspondent correspondents reporter reporters staff news journalist journalists editor".split()
)
"""What the reporter is at the agency, behind up to three more words: "AP Sports Writer"."""
_ROLE_WORDS: Final = 4
_ALONE: Final = 2
"""Words of a role at most where no person stands before the agency: "LENA OTT Chief Political Writer" is no LENA."""
_DATE: Final = 45


def is_byline_of_person(line: str) -> bool:
    """Say whether a line names one who wrote, or several, and nothing else: behind a word that says "by", or in
    capitals."""
    led = LED.match(line)
    found = _PERSONS.fullmatch(line[led.end() :] if led else line)
    return found is not None and (led is not None or line.isupper())


def byline_source(line: str, lang: str | None, sources: Sources) -> Source | None:
    """Return the listed source that a byline gives beside a person or a date, or None.

    Without a word that says "by" a person's name and an agency's are a picture's credit as often ("Lena Ott / AP"), so
    the person stands in capitals then.
    """
    if len(line) > _LONGEST:
        return None
    whole = [part for part in _PARTS.split(line.strip(" \t.()[]")) if part]
    parts = [part for part in whole if not (len(part) <= _DATE and any(letter.isdigit() for letter in part))]
    if not 1 <= len(parts) <= 2:
        return None
    led = LED.match(parts[0])
    first = parts[0][led.end() :] if led else parts[0]
    if len(parts) == 2:
        beside = (led or first.isupper()) and _PERSONS.fullmatch(first)
        return _named(parts[1], lang, sources, agency=not led) if beside else None
    in_role = first.split()[-1].lower() in _ROLES
    if (len(whole) > 1 or in_role) and (known := _named(first, lang, sources, agency=True, role=_ALONE)):
        return known
    for found in _readings(first):
        sign = found["sign"].strip()
        if led or (first[: found.start()].isupper() and sign != "/"):
            known = _named(found["name"], lang, sources, agency=not (led and sign))
            if known is not None:
                return known
    return None


def _readings(text: str) -> list[re.Match[str]]:
    """Return the ways to part a person's name from what follows it, the longest name of a source first."""
    found: list[re.Match[str]] = []
    for blank in re.finditer(r"(?<=\S)(?=[\s,/])", text):
        if _PERSONS.fullmatch(text, 0, blank.start()) and (joint := _JOINT.fullmatch(text, blank.start())):
            found.append(joint)
    return found


def _named(name: str, lang: str | None, sources: Sources, *, agency: bool, role: int = _ROLE_WORDS) -> Source | None:
    """Return the listed source of a name, with what the reporter is there, in `role` words at most, or without it."""
    words = name.split()
    role = role if words[-1].lower() in _ROLES else 0
    for stop in range(len(words), max(0, len(words) - role - 1), -1):
        written = " ".join(words[:stop])
        known = sources.named(written, lang)
        doubted = agency or sources.is_word(written) or sources.is_credit_only(written)  # "Metro Reporter"
        if known is not None and (known.kind == "agency" or not doubted):
            return known
    return None
