"""The lines below an article's last sentence that say whose it is: copyright, desks' sign-offs, agencies' codes.

    Copyright 2025 The Associated Press. All rights reserved. …      © Agence France-Presse      © dpa-infocom, dpa:25…
    (Reporting by Jon Vester; Editing by Lena Ott)      dpa/afp      SDA/ij      Quelle: ntv.de, jog/dpa      —AP

Only the last lines of the body and the first ones behind it are looked at: boilerplate begins there, and a copyright
line is often cut off with it. A code stands right below a sentence; a name in a list of names is a menu's.
"""

import re
from collections.abc import Iterator
from itertools import islice

from dedup.provenance.attribution.cues import Language
from dedup.provenance.attribution.layout import Layout
from dedup.provenance.attribution.name_forms import host_of
from dedup.provenance.attribution.patterns import lowered
from dedup.provenance.attribution.source_table import Source
from dedup.provenance.attribution.sources import Sources
from dedup.provenance.records import Citation

_INSIDE, _BEHIND = 5, 4  # lines of the body, and behind it, that are read
_LONGEST = 400  # characters of a footer; a longer line is a paragraph
_BELOW = 80  # characters of an article above its footer: a line at its head is a picture's
_SENTENCE = 40  # characters of a line that a code may stand below
_CODE = 34
_WORDS = 5  # of a name

_COPYRIGHT = re.compile(
    r"^\W{0,3}(?:(?:copyright|©|\(c\)|ⓒ|all rights reserved)\W{0,3}){1,3}(?:\d{4}(?:\s?[-–/]\s?\d{2,4})?\W{0,3})?"
    r"(?:(?:by|von|par|por|di)\s+)?(?=\w)",
    re.IGNORECASE,
)
_PERSON = re.compile(r"^\s?[/|]\s?[^\W\d_]{2,}(?:[ .][^\W\d_]{2,})+")
# Reuters' desks sign so; where another agency does, it names itself ("for The Associated Press").
_DESK = re.compile(
    r"^\W{0,2}(?:additional |writing and )?reporting by [^\n;]{3,200};\s*"
    r"(?:[^\n;]{3,200};\s*){0,4}(?:writing|editing) by [^\n]+$",
    re.IGNORECASE,
)
_FOR = re.compile(r"\bfor (?:the )?([A-Z][\w&.’' -]{1,40}?)\s*[;,.)]?(?=;|\)|$|\s+(?:editing|writing))", re.IGNORECASE)
_PRINCIPLES = re.compile(r"\bThomson (Reuters) Trust Principles\b")
_LABEL = re.compile(r"^[^\W\d_]{4,12}\s?:\s")
_BARE = re.compile(r"^\s*[-–—/(（\[]{0,2}\s*([^\s()（）\[\]].*?)\s*[/)）\]]?\s*\.?\s*$")
_TOKENS = re.compile(r"\s*[/,|+]\s*|\s+[-–]\s+")
_SIGN = re.compile(r"^[^\W\d_]{1,4}$")  # an editor's initials
_ENDS = re.compile(r"[.!?…։।。！？۔][\"”“»’)\]]*$")


def find_footers(number: int, layout: Layout, language: Language | None, sources: Sources) -> Iterator[Citation]:
    """Yield the agencies that the lines below the article name as whose it is; none for an article without a body."""
    above = ""
    lines = _last_lines(layout)
    for at, (start, end) in enumerate(lines):
        line = layout.text[start:end]
        below = layout.text[slice(*lines[at + 1])].strip() if at + 1 < len(lines) else ""
        if len(line) <= _LONGEST and start >= layout.first + _BELOW:
            for known, sure in _read(line, above, below, language, sources):
                yield Citation(number, known.name, known.key, "credit_line", "whole", start, end, line, sure)
        above = line


def _read(
    line: str, above: str, below: str, language: Language | None, sources: Sources
) -> Iterator[tuple[Source, float]]:
    lang = language.lang if language is not None else None
    if found := _COPYRIGHT.match(line):
        known, end = _longest_name(line, found.end(), lang, sources)
        if known is not None and known.kind == "agency" and not _PERSON.match(line[end:]):
            yield known, 0.9
        return
    if _DESK.match(line):
        named = [known for one in _FOR.finditer(line) if (known := sources.named(one[1], lang)) is not None]
        reuters = sources.get("reuters")
        if named:
            yield named[-1], 0.93
        elif reuters is not None:
            yield reuters, 0.8
        return
    if (principles := _PRINCIPLES.search(line)) and (known := sources.named(principles[1])) is not None:
        yield known, 0.9
        return
    if len(line) <= _CODE and len(above) >= _SENTENCE and _ENDS.search(above.rstrip()):
        if language is not None and language.photo.search(lowered(line)):
            return
        if (
            below
            and len(below) <= _CODE
            and (_longest_name(below, 0, lang, sources)[0] is not None or agencies_of(below, lang, sources))
        ):
            return  # a list of names
        yield from ((known, 0.85) for known in agencies_of(line, lang, sources))


def agencies_of(line: str, lang: str | None, sources: Sources) -> list[Source]:
    """Return the agencies of a line of codes; none if anything in it is neither an agency, a domain, nor initials.

    A person's name behind the stroke makes it a picture's credit ("AFP / Lena Ott").
    """
    labelled = _LABEL.match(line)
    bare = _BARE.match(line[labelled.end() :] if labelled else line)
    found: list[Source] = []
    signs = 0
    tokens = _TOKENS.split(bare[1]) if bare else []
    for token in tokens:
        known = _agency(token, lang, sources)
        if known is not None:
            found.append(known)
        elif _SIGN.match(token) and len(tokens) > 1:
            signs += 1
        elif not (labelled and host_of(token)):
            return []
    return list(dict.fromkeys(found)) if signs <= 2 else []


def _agency(token: str, lang: str | None, sources: Sources) -> Source | None:
    """The agency of a code; desks write those that are set in capitals in small letters too ("dpa/afp")."""
    head = token.partition("-")[0] if token.islower() else token  # dpa-infocom, dpa-AFX
    known = sources.named(token, lang) or (sources.named(head, lang) if len(head) > 2 else None)
    if known is None and token.islower() and len(token) > 2:
        known = sources.named(token.upper(), lang)
    return known if known is not None and known.kind == "agency" else None


def _longest_name(line: str, start: int, lang: str | None, sources: Sources) -> tuple[Source | None, int]:
    """The source whose name begins at `start`, by as many words as make one, and where it ends."""
    ends = [found.end() for found in re.finditer(r"[\w&’'-]+", line[start:])][:_WORDS]
    for end in reversed(ends):
        name = line[start : start + end]
        known = sources.named(name, lang) or (sources.named(name.partition("-")[0], lang) if name.islower() else None)
        if known is not None:
            return known, start + end
    return None, start


def _last_lines(layout: Layout) -> list[tuple[int, int]]:
    """The last lines of the body, the one above them, and the first behind it; blank ones are passed over."""
    if not layout.body:
        return []
    inside = [*islice(layout.lines_up(max(layout.first, layout.last - 1)), _INSIDE + 1)][::-1]
    behind = layout.lines_down(inside[-1][1] if inside else layout.last)
    return [*inside, *islice(behind, _BEHIND)]
