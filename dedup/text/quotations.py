"""Finds what of a text stands in quotation marks: words that the article gives as somebody else's.

The mark that opens in one language closes in another („…“ and “…”, «…» and »…«), and straight ones do both. So what is
open decides which marks may close, and a mark that may do either opens where a word follows it. A quote of several
paragraphs begins each of them with its mark, or only the first and ends the last. Lines that begin with ">" are quotes
of a mail or a forum. Dashes are left out: they open speech, all answers of an interview and all items of a list.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dedup.text.body import Bodies
from dedup.text.enumerations import enumerations, list_signs, may_list
from dedup.text.law_citations import law_citations, law_signs
from dedup.text.signs import SignCounter

_CLOSING: Final = {
    "“": "”“",
    "„": '“”"„',
    "‟": "”",
    "”": "”",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "「": "」",
    "『": "』",
    "〝": "〟〞",
    '"': '"',
    "＂": "＂",
    "״": "״",
    "''": ("''",),
    "``": ("''",),
    "‘": "’",
    "‚": "‘’",
}
"""The marks that close what each mark opens. Swedes and Finns write ”so” and »so», German books »so«."""

_STRAIGHT: Final = frozenset({'"', "＂", "״", "''", "‘", "‚"})
"""Marks that are not believed to go on in the next paragraph unless it repeats them: too many stand alone, as signs of
inches, of apostrophes, of Hebrew abbreviations."""

_CHARACTERS: Final = "".join(sorted(set("".join(_CLOSING)) | set("“”«»›」』〟〞’")))
_MARK: Final = re.compile("``|''|[" + re.sub("['`]", "", _CHARACTERS) + "]")
QUOTE_SIGNS: Final = (*_CHARACTERS.replace("'", "").replace("`", ""), "''", "``", ">")
"""What begins or ends a quote; a text without any of them has none."""
_LINE: Final = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BEHIND: Final = frozenset(".,;:!?)]}…،؛؟।。、，．！？；：）】」』")
"""Punctuation that stands behind a closing mark and not behind an opening one."""

_MOST_CHARS: Final = 4000
"""A mark that opens in one paragraph and closes in a later one is believed over this many characters, about 600 words:
by judgement, for an opening mark whose partner is missing would make a quote of all that follows."""


def quotations(text: str) -> list[tuple[int, int]]:
    """Return the spans of `text` in quotation marks, without the marks, by rising start; quotes within quotes overlap
    theirs.

    >>> text = 'He said: "We are done."'
    >>> [text[start:end] for start, end in quotations(text)]
    ['We are done.']
    """
    return sorted(span for span in _spans(text) if span[0] < span[1])


def _spans(text: str) -> Iterator[tuple[int, int]]:
    left_open: tuple[str, int] | None = None
    line_end = 0
    for line in _LINE.finditer(text):
        stripped = line[0].lstrip()
        if not stripped:
            continue
        start, end = line.end() - len(stripped), line.end()
        opened: tuple[str, int] | None = None
        if stripped[0] == ">":
            yield start + 1, end
        first = _MARK.match(text, start)
        if left_open is not None:
            repeated = first is not None and first[0] in (left_open[0], *_CLOSING[left_open[0]])
            if repeated and first is not None:
                yield left_open[1], line_end
                opened, left_open, start = (left_open[0], first.end()), None, first.end()
            elif left_open[0] in _STRAIGHT or end - left_open[1] > _MOST_CHARS:
                left_open = None
        for mark in _MARK.finditer(text, start, end):
            if opened is not None and _closes(text, mark, opened[0]):
                yield opened[1], mark.start()
                opened = None
            elif opened is None and left_open is not None and _closes(text, mark, left_open[0]):
                yield left_open[1], mark.start()
                left_open = None
            elif (opened is None or mark[0] == opened[0]) and mark[0] in _CLOSING and _opens(text, mark):
                opened = mark[0], mark.end()
        left_open, line_end = opened or left_open, end


def _closes(text: str, mark: "re.Match[str]", opened: str) -> bool:
    """Whether a mark ends the quote that `opened` began. Within a word it is an apostrophe; a mark that opens as well
    and has a space before it and a word behind begins another quote."""
    if mark[0] not in _CLOSING[opened]:
        return False
    if mark[0] == "’":
        return not text[mark.end() : mark.end() + 1].isalpha()
    before = text[mark.start() - 1 : mark.start()]
    return mark[0] not in _CLOSING or not before.isspace() or not _opens(text, mark)


def _opens(text: str, mark: "re.Match[str]") -> bool:
    """Whether a mark may begin a quote: a word follows it, or the space that French puts there."""
    behind = text[mark.end() : mark.end() + 1]
    if mark[0] in "‘‚" and text[mark.start() - 1 : mark.start()].isalnum():
        return False
    return mark[0] == "«" or (bool(behind) and not behind.isspace() and behind not in _BEHIND)


Ranges = tuple[NDArray[np.int32], NDArray[np.int64]]
"""The first and end word of spans, within their body, article after article; and where those of each article end."""


def quoted_words(bodies: Bodies, texts: Sequence[str]) -> tuple[Ranges, Ranges]:
    """Return what stands in quotation marks, in a long list or in a sentence that cites a law; and what of it is a
    list or a law."""
    quoted: list[int] = []
    listed: list[int] = []
    offsets = np.zeros((2, len(texts) + 1), np.int64)
    places = bodies.offsets.tolist()
    laws = tuple(law_signs())
    counts = _signs().count(texts)
    quotes, lists, cites = np.split(counts, np.cumsum([len(QUOTE_SIGNS), len(list_signs())]), axis=1)
    may_quote, may_enumerate, may_cite = quotes.sum(axis=1) > 0, may_list(lists), cites.sum(axis=1) > 0
    closer = (may_quote | may_enumerate | may_cite) & (np.diff(bodies.offsets) > 0)
    for number in np.flatnonzero(closer).tolist():
        text, starts = texts[number], bodies.starts[places[number] : places[number + 1]]
        spans = enumerations(text) if may_enumerate[number] else []
        if may_cite[number]:
            spans += law_citations(text, [laws[sign] for sign in np.flatnonzero(cites[number]).tolist()])
        offsets[0, number + 1] = _add_words(
            starts, sorted((quotations(text) if may_quote[number] else []) + spans), quoted
        )
        offsets[1, number + 1] = _add_words(starts, sorted(spans), listed)
    np.cumsum(offsets, axis=1, out=offsets)
    return (np.array(quoted, np.int32), offsets[0]), (np.array(listed, np.int32), offsets[1])


@cache
def _signs() -> SignCounter:
    return SignCounter((*QUOTE_SIGNS, *list_signs(), *law_signs()))


def _add_words(starts: NDArray[np.int32], spans: Sequence[tuple[int, int]], found: list[int]) -> int:
    """Add the words of spans of characters to `found`; return how many numbers those are."""
    before = len(found)
    if spans:
        for first, end in np.searchsorted(starts, spans).tolist():
            if first < end:
                found += first, end
    return len(found) - before
