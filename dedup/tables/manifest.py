"""What results depend on beside texts and settings: the release of dedup, its tables, and libraries with data.

An archive keeps it (`dedup.archive`). Keys made with one stemmer and looked up with another are not the same keys, and
nothing but their name would show it.
"""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

LIBRARIES: Final = ("PyStemmer", "htmldate", "py3langid", "trafilatura")
"""Libraries whose data or rules enter stems, languages, texts and dates, and cannot be kept as tables here."""

_TABLES: Final = frozenset({".toml", ".tsv", ".zip", ".dat"})
_PACKAGE: Final = Path(__file__).parents[1]

MadeWith = Mapping[str, str]
"""Release or SHA-256 by name: `{"release of dedup": "1.0.0", "library PyStemmer": "3.1.0", "table seed": "5f0c…"}`."""


@cache
def made_with() -> MadeWith:
    """Return what results of this process depend on beside texts and settings."""
    from dedup import __version__

    found = {"release of dedup": __version__}
    for name in LIBRARIES:
        found[f"library {name}"] = _release(name)
    for name, paths in sorted(_tables().items()):
        found[f"table {name}"] = _digest(paths)
    return found


def differences(then: MadeWith, now: MadeWith) -> list[str]:
    """Return what differs, in words: `PyStemmer 3.0.0 (here 3.1.0)`, `table seed`; nothing if all is the same.

    Where `then` is empty nothing is known of it, and that is what it says.
    """
    return list(_differences(then, now)) if then else ["tables of an unknown release of dedup"]


def _differences(then: MadeWith, now: MadeWith) -> Iterator[str]:
    for name in sorted({*then, *now}):
        was, here = then.get(name), now.get(name)
        if was != here:
            is_table = name.startswith("table ")
            yield name if is_table else f"{name.split()[-1]} {was or 'not installed'} (here {here or 'not installed'})"


def _tables() -> dict[str, list[Path]]:
    """The data files of the package by the name of their table: a folder of tables alone is one, named after it."""
    found: dict[str, list[Path]] = {}
    for path in sorted(_PACKAGE.rglob("*")):
        if path.suffix in _TABLES:
            alone = not any(path.parent.glob("*.py"))
            found.setdefault(path.parent.name if alone else path.stem, []).append(path)
    return found


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _release(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
