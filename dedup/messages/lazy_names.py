"""Rooms whose modules load when one of their names is asked for: who needs one name waits for no other."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def names_of(room: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the `__getattr__` of the package `room`; `homes` has the names that it gives, by the module of it that
    each stands in."""
    home_of = {name: home for home, names in homes.items() for name in names.split()}

    def load_name(name: str) -> Any:
        if name not in home_of:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        found = getattr(import_module(f"{room}.{home_of[name]}"), name)
        setattr(sys.modules[room], name, found)
        return found

    return load_name
