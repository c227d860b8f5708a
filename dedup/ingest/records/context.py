"""What the readers of one run share: the settings, and the tables that are costly to make twice."""

from dataclasses import dataclass, field

from dedup.config import ConfigError, ReadConfig, zone_of
from dedup.ingest.dates.parse import Dates
from dedup.ingest.records.language_codes import Languages
from dedup.ingest.records.outlet import Outlets


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
