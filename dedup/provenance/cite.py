"""Finds the attribution cues of a batch of articles.

For each article, in this order: what its metadata and author say; a dateline at the head of a paragraph; the cue
patterns of its language, tried only around the triggers that `str.find` meets; a source behind the title's last
dash; an agency's sign-off behind the last sentence. Several cues for one source stay several rows: each is evidence.
"""

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa

from ..config import ProvenanceConfig
from .cues import Cues, Language
from .datelines import find_datelines, find_sign_off
from .layout import Layout
from .metadata import from_author, from_credits, from_title
from .patterns import Pattern, lowered
from .records import CITATION, Citation, Scope
from .slots import read_slot
from .sources import Sources

_SPAN = 200
_WEIGHT = {"credit": 0.97, "report": 0.9, "told": 0.85, "loose": 0.65, "self": 0.8}
_ALONE = 0.97  # a line that only names a source says so on purpose


def find_citations(
    articles: pa.Table, config: ProvenanceConfig | None = None, *, cues: Cues | None = None, sources: Sources | None = None
) -> pa.Table:
    """One row (`CITATION`) for each place where an article names a source, by article and position.

    `articles` has the columns article, id, url, outlet, title, text, lang, author, credits and body; every one but
    article and text may be missing. `cues` and `sources` save loading them again for each batch.
    Raises KeyError without the two columns, ValueError or OSError for a sources file that is none.
    """
    config = config or ProvenanceConfig()
    cues = cues or Cues.load()
    sources = sources or Sources.load(config.sources_path())
    finder = Finder(cues, sources, config)
    rows: list[Citation] = []
    for record in articles.to_pylist():
        rows.extend(finder.article(record))
    columns = {name: [getattr(row, name) for row in rows] for name in CITATION.names}
    return pa.table(columns, schema=CITATION)


class Finder:
    """Cues, sources and config, held together for one batch."""

    def __init__(self, cues: Cues, sources: Sources, config: ProvenanceConfig) -> None:
        self._cues, self._sources, self._config = cues, sources, config

    def article(self, record: dict[str, object]) -> list[Citation]:
        """The citations of one article, given as a row of `find_citations`' input."""
        number, text = int(str(record["article"])), str(record["text"] or "")
        lang = record.get("lang")
        language = self._cues.of(str(lang) if lang else None)
        own = self._sources.outlet_keys(_string(record, "outlet"), _string(record, "url"))
        body = record.get("body")
        layout = Layout(text, [(s["start"], s["end"]) for s in body] if isinstance(body, list) else None)
        found: list[Citation] = []
        found.extend(from_credits(number, record.get("credits"), own, self._sources))
        found.extend(from_author(number, _string(record, "author"), self._sources))
        found.extend(from_title(number, _string(record, "title"), self._sources))
        found.extend(find_datelines(number, layout, language, self._sources))
        if language is not None:
            found.extend(self._patterns(number, layout, language))
        found.extend(find_sign_off(number, layout, language, self._sources))
        return _settle(found, own)

    def _patterns(self, number: int, layout: Layout, language: Language) -> Iterator[Citation]:
        low = lowered(layout.text)
        seen: set[tuple[int, int, int]] = set()
        for trigger, patterns in language.triggers:
            at = low.find(trigger)
            while at >= 0:
                start, end = layout.window(at, self._config.cue_window)
                for which, (kind, pattern) in enumerate(patterns):
                    for match in pattern.regex.finditer(layout.text, start, end):
                        if match.start() <= at < match.end() and (which, match.start(), hash(kind)) not in seen:
                            cue = self._cue(number, layout, language, kind, pattern, match.span(), match.span("s"))
                            if cue is not None:
                                yield cue
                at = low.find(trigger, at + len(trigger))

    def _cue(
        self, number: int, layout: Layout, language: Language, kind: str, pattern: Pattern, span: tuple[int, int], where: tuple[int, int]
    ) -> Citation | None:
        text = layout.text
        line = layout.line(span[0])
        alone = layout.alone(span)
        if not alone and not layout.in_body(span[0]):
            return None
        slot = read_slot(text[slice(*where)], pattern.side, kind, language, self._sources)
        if slot is None or language.photo.search(lowered(text[line[0] : where[0]])):
            return None
        return Citation(
            article=number,
            source=slot.source,
            source_key=slot.key,
            type="credit_line" if kind == "credit" or (alone and pattern.whole_line) else "sentence",
            scope=self._scope(layout, language, kind, span, alone),
            **_words(text, layout.sentence(span), (where[0] + slot.start, where[0] + slot.end)),
            confidence=round((_ALONE if alone and slot.sure > 0.9 else _WEIGHT[kind]) * slot.sure, 3),
        )

    def _scope(self, layout: Layout, language: Language, kind: str, span: tuple[int, int], alone: bool) -> Scope:
        if kind == "credit" or (alone and kind != "self"):
            return "whole"
        if kind == "self":
            return "self"
        sentence = layout.sentence(span)
        if language.background.search(layout.text, *sentence) and not layout.is_lead(span[0], self._config.lead_chars // 3):
            return "quote"
        if alone or layout.is_lead(span[0], self._config.lead_chars):
            return "whole"
        return "whole" if kind == "report" and layout.is_last(span[0]) else "quote"


def _words(text: str, sentence: tuple[int, int], name: tuple[int, int]) -> dict[str, object]:
    """The sentence, cut to 200 characters around the name."""
    start, end = sentence
    if end - start > _SPAN:
        start = max(start, min(name[0] - _SPAN // 2, end - _SPAN))
        end = min(end, start + _SPAN)
        while start < name[0] and not text[start - 1].isspace():
            start += 1
    return {"start": start, "end": end, "words": text[start:end]}


def _settle(found: list[Citation], own: frozenset[str]) -> list[Citation]:
    """One cue a source and place, the surest; the outlet's own name turned to scope self; by position."""
    best: dict[tuple[str, int | None, str], Citation] = {}
    for cue in found:
        if cue.source_key in own:
            cue = replace(cue, scope="self")  # noqa: PLW2901 - a corrected copy
        where = (cue.source_key, cue.start, cue.type if cue.start is None else "")
        kept = best.get(where)
        if kept is None or _rank(cue) > _rank(kept):
            best[where] = cue
    return sorted(best.values(), key=lambda c: (-1 if c.start is None else c.start, c.source_key, c.type))


def _rank(cue: Citation) -> tuple[bool, float, str]:
    return cue.scope != "quote", cue.confidence, cue.type


def _string(record: dict[str, object], name: str) -> str | None:
    value = record.get(name)
    return str(value) if value else None
