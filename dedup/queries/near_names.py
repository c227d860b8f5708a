"""Which outlets a person means by a name: any name of one in any language, its domain, in letters or in ASCII; and
names that are nearly the one asked for, for a message that says so.

`dedup outlet` answers about all of them together. `dedup archive forget` takes an outlet only as the archive calls it
and lists the others: what is deleted is named by whoever deletes it.
"""

from collections.abc import Iterable, Mapping, Set
from typing import Final

from dedup.provenance import Sources
from dedup.tables import in_letters

_LEAST: Final = 78.0
"""Likeness of two names, of 100, by the letters to insert and delete (rapidfuzz's ratio): "Interfaks" has 82 of
"Interfax", "Interpol" 63. By judgement: a name too many in a message costs less than one too few."""
_MOST: Final = 3
_LONGEST: Final = 1_000
"""Characters of a name that is compared: the time grows with their square. By judgement."""


def near_names(name: str, key: str, known: Mapping[str, str]) -> list[str]:
    """Return the names of `known` that are most like `name`, the best first; `known` has the key of each.

    Keys are compared as well, since they are romanised: a slip in "Интерфакс" is found where it is called "Interfax".
    """
    from rapidfuzz import fuzz

    if len(name) > _LONGEST:
        return []
    asked = name.casefold()
    near = []
    for one, its in known.items():
        spelled = fuzz.ratio(asked, one.casefold())
        # Two short keys, as of "~ab", are alike by chance.
        romanised = fuzz.ratio(key, its) if min(len(key), len(its)) > 4 else 0.0
        if max(spelled, romanised) >= _LEAST:
            near.append((-spelled, -romanised, one))
    return [one for *_, one in sorted(near)[:_MOST]]


def did_you_mean(names: Iterable[str]) -> str:
    """Return the end of a message: `; did you mean 'a.example' or 'b.example'?`, empty without names."""
    shown = " or ".join(map(repr, names))
    return f"; did you mean {shown}?" if shown else ""


def outlet_key(name: str, sources: Sources) -> str:
    """Return the key that all names of an outlet share."""
    return sources.resolve(in_letters(name.strip()))[1]


def outlet_keys(names: Iterable[str], sources: Sources) -> dict[str, str]:
    """Return the key of each of some names."""
    return {one: sources.resolve(one)[1] for one in names}


def names_with_key(name: str, key: str, keys: Mapping[str, str]) -> list[str]:
    """Return the names of an outlet that is asked for as `name`, with the key `key`, among those of `keys`."""
    return [one for one, its in keys.items() if one == name or its == key]


def other_names(named: Set[str], known: Iterable[str], sources: Sources) -> list[str]:
    """Return the names among `known` of outlets that are `named` by another name."""
    keys, own = outlet_keys(known, sources), {name.lower() for name in named}
    meant = {one for name in named for one in names_with_key(name, outlet_key(name, sources), keys)}
    return sorted(one for one in meant if one.lower() not in own)


def likely_outlets(name: str, known: Iterable[str], sources: Sources) -> list[str]:
    """Return the names among `known` of the outlet that `name` names; without any, those that are nearly that name."""
    key, keys = outlet_key(name, sources), outlet_keys(known, sources)
    return names_with_key(name, key, keys) or near_names(name, key, keys)
