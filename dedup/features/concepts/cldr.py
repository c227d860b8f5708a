"""What CLDR knows of every language, as concepts: countries, months, weekdays, currencies, cities, languages.

The names come from the project's table of Unicode's Common Locale Data Repository (`dedup.tables.names_of`):
`t:RU` a territory, `m:12` a month, `d:1` a weekday (Monday is 1), `c:USD` a currency, `z:Moscow` an exemplar city of a
time zone, `l:ar` a language. The name of a language that has one home country is that country's concept: "Russian"
and "Russia" are one word in some languages ("Rus"), and one in every translation's other side now and then.
"""

from collections.abc import Iterator, Mapping

from dedup.features.concepts.lexicon import Lexicon
from dedup.features.stems.stemmer import base_language
from dedup.tables import names_of

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
    """Yield every name that CLDR has in a language, with its concept; none for a language that CLDR does not have."""
    lang = base_language(lang)
    skip = _NOT_NAMES.get(lang, frozenset())
    for name, concept in names_of(lang):
        if name.lower() not in skip and len(name) > (1 if lang in {"zh", "ja"} else 2):
            yield name, concept
