"""Pages of rows: folded to a width under the guides of a tree, with colour where the reader has a terminal.

Colour only repeats what words say: it shows at a glance what sort of answer it is. The colours are those that a light
and a dark background both carry; what is dim can be skipped.
"""

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from dedup.messages import plain

if TYPE_CHECKING:
    from rich.console import RenderableType

TEXT_COLUMNS: Final = 80
"""Width of what goes into a pipe, a file or a string: that of a plain terminal."""

_LEAST_WIDTH: Final = 24
_CONTINUED: Final = "   "

Page = Sequence["RenderableType"]
"""What is printed one below the other."""


class Row:
    """A row of words, some of them styled, that is folded to the width; what follows stands a little to the right.

    `guides` are the lines of a tree before it. Parts are plain words, or words and their style; a part that is None or
    empty is left out. Parts stand two blanks apart.
    """

    def __init__(self, *parts: str | tuple[str | None, str] | None, guides: str = "", gap: str = "  ") -> None:
        self.guides = guides
        self.text = Text()
        for part in parts:
            words, style = part if isinstance(part, tuple) else (part, "")
            if words:
                self.text.append(gap if self.text else "").append(plain(words), style)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        after = re.sub("[└─>]", " ", self.guides.replace("├", "│")) + _CONTINUED
        width = max(_LEAST_WIDTH, options.max_width - len(after))
        for number, part in enumerate(self.text.wrap(console, width) or [Text()]):
            part.rstrip()
            yield Text.assemble(after if number else self.guides, part, no_wrap=True, overflow="ignore")


def laid_out(page: Page, console: Console) -> str:
    """The page as `console` would print it."""
    with console.capture() as shown:
        for part in page:
            console.print(part)
    return "\n".join(row.rstrip() for row in shown.get().splitlines())


def as_text(page: Page, width: int = TEXT_COLUMNS) -> str:
    """The page as plain text."""
    out = io.StringIO()
    # In a notebook rich would also show what is captured there, as an empty box.
    console = Console(
        file=out,
        width=width,
        color_system=None,
        force_jupyter=False,
        markup=False,
        highlight=False,
        emoji=False,
    )
    return laid_out(page, console)
