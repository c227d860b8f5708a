"""The title of a plain text file: its first line, where that is a headline.

A saved page begins with its headline, or with a menu, a notice, a dateline or the text itself. A headline is short,
ends without a full stop, stands apart from what follows, and its words come again below it: a lead reports what its
headline says, whereas nothing below speaks of "Skip to main content". Lists of such notices were rejected: there is no
end to them, in any language.
"""

import re
from typing import Final

from dedup.tables import DENSE_CHARACTER

_MOST: Final = 120
"""Characters of a headline; longer lines are paragraphs."""

_BELOW: Final = 3000
"""Characters below it in which its words are looked for: the first paragraphs."""

_SHARE: Final = 0.4
"""Of a headline's words that come again; two at least. Real headlines of the samples have half to all of them."""

_ENDS: Final = tuple(".。．।።։۔:：;；,，、")
_MENU: Final = re.compile(r"[|•·»›>/]\s|\s[|•·»›>/]|://|^\W*[-*#]")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_STEM: Final = 5
"""Letters of a word that are compared: endings differ."""


def headline_of(text: str) -> str | None:
    """Return the headline that a text begins with; None if its first line is none.

    >>> headline_of("Harbour gate closes for weeks\\n\\nThe northern gate of the harbour closes for eleven weeks.")
    'Harbour gate closes for weeks'
    """
    start = text[: _MOST + _BELOW].lstrip()
    first, _, rest = start.partition("\n")
    first = first.strip()
    following, _, below = rest.partition("\n")
    if following.strip() or not below.strip():
        return None
    # A page says its headline twice, the first time behind the way to it: "Home News Harbour gate closes".
    again = below.lstrip().partition("\n")[0].strip()
    if 0 < len(again) < len(first) and first.endswith(f" {again}"):
        first = again
    if not first or len(first) > _MOST or first.endswith(_ENDS) or _MENU.search(first):
        return None
    pieces = _pieces(first)
    found = pieces & _pieces(below)
    return first if len(found) >= max(2, _SHARE * len(pieces)) else None


def _pieces(text: str) -> set[str]:
    """The beginnings of its words; of a script without spaces, its pairs of letters."""
    text = text.casefold()
    pieces = {word[:_STEM] for word in _WORD.findall(text) if not DENSE_CHARACTER.search(word)}
    for run in re.findall(rf"{DENSE_CHARACTER.pattern}{{2,}}", text):
        pieces.update(run[at : at + 2] for at in range(len(run) - 1))
    return pieces
