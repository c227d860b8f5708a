"""Text that still holds the entities of the page it came from."""

import re
from html import unescape

_ENTITY = re.compile(r"&(?:#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z]{2,8}[0-9]?);")

_NUMBER = re.compile(r"&#(?:[0-9]{2,7}|[xX][0-9a-fA-F]{2,6});")

SEVERAL = 3
"""Entities from which a text is one that nobody resolved, and not one about HTML."""


def plain_text(line: str) -> str:
    """Return a title or a name with its entities resolved; a page may hold them escaped twice."""
    return unescape(unescape(line)) if "&" in line and _ENTITY.search(line) else line


def resolved(text: str) -> str:
    """Return an article's text with its entities resolved, where it has several."""
    if "&" not in text or len(_ENTITY.findall(text)) < SEVERAL:
        return text
    once = unescape(text)
    # A feed within a feed escapes the ampersands of the first; a text about HTML shows a few names and no numbers.
    return unescape(once) if len(_NUMBER.findall(once)) >= SEVERAL else once
