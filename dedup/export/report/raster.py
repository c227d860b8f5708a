"""Pictures as pixels: an SVG of ours as PNG, for whoever publishes where SVG is refused."""

from importlib.util import find_spec
from typing import Final

from dedup.config import ConfigError

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
