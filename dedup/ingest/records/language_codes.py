"""The language a record gives, as an ISO 639-1 code: `en-US`, `eng`, `English` and `EN` are `en`."""

import re

from dedup.tables import english_language_names, language_aliases, native_language_names

KEPT = 10_000
_CODE = re.compile(r"[a-z]{2,3}")


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
            code = language_aliases().get(head, head)
            return code if code in english_language_names().values() else None
        return english_language_names().get(given) or native_language_names().get(given)
