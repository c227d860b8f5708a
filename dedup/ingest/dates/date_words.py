"""Words of dates in many languages, from `date_words.toml`; names of months and weekdays else are CLDR's."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from dedup.tables import word_table


@cache
def date_words(name: str) -> tuple[str, ...]:
    """Return the words of a list, in its order; some are of two words."""
    return tuple(word.replace("_", " ") for word in " ".join(_table()[name]).split())


@cache
def further_months(name: str, of: str = "months") -> Mapping[str, int]:
    """Return the months, from 1 on, by names that CLDR has not: those of a language, or of one of the `calendars`."""
    months: list[str] = _table()[of].get(name, [])
    return {word.replace("_", " "): month for month, words in enumerate(months, 1) for word in words.split()}


def month_prefixes(lang: str) -> str:
    """Return the prepositions of one letter that a language writes together with the month."""
    prefixes: str = _table()["month_prefixes"].get(lang, "")
    return prefixes


def _table() -> Mapping[str, Any]:
    return word_table("dedup.ingest.dates", "date_words.toml")
