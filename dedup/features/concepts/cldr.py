"""What CLDR knows of every language, as concepts: countries, months, weekdays, currencies, cities, languages.

The names come from the project's table of Unicode's Common Locale Data Repository (`dedup.tables.names_of`):
`t:RU` a territory, `m:12` a month, `d:1` a weekday (Monday is 1), `c:USD` a currency, `z:Moscow` an exemplar city of a
time zone, `l:ar` a language. The name of a language that has one home country is that country's concept: "Russian"
and "Russia" are one word in some languages ("Rus"), and one in every translation's other side now and then.
"""

from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dedup.features.concepts.hashing import concept_hash
from dedup.features.concepts.lexicon import Lexicon
from dedup.features.stems.stemmer import base_language
from dedup.tables import all_concepts, names_of

_NOT_NAMES: Mapping[str, frozenset[str]] = {
    "en": frozenset({"may", "mar", "turkey lira", "won", "real", "rand", "som", "lek", "all"}),
    "fr": frozenset({"mar", "mars ", "real", "rand", "nice"}),
    "es": frozenset({"mar", "ene", "real"}),
    "pt": frozenset({"mar", "real", "set", "dez"}),
    "it": frozenset({"mar", "mag", "set"}),
    "de": frozenset({"mai ", "lev", "rand"}),
    "ru": frozenset({"лей"}),
}
"""Names that are commoner as other words; an abbreviation or a currency that is lost costs less than that noise."""


def load(lang: str) -> Lexicon[str]:
    """Return all names of one language, by stem. Takes some tens of milliseconds; keep what it returns.

    >>> russian = load("ru")
    >>> from dedup.features.stems.stemmer import stem_words
    >>> russian.concepts(stem_words(["Франции", "декабря", "четверг"], "ru"))
    [('t:FR',), ('m:12',), ('d:4',)]
    """
    return Lexicon(names(lang), lang)


def names(lang: str) -> Iterator[tuple[str, str]]:
    """Yield every name that CLDR has in a language, with its concept; none for a language that CLDR does not have.

    A city that is called as its country is (Kuwait, Singapore) is that country: two concepts of one word would count as
    two coincidences.
    """
    lang = base_language(lang)
    skip = _NOT_NAMES.get(lang, frozenset())
    named = list(names_of(lang))
    countries = {name.lower() for name, concept in named if concept.startswith("t:")}
    for name, concept in named:
        city_state = concept.startswith("z:") and name.lower() in countries
        if name.lower() not in skip and not city_state and len(name) > (1 if lang in {"zh", "ja"} else 2):
            yield name, concept


@cache
def enumerable() -> NDArray[np.uint32]:
    """Return the hashes of what texts enumerate: countries, cities of time zones and currencies; sorted."""
    named = (concept for concept in all_concepts() if concept[:2] in {"t:", "z:", "c:"})
    return np.unique(np.fromiter(map(concept_hash, named), np.uint32))
