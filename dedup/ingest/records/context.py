"""What the readers of one run share: the settings, and the tables that are costly to make twice."""

import re
from dataclasses import dataclass, field

from dedup.config import ConfigError, ReadConfig, zone_of
from dedup.ingest.dates.parse import Dates
from dedup.ingest.records.outlet import Outlets
from dedup.tables import english_language_names, language_aliases, native_language_names

KEPT = 10_000
_CODE = re.compile(r"[a-z]{2,3}")


class Languages:
    """Normalises the language a record gives: `en-US`, `eng`, `English` and `EN` are `en`. It keeps what it found."""

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


@dataclass(frozen=True)
class Context:
    """The settings and lookup tables that the readers of one run share.

    Sharing changes how often a thing is looked up, and not what is read.
    """

    config: ReadConfig
    latest: int
    """The last moment that is believed as a publication date, in microseconds."""
    dates: Dates = field(default_factory=Dates)
    outlets: Outlets = field(default_factory=Outlets)
    languages: Languages = field(default_factory=Languages)


def make_context(config: ReadConfig) -> Context:
    """Return a context for a run.

    Raises:
        ConfigError: if `latest_published` is no date, or `timezone` no zone.
    """
    dates = Dates(zone=zone_of(config.timezone) if config.timezone else None)
    latest = dates.parse(config.latest_published)
    if latest is None:
        raise ConfigError(f"latest_published is not a date: {config.latest_published!r}")
    return Context(config, latest.time, dates)
