"""Finds an agency named alone on a line above an article, as aggregators name whose text it is.

    ArmInfo.        Von AFP        （共同）        연합뉴스        Reuters / May 5, 2025

So does a byline, beside a person (`bylines`).

A menu names agencies too. So the line must stand right above the first paragraph, but for a line with a date, and what
stands above it must be nothing, a headline or a date: in a menu it is another short entry.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from dedup.provenance.attribution.bylines import LED, byline_source, is_byline_of_person
from dedup.provenance.attribution.cues import Language
from dedup.provenance.attribution.layout import Layout
from dedup.provenance.attribution.patterns import lowered
from dedup.provenance.attribution.source_table import Source
from dedup.provenance.attribution.sources import Sources
from dedup.provenance.records import Citation

_NAME: Final = 40
"""Characters of such a line at most: a name, and a word that says "by"."""
_PARAGRAPH: Final = (50, 24)
"""Characters that a paragraph has at least; where no spaces stand between words less than half of them."""
_PARAGRAPHS: Final = 3
"""A long headline is taken for a paragraph, and the agency stands below it."""
_HEADLINE: Final = (28, 10)
_DATE: Final = 45
_LOOKED: Final = 12
"""Lines of the body among which its first paragraph is."""
_ABOVE: Final = 3
_SURE: Final = 0.85
_MARK: Final = "©"
"""At the head of an article it says whose the picture is."""
_DATED: Final = re.compile(r"^\d[\d\s年月日時时分:：/.,-]*(?=\D)")
_LABELLED: Final = re.compile(r"^[^\W\d_]{2,6}\s?[:：]\s?")
_AROUND: Final = ' \t\u3000.,:：;*•|—–-()[]（）【】«»"“”'


def find_head_line(number: int, layout: Layout, language: Language | None, sources: Sources) -> Iterator[Citation]:
    """Yield the agency that a line above the first paragraph names and nothing else; none without a body."""
    if not layout.body:
        return
    unspaced = language is not None and not language.spaced
    lines, text = _first_lines(layout), layout.text
    long = [n for n, (low, high) in enumerate(lines) if high - low >= _PARAGRAPH[unspaced] and high > layout.first]
    for body in long[:_PARAGRAPHS]:
        at = body - 1
        known = _agency(text[slice(*lines[at])], language, sources) if at >= 0 else None
        if known is None and at > 0 and _is_date(text[slice(*lines[at])]):
            at -= 1
            known = _agency(text[slice(*lines[at])], language, sources)
        above = text[slice(*lines[at - 1])].strip() if at > 0 else ""
        closed = not above or len(above) >= _HEADLINE[unspaced] or _is_date(above) or is_byline_of_person(above)
        if known is not None and (closed or LED.match(text, lines[at][0])):
            start, end = lines[at]
            words = text[start:end]
            yield Citation(number, known.name, known.key, "credit_line", "whole", start, end, words, _SURE)
            return


def _agency(line: str, language: Language | None, sources: Sources) -> Source | None:
    """The agency that a line names and nothing else, but for a date, a word that says "by" and who wrote."""
    if _MARK in line or (language is not None and language.photo.search(lowered(line))):
        return None
    lang = language.lang if language is not None else None
    if len(line) > _NAME:
        return byline_source(line, lang, sources)
    bare = line.strip(_AROUND)
    undated = _DATED.sub("", bare, count=1)
    for name in (bare, LED.sub("", bare, count=1), undated, _LABELLED.sub("", undated, count=1)):
        known = sources.named(name, lang) if len(name) > 1 else None
        if known is not None and known.kind == "agency":
            return known
    return byline_source(line, lang, sources)


def _is_date(line: str) -> bool:
    return len(line) <= _DATE and any(letter.isdigit() for letter in line)


def _first_lines(layout: Layout) -> list[tuple[int, int]]:
    """The first lines of the body and those right above it; blank ones are passed over."""
    start = layout.line(layout.first)[0]
    above = [*islice(layout.lines_up(start - 2), _ABOVE)][::-1]
    return [*above, *islice(layout.lines_down(start), _ABOVE + _LOOKED - len(above))]
