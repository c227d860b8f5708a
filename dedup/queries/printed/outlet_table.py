"""Several outlets as a table: CSV, one row an outlet."""

import csv
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from dedup.export import harmless
from dedup.queries.outlet_ways import WAYS

if TYPE_CHECKING:
    from dedup.queries.outlet import OutletAnswer

_HOUR: Final = 3600
_NAMED: Final = 5
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
    """Return one row an outlet: how many of its articles came about in each way, how late, whom it takes most from.

    No cell is run as a formula by a spreadsheet.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for found in answers:
        of = {way.way: way for way in found.ways}
        taken = [one for way in ("taken", "translated", "from_source") if way in of for one in of[way].taken_from]
        most = sorted(taken, key=lambda one: (-one[1], one[0]))[:_NAMED]
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
