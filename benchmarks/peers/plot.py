"""The plot of `benchmarks.peers`: what each tool finds over the time it takes, as SVG without a library."""

from collections.abc import Iterable
from html import escape
from math import ceil, floor, log10
from typing import Final, NamedTuple

_WIDTH, _HEIGHT = 720, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 130, 40, 50
_INK, _RULE, _OURS, _OTHERS = "#5a6472", "#c4cad2", "#2f5fa8", "#935400"
"""Each is to be read on white and on the dark grey of GitHub alike."""
_FONT: Final = "system-ui, 'Segoe UI', 'Noto Sans', sans-serif"
_LETTER: Final = 6.0
"""The width of a letter, about."""


class Point(NamedTuple):
    """One tool."""

    name: str
    seconds: float
    recall: float
    memory: float
    """Bytes, at most."""


def plot(points: Iterable[Point]) -> str:
    """Draw a circle for each tool, whose area is its memory, over a logarithmic axis of seconds."""
    points = sorted(points, key=lambda point: (point.seconds, point.name))
    low = floor(log10(min(point.seconds for point in points)))
    high = ceil(log10(max(point.seconds for point in points) * 1.01))
    floor_ = floor(min(point.recall for point in points) * 10 - 0.5) / 10

    def across(seconds: float) -> float:
        return _LEFT + (log10(seconds) - low) / (high - low) * (_WIDTH - _LEFT - _RIGHT)

    def down(recall: float) -> float:
        return _HEIGHT - _BOTTOM - (recall - floor_) / (1 - floor_) * (_HEIGHT - _TOP - _BOTTOM)

    def text(x: float, y: float, words: str, anchor: str = "middle", more: str = "") -> str:
        return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" fill="{_INK}"{more}>{escape(words)}</text>'

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="{_FONT}"']
    parts[0] += ' font-size="12" role="img"><title>Planted copies found over seconds; area: memory</title>'
    for power in range(low, high):
        for step in (1, 2, 5, 10) if power == high - 1 else (1, 2, 5):
            x = across(step * 10**power)
            parts.append(f'<path d="M{x:.0f} {_TOP}V{_HEIGHT - _BOTTOM}" stroke="{_RULE}"/>')
            parts.append(text(x, _HEIGHT - _BOTTOM + 18, f"{step * 10**power:g}"))
    for tenth in range(round(floor_ * 10), 11):
        y = down(tenth / 10)
        parts.append(f'<path d="M{_LEFT} {y:.0f}H{_WIDTH - _RIGHT}" stroke="{_RULE}"/>')
        parts.append(text(_LEFT - 8, y + 4, f"{tenth / 10:.1f}", "end"))
    parts.append(text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 10, "seconds (area of a circle: memory)"))
    middle = (_TOP + _HEIGHT - _BOTTOM) / 2
    parts.append(text(16, middle, "planted copies found", more=f' transform="rotate(-90 16 {middle:.0f})"'))
    circles = [(across(one.seconds), down(one.recall), (one.memory / 1e7) ** 0.5) for one in points]
    boxes = [(x - radius, y - radius, x + radius, y + radius) for x, y, radius in circles]
    for point, (x, y, radius) in zip(points, circles, strict=True):
        colour = _OURS if point.name.startswith("dedup") else _OTHERS
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}" fill-opacity="0.6"/>')
        wide, behind = _LETTER * len(point.name), x + radius + 4
        places = {
            "start": (behind, y + 4, behind),
            "middle": (x, y + radius + 14, x - wide / 2),
            "middle ": (x, y - radius - 6, x - wide / 2),
            " middle": (x, y + radius + 28, x - wide / 2),
            "end": (x - radius - 4, y + 4, x - radius - 4 - wide),
        }
        free = (one for one, (_, low_, left) in places.items() if not _covers(left, low_, wide, boxes))
        chosen = next(free, "start")
        at, line, left = places[chosen]
        boxes.append((left, line - 10, left + wide, line + 3))
        parts.append(text(at, line, point.name, chosen.strip()))
    return "\n".join([*parts, "</svg>\n"])


def _covers(left: float, line: float, wide: float, boxes: Iterable[tuple[float, float, float, float]]) -> bool:
    """Whether words that stand on `line` cover something."""
    return any(
        left < right and beside < left + wide and line - 10 < low and high < line + 3
        for beside, high, right, low in boxes
    )
