"""Names that CLDR has in every language: read from the project's table, a language at a time."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from dedup.tables.stored import CALENDAR, NAMES, member, rows

LATIN: Final = "@latin"
"""First line of a language in Latin letters, which has the zone's own names, which are English, for cities besides."""


def names_of(lang: str) -> Iterator[tuple[str, str]]:
    """Yield every name of a language with its concept, none for a language that CLDR does not have.

    `t:RU` a territory, `m:12` a month, `d:1` a weekday (Monday is 1), `c:USD` a currency, `z:Moscow` an exemplar city
    of a time zone, `l:ar` a language.
    """
    text = member(NAMES, f"{lang}.txt")
    if text is None:
        return
    head, *lines = text.split("\n")
    defaults = _default_cities() if head == LATIN else {}
    for concept, line in zip(all_concepts(), lines, strict=True):
        # Papers write Nairobi and Tokyo beside Nairóbi and Tóquio.
        for name in dict.fromkeys((*filter(None, line.split("\t")), *defaults.get(concept, ()))):
            yield name, concept


@cache
def all_concepts() -> list[str]:
    """Return every concept that has a name in some language."""
    return (member(NAMES, "concepts.txt") or "").split("\n")


@cache
def _default_cities() -> Mapping[str, list[str]]:
    lines = (member(NAMES, "cities.txt") or "").split("\n")
    return {concept: line.split("\t") for concept, line in zip(all_concepts(), lines, strict=True) if line}


@cache
def month_names() -> Mapping[str, list[tuple[int, str]]]:
    """Return the names of months in every language, with their numbers: wide ones, then abbreviations."""
    return _numbered("months.tsv")


@cache
def weekday_names() -> Mapping[str, list[tuple[int, str]]]:
    """Return the names of weekdays in every language, with their numbers (Monday is 1)."""
    return _numbered("weekdays.tsv")


def _numbered(table: str) -> Mapping[str, list[tuple[int, str]]]:
    found: dict[str, list[tuple[int, str]]] = {}
    for lang, number, name in rows(CALENDAR, table):
        found.setdefault(lang, []).append((int(number), name))
    return found


@cache
def day_order() -> Mapping[str, str]:
    """Return how each locale (`pt_BR`) begins its short dates: `d` day, `m` month, `y` year, `?` not known."""
    return {tag: order for order, *tags in rows(CALENDAR, "day_order.tsv") for tag in tags}


@cache
def language_aliases() -> Mapping[str, str]:
    """Return old and three-letter codes of languages with those of today: `iw` is `he`, `eng` is `en`."""
    return dict(rows(CALENDAR, "language_aliases.tsv"))


@cache
def shown_language_names() -> Mapping[str, str]:
    """Return the English name of each language by its code: `ru` is `Russian`."""
    return dict(rows(CALENDAR, "languages_shown.tsv"))


@cache
def english_language_names() -> Mapping[str, str]:
    """Return the names of languages in English, folded, with their codes."""
    return dict(rows(CALENDAR, "languages_english.tsv"))


@cache
def native_language_names() -> Mapping[str, str]:
    """Return the names of languages in themselves, folded, with their codes."""
    return dict(rows(CALENDAR, "languages_native.tsv"))
