"""Pages of rows: folded to a width under the guides of a tree, with colour where the reader has a terminal.

Colour only repeats what words say: it shows at a glance what sort of answer it is. The colours are of the 256 that do
not change with a terminal's theme, each with a contrast of at least 3.8 on white and on black: the named green and cyan
have 2 on white. What is dim can be skipped.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from dedup.export import Reason
from dedup.messages import line, plain

if TYPE_CHECKING:
    from rich.console import RenderableType

TEXT_COLUMNS: Final = 80
"""Width of what goes into a pipe, a file or a string: that of a plain terminal."""

GREEN: Final = "color(28)"
CYAN: Final = "color(30)"
MAGENTA: Final = "color(133)"
RED: Final = "color(160)"

_LEAST_WIDTH: Final = 24
_CONTINUED: Final = "   "
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")
"""What is copied and clicked, and so has a row of its own that may be longer than the others."""
_WHOLE_PART: Final = 34
"""Columns up to which a part of a row is not folded but put on the next line: a date, an outlet, a kind and its
figure."""
_KEPT_WHOLE: Final = re.compile(
    r"\d{1,2} [A-Z][a-z]{2} \d{4}\b,?|\d\d:\d\d (?:UTC|\(zone unknown\))|\((?:confidence|score) [\d.]+%?\)"
)
"""What is read at a glance and so is not folded within a sentence either: dates, times, figures in brackets."""
_NO_BREAK: Final = "\ufdd0"
"""Stands for a blank that no line ends at, while a row is folded: a noncharacter, which Unicode keeps for use within a
program. Rich folds at a no-break space as at any other."""

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
                shown = plain(words)
                whole = len(gap) > 1 and len(shown) <= _WHOLE_PART
                shown = _unbroken(shown) if whole else _KEPT_WHOLE.sub(lambda found: _unbroken(found[0]), shown)
                self.text.append(gap if self.text else "").append(shown, style)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        after = re.sub("[└─>]", " ", self.guides.replace("├", "│")) + _CONTINUED
        width = max(_LEAST_WIDTH, options.max_width - len(after))
        for number, part in enumerate(list(self._folded(console, width)) or [Text()]):
            part.rstrip()
            part.plain = part.plain.replace(_NO_BREAK, " ")
            yield Text.assemble(after if number else self.guides, part, no_wrap=True, overflow="ignore")

    def _folded(self, console: Console, width: int) -> Iterator[Text]:
        at = 0
        for found in _ADDRESS.finditer(self.text.plain):
            if cell_len(found[0]) > width:
                if self.text.plain[at : found.start()].strip():
                    yield from self.text[at : found.start()].wrap(console, width)
                yield self.text[found.start() : found.end()]
                at = found.end()
        rest = self.text[at + len(self.text.plain[at:]) - len(self.text.plain[at:].lstrip()) :]
        if rest:
            yield from rest.wrap(console, width)


def _unbroken(words: str) -> str:
    return words.replace(" ", _NO_BREAK)


def laid_out(page: Page, console: Console) -> str:
    """Return the page as `console` would print it."""
    with console.capture() as shown:
        for part in page:
            console.print(part, crop=False)
    return "\n".join(row.rstrip() for row in shown.get().splitlines())


def as_text(page: Page, width: int = TEXT_COLUMNS) -> str:
    """Return the page as plain text."""
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


def evidence_rows(reasons: Iterable[Reason]) -> list[Row]:
    """Return a row for each piece of evidence; the name of the source stands out in what is quoted."""
    rows = []
    for reason in reasons:
        quote = reason.quote
        if quote is None:
            rows.append(Row(line(reason.sentence), guides="   "))
            continue
        before, credit, after = (_kept_ends(part) for part in (quote.before, quote.credit, quote.after))
        rows.append(Row(f"{line(reason.sentence)} ", f"“{before}", (credit, "bold"), f"{after}”", guides="   ", gap=""))
    return rows


def _kept_ends(words: str) -> str:
    """Words in one line, with a blank where there was one at either end."""
    shown = line(words)
    if not shown:
        return " " if words else ""
    return f"{' ' if words[0].isspace() else ''}{shown}{' ' if words[-1].isspace() else ''}"
