"""The seed lexicon: the commonest meanings of news, one row per meaning, one column per language.

`seed/*.tsv` are plain tables for readers to correct: `a|b` are several usual renderings, an empty cell is one that
is not known. The first column names the concept; where it is empty the concept is `s:` and the first English word.
Rows with the concept of another source (`t:US` for "American", `n:2` for "two", `c:USD` for "dollar") add words to it.

`seed/languages/*.tsv` hold one language each, with the concepts of those tables: as many meanings or fewer, for
languages that came later. They were written without a native reader.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from dedup.features.concepts.lexicon import Lexicon, Phrase
from dedup.features.stems.stemmer import base_language

COLUMNS = tuple("concept en ru uk hy ka az tr de fr es it pl cs hr is ar fa he hi zh ja".split())
"""The header of every table. Croatian serves Serbian and Bosnian as well: one stemmer, both scripts.
Words that only Serbian has stand in `seed/languages/sr.tsv`."""


class Seed:
    """The tables, read for some languages; nothing in it changes after `load`."""

    def __init__(self, keys: tuple[str, ...], lexicons: Mapping[str, Lexicon[int]]) -> None:
        self.keys = keys
        """Meaning id -> concept, as text: what is kept, since ids change when a row is put in."""
        self._lexicons = lexicons

    @classmethod
    def load(cls, langs: Iterable[str] = COLUMNS[1:]) -> "Seed":
        """Read the tables for some languages; those that have no column are left out without complaint."""
        wanted = {base_language(lang) for lang in langs}
        columns = [(column, base_language(column)) for column in COLUMNS[1:] if base_language(column) in wanted]
        keys: dict[str, int] = {}
        entries: dict[str, list[tuple[str, int]]] = {lang: [] for lang in sorted(wanted)}
        for row in rows():
            meaning = keys.setdefault(concept_of(row), len(keys))
            for column, lang in columns:
                entries[lang] += [(form, meaning) for form in forms(row[column])]
        for lang in sorted(wanted):
            for row in language_rows(lang):
                meaning = keys.setdefault(row["concept"], len(keys))
                entries[lang] += [(form, meaning) for form in forms(row[lang])]
        return cls(tuple(keys), {lang: Lexicon(listed, lang) for lang, listed in entries.items() if listed})

    def lexicon(self, lang: str) -> Lexicon[int] | None:
        """Return one language's entries, if the tables have the language."""
        return self._lexicons.get(base_language(lang))

    def concepts(self, stems: Sequence[str], lang: str) -> list[tuple[int, ...]]:
        """Return for each stem its meaning ids; a stem may have several, and has none in a language without a
        column."""
        lexicon = self.lexicon(lang)
        return lexicon.concepts(stems) if lexicon is not None else [()] * len(stems)

    def phrases(self, stems: Sequence[str], lang: str) -> list[Phrase[int]]:
        """Return multiword entries among the stems of a text, in its order."""
        lexicon = self.lexicon(lang)
        return lexicon.phrases(stems) if lexicon is not None else []


@cache
def rows() -> tuple[Mapping[str, str], ...]:
    """Return every row of every table, files by name, so that ids are the same everywhere; read once a process."""
    return tuple(
        MappingProxyType(row)
        for table in _tables()
        for row in csv.DictReader(io.StringIO(table.read_text("utf-8")), delimiter="\t", quoting=csv.QUOTE_NONE)
    )


def language_rows(lang: str) -> Iterator[dict[str, str]]:
    """Yield every row of a language's own table; none if it has no such."""
    table = _folder() / "languages" / f"{lang}.tsv"
    if lang.isalpha() and table.is_file():
        yield from csv.DictReader(io.StringIO(table.read_text("utf-8")), delimiter="\t", quoting=csv.QUOTE_NONE)


def _folder() -> Traversable:
    return resources.files("dedup.features.concepts") / "seed"


def _tables() -> list[Traversable]:
    folder = _folder()
    return sorted((file for file in folder.iterdir() if file.name.endswith(".tsv")), key=lambda file: file.name)


def concept_of(row: Mapping[str, str]) -> str:
    """Return a row's concept.

    >>> concept_of({"concept": "", "en": "say|tell"}), concept_of({"concept": "t:US", "en": "American"})
    ('s:say', 't:US')
    """
    return row["concept"] or "s:" + forms(row["en"])[0]


def forms(cell: str) -> list[str]:
    """Return a cell's renderings."""
    return [form for part in cell.split("|") if (form := part.strip())]
