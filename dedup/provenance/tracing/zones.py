"""The zones that an outlet's clocks may show: those of its domain's country, else all there are."""

from functools import lru_cache
from importlib import resources

from dedup.provenance.attribution.name_forms import host_of

ANYWHERE = (-12.0, 14.0)
"""Hours east of UTC between which all clocks of the world lie."""

_SOLD_EVERYWHERE = frozenset({"ai", "cc", "co", "fm", "io", "la", "me", "tv", "ws"})
"""Domains of countries that are mostly used elsewhere."""


def zone_hours(outlet: str | None) -> tuple[float, float]:
    """The least and the most hours east of UTC that the clock of an outlet may show.

    >>> zone_hours("harbourpost.am"), zone_hours("harbourpost.example")
    ((4.0, 4.0), (-12.0, 14.0))
    """
    host = host_of(outlet) if outlet else None
    country = host.rpartition(".")[2] if host else ""
    return ANYWHERE if country in _SOLD_EVERYWHERE else _table().get(country, ANYWHERE)


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[float, float]]:
    lines = resources.files(__package__).joinpath("zone_hours.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {country: (float(west), float(east)) for country, west, east in rows}
