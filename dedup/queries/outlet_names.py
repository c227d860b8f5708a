"""Which outlets a person means by a name: any name of one in any language, its domain, in letters or in ASCII.

`dedup outlet` answers about all of them together. `dedup archive forget` takes an outlet only as the archive calls it
and lists the others: what is deleted is named by whoever deletes it.
"""

from collections.abc import Iterable, Mapping

from dedup.provenance import Sources
from dedup.queries.near_names import near_names
from dedup.tables import in_letters


def outlet_key(name: str, sources: Sources) -> str:
    """The key that all names of an outlet share."""
    return sources.resolve(in_letters(name.strip()))[1]


def outlet_keys(names: Iterable[str], sources: Sources) -> dict[str, str]:
    """The key of each of some names."""
    return {one: sources.resolve(one)[1] for one in names}


def names_with_key(name: str, key: str, keys: Mapping[str, str]) -> list[str]:
    """The names of an outlet that is asked for as `name`, with the key `key`, among those of `keys`."""
    return [one for one, its in keys.items() if one == name or its == key]


def likely_outlets(name: str, known: Iterable[str], sources: Sources) -> list[str]:
    """The names among `known` of the outlet that `name` names; without any, those that are nearly that name."""
    key, keys = outlet_key(name, sources), outlet_keys(known, sources)
    return names_with_key(name, key, keys) or near_names(name, key, keys)
