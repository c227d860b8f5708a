"""What exports and careless scraping leave in a text that is no text: line ends written out, attributes of tags.

An export that escapes twice has `\\n` as two characters where lines end, and an article is one line, in which no menu
and no notice is known. Reading a record puts line ends in their place where all of a text is written so
(`records.values.with_line_ends`); here it is the rest, and the text stays as given. A tag whose brackets were stripped
leaves its attributes, `style="margin-bottom: 10px"` a hundred times, and two articles share those.
"""

import re
from typing import Final

_ESCAPES: Final = re.compile(r"(?:\\[rnt])+")
_SURE: Final = re.compile(r"\\n(?![a-z])")
"""A line end that is written out: a path (`C:\\new`) and a formula (`\\neq`) go on with a small letter."""
_ATTRIBUTE: Final = re.compile(
    r"\b(?:style|class|id|href|src|srcset|alt|width|height|target|rel|type|name|value|align|valign|border|bgcolor|color"
    r'|face|lang|dir|onclick|(?:data|aria)-[a-z-]{1,40})="[^"\n]{0,500}"'
)


def may_hold_residue(text: str) -> bool:
    """Say whether there may be anything for `as_line_ends` in a text, or in texts end to end."""
    return "\\" in text or '="' in text


def as_line_ends(text: str) -> str:
    """Return `text` with such residue as line ends and spaces, every other character in its place.

    >>> as_line_ends('One.\\\\nTwo style="color: red"three')
    'One.\\n Two \\n                 three'
    """
    if "\\" in text and _SURE.search(text):
        text = _ESCAPES.sub(_blank, text)
    return _ATTRIBUTE.sub(_blank, text) if '="' in text else text


def _blank(found: re.Match[str]) -> str:
    return "\n".ljust(len(found[0]))
