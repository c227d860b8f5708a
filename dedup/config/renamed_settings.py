"""Settings under the names that earlier versions had for them, which archives and users' files keep."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import wraps
from operator import attrgetter
from typing import Any, TypeVar

PartT = TypeVar("PartT")


def formerly(**former: str) -> Callable[[type[PartT]], type[PartT]]:
    """Let a part of the settings be made and asked by old names too: `formerly(reported_lead="told_lead")`.

    Archives go on holding the old names, so that each version reads what another one made.
    """

    def renamed(part: type[PartT]) -> type[PartT]:
        made: Any = part.__init__
        current = {old: new for new, old in former.items()}

        @wraps(made)
        def init(self: Any, *values: Any, **named: Any) -> None:
            given = {name: value for name, value in named.items() if name not in current}
            made(self, *values, **given | {current[name]: value for name, value in named.items() if name in current})

        part.__init__ = init  # type: ignore[method-assign]
        for old, new in current.items():
            setattr(part, old, property(attrgetter(new), doc=f"`{new}` by its former name."))
        part._former = former  # type: ignore[attr-defined]
        return part

    return renamed


def known_names(part: type) -> set[str]:
    """Return the names under which a part of the settings takes values: those of its fields and their former ones."""
    return {one.name for one in fields(part)} | set(former_names(part).values())


def former_names(part: type) -> Mapping[str, str]:
    """Return the settings of a part that have a former name, each with it."""
    found: Mapping[str, str] = getattr(part, "_former", {})
    return found
