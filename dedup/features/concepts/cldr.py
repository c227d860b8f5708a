"""What CLDR knows of every language, as concepts: countries, months, weekdays, currencies, cities, languages.

The names come from the project's table of Unicode's Common Locale Data Repository (`dedup.tables.names_of`):
`t:RU` a territory, `m:12` a month, `d:1` a weekday (Monday is 1), `c:USD` a currency, `z:Moscow` an exemplar city of a
time zone, `l:ar` a language. The name of a language that has one home country is that country's concept: "Russian"
and "Russia" are one word in some languages ("Rus"), and one in every translation's other side now and then.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dedup.features.concepts.hashing import concept_hash
from dedup.features.concepts.lexicon import Lexicon
from dedup.features.language_tables import language_table
from dedup.features.stems.stemmer import base_language
from dedup.tables import all_concepts, names_of

_LONGEST_ABBREVIATION = 5
"""Letters; Finnish maaliskuu is no abbreviation of maaliskuuta, its other form."""

_NO_NEWS: frozenset[str] = frozenset({"t:CC"})
"""Territories whose names are words: one of the forms of "Cocos (Keeling) Islands" is "Islands"."""


def load(lang: str) -> Lexicon[str]:
    """Return all names of one language, by stem. Takes some tens of milliseconds; keep what it returns.

    >>> russian = load("ru")
    >>> from dedup.features.stems.stemmer import stem_words
    >>> russian.concepts(stem_words(["Франции", "декабря", "четверг"], "ru"))
    [('t:FR',), ('m:12',), ('d:4',)]
    """
    listed = list(names(lang))
    return Lexicon(listed, lang, _abbreviations(listed))


def _abbreviations(listed: Sequence[tuple[str, str]]) -> frozenset[str]:
    """The short names of months and weekdays that are the beginning of a longer one: of a letter more it is a form."""
    times = [(name, concept) for name, concept in listed if concept[:2] in {"m:", "d:"}]
    return frozenset(
        short
        for short, concept in times
        if len(short) <= _LONGEST_ABBREVIATION
        and any(other == concept and name.startswith(short) and len(name) > len(short) + 1 for name, other in times)
    )


def names(lang: str) -> Iterator[tuple[str, str]]:
    """Yield every name that CLDR has in a language, with its concept; none for a language that CLDR does not have.

    A city that is called as its country is (Kuwait, Singapore) is that country: two concepts of one word would count as
    two coincidences. What is so called in English is one in all languages, or the city would not meet its own name.
    """
    lang = base_language(lang)
    skip = language_table(lang, "cldr").get("none", ())
    if lang == "en":
        # The month is a verb but beside a day.
        yield from ((form, "m:5") for day in range(1, 32) for form in (f"{day} May", f"May {day}"))
    china = {name for name, concept in names_of(lang) if concept == "t:CN"}
    for name, concept in dict.fromkeys((name, _city_states().get(one, one)) for name, one in names_of(lang)):
        if concept in {"t:HK", "t:MO"} and name in china:  # "RAE de Hong Kong (China)"
            continue
        # Two letters are an abbreviation, but मई and মে are May.
        least = 2 if lang in {"zh", "ja"} or (concept == "m:5" and not name.isascii()) else 3
        if len(name) >= least and name.lower() not in skip and concept not in _NO_NEWS:
            yield name, concept


@cache
def _city_states() -> Mapping[str, str]:
    """The countries of cities that English calls as their country."""
    named = list(names_of("en"))
    countries = {name: concept for name, concept in named if concept.startswith("t:")}
    return {concept: countries[name] for name, concept in named if concept.startswith("z:") and name in countries}


@cache
def enumerable() -> NDArray[np.uint32]:
    """Return the hashes of what texts enumerate: countries, cities of time zones and currencies; sorted."""
    named = (concept for concept in all_concepts() if concept[:2] in {"t:", "z:", "c:"})
    return np.unique(np.fromiter(map(concept_hash, named), np.uint32))
