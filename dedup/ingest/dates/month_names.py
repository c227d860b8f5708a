"""Names of months and weekdays in every language that CLDR has, from the project's table of it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, cached_property

from dedup.ingest.dates.date_words import further_months, month_prefixes
from dedup.tables import day_order, language_aliases, month_names, weekday_names

SOLE_AGREEMENT = 5
"""A word that names two months in different languages counts without a language hint only if the one reading is
shared by this many times more languages than the other: `mai` is May in 23 languages and August in one."""

_CASE_ENDING = re.compile("(?<=[ა-ჰ]{4})(?:ში|ი|ს)$|(?<=[ա-և]{4})(?:ին|ի|ը)$")
"""Georgian and Armenian write a date in several cases (`դեկտեմբերի`, `დეკემბერს`), of which CLDR has one or two."""


def two_words(first: str, second: str) -> int | None:
    """Return the month whose name is these two words."""
    return _pairs().get((word_key(first), word_key(second)))


def word_key(word: str) -> str:
    """Return `word` as it is looked up: without case, accents and the dot of an abbreviation."""
    if word.isascii():
        return word.lower().strip(".")
    folded = word.replace("İ", "i").casefold().replace("ı", "i")
    marked = unicodedata.normalize("NFKD", folded)
    bare = "".join(char for char in marked if not unicodedata.combining(char)).strip(".")
    return _CASE_ENDING.sub("", bare)


@cache
def _pairs() -> dict[tuple[str, str], int]:
    names = further_months("ar").items()
    return {(word_key(name.split()[0]), word_key(name.split()[1])): month for name, month in names if " " in name}


class Calendar:
    """The names of one run, worked out as they are needed: English at once, all languages in 0.1 s."""

    def __init__(self) -> None:
        self._tables: dict[str, dict[str, int]] = {}

    def month(self, word: str, lang: str | None) -> int | None:
        """Return the month that `word` names, 1 to 12.

        The article's own language decides, then English, then what the other languages agree on: without a
        language `listopad` is nothing, since it is October in Croatian and November in Polish and Czech.
        """
        key = word_key(word)
        if len(key) < 2 or key.isdecimal():
            return None
        for code in (lang, "en"):
            if code and (found := self._table(code).get(key)):
                return found
        return self._agreed.get(key)

    def is_weekday(self, word: str) -> bool:
        """Say whether `word` names a day of the week in any language."""
        key = word_key(word)
        return key in self._english_weekdays or key in self._weekdays

    def day_first(self, locale: str | None) -> bool | None:
        """Say whether the day stands before the month in a locale's short dates; None where that is unknown.

        Plain `en` tells nothing: 03/04/2025 is March in New York and April in London.
        """
        if locale is None:
            return None
        order = day_order().get(_tag(locale))
        return {"d": True, "m": False}.get(order or "")

    def _table(self, lang: str) -> dict[str, int]:
        if lang not in self._tables:
            names = month_names()
            known = names.get(lang) or names.get(language_aliases().get(lang, ""), [])
            table = dict(_month_keys(known))
            for prefix in month_prefixes(lang):
                table.update({f"{prefix}{name}": month for name, month in list(table.items())})
            for name, month in further_months(lang).items():
                if " " not in name:
                    table.setdefault(word_key(name), month)
            self._tables[lang] = table
        return self._tables[lang]

    @cached_property
    def _agreed(self) -> dict[str, int]:
        votes: dict[str, dict[int, set[str]]] = {}
        for code in sorted(month_names()):
            for key, month in self._table(code).items():
                votes.setdefault(key, {}).setdefault(month, set()).add(code)
        agreed = ((key, _winner(months)) for key, months in votes.items())
        return {key: month for key, month in agreed if month}

    @cached_property
    def _english_weekdays(self) -> frozenset[str]:
        return frozenset(_weekday_keys(weekday_names()["en"]))

    @cached_property
    def _weekdays(self) -> frozenset[str]:
        return frozenset(key for names in weekday_names().values() for key in _weekday_keys(names))


def _winner(months: dict[int, set[str]]) -> int | None:
    """Return the month most languages mean; languages with a two-letter code (the written ones) come first."""
    written = {month: {code for code in codes if len(code) == 2} for month, codes in months.items()}
    counts = sorted(((len(codes), month) for month, codes in written.items() if codes), reverse=True)
    if not counts:
        counts = sorted(((len(codes), month) for month, codes in months.items()), reverse=True)
    if len(counts) > 1 and counts[0][0] < SOLE_AGREEMENT * counts[1][0]:
        return None
    return counts[0][1]


def _tag(locale: str) -> str:
    """Return a locale's tag as the table writes it: `pt_BR`, `zh_Hant_TW`."""
    first, *parts = locale.replace("-", "_").split("_")
    cased = (part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in parts)
    return "_".join((first.lower(), *cased))


def _month_keys(names: Iterable[tuple[int, str]]) -> Iterator[tuple[str, int]]:
    for number, name in names:
        key = word_key(name)
        # Catalan writes "de desembre" and "d'abril": the preposition is not part of the word.
        last = key.replace("’", " ").replace("'", " ").split(" ")[-1]
        if len(last) > 1 and not any(char.isdigit() for char in key):
            yield last.replace(".", ""), number  # Thai has a dot after each letter


def _weekday_keys(names: Iterable[tuple[int, str]]) -> Iterator[str]:
    for _, name in names:
        yield from (key for part in name.split() if len(key := word_key(part)) > 1)
