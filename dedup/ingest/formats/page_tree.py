"""What is done to a page's tree before its text is extracted, and what the extractor would lose is kept through it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

_WIDGET: Final = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|ya-share\d?|shar(?:e|ing)|sharedaddy|social(?:-?(?:share|links|media))?)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Names of elements that every page of a site has: notices of cookies, buttons to share."""

WIDGET_CHARS: Final = 600
"""A longer element is no notice but the page, under a name that says how it is shown (`has-cookie-bar`)."""

JOINERS: Final = {"\u200c": "\ua66e", "\u200d": "\ua7ff"}
"""The signs that part and join letters in Persian, Hindi and others, and the rare letters that stand for them while
trafilatura looks: it takes out what is not printable, and the words with it."""

_BLOCKS: Final = ("p", "h1", "h2", "article")


def prepare(tree: Any) -> None:
    """Change a page's tree so that its text stands apart from what is around it."""
    _drop_widgets(tree)
    _unwrap_tables(tree)


def _drop_widgets(tree: Any) -> None:
    for element in list(tree.iter("div", "section", "aside", "ul", "dialog")):
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if len(named) == 1 or not _WIDGET.search(named) or len(element.text_content()) > WIDGET_CHARS:
            continue
        if element.find(".//h1") is None and element.getparent() is not None:
            element.drop_tree()


def _unwrap_tables(tree: Any) -> None:
    """Make blocks of the tables that lay out a page, which hold its headline and paragraphs, as others hold figures."""
    for table in list(tree.iter("table")):
        if table.tag != "table":
            continue  # It was within one that is none any more.
        if sum(1 for _ in zip(table.iter(*_BLOCKS), range(2), strict=False)) > 1 or table.find(".//table") is not None:
            for element in table.iter("table", "tbody", "tr", "td", "th"):
                element.tag = "div"


@contextmanager
def joiners_kept(tree: Any) -> Iterator[dict[int, str] | None]:
    """Put letters for the signs that join and part letters, and the signs back at the end. Yields what puts them back
    in the text that was extracted; None where there are none, or where the page has those letters itself."""
    text = tree.text_content()
    back = {ord(letter): sign for sign, letter in JOINERS.items()}
    if not any(sign in text for sign in JOINERS) or any(letter in text for letter in JOINERS.values()):
        yield None
        return
    _translate(tree, {ord(sign): letter for sign, letter in JOINERS.items()})
    try:
        yield back
    finally:
        _translate(tree, back)


def _translate(tree: Any, table: dict[int, str]) -> None:
    for element in tree.iter():
        if element.text:
            element.text = element.text.translate(table)
        if element.tail:
            element.tail = element.tail.translate(table)
