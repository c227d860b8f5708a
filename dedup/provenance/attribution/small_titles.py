"""Slavic papers' titles of which only the first word is written large: "Podravski glasnik", "Podřipské noviny".

The small word is what the paper is called, so it is a part of the name and not what kind of medium it is. Both words
are inflected; the name is their nominative, which the outlet's domain is made of.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from dedup.provenance.attribution.alphabets import twin
from dedup.tables import word_table


class _Title(NamedTuple):
    noun: re.Pattern[str]
    nominative: str
    adjective: re.Pattern[str]
    """Of an adjective, whose stem is its first group."""

    ending: str
    """Of the adjective in the nominative."""


def small_title(adjective: str, noun: str, lang: str) -> str | None:
    """Return the nominative of a title of a capitalised adjective and a small noun, in any case; None for other words.

    >>> small_title("Podravskom", "glasniku", "hr")
    'Podravski glasnik'
    """
    if not adjective[:1].isupper() or not noun[:1].islower():
        return None
    for title in _titles().get(lang, ()):
        if title.noun.fullmatch(noun) and (stem := title.adjective.fullmatch(adjective)):
            return f"{stem[1]}{title.ending} {title.nominative}"
    return None


def is_common(title: str) -> bool:
    """Return whether a title only says what sort of paper or list it is: "Službeni list" is the official gazette."""
    return title.partition(" ")[0].lower()[:-1] in _everyday()


@cache
def _titles() -> Mapping[str, tuple[_Title, ...]]:
    tables = _words()["titles"]
    titles = {
        known: tuple(_inflected(forms, str))
        for lang, forms in tables.items()
        for known in (lang, *forms["same"].split())
    }
    return titles | {"sr": titles["hr"] + tuple(_inflected(tables["hr"], _cyrillic))}


def _inflected(forms: Mapping[str, Any], written: Callable[[str], str]) -> Iterator[_Title]:
    nouns = [(noun, noun, *forms["one"]) for noun in forms["singular"].split()]
    nouns += [(noun, stem, *forms["many"]) for noun, stem in forms["plural"].items()]
    for noun, stem, ending, endings in nouns:
        adjective = re.compile(rf"(\w{{2,}}?[{written('kčšnvc')}])(?:{written(endings)})")
        cases = re.compile(f"{written(stem)}(?:{written(forms['endings'])})")
        yield _Title(cases, written(noun), adjective, written(ending))


@cache
def _everyday() -> frozenset[str]:
    stems = " ".join(_words()["everyday"].values()).split()
    return frozenset(written(stem) for written in (str, _cyrillic) for stem in stems)


def _words() -> Mapping[str, Any]:
    return word_table("dedup.provenance.attribution", "small_titles.toml")


def _cyrillic(words: str) -> str:
    return twin(words, "serbian")
