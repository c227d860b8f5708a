"""What an outlet does with stories, in shares and counts."""

from typing import TYPE_CHECKING

from dedup.plain import count, line
from dedup.queries.printed.layout import Page, Row

if TYPE_CHECKING:
    from dedup.queries.outlet import OutletAnswer

_SIZES = ((86400, "day"), (3600, "hour"), (60, "minute"))


def outlet_page(found: "OutletAnswer") -> Page:
    """Shares, whom it takes from, who takes from it, and whose it is."""
    also = [line(name) for name in found.names if name != found.outlet]
    rows = [Row((line(found.outlet), "bold"), f"(also {', '.join(also)})" if also else "", gap=" ")]
    if found.owner:
        others = f"; the owner's others: {', '.join(map(line, found.same_owner))}" if found.same_owner else ""
        rows.append(Row(f"owner: {line(found.owner)}{others}"))
    if not found.articles:
        rows.append(Row("no article of it is in the archive"))
    else:
        excluded = f" ({found.unsure:,} excluded: uncertain links)" if found.unsure else ""
        rows.append(Row(f"{count(found.articles, 'article')}{excluded}"))
    for share, words in (
        (found.original, "apparently its own"),
        (found.copied, "copied"),
        (found.rewritten, "rewritten"),
        (found.translated, "translated"),
        (found.from_source, "from a source that is not in the archive"),
    ):
        if share is not None:
            rows.append(Row(f"{share:>7.0%}", words))
    if found.median_lag is not None:
        rows.append(Row(f"median delay after the source: {_span(found.median_lag)}"))
    for title, taken in (("Takes from", found.takes_from), ("Is taken from by", found.taken_by)):
        rows += [Row(), Row((title, "bold"))] if taken else []
        for one in taken:
            late = f"{_span(one.median_lag)} later" if one.median_lag is not None else ""
            absent = "" if one.in_archive else "not in the archive"
            rows.append(Row(f"{one.articles:>7,}", line(one.outlet), absent, late))
    return rows


def outlet_line(found: "OutletAnswer") -> str:
    """The outlet in one line."""
    own = f", {found.original:.0%} apparently its own" if found.original is not None else ""
    return f"{line(found.outlet)}: {count(found.articles, 'article')}{own}"


def _span(seconds: float) -> str:
    for size, name in _SIZES:
        if seconds >= 2 * size:
            return count(round(seconds / size), name)
    return count(round(seconds), "second")
