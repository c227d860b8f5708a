"""The language a record gives, as an ISO 639-1 code: `en-US`, `eng`, `English` and `EN` are `en`."""

import re
from functools import cached_property
from typing import Any

KEPT = 10_000
_CODE = re.compile(r"[a-z]{2,3}")
_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis"})


class Languages:
    """Normalises language names. One for a run, since it keeps what it has looked up."""

    def __init__(self) -> None:
        self._known: dict[str, str | None] = {}

    def code(self, given: object) -> str | None:
        """Return the code of the language that a record names, or None for none, several or an unknown one."""
        if isinstance(given, list) and len(given) == 1:
            given = given[0]
        if not isinstance(given, str) or not given or len(given) > 100:
            return None
        if given not in self._known:
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[given] = self._look_up(given.strip().casefold())
        return self._known[given]

    def _look_up(self, given: str) -> str | None:
        head = re.split(r"[-_]", given)[0]
        if _CODE.fullmatch(head):
            code = str(self._aliases.get(head, head)).split("_")[0]
            return code if code in self._codes else None
        # The names of languages in themselves come last: they are in 300 files, half a second's reading.
        return self._english.get(given) or self._own.get(given)

    @cached_property
    def _aliases(self) -> dict[str, Any]:
        from babel.core import get_global

        return {old: new for old, new in get_global("language_aliases").items() if _CODE.fullmatch(old)}

    @cached_property
    def _english(self) -> dict[str, str]:
        from babel import Locale

        # "Swiss German" (de_CH) is a variety: only whole languages have a code of their own here.
        known = Locale.parse("en").languages.items()
        return {name.casefold(): code for code, name in known if _CODE.fullmatch(code) and code not in _NO_LANGUAGE}

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(self._english.values())

    @cached_property
    def _own(self) -> dict[str, str]:
        from babel import Locale, UnknownLocaleError

        names: dict[str, str] = {}
        for code in sorted(self._codes):
            try:
                own = Locale.parse(code).get_language_name(code)
            except (UnknownLocaleError, ValueError):
                continue
            if own:
                names.setdefault(own.casefold(), code)
        return names
