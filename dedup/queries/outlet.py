"""What an outlet does with stories: how much is its own, whom it takes from and how late, who takes from it."""

from dataclasses import dataclass
from typing import Any

from dedup.archive import ArchiveStore
from dedup.config import SURE_LINK, Config
from dedup.export import DECIMALS
from dedup.messages import UnknownOutletError as UnknownOutletError  # noqa: PLC0414
from dedup.provenance import OUTLETS_SQL, TAKEN_FROM_SQL, WINDOW, Sources
from dedup.queries.date_edges import edge_of
from dedup.queries.near_names import did_you_mean, names_with_key, near_names, outlet_key, outlet_keys
from dedup.queries.outlet_ways import Way, outlet_ways


@dataclass(frozen=True)
class Taken:
    """How often stories went from one outlet to another, and how late."""

    outlet: str
    """The other one: an outlet of the archive, or a named source."""

    in_archive: bool
    articles: int
    median_lag: float | None
    """Seconds; None where no two times are known to the hour."""


@dataclass(frozen=True)
class OutletAnswer:
    """What the archive knows of one outlet. Shares are of the articles whose links are sure, and add up to 1."""

    outlet: str
    """As the archive calls it; of a source without articles in the archive, its name."""

    names: tuple[str, ...]
    """Everything that the archive calls it."""

    articles: int
    unsure: int
    """Articles that are left out of the shares: their links were said with less than a half."""

    original: float | None
    """Share of articles that are the first of their story, or that nothing links to an earlier one or a source. None,
    like all shares, without articles."""

    copied: float | None
    rewritten: float | None
    translated: float | None
    from_source: float | None
    """Share taken from a named source that is not in the archive."""

    median_lag: float | None
    """Seconds by which it is later than those it takes from in the archive."""

    takes_from: tuple[Taken, ...]
    """The most first."""

    taken_by: tuple[Taken, ...]
    """Who takes from it; the most first."""

    owner: str | None
    """Who controls it, if the table of sources knows."""

    same_owner: tuple[str, ...]
    """Other outlets of that owner: those of the archive as it calls them, the rest by name."""

    ways: tuple[Way, ...] = ()
    """How each of its articles came about: originated, taken from whom, not known (`outlet_ways.WAYS`)."""

    since: str | None = None
    until: str | None = None
    """The dates that were asked for; articles without a date are left out where one was."""

    def __str__(self) -> str:
        from dedup.queries.printed import as_text, outlet_page

        return as_text(outlet_page(self))

    def __repr__(self) -> str:
        from dedup.queries.printed import outlet_line

        return f"<OutletAnswer {outlet_line(self)}>"


def find_outlet(
    archive: ArchiveStore, name: str, *, since: str | None = None, until: str | None = None
) -> OutletAnswer:
    """Return what the archive knows of the outlet `name`: its domain, or any name of it in any language.

    `since` and `until` are dates (2025, 2025-05, 2025-05-06), both included: only articles published within count.

    Raises:
        UnknownOutletError: if there is no article of it, and none taken from it; the message has names like it.
        ConfigError: if a date is none.
    """
    within = "".join(
        f" AND article.published {sign} '{edge_of(option, value, after=option == 'until')}'::TIMESTAMPTZ"
        for option, value, sign in (("since", since, ">="), ("until", until, "<"))
        if value is not None
    )
    sources = Sources.load(Config.of(archive.settings).provenance.sources)
    key = outlet_key(name, sources)
    every = archive.rows("SELECT DISTINCT outlet FROM article WHERE outlet IS NOT NULL ORDER BY outlet")["outlet"]
    keys = outlet_keys(every.to_pylist(), sources)
    names = names_with_key(name, key, keys)
    named = archive.rows("SELECT DISTINCT source FROM link WHERE source IS NOT NULL ORDER BY source")["source"]
    named_keys = outlet_keys(named.to_pylist(), sources)
    credited = names_with_key(name, key, named_keys)
    if not names and not credited:
        # Those of the archive's own come last, so that their key counts where both are called the same.
        near = near_names(name, key, named_keys | keys)
        raise UnknownOutletError(
            f"{archive.path}: no article of an outlet {name!r}, and none that names it{did_you_mean(near)}"
        )
    main = name if name in names else (names or credited)[0]
    outlets_sql, taken_sql = OUTLETS_SQL.replace(WINDOW, within), TAKEN_FROM_SQL.replace(WINDOW, within)
    shares = _rows(archive, outlets_sql, "outlet = $main", names, main)
    row = shares[0] if shares else {"articles": 0, "unsure": 0}
    takes = _rows(archive, taken_sql, "outlet = $main", names, main)
    of_it = "CASE WHEN in_dump THEN taken_from = $main ELSE list_contains($credited::VARCHAR[], taken_from) END"
    by = _rows(archive, taken_sql, of_it, names, main, {"credited": credited})
    known = sources.get(key)
    siblings = [one for one in sources.of_owner(known.owner) if one.key != key] if known else []
    here = {its: one for one, its in keys.items()}
    return OutletAnswer(
        outlet=main,
        names=tuple(names or credited),
        articles=row["articles"],
        unsure=row["unsure"],
        **{share: _figure(row.get(share)) for share in _SHARES},
        median_lag=_figure(row.get("median_lag")),
        takes_from=tuple(
            Taken(one["taken_from"], one["in_dump"], one["articles"], _figure(one["median_lag"])) for one in takes
        ),
        taken_by=tuple(Taken(one["outlet"], True, one["articles"], _figure(one["median_lag"])) for one in by),
        owner=known.owner if known else None,
        same_owner=tuple(sorted(here.get(one.key, one.name) for one in siblings)),
        ways=outlet_ways(archive, names, sources, within) if names else (),
        since=since,
        until=until,
    )


_SHARES = ("original", "copied", "rewritten", "translated", "from_source")


def _rows(
    archive: ArchiveStore, sql: str, condition: str, names: list[str], main: str, more: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Rows of a query over all outlets, with everything that one is called put under one name."""
    found: list[dict[str, Any]] = archive.rows(
        f"""
        WITH article AS (
            SELECT * REPLACE (CASE WHEN list_contains($names::VARCHAR[], outlet) THEN $main ELSE outlet END AS outlet)
            FROM article
        )
        SELECT * FROM ({sql}) WHERE {condition}
        """,
        {"names": names, "main": main, "confidence": SURE_LINK} | (more or {}),
    ).to_pylist()
    return found


def _figure(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)
