"""Two articles side by side for somebody to judge: nothing says what the program thinks of them."""

from typing import Final

from rich import box
from rich.table import Table

from dedup.messages import line, plain
from dedup.queries.explain import Explanation, Side
from dedup.queries.printed.article_rows import published
from dedup.queries.printed.layout import Page

_MOST_CHARACTERS: Final = 1_500


def blind_page(found: Explanation) -> Page:
    """Both articles with title, outlet, date, and the beginnings of their texts."""
    table = Table(box=box.HORIZONTALS, expand=True, show_header=False, show_lines=True, border_style="dim")
    table.add_column(ratio=1)
    table.add_column(ratio=1)
    sides = (found.a, found.b)
    table.add_row(*(line(side.title or "no title") for side in sides), style="bold")
    table.add_row(*(_known(side) for side in sides))
    table.add_row(*(_text(side) for side in sides))
    return [table]


def _known(side: Side) -> str:
    parts = (side.outlet, side.lang, published(vars(side)))
    return "  ".join(line(part) for part in parts if part)


def _text(side: Side) -> str:
    body = "\n".join(side.text[start:end] for start, end in side.body) or side.text
    return plain(body if len(body) <= _MOST_CHARACTERS else f"{body[:_MOST_CHARACTERS].rpartition(' ')[0]} …")
