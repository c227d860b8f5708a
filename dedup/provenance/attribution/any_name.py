"""Says which name may be a medium's where nothing but its place in the sentence says so: "obtained by Quillfeather".

A government is called by its capital there, too ("obtained by Kyiv"), an agency or a firm reports what it found, and a
place stands behind "dari" and "van".
"""

from functools import cache
from typing import Final

from dedup.provenance.attribution.name_forms import letters, name_key
from dedup.tables import names_of

_FEWEST: Final = 3
"""Letters of a name at least; two words are a person's as often."""

_BODIES: Final = frozenset(
    (
        *"fbi cia nsa nasa esa interpol europol eurojust frontex unicef unesco unhcr opec nato hamas hezbollah".split(),
        *"taliban congress parliament senate kremlin pentagon greenpeace amnesty oxfam".split(),
        *"microsoft google apple amazon meta facebook youtube twitter tiktok nvidia tesla boeing airbus".split(),
        *"volkswagen volvo samsung huawei kaspersky pfizer".split(),
    )
)
"""Who is said to have found, reported or obtained something and is no medium, by the name that most languages have.
By judgement: those who are in the news of every country."""


def may_be_any(name: str, lang: str, *, quoted: bool) -> bool:
    """Return whether a name may be that of a medium; without quotation marks one word that is no country's, no city's
    that a time zone is called after, and no body's that the world knows.

    >>> [may_be_any(name, "en", quoted=False) for name in ("Quillfeather", "Brussels", "Microsoft", "Mary Tarn")]
    [True, False, False, False]
    """
    if quoted or " " in name:
        return quoted and len(name) >= _FEWEST
    return len(name) >= _FEWEST and letters(name) not in _BODIES and name_key(name) not in _places(lang)


@cache
def _places(lang: str) -> frozenset[str]:
    return frozenset(name_key(name) for name, concept in names_of(lang) if concept.startswith(("t:", "z:")))
