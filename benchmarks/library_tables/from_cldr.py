"""What the tables of CLDR hold, read from Babel. Needed to make the tables, never to use them.

CLDR is Unicode's Common Locale Data Repository. A release of it renames zones and respells cities, so an archive made
with one and asked with another would miss what it holds. The tables are made once and kept; a name that a release
drops stays in them (`merged_names`), and a zone that a release renames keeps the name that archives know it by.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.localedata import locale_identifiers

Row = tuple[str, str]
"""A name and its concept."""

# Languages that are written in more than one way, or that share their stems: all their names go into one table.
_LOCALES: Final[Mapping[str, tuple[str, ...]]] = {
    "zh": ("zh", "zh_Hant"),
    "no": ("nb", "nn"),
    "sr": ("sr", "hr", "bs", "sr_Latn"),
}
# The name of a language that has one home country is that country's concept: "Russian" and "Russia" are one word in
# some languages ("Rus"), and one in every translation's other side now and then.
_HOME: Final = {
    **{"ru": "RU", "uk": "UA", "be": "BY", "hy": "AM", "ka": "GE", "az": "AZ", "tr": "TR", "kk": "KZ", "ky": "KG"},
    **{"uz": "UZ", "tg": "TJ", "tk": "TM", "mn": "MN", "zh": "CN", "ja": "JP", "ko": "KR", "vi": "VN", "th": "TH"},
    **{"km": "KH", "lo": "LA", "my": "MM", "id": "ID", "hi": "IN", "ne": "NP", "si": "LK", "fa": "IR", "el": "GR"},
    **{"sq": "AL", "mk": "MK", "bg": "BG", "ro": "RO", "hu": "HU", "sr": "RS", "hr": "HR", "bs": "BA", "sl": "SI"},
    **{"sk": "SK", "cs": "CZ", "pl": "PL", "lt": "LT", "lv": "LV", "et": "EE", "fi": "FI", "sv": "SE", "nb": "NO"},
    **{"no": "NO", "da": "DK", "is": "IS", "ga": "IE", "de": "DE", "nl": "NL", "fr": "FR", "it": "IT", "es": "ES"},
    **{"pt": "PT", "mt": "MT", "so": "SO", "mg": "MG"},
}
_OTHER_LANGUAGES: Final = frozenset(
    {"ar", "he", "ku", "en", "la", "tt", "ug", "bo", "ps", "ur", "bn", "ta", "pa", "sw"}
)
_CURRENCIES: Final = frozenset(
    {
        "USD", "EUR", "GBP", "JPY", "CNY", "RUB", "UAH", "GEL", "AMD", "AZN", "TRY", "KZT", "BYN",
        "UZS", "KGS", "TJS", "TMT", "MDL", "CHF", "SEK", "NOK", "DKK", "ISK", "PLN", "CZK", "HUF",
        "RON", "BGN", "RSD", "BAM", "MKD", "ALL", "ILS", "IRR", "IQD", "SYP", "LBP", "JOD", "EGP",
        "SAR", "AED", "QAR", "KWD", "INR", "PKR", "AFN", "BDT", "LKR", "NPR", "KRW", "KPW", "VND",
        "THB", "IDR", "MYR", "SGD", "PHP", "AUD", "NZD", "CAD", "MXN", "BRL", "ARS", "CLP", "COP",
        "PEN", "VES", "ZAR", "NGN", "KES", "ETB", "GHS", "MAD", "DZD", "TND", "LYD",
    }
)  # fmt: skip
# Exemplar cities that are islands, bases or plain words somewhere: Easter, Wake, Troll, Center, Nome, Casey.
_NO_CITY: Final = re.compile(
    r"^(?:Antarctica|Arctic|Etc|Indian)/|/(?:Wake|Midway|Easter|Center|New_Salem|Nome|Mary|Truk|Canary|Stanley|Eastern|Unknown|"
    r"Regina|Mendoza|Belem|Bahia|Recife|Adak|Pacific|Kerguelen|Troll|Reunion|Faeroe|Madeira|Menominee|Inuvik|Resolute|Creston)$"
)
_ARCHIVED_AS: Final[Mapping[str, str]] = {
    "Asmara": "Asmera",
    "Atikokan": "Coral_Harbour",
    "Chuuk": "Truk",
    "Faroe": "Faeroe",
    "Ho_Chi_Minh": "Saigon",
    "Kathmandu": "Katmandu",
    "Kolkata": "Calcutta",
    "Kyiv": "Kiev",
    "Nuuk": "Godthab",
    "Pohnpei": "Ponape",
    "Yangon": "Rangoon",
}
"""Zones that CLDR renamed between 47 and 49, by their new names, and the names that archives have them by. What
the next release renames is to be added here: the test of the tables names it."""

# What Babel gives where a locale has no word of its own: the root's, which is no word of any language.
_ROOT_MONTH: Final = re.compile(r"M\d\d")
_ROOT_DAYS: Final = frozenset({"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"})

_CODE: Final = re.compile(r"[a-z]{2,3}")
_NO_LANGUAGE: Final = frozenset({"und", "mul", "zxx", "mis"})


def languages() -> list[str]:
    """Return every language that CLDR has names in, as a plain code."""
    return sorted(name for name in locale_identifiers() if "_" not in name and name != "root")


def named_languages() -> list[str]:
    """Return the languages that have a table of names: those whose names are in another's have none."""
    elsewhere = {code for lang, codes in _LOCALES.items() for code in codes if code != lang}
    return [lang for lang in languages() if lang not in elsewhere]


def names(lang: str) -> list[Row]:
    """Return every name that CLDR has in a language, with its concept, each once.

    `t:RU` a territory, `m:12` a month, `d:1` a weekday (Monday is 1), `c:USD` a currency, `z:Moscow` an exemplar city
    of a time zone, `l:ar` a language.
    """
    rows: dict[Row, None] = {}
    for code in _LOCALES.get(lang, (lang,)):
        parsed = _locale(code)
        found = [(form, concept) for name, concept in _all_names(parsed) for form in _forms(name)] if parsed else []
        if lang in _LOCALES and parsed and _is_latin(parsed):
            # Beside the Cyrillic name of another locale a Latin one may lack its own.
            named = {concept for _, concept in found}
            found += [row for row in default_cities() if row[1] not in named]
        rows.update(dict.fromkeys(found))
    return list(rows)


def default_cities() -> list[Row]:
    """Return the zone's own name, which is English, for languages in Latin letters that have none of their own."""
    return [
        (form, f"z:{city}") for zone, city in _zones() for form in _forms(zone.rpartition("/")[2].replace("_", " "))
    ]


def is_latin(lang: str) -> bool:
    """Return whether a language takes `default_cities` where it has no name of its own."""
    parsed = _locale(lang)
    return bool(parsed) and lang not in _LOCALES and _is_latin(parsed)


def _is_latin(locale: Any) -> bool:
    """Whether a locale's names of countries are in Latin letters, whatever marks they bear (França); true where it has
    none."""
    letters = [letter for letter in locale.territories.get("FR", "") if letter.isalpha()]
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)


def merged_names(made: Iterable[Row], kept: Iterable[Row]) -> list[Row]:
    """Return the rows of a new release, then those of the table that it lacks."""
    return list(dict.fromkeys((*made, *kept)))


def months() -> list[tuple[str, int, str]]:
    """Return the names of months: language, number and name."""
    return _calendar_names("months", _ROOT_MONTH)


def weekdays() -> list[tuple[str, int, str]]:
    """Return the names of weekdays: language, number (Monday is 1) and name."""
    return _calendar_names("days", re.compile("|".join(_ROOT_DAYS)))


def day_order() -> dict[str, str]:
    """For each locale that CLDR has, or takes for another (`zh-TW`), `d` where short dates begin with the day, `m` with
    the month, `y` with the year; `?` for English without a country, which says nothing."""
    tags = {name for name in locale_identifiers() if name != "root"}
    tags |= {f"{lang}_{territory}" for lang, _, territory in (name.split("_") for name in tags if name.count("_") == 2)}
    for old, new in get_global("language_aliases").items():
        if _CODE.fullmatch(old):
            base = new.split("_")[0]
            tags |= {old} | {old + name.removeprefix(base) for name in tags if name.startswith(f"{base}_")}
    found = {}
    for tag in sorted(tags):
        parsed = _locale(tag)
        if parsed is None:
            continue
        pattern = parsed.date_formats["short"].pattern
        order = "y" if pattern.startswith("y") else "d" if pattern.index("d") < pattern.index("M") else "m"
        found[tag] = "?" if parsed.language == "en" and "_" not in tag else order
    return found


def language_aliases() -> dict[str, str]:
    """Return old and three-letter codes of languages, and the codes of today."""
    aliases = get_global("language_aliases").items()
    return {old: str(new).split("_")[0] for old, new in sorted(aliases) if _CODE.fullmatch(old)}


def shown_language_names() -> dict[str, str]:
    """Return the names of languages in English, by code, as they are shown."""
    return {code: name for code, name in sorted(Locale.parse("en").languages.items()) if _CODE.fullmatch(code)}


def language_names() -> tuple[dict[str, str], dict[str, str]]:
    """Return the names of languages in English and in themselves, folded, with their codes."""
    # "Swiss German" (de_CH) is a variety: only whole languages have a code of their own here.
    known = sorted(Locale.parse("en").languages.items())
    english = {name.casefold(): code for code, name in known if _CODE.fullmatch(code) and code not in _NO_LANGUAGE}
    own: dict[str, str] = {}
    for code in sorted(set(english.values())):
        parsed = _locale(code)
        name = parsed.get_language_name(code) if parsed else None
        if name:
            own.setdefault(name.casefold(), code)
    return english, own


def _locale(tag: str) -> Any:
    try:
        return Locale.parse(tag.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return None


def _all_names(locale: Any) -> Iterator[Row]:
    for code, name in locale.territories.items():
        # 001 and the other numbers are continents and regions, of which translations differ; ZZ is "unknown".
        if len(code) == 2 and code not in {"ZZ", "XA", "XB", "EZ", "QO"}:
            yield name, f"t:{code}"
    for code, name in locale.languages.items():
        if code in _HOME:
            yield name, f"t:{_HOME[code]}"
        elif code in _OTHER_LANGUAGES:
            yield name, f"l:{code}"
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                if (width == "wide" or len(name.strip(".")) >= 3) and not _ROOT_MONTH.fullmatch(name):
                    yield name.strip("."), f"m:{number}"
        for number, name in locale.days[context]["wide"].items():
            if name not in _ROOT_DAYS:
                yield name, f"d:{number + 1}"
    for code, name in locale.currencies.items():
        if code in _CURRENCIES:
            yield name, f"c:{code}"
    for zone, city in _zones():
        name = locale.time_zones.get(zone, {}).get("city")
        if isinstance(name, str):
            yield name, f"z:{city}"


def _zones() -> list[tuple[str, str]]:
    """Zones with an exemplar city, and what that city is called in concepts."""
    known: set[str] = set()
    for lang in ("en", "ru", "de", "ja"):
        known |= set(Locale.parse(lang).time_zones)
    zones = []
    for zone in sorted(known):
        region, _, city = zone.rpartition("/")
        city = _ARCHIVED_AS.get(city, city)
        if region and not _NO_CITY.search(f"{region}/{city}"):
            zones.append((zone, city.replace("_", " ")))
    return zones


def _forms(name: str) -> Iterator[str]:
    """The forms a text may have a name in: "Myanmar (Burma)" is either.

    >>> list(_forms("Myanmar (Burma)")), list(_forms("St. Lucia"))
    (['Myanmar', 'Burma'], ['St Lucia'])
    """
    for part in re.split(r"[()\[\]（）]| - | – ", name.replace("\u00ad", "")):
        if cleaned := re.sub(r"[.,’]", "", part).strip():
            yield cleaned


def _calendar_names(kind: str, placeholder: re.Pattern[str]) -> list[tuple[str, int, str]]:
    """Each name once, wide ones first."""
    rows: dict[tuple[str, int, str], None] = {}
    for lang in languages():
        parsed = _locale(lang)
        known = getattr(parsed, kind) if parsed else {}
        for context in ("format", "stand-alone") if known else ():
            for width in ("wide", "abbreviated"):
                for number, name in known[context][width].items():
                    if lang == "en" or not placeholder.fullmatch(name):
                        rows[lang, number + (kind == "days"), name] = None
    return list(rows)
