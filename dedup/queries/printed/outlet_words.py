"""What an outlet does with stories, in shares and counts; several outlets as a table, CSV."""

import csv
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from dedup.export import harmless
from dedup.messages import count, line
from dedup.queries.outlet import WAYS
from dedup.queries.printed.layout import Page, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.queries.outlet import OutletAnswer, Way


_SIZES = ((86400, "day"), (3600, "hour"), (60, "minute"))

_NAMED: Final = 3
_SAID: Final = {
    "originated": ("originated here", "originated here"),
    "earliest_here": ("appeared here first in the archive", "appeared here first in the archive"),
    "alone": ("is reported by nobody else", "are reported by nobody else"),
    "update": ("updates its own", "update its own"),
    "taken": ("was taken from another outlet", "were taken from other outlets"),
    "translated": (
        "comes independently from a source in another language",
        "come independently from a source in another language",
    ),
    "from_source": ("comes from a source that is not in the archive", "come from a source that is not in the archive"),
    "unknown": ("is not known", "are not known"),
}
"""What is said of one article, and of several."""
_WAYS: Final = {
    "originated": "originated here",
    "earliest_here": "first in the archive; an earlier source cannot be excluded",
    "alone": "reported by nobody else in the archive",
    "update": "updates of its own",
    "taken": "taken from other outlets",
    "translated": "independently from a source in another language, not in the archive",
    "from_source": "from a source that is not in the archive",
    "unknown": "not known",
}


def outlet_page(found: "OutletAnswer") -> Page:
    """Return shares, whom it takes from, who takes from it, and whose it is."""
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
    rows += [Row(), Row(outlet_sentence(found)), Row()] if found.ways else []
    for way in found.ways:
        late = f"median delay {_delay(way)}" if way.median_lag is not None else ""
        rows.append(Row(f"{way.articles:>7,}  {way.share:>4.0%}", _WAYS[way.way], late))
        for example in way.examples:
            sure = "" if example.confidence is None else f"({example.confidence:.0%})"
            whom = f"from {line(example.taken_from)} {sure}" if example.taken_from else sure
            shown = (example.published, line(example.title or "no title"), whom, (line(example.id), "dim"))
            rows.append(Row(*(part for part in shown if part), guides=" " * 15))
    rows += [Row(), Row(("Of its articles with sure links", "bold"))] if found.original is not None else []
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
    for title, taken in (("Takes from", found.takes_from), ("Others take from it", found.taken_by)):
        rows += [Row(), Row((title, "bold"))] if taken else []
        for one in taken:
            late = f"{_span(one.median_lag)} later" if one.median_lag is not None else ""
            absent = "" if one.in_archive else "not in the archive"
            rows.append(Row(f"{one.articles:>7,}", line(one.outlet), absent, late))
    return rows


def outlet_sentence(found: "OutletAnswer") -> str:
    """Return what its articles come to, in one sentence."""
    of = {way.way: way for way in found.ways}
    parts = [
        f"{of[way].articles:,} {_SAID[way][of[way].articles != 1]}{_whom(of[way].taken_from)}"
        for way in _SAID
        if way in of
    ]
    listed = ", ".join(parts[:-1]) + f" and {parts[-1]}" if len(parts) > 1 else parts[0]
    dates = "".join(f" {word} {day}" for word, day in (("since", found.since), ("until", found.until)) if day)
    late = "taken" in of and of["taken"].median_lag is not None
    delay = f"; median delay after the source: {_delay(of['taken'])}" if late else ""
    return f"Of its {count(sum(way.articles for way in found.ways), 'article')}{dates}, {listed}{delay}."


def _delay(way: "Way") -> str:
    """The median, and of how many articles it is, where it is not of all."""
    known = f" ({way.timed:,} of {way.articles:,} known)" if way.timed < way.articles else ""
    return f"{_span(way.median_lag or 0)}{known}"


def _whom(taken_from: "Sequence[tuple[str, int]]") -> str:
    if not taken_from:
        return ""
    named = [f"{line(name)} {articles:,}" for name, articles in taken_from[:_NAMED]]
    more = f" and {len(taken_from) - _NAMED:,} more" if len(taken_from) > _NAMED else ""
    return f" ({', '.join(named)}{more})"


def outlet_line(found: "OutletAnswer") -> str:
    """Return the outlet in one line."""
    own = f", {found.original:.0%} apparently its own" if found.original is not None else ""
    return f"{line(found.outlet)}: {count(found.articles, 'article')}{own}"


def _span(seconds: float) -> str:
    for size, name in _SIZES:
        if seconds >= 2 * size:
            return count(round(seconds / size), name)
    return count(round(seconds), "second")


_HOUR: Final = 3600
_NAMED_IN_CELL: Final = 5
COLUMNS: Final = (
    "outlet",
    "owner",
    "articles",
    *WAYS,
    "median_delay_hours",
    "takes_most_from",
    "example",
    "example_url",
)


def outlets_csv(answers: "Iterable[OutletAnswer]") -> str:
    """Return one row per outlet: how many of its articles came about in each way, how late, whom it takes most from.

    No cell is run as a formula by a spreadsheet.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for found in answers:
        of = {way.way: way for way in found.ways}
        taken = [one for way in ("taken", "translated", "from_source") if way in of for one in of[way].taken_from]
        most = sorted(taken, key=lambda one: (-one[1], one[0]))[:_NAMED_IN_CELL]
        late = of["taken"].median_lag if "taken" in of else None
        example = next((way.examples[0] for way in (of.get("taken"), *found.ways) if way and way.examples), None)
        cells = (
            found.outlet,
            found.owner or "",
            sum(way.articles for way in found.ways),
            *(of[way].articles if way in of else 0 for way in WAYS),
            "" if late is None else round(late / _HOUR, 2),
            "; ".join(f"{name} ({articles})" for name, articles in most),
            (example.title or example.id) if example else "",
            (example.url or "") if example else "",
        )
        writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue()
