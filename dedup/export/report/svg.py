"""SVG elements as text, and how wide words are: what the timeline and the chain are drawn with.

A drawing names the look of its parts by class, and the style sheet of the page says what that is, in dark mode too. A
file of its own has no style sheet: `published` writes the looks (`LOOKS`) into it as attributes; the script of the page
does the same with what it saves.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape
from importlib.util import find_spec
from itertools import accumulate
from typing import Final

from dedup.config import ConfigError

FONT: Final = "system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif"
INK: Final = "#1c2430"
QUIET: Final = "#5a6472"
RULE: Final = "#d5dae1"
PAPER: Final = "#ffffff"

_COLOURS: Final[Mapping[str, str]] = {
    "origin": "#1a7046",
    "copy": "#2f5fa8",
    "rewrite": "#935400",
    "translation": "#7b3f98",
    "from_source": "#a0303c",
    "alone": "#5a6472",
}
"""One colour a role, each with a contrast of at least 4.5 to 1 on white. Shapes and words say the same."""

_DASHES: Final[Mapping[str, str]] = {"rewrite": "7 4", "translation": "2 4", "source": "3 3"}

LOOKS: Final[Mapping[str, Mapping[str, str]]] = {
    "paper": {"fill": PAPER},
    "head": {"fill": INK, "font-weight": "600"},
    "quiet": {"fill": QUIET, "font-size": "12"},
    "small": {"fill": QUIET, "font-size": "11"},
    "ink": {"fill": INK},
    # Words that lie over the lines of a grid stand on a rim of paper.
    "over": {"stroke": PAPER, "stroke-width": "4", "stroke-linejoin": "round", "paint-order": "stroke"},
    "middle": {"text-anchor": "middle"},
    "end": {"text-anchor": "end"},
    "rule": {"stroke": RULE},
    "open": {"stroke": QUIET, "fill": "none"},
    "dashed": {"stroke-dasharray": "4 4"},
    **{f"role-{role}": {"fill": colour} for role, colour in _COLOURS.items()},
    "role-source": {"fill": PAPER, "stroke": QUIET, "stroke-width": "1.5", "stroke-dasharray": "3 2"},
    **{f"bar-{role}": {"fill": colour, "fill-opacity": "0.35", "stroke": colour} for role, colour in _COLOURS.items()},
    **{
        f"link-{kind}": {"fill": "none", "stroke": _COLOURS.get(kind, QUIET), "stroke-width": "1"}
        | ({"stroke-dasharray": _DASHES[kind]} if kind in _DASHES else {})
        for kind in ("copy", "rewrite", "translation", "source")
    },
    "sure": {"stroke-width": "2"},
}
"""What each class looks like in a file of its own."""

_ON_ANY_PAPER: Final[Mapping[str, str]] = {
    "origin": "#2a9160",
    "copy": "#4a80d4",
    "rewrite": "#b87418",
    "translation": "#a266c4",
    "from_source": "#d1545f",
}
"""The same hues, each with a contrast of at least 3 to 1 on white and on the dark grey of notebooks."""


def _of_a_notebook(look: Mapping[str, str]) -> dict[str, str]:
    role = {_COLOURS[name]: colour for name, colour in _ON_ANY_PAPER.items()}
    quiet = {"fill": "fill-opacity", "stroke": "stroke-opacity"}
    found: dict[str, str] = {}
    for key, value in look.items():
        if value == PAPER:
            found[key] = "none"
        elif value in (INK, QUIET, RULE):
            found[key] = "currentColor"
            if value != INK and key in quiet:
                found[quiet[key]] = "0.75" if value == QUIET else "0.2"
        else:
            found[key] = role.get(value, value)
    return found


NOTEBOOK_LOOKS: Final[Mapping[str, Mapping[str, str]]] = {name: _of_a_notebook(look) for name, look in LOOKS.items()}
"""The same in a notebook, which is light or dark and does not say so: on its own paper, in the ink of its texts."""

_SIZE: Final = re.compile(r' viewBox="0 0 [\d.]+ ([\d.]+)"')
_CLASSES: Final = re.compile(r' class="([\w -]+)"')

_UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def visible(text: object) -> str:
    r"""Return `text` without control characters and without marks that turn the reading direction of what follows.

    >>> visible("a\x00b\u202ec")
    'abc'
    """
    words = str(text)
    if words.isprintable() or words.replace("\n", "").isprintable():
        return words
    return _UNSEEN.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def escaped(text: object) -> str:
    """Return what is visible of `text` as markup that shows it."""
    words = str(text)
    return _short_escaped(words) if len(words) <= _SHORT else escape(visible(words))


_SHORT: Final = 80


@lru_cache(4096)
def _short_escaped(words: str) -> str:
    """Three in four stand on a page several times: names, dates, languages."""
    return escape(visible(words))


def element(name: str, attributes: Mapping[str, str | float], *children: str) -> str:
    """Return an element; `children` are markup, attributes are not.

    >>> element("rect", {"x": 1.50, "class": 'a"b'})
    '<rect x="1.5" class="a&quot;b"/>'
    """
    known = "".join([f" {key}={_attribute(value)}" for key, value in attributes.items()])
    return f"<{name}{known}>{''.join(children)}</{name}>" if children else f"<{name}{known}/>"


def text(x: float, y: float, words: object, kind: str = "ink") -> str:
    """Return a line of text; `kind` is its class."""
    return f'<text x="{_number(x)}" y="{_number(y)}" class={_attribute(kind)}>{_line(str(words))}</text>'


def headed(x: float, y: float, head: str, words: str) -> str:
    """Return a line of two texts, the first bold: how wide that is differs by font, the gap after it does not."""
    inner = f'<tspan class="head">{_line(head)}</tspan>' + (f"\u2003{_line(words)}" if words else "")
    return f'<text x="{_number(x)}" y="{_number(y)}" class="ink">{inner}</text>'


@lru_cache(4096)
def _line(words: str) -> str:
    """Words as markup; most lines stand in both drawings of a story."""
    shown = escaped(words)
    if not words.isascii() and _begins_from_the_right(words):
        # A line whose first letter is read from the right is read so as a whole, its ellipsis and quotes with it.
        return f"\u2067{shown}\u2069"
    return shown


def _begins_from_the_right(words: str) -> bool:
    sides = (unicodedata.bidirectional(letter) for letter in words)
    return next((side for side in sides if side in ("L", "R", "AL")), "L") != "L"


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """Return a straight line; `kind` is its class."""
    ends = f'x1="{_number(x1)}" x2="{_number(x2)}" y1="{_number(y1)}" y2="{_number(y2)}"'
    return f"<line {ends} class={_attribute(kind)}/>"


def path(d: str, kind: str) -> str:
    """Return a path drawn by the commands `d`; `kind` is its class."""
    return f'<path d="{d}" class={_attribute(kind)}/>'


def title(words: object) -> str:
    """Return what a pointer over the element shows, and a screen reader reads."""
    return f"<title>{escaped(words)}</title>"


def drawing(width: float, height: float, label: str, kind: str, *children: str) -> str:
    """Return a drawing as it stands in a page."""
    attributes: dict[str, str | float] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {_number(width)} {_number(height)}",
        "width": width,
        "height": height,
        "role": "img",
        "class": f"drawing {kind}",
    }
    paper = element("rect", {"class": "paper", "width": width, "height": height})
    return element("svg", attributes, title(label), paper, *children)


def published(drawn: str, as_what: Mapping[str, Mapping[str, str]] = LOOKS) -> str:
    """Return the same with the looks as attributes, for where there is no style sheet."""

    def looks(found: re.Match[str]) -> str:
        known: dict[str, str] = {}
        for name in found[1].split():
            known |= as_what.get(name, {})
        return found[0] + "".join(f' {key}="{value}"' for key, value in known.items())

    fonts = f'font-family="{FONT}" font-size="13" '
    return _CLASSES.sub(looks, drawn).replace("<svg ", f"<svg {fonts}", 1)


def stacked(width: float, label: str, *parts: str) -> str:
    """Return one drawing of several, each below the one before it."""
    top, placed = 0.0, []
    for part in parts:
        found = _SIZE.search(part)
        placed.append(part.replace("<svg ", f'<svg y="{_number(top)}" ', 1))
        top += float(found[1]) if found else 0.0
    return drawing(width, top, label, "figure", *placed)


def mark(role: str, x: float, y: float, size: float = 6) -> str:
    """Return the shape of a role: an origin is a diamond, a copy a disc, a rewrite a square, a translation a triangle,
    and one from a source outside a triangle on its tip."""
    look = _attribute(f"role-{role}")
    if role == "origin":
        wide = size * 1.3
        return _polygon(look, (x, y - wide), (x + wide, y), (x, y + wide), (x - wide, y))
    if role == "rewrite":
        left, top, side = _number(x - size), _number(y - size), _number(2 * size)
        return f'<rect x="{left}" y="{top}" width="{side}" height="{side}" class={look}/>'
    if role == "translation":
        return _polygon(look, (x, y - size * 1.2), (x + size * 1.2, y + size), (x - size * 1.2, y + size))
    if role == "from_source":
        return _polygon(look, (x, y + size * 1.2), (x + size * 1.2, y - size), (x - size * 1.2, y - size))
    return f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{_number(size)}" class={look}/>'


BOLD: Final = 13.8
"""The size at which bold words are as wide as they are at 13."""


def width_of(words: str, size: float = 13) -> float:
    """Return about how wide `words` are in a sans-serif font of this size; rather too wide than too narrow.

    >>> width_of("abc") < width_of("漢字仮")
    True
    """
    return _units(words) * size


@lru_cache(4096)
def _units(words: str) -> float:
    """A drawing asks for the width of a name some four times: where its axis begins, and whether words fit."""
    return sum(map(_width, words))


@cache
def _width(letter: str) -> float:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if letter in "WM@%mw—…" or unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    return 0.76 if letter.isupper() else 0.64 if letter.isdigit() else 0.6


def shortened(words: object, room: float, size: float = 13) -> str:
    """Return `words` in one line, cut with an ellipsis where they would be wider than `room`."""
    line = " ".join(visible(words).split())
    if len(line) * size <= room or width_of(line, size) <= room:
        return line
    wide = list(accumulate(map(_width, line), initial=1.0))
    kept = line[: max(1, bisect_right(wide, room, key=lambda so_far: so_far * size) - 1)]
    return kept.rstrip() + "…"


def shortened_name(words: object, room: float, size: float = 13) -> str:
    """Return a name in one line, cut in its middle: outlets of one owner often begin alike and differ at the end.

    >>> shortened_name("the-morning-paper-of-larkhaven.example", 180)
    'the-morn…aven.example'
    """
    line = " ".join(visible(words).split())
    if len(line) * size <= room or width_of(line, size) <= room:
        return line
    end = line[-_NAME_END:]
    begin = shortened(line[:-_NAME_END], room - width_of(end, size), size).removesuffix("…")
    return f"{begin}…{end}"


_NAME_END: Final = 12


def _polygon(look: str, *corners: tuple[float, float]) -> str:
    points = " ".join([f"{_number(x)},{_number(y)}" for x, y in corners])
    return f'<polygon points="{points}" class={look}/>'


@lru_cache(4096)
def _attribute(value: str | float) -> str:
    """A value in quotation marks; nearly all are names of classes and of shapes."""
    if not isinstance(value, str):
        return f'"{_number(value)}"'
    # One sort of quotation mark, which `published` looks for.
    return '"' + escape(visible(value), quote=False).replace('"', "&quot;") + '"'


@lru_cache(4096)
def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


ZOOM: Final = 2
"""Pixels a unit of the drawing: 1,800 across, as sharp on a screen of high density and in print across a column."""


def png_of(svg: str) -> bytes:
    """Draw an SVG on white. The fonts are those of this machine; nothing else is read, and nothing is fetched.

    resvg was chosen, for it is one wheel without libraries of the system: cairosvg needs cairo, a browser far more.

    Raises:
        ConfigError: if the package of the extra `png` is missing.
    """
    if find_spec("resvg_py") is None:
        raise ConfigError("pictures as PNG need one more package: pip install 'dedup-news[png]'")
    from resvg_py import svg_to_bytes

    return bytes(svg_to_bytes(svg_string=svg, zoom=ZOOM, background="white"))
