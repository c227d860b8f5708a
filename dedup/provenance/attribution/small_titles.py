"""Slavic papers' titles of which only the first word is written large: "Podravski glasnik", "Podřipské noviny".

The small word is what the paper is called, so it is a part of the name and not what kind of medium it is. Both words
are inflected; the name is their nominative, which the outlet's domain is made of.
"""

import re
from collections.abc import Callable
from typing import Final

from dedup.provenance.attribution.alphabets import twin

# What papers are called: the nominative, and the stem to which case endings are hung.
_MASCULINE: Final = {
    "hr": "glas glasnik vjesnik vesnik kurir dnevnik tjednik nedeljnik list ekspres odjek časnik tednik",
    "cs": "deník týdeník zpravodaj kurýr věstník hlas večerník posel denník týždenník spravodaj hlásnik posol",
}
_PLURAL: Final = {
    "hr": {"novine": "novin", "vijesti": "vijest", "vesti": "vest", "novice": "novic"},
    "cs": {"noviny": "novin", "listy": "list", "zprávy": "zpráv"},
}
_NOUN_ENDINGS: Final = {"hr": "a|u|om|em|e|ama|ima|i|", "cs": "u|a|e|i|ovi|em|y|ám|ách|ami|ů|ům|ech|"}
# Adjectives: the ending of the nominative, and those of the other cases.
_ONE: Final = {"hr": ("i", "i|og|oga|om|ome|im"), "cs": ("ý", "ý|ého|ému|ém|ým")}
_MANY: Final = {"hr": ("e", "e|ih|im|ima"), "cs": ("é", "é|ých|ým|ými")}
_EVERYDAY: Final = (
    "narodn služben uradn izborn glasačk biračk platn obiteljsk kućn školsk dnevn tjedn nedeljn lokaln gradsk glavn "
    "lažn važn kratk sportsk sportovn falešn poplašn smutn radostn vážn úředn úradn školn volebn krátk lokáln".split()
)
"""Adjectives, without their endings, that say what sort of paper, list or news it is."""
_SAME: Final = {"sl": "hr", "bs": "hr", "sk": "cs"}


def _cyrillic(words: str) -> str:
    return twin(words, "serbian")


def _forms(
    lang: str, written: Callable[[str], str] = str
) -> tuple[tuple[re.Pattern[str], str, re.Pattern[str], str], ...]:
    endings = written(_NOUN_ENDINGS[lang])
    nouns = [(noun, noun, *_ONE[lang]) for noun in _MASCULINE[lang].split()]
    nouns += [(noun, stem, *_MANY[lang]) for noun, stem in _PLURAL[lang].items()]
    last = written("kčšnvc")
    return tuple(
        (
            re.compile(rf"{written(stem)}(?:{endings})"),
            written(noun),
            re.compile(rf"(\w{{2,}}?[{last}])(?:{written(adjective)})"),
            written(ending),
        )
        for noun, stem, ending, adjective in nouns
    )


_FORMS: Final = {lang: _forms(lang) for lang in _NOUN_ENDINGS}
_FORMS["sr"] = _FORMS["hr"] + _forms("hr", _cyrillic)
_COMMON: Final = frozenset(written(stem) for written in (str, _cyrillic) for stem in _EVERYDAY)


def small_title(adjective: str, noun: str, lang: str) -> str | None:
    """Return the nominative of a title of a capitalised adjective and a small noun, in any case; None for other words.

    >>> small_title("Podravskom", "glasniku", "hr")
    'Podravski glasnik'
    """
    if not adjective[:1].isupper() or not noun[:1].islower():
        return None
    for nouns, nominative, adjectives, ending in _FORMS.get(_SAME.get(lang, lang), ()):
        if nouns.fullmatch(noun) and (stem := adjectives.fullmatch(adjective)):
            return f"{stem[1]}{ending} {nominative}"
    return None


def is_common(title: str) -> bool:
    """Return whether a title only says what sort of paper or list it is: "Službeni list" is the official gazette."""
    return title.partition(" ")[0].lower()[:-1] in _COMMON
