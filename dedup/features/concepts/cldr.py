"""What CLDR knows of every language, as concepts: countries, months, weekdays, currencies, cities, languages.

Unicode's Common Locale Data Repository comes with Babel, so these names need no table of ours:
`t:RU` a territory, `m:12` a month, `d:1` a weekday (Monday is 1), `c:USD` a currency, `z:Moscow` an exemplar city of a
time zone, `l:ar` a language. The name of a language that has one home country is that country's concept: "Russian"
and "Russia" are one word in some languages ("Rus"), and one in every translation's other side now and then.
"""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from dedup.features.concepts.lexicon import Lexicon
from dedup.features.stems.stemmer import base_language

if TYPE_CHECKING:
    from babel import Locale

# Languages that are written in more than one way, or that share their stems: all their names go into one table.
_LOCALES: Mapping[str, tuple[str, ...]] = {
    "zh": ("zh", "zh_Hant"),
    "no": ("nb", "nn"),
    "sr": ("sr", "hr", "bs", "sr_Latn"),
    "az": ("az",),
    "uz": ("uz",),
}
_HOME = {
    **{"ru": "RU", "uk": "UA", "be": "BY", "hy": "AM", "ka": "GE", "az": "AZ", "tr": "TR", "kk": "KZ", "ky": "KG"},
    **{"uz": "UZ", "tg": "TJ", "tk": "TM", "mn": "MN", "zh": "CN", "ja": "JP", "ko": "KR", "vi": "VN", "th": "TH"},
    **{"km": "KH", "lo": "LA", "my": "MM", "id": "ID", "hi": "IN", "ne": "NP", "si": "LK", "fa": "IR", "el": "GR"},
    **{"sq": "AL", "mk": "MK", "bg": "BG", "ro": "RO", "hu": "HU", "sr": "RS", "hr": "HR", "bs": "BA", "sl": "SI"},
    **{"sk": "SK", "cs": "CZ", "pl": "PL", "lt": "LT", "lv": "LV", "et": "EE", "fi": "FI", "sv": "SE", "nb": "NO"},
    **{"no": "NO", "da": "DK", "is": "IS", "ga": "IE", "de": "DE", "nl": "NL", "fr": "FR", "it": "IT", "es": "ES"},
    **{"pt": "PT", "mt": "MT", "so": "SO", "mg": "MG"},
}
_OTHER_LANGUAGES = frozenset({"ar", "he", "ku", "en", "la", "tt", "ug", "bo", "ps", "ur", "bn", "ta", "pa", "sw"})
_CURRENCIES = frozenset(
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
_NO_CITY = re.compile(
    r"^(?:Antarctica|Arctic|Etc|Indian)/|/(?:Wake|Midway|Easter|Center|New_Salem|Nome|Mary|Truk|Canary|Stanley|Eastern|Unknown|"
    r"Regina|Mendoza|Belem|Bahia|Recife|Adak|Pacific|Kerguelen|Troll|Reunion|Faeroe|Madeira|Menominee|Inuvik|Resolute|Creston)$"
)
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
    """All names of one language, by stem. Takes some tens of milliseconds; keep what it returns.

    >>> russian = load("ru")
    >>> from dedup.features.stems.stemmer import stem_words
    >>> russian.concepts(stem_words(["Франции", "декабря", "четверг"], "ru"))
    [('t:FR',), ('m:12',), ('d:4',)]
    """
    return Lexicon(names(lang), lang)


def names(lang: str) -> Iterator[tuple[str, str]]:
    """Every name that CLDR has in a language, with its concept; none for a language that CLDR does not have."""
    lang = base_language(lang)
    skip = _NOT_NAMES.get(lang, frozenset())
    for locale in _locales(lang):
        for name, concept in _all_names(locale):
            for form in _forms(name):
                if form.lower() not in skip and len(form) > (1 if lang in {"zh", "ja"} else 2):
                    yield form, concept


def _locales(lang: str) -> "Iterator[Locale]":
    from babel import Locale, UnknownLocaleError

    for code in _LOCALES.get(lang, (lang,)):
        try:
            yield Locale.parse(code)
        except (UnknownLocaleError, ValueError):
            continue


def _all_names(locale: "Locale") -> Iterator[tuple[str, str]]:
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
                if width == "wide" or len(name.strip(".")) >= 3:
                    yield name.strip("."), f"m:{number}"
        for number, name in locale.days[context]["wide"].items():
            yield name, f"d:{number + 1}"
    for code, name in locale.currencies.items():
        if code in _CURRENCIES:
            yield name, f"c:{code}"
    yield from _cities(locale)


def _cities(locale: "Locale") -> Iterator[tuple[str, str]]:
    """Exemplar cities. Where CLDR has none it means the zone's own name, which is English, in Latin letters."""
    from babel import Locale

    zones = set(locale.time_zones) | set(Locale.parse("ru").time_zones)
    latin = locale.territories.get("FR", "").isascii()
    for zone in sorted(zones):
        if _NO_CITY.search(zone) or "/" not in zone:
            continue
        city = zone.rpartition("/")[2].replace("_", " ")
        name = locale.time_zones.get(zone, {}).get("city")
        if isinstance(name, str):
            yield name, f"z:{city}"
        elif latin:
            yield city, f"z:{city}"


def _forms(name: str) -> Iterator[str]:
    """The forms a text may have a name in: "Myanmar (Burma)" is either.

    >>> list(_forms("Myanmar (Burma)")), list(_forms("St. Lucia"))
    (['Myanmar', 'Burma'], ['St Lucia'])
    """
    for part in re.split(r"[()\[\]（）]| - | – ", name.replace("\u00ad", "")):
        if cleaned := re.sub(r"[.,’]", "", part).strip():
            yield cleaned
