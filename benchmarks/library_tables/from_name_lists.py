"""Readings of Japanese surnames and given names, from japanese-personal-name-dataset. Needed to make the table only.

The package is MIT-licensed; its given names are checked against Wikidata (CC0) and the authorities of the National Diet
Library. Readings come as romaji with long vowels as kana write them (`satou`), which name keys leave out.
"""

import csv
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Final

_SOURCE: Final = "japanese_personal_name_dataset"
_LEAST_SURNAME: Final = 2
"""A single character (林, 森) is a word of any text."""
_MOST_GIVEN: Final = 3
_MOST_READINGS: Final = 4
"""A spelling of more readings says next to nothing of the name."""
_LISTS: Final = (("man_opti", "woman_opti"), ("man_org", "woman_org"))
"""Popular names, then all: 大輔 is Daisuke among three readings of the former, and among more of the latter."""


def japanese_names() -> Mapping[str, str]:
    """Return the members of the archive of names: a spelling a line with its readings, of surnames and given names."""
    surnames = {row[0]: [row[3]] for row in _rows("last_name_org") if len(row[0]) >= _LEAST_SURNAME}
    popular, others = (_given(*names) for names in _LISTS)
    clear = {
        spelling: readings for spelling, readings in {**others, **popular}.items() if len(readings) <= _MOST_READINGS
    }
    return {"surnames.txt": _lines(surnames), "given.txt": _lines(clear)}


def _given(*lists: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in lists:
        for _, reading, *spellings in _rows(f"first_name_{name}"):
            for spelling in filter(None, spellings):
                if len(spelling) <= _MOST_GIVEN and reading not in found.setdefault(spelling, []):
                    found[spelling].append(reading)
    return found


def _rows(name: str) -> Iterator[list[str]]:
    text = files(_SOURCE).joinpath("dataset", f"{name}.csv").read_text("utf-8-sig")
    return csv.reader(text.splitlines())


def _lines(names: Mapping[str, list[str]]) -> str:
    return "\n".join("\t".join((spelling, *readings)) for spelling, readings in sorted(names.items()))
