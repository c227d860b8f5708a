"""Recognises an outlet by its name in another script: "Дніпро сьогодні" is dnipro-sohodni.example.

A name that the table of sources lacks has a key made of its letters, romanised character by character and without case
endings; whoever registered the domain romanised it otherwise (г is g or h, я is ya, ia or ja). So the two are compared
by sound: the consonants of all words in one, as names are compared between languages when articles are matched.

Two names out of all that exist may well share those; of the few outlets of one story they hardly do. So this is asked
within a story alone. Of the 2,066 names of the shipped table in other scripts than Latin, 99 sound like one of the
1,900 domains of others. A Japanese name in Chinese characters has no sound to its letters, and is not found.
"""

from functools import lru_cache

from dedup.provenance.attribution.name_forms import host_key, host_of

_LATIN_END = "\u024f"
_FEWEST = 4
"""Consonants that two names must share at least: below, unlike names sound alike."""


def is_outlet(name: str, lang: str | None, outlet: str | None, outlet_lang: str | None) -> bool:
    """Say whether a name in a text of `lang` is that of an outlet which is written in another script.

    >>> is_outlet("Дніпро сьогодні", "uk", "dnipro-sohodni.example", "uk")
    True
    """
    if not outlet:
        return False
    host = host_of(outlet)
    label = host_key(host).removeprefix("~") if host else outlet
    if _is_latin(name) and _is_latin(label):
        return False  # in one script letters say it
    return not _sounds(name, lang).isdisjoint(_sounds(label, "en") | _sounds(label, outlet_lang))


def _is_latin(name: str) -> bool:
    return all(letter <= _LATIN_END or not letter.isalpha() for letter in name)


@lru_cache(1 << 12)
def _sounds(name: str, lang: str | None) -> frozenset[str]:
    # Here, as in `overlap`: an answer about a story that was traced needs no tables of languages.
    from dedup.features import name_spellings

    return frozenset(bones for bones in name_spellings(name, lang or "en") if len(bones) >= _FEWEST)
