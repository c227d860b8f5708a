"""The files of tables: zip archives with one text per table, since they are small, lazily read and open to any tool;
TOML beside the code that reads it for what people write."""

import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent
NAMES: Final = FOLDER / "cldr_names.zip"
CALENDAR: Final = FOLDER / "cldr_calendar.zip"
SPELLING: Final = FOLDER / "ascii_spelling.zip"
PUBLIC_SUFFIXES: Final = FOLDER / "public_suffixes.dat"
"""The public suffix list without its comments, as tldextract reads it."""
LATER_CHARACTERS: Final = FOLDER / "unicode_later.tsv"
CITIES: Final = FOLDER / "cities.tsv"
"""Names of large cities in scripts without spaces."""
JAPANESE_NAMES: Final = FOLDER / "japanese_names.zip"
"""Readings of Japanese surnames and given names in Chinese characters."""


def member(path: Path, name: str) -> str | None:
    """Return the text of one table of a zip archive, None if it has no such."""
    with zipfile.ZipFile(path) as archive:
        try:
            return archive.read(name).decode()
        except KeyError:
            return None


def rows(path: Path, name: str) -> Iterator[list[str]]:
    """Yield the rows of one table, split at tabs."""
    for line in (member(path, name) or "").splitlines():
        yield line.split("\t")


@cache
def word_table(room: str, name: str) -> Mapping[str, Any]:
    """Return what a table of words says that stands in the folder of the code it is for.

    >>> word_table("dedup.text", "sentences.toml")["before_names"]["uk"]
    'вул'
    """
    return tomllib.loads(files(room).joinpath(name).read_text("utf-8"))


@cache
def city_names(script: str) -> tuple[tuple[str, str], ...]:
    """Return the names of large cities in a script (`thai`), each with the city's English name."""
    head, *lines = (line.split("\t") for line in CITIES.read_text("utf-8").splitlines())
    if script not in head:
        return ()
    column = head.index(script)
    return tuple((name, line[0]) for line in lines for name in line[column].split("|") if name)


def japanese_readings(which: str) -> dict[str, str]:
    """Return the readings of Japanese `surnames` or `given` names, in Latin letters and split at tabs, by their
    spelling."""
    lines = (member(JAPANESE_NAMES, f"{which}.txt") or "").splitlines()
    return {spelling: readings for spelling, _, readings in (line.partition("\t") for line in lines)}


def later_characters() -> Iterator[range]:
    """Yield the code points that Unicode assigned after the release that the project reads texts by.

    A newer Python knows letters that an older one does not. Texts are cut alike on all of them, so that signatures are
    too: those letters are letters nowhere. What was assigned before keeps its case and its decompositions, by Unicode's
    stability policies.
    """
    for line in LATER_CHARACTERS.read_text("ascii").splitlines():
        first, last = (int(code, 16) for code in line.split("\t"))
        yield range(first, last + 1)
