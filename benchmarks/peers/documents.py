"""Writes what `benchmarks.peers` measured where documents show it: all figures of one run, or none."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from benchmarks.peers.plot import Point, plot

PLOT: Final = Path("docs/images/peers.svg")
_BLOCK: Final = "<!-- peers -->"
"""Stands before and behind what is written anew."""
_ROW: Final = re.compile(
    r"^\| (?:\*\*(?P<ours>\w+)\*\*, copies only|\[(?P<other>[\w-]+)\]\([^)]*\)) \|.*$", re.MULTILINE
)
_OWN: Final = {"dedup": "dedup, copies"}


def write_documents(points: Mapping[str, Point], table: str, top: Path) -> None:
    """Write the plot, the table of `benchmarks/README.md`, the rows of the README and the figures of `docs/speed.md`,
    in the repository at `top`.

    Raises:
        ValueError: if a document lacks its place for them.
        KeyError: if a tool is missing of which a sentence speaks.
    """
    new = {
        top / "benchmarks" / "README.md": lambda text: _in_block(text, table),
        top / "README.md": lambda text: _in_rows(text, points),
        top / "docs" / "speed.md": lambda text: _in_block(text, in_words(points)),
    }
    written = {path: change(path.read_text("utf-8")) for path, change in new.items()}
    for path, text in written.items():
        path.write_text(text, "utf-8")
    (top / PLOT).write_text(plot(points.values()), "utf-8")


def in_words(points: Mapping[str, Point]) -> str:
    """Say the figures in sentences."""

    def took(name: str) -> str:
        return f"{points[name].seconds:.0f} s" if points[name].seconds >= 10 else f"{points[name].seconds:.1f} s"

    return (
        f"100,000 articles of a kilobyte on two cores: copies alone take {took('dedup, copies')}, copies and rewrites "
        f"{took('dedup, copies and rewrites')}, copies with who\ntook it from whom "
        f"{took('dedup, copies, provenance')}, everything with the report {took('dedup, everything')}. In the same run "
        f"gaoya takes {took('gaoya')} for copies\nand datasketch {took('datasketch')}; they find "
        f"{points['gaoya'].recall:.0%} and {points['datasketch'].recall:.0%} of the planted copies, "
        f"`dedup` {points['dedup, copies'].recall:.0%}."
    )


def _in_block(text: str, new: str) -> str:
    parts = text.split(_BLOCK)
    if len(parts) != 3:
        raise ValueError(f"no place for figures: {_BLOCK} is to stand before and behind them")
    return f"{parts[0]}{_BLOCK}\n\n{new}\n\n{_BLOCK}{parts[2]}"


def _in_rows(text: str, points: Mapping[str, Point]) -> str:
    def row(found: re.Match[str]) -> str:
        name = _OWN.get(found["ours"] or "", found["other"])
        cells = found[0].split(" | ")
        cells[2:4] = "-", "-"
        if name in points:
            cells[2:4] = f"{points[name].seconds:.1f}", f"{points[name].recall:.3f}"
        return " | ".join(cells)

    return _ROW.sub(row, text)
