"""What the report says of the dump as a whole: shares, outlets and whom they take from, time, languages, rejects."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from dedup.archive import Tables
from dedup.config import SURE_LINK, ReportConfig
from dedup.export.jsonl import FILES
from dedup.export.report.dates import MONTHS, moment
from dedup.export.report.sentences import VERDICTS
from dedup.export.report.svg import drawing, element, text, title
from dedup.provenance import OUTLETS_SQL, TAKEN_FROM_SQL

ROLES: Final = ("origin", "copy", "rewrite", "translation", "from_source", "alone")
_MATRIX: Final = 10
"""Outlets and sources of the matrix: the most frequent; a wider one fits no page."""
_MOST_REASONS: Final = 12
_MOST_BARS: Final = 45
_WIDEST_BAR: Final = 84.0
"""Of 900: the one bar of a dump of one day filled the picture, and looked like a banner."""
_DAY: Final = 86400.0
_UNITS: Final = {"day": 1.0, "week": 7.0, "month": 30.5, "year": 365.25}

_ROLES: Final = f"""
    SELECT role, count(*) AS articles, count(*) FILTER (keep) AS kept, count(*) FILTER (published IS NULL) AS undated
    FROM ({FILES["articles.jsonl"]}) GROUP BY role
"""
_LANGUAGES: Final = """
    SELECT coalesce(lang, '') AS lang, count(*) AS articles, count(membership.story) AS in_stories
    FROM body LEFT JOIN membership USING (article) GROUP BY ALL ORDER BY articles DESC, lang
"""
_VERDICTS: Final = """
    SELECT coalesce(verdict, 'undetermined') AS verdict, count(*) AS stories
    FROM (SELECT DISTINCT story FROM membership) LEFT JOIN origin USING (story) GROUP BY ALL
"""
_REASONS: Final = f"""
    SELECT reason, count(*) AS records, arg_min(file || ' ' || position, (file, position)) AS example
    FROM rejected GROUP BY reason ORDER BY records DESC, reason LIMIT {_MOST_REASONS}
"""
_FIRST: Final = """
    SELECT epoch(date_trunc('{unit}', first)) AS period, count(*) AS stories FROM (
        SELECT story, min(published) AS first FROM membership JOIN article USING (article)
        WHERE published IS NOT NULL GROUP BY story
    ) GROUP BY period ORDER BY period
"""
_SPAN: Final = """
    SELECT epoch(min(first)) AS low, epoch(max(first)) AS high
    FROM (SELECT min(published) AS first FROM membership JOIN article USING (article) GROUP BY story)
"""


def make_overview(archive: Tables, config: ReportConfig) -> dict[str, Any]:
    """Return all figures of the overview."""
    roles = {row["role"]: row for row in archive.records(_ROLES)}
    articles = sum(row["articles"] for row in roles.values())
    counts = {role: roles[role]["articles"] if role in roles else 0 for role in ROLES}
    verdicts = {row["verdict"]: row["stories"] for row in archive.records(_VERDICTS)}
    outlets = archive.records(OUTLETS_SQL, {"confidence": SURE_LINK})
    taken = archive.records(TAKEN_FROM_SQL, {"confidence": SURE_LINK})
    rejected = archive.one("SELECT count(*) FROM rejected")
    return {
        "articles": articles,
        "roles": counts,
        "kept": sum(row["kept"] for row in roles.values()),
        "undated": sum(row["undated"] for row in roles.values()),
        "stories": sum(verdicts.values()),
        "verdicts": {name: verdicts.get(name, 0) for name in VERDICTS},
        "languages": archive.records(_LANGUAGES),
        "outlets": _outlets(outlets, taken, config),
        "outlet_count": len(outlets),
        "matrix": _matrix(taken),
        "rejected": rejected,
        "reasons": archive.records(_REASONS) if rejected else [],
        "time": _time(archive),
    }


def _outlets(
    rows: Sequence[dict[str, Any]], taken: Sequence[Mapping[str, Any]], config: ReportConfig
) -> list[dict[str, Any]]:
    """The outlets with the most articles, each with whom it takes most from and how many take from it."""
    most: dict[str, Mapping[str, Any]] = {}
    lent: Counter[str] = Counter()
    for row in taken:
        most.setdefault(row["outlet"], row)
        if row["in_dump"]:
            lent[row["taken_from"]] += row["articles"]
    chosen = sorted(rows, key=lambda row: (-row["articles"], row["outlet"]))[: config.most_outlets]
    return [row | {"most": most.get(row["outlet"]), "lent": lent[row["outlet"]]} for row in chosen]


def _matrix(taken: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How often outlets took from those from whom the most is taken."""
    from_whom: Counter[tuple[str, bool]] = Counter()
    cells: Counter[tuple[str, str, bool]] = Counter()
    for row in taken:
        source = (row["taken_from"], row["in_dump"])
        from_whom[source] += row["articles"]
        cells[row["outlet"], *source] += row["articles"]
    columns = [name for name, _ in sorted(from_whom.items(), key=lambda item: (-item[1], item[0]))[:_MATRIX]]
    # The rows are those that take from these: the ones that take the most of all may have it from elsewhere.
    takers = {name: sum(cells[name, *column] for column in columns) for name in {outlet for outlet, *_ in cells}}
    rows = sorted((name for name, count in takers.items() if count), key=lambda name: (-takers[name], name))[:_MATRIX]
    columns = [column for column in columns if any(cells[row, *column] for row in rows)]
    largest = max((cells[row, *column] for row in rows for column in columns), default=1)
    return {
        "columns": columns,
        "rows": [
            (row, [(cells[row, *column], -(-4 * cells[row, *column] // largest)) for column in columns]) for row in rows
        ],
        "left_out": len(from_whom) - len(columns) + len(takers) - len(rows),
    }


def _time(archive: Tables) -> dict[str, Any]:
    """Stories by when they were first reported, as a bar chart of days, weeks, months or years."""
    (row,) = archive.records(_SPAN)
    if row["low"] is None:
        return {"drawing": "", "unit": "day"}
    days = (row["high"] - row["low"]) // _DAY + 1
    unit = next((name for name, size in _UNITS.items() if days / size <= _MOST_BARS), "year")
    bars = archive.records(_FIRST.format(unit=unit))
    # Of centuries of stories the first and last years would be a hair's breadth: the latest are drawn.
    return {"drawing": _bars(bars[-3 * _MOST_BARS :], unit), "unit": unit}


def _bars(bars: Sequence[Mapping[str, Any]], unit: str) -> str:
    if not bars:
        return ""
    width, height, left, right, base = 900.0, 150.0, 34.0, 68.0, 118.0  # right: the label of the last bar
    high = max(bar["stories"] for bar in bars)
    low, last = bars[0]["period"], bars[-1]["period"]
    size = _UNITS[unit]
    places = max(1.0, round((last - low) / _DAY / size) + 1)
    step = (width - left - right) / places
    parts = [
        element("line", {"x1": left, "x2": width - 8, "y1": base, "y2": base, "class": "rule"}),
        text(left - 6, 22, high, "small end"),
        text(left - 6, base, 0, "small end"),
    ]
    labels = max(1, math.ceil(84 / step))
    shown = -1000
    for bar in bars:
        place = round((bar["period"] - low) / _DAY / size)
        tall = bar["stories"] / high * (base - 18)
        x = left + place * step
        wide = min(max(step - 2, step * 0.8, 1.0), _WIDEST_BAR)
        look = {"x": x + min(1.0, step * 0.1), "y": base - tall, "width": wide, "height": tall}
        named = _unit_name(bar["period"], unit)
        label = f"{named}: {bar['stories']} {'story' if bar['stories'] == 1 else 'stories'}"
        parts.append(element("rect", {**look, "rx": 1.5, "class": "role-copy"}, title(label)))
        if place - shown >= labels:
            parts.append(text(x, base + 16, named, "small"))
            shown = place
    label = f"Stories by when they were first reported, a bar for each {unit}; {high} in the highest"
    return drawing(width, height - 6, label, "bars", *parts)


def _unit_name(seconds: float, unit: str) -> str:
    at = moment(seconds)
    if unit == "year":
        return str(at.year)
    if unit == "month":
        return f"{MONTHS[at.month - 1]} {at.year}"
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def share_bar(parts: Sequence[tuple[str, float]], label: str) -> str:
    """Return a bar of shares that add up to one, each in the colour of its role."""
    x, marks = 0.0, []
    for role, share in parts:
        wide = share * 100
        if wide > 0:
            marks.append(element("rect", {"x": x, "y": 0, "width": wide, "height": 10, "class": f"role-{role}"}))
        x += wide
    look = {"viewBox": "0 0 100 10", "preserveAspectRatio": "none", "class": "share", "role": "img"}
    return element("svg", look, title(label), *marks)
