"""Tables for the terminal and for Markdown alike."""

from collections.abc import Sequence


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table with columns padded to one width, all but the first aligned to the right."""
    cells = [list(heads), *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    lines = ["| " + " | ".join(_padded(row, widths)) + " |" for row in cells]
    rule = "| " + " | ".join("-" * (width - 1) + ":" if at else "-" * width for at, width in enumerate(widths)) + " |"
    return "\n".join([lines[0], rule, *lines[1:]])


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    first, *others = widths
    return [row[0].ljust(first), *(cell.rjust(width) for cell, width in zip(row[1:], others, strict=True))]


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
