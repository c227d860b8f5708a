"""Names that are nearly the one asked for, for a message that says so."""

from collections.abc import Iterable, Mapping
from typing import Final

_LEAST: Final = 78.0
"""Likeness of two names, of 100, by the letters to insert and delete (rapidfuzz's ratio): "Interfaks" has 82 of
"Interfax", "Interpol" 63. By judgement: a name too many in a message costs less than one too few."""
_MOST: Final = 3


def near_names(name: str, key: str, known: Mapping[str, str]) -> list[str]:
    """Return the names of `known` that are most like `name`, the best first; `known` has the key of each.

    Keys are compared as well, since they are romanised: a slip in "Интерфакс" is found where it is called "Interfax".
    """
    from rapidfuzz import fuzz

    asked = name.casefold()
    near = []
    for one, its in known.items():
        spelled, romanised = fuzz.ratio(asked, one.casefold()), fuzz.ratio(key, its) if _tells(key, its) else 0.0
        if max(spelled, romanised) >= _LEAST:
            near.append((-spelled, -romanised, one))
    return [one for *_, one in sorted(near)[:_MOST]]


def did_you_mean(names: Iterable[str]) -> str:
    """Return the end of a message: `; did you mean 'a.example' or 'b.example'?`, empty without names."""
    shown = " or ".join(map(repr, names))
    return f"; did you mean {shown}?" if shown else ""


def _tells(key: str, other: str) -> bool:
    """Whether both keys have letters enough to be compared: two of "~ab" are alike by chance."""
    return min(len(key), len(other)) > 4
