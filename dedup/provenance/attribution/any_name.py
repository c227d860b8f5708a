"""Says which name may be a medium's where nothing but its place in the sentence says so: "obtained by Quillfeather".

A government is called by its capital there, too ("obtained by Kyiv"), an agency or a firm reports what it found, and a
place stands behind "dari" and "van".
"""

import re
from functools import cache
from typing import Final

from dedup.provenance.attribution.name_forms import letters, name_key
from dedup.tables import city_names, names_of, word_table

_FEWEST: Final = 3
"""Letters of a name at least; two words are a person's as often."""

_ENDS: Final = frozenset([*'.!?:…\n"“„«', ""])
"""What ends a sentence, or begins one: a capital behind it says nothing of a word."""


def may_be_any(name: str, lang: str, *, quoted: bool) -> bool:
    """Return whether a name may be that of a medium: any name in quotation marks or behind a kind of medium (`quoted`),
    else one word that names no country, no city that a time zone is called after, and no body that the world knows.

    >>> [may_be_any(name, "en", quoted=False) for name in ("Quillfeather", "Brussels", "Microsoft", "Mary Tarn")]
    [True, False, False, False]
    """
    if quoted or " " in name:
        return quoted and sum(map(str.isalpha, name)) >= _FEWEST
    return len(name) >= _FEWEST and letters(name) not in _bodies() and not is_place(name, lang)


@cache
def _bodies() -> frozenset[str]:
    known = word_table("dedup.provenance.attribution", "known_bodies.toml").values()
    return frozenset(" ".join(known).split())


def is_place(name: str, lang: str) -> bool:
    """Return whether a name is a country's, or a city's that a time zone is called after, in a language; or a large
    city's in English."""
    return name_key(name) in _places(lang)


def is_surname(text: str, name: str, plain: re.Pattern[str]) -> bool:
    """Return whether the article names a person so elsewhere: with a given name before it, which is no `plain` word
    that stands before names of media.

    >>> is_surname("Marla Quent, who ran it, resigned. It was first reported by Quent.", "Quent", re.compile("The"))
    True
    """
    at = text.find(f" {name}")
    while at >= 0:
        end = at + 1 + len(name)
        start = max(text.rfind(sign, 0, at) for sign in " \n") + 1
        given = text[start:at]
        begins = text[max(0, start - 2) : max(0, start - 1)] in _ENDS
        person = given.istitle() and given.isalpha() and len(given) >= _FEWEST and not plain.fullmatch(given)
        if person and not text[end : end + 1].isalnum() and (not begins or text[end : end + 1] == ","):
            return True
        at = text.find(f" {name}", end)
    return False


@cache
def _places(lang: str) -> frozenset[str]:
    listed = (name for name, concept in names_of(lang) if concept.startswith(("t:", "z:")))
    return frozenset(map(name_key, (*listed, *(name for name, _ in city_names("en")))))
