"""Finds the attribution cues of a batch of articles.

For each article, in this order: what its metadata and author say; a source behind the title's last dash; a dateline at
the head of a paragraph; a line above the first paragraph that names an agency and nothing else; the cue patterns of its
language, tried only around the triggers that the scanner meets; an agency's sign-off behind the last sentence; the
credits at its foot. Several cues for one source stay several rows: each is evidence.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from dedup.config import ProvenanceConfig
from dedup.provenance.attribution.any_name import is_surname
from dedup.provenance.attribution.cue_choice import choose_cues
from dedup.provenance.attribution.cues import Cues, Language
from dedup.provenance.attribution.datelines import find_datelines, find_sign_off
from dedup.provenance.attribution.footers import find_footers
from dedup.provenance.attribution.further_names import is_opening, names_before, names_behind, no_medium
from dedup.provenance.attribution.head_line import find_head_line
from dedup.provenance.attribution.kind_beside import is_kind, kind_before, kind_behind
from dedup.provenance.attribution.layout import Layout, shortened
from dedup.provenance.attribution.metadata import from_author, from_credits, from_title, site_keys
from dedup.provenance.attribution.namesakes import is_namesake
from dedup.provenance.attribution.paragraphs import Cue, Paragraphs, key_of, paragraphs_of, sources_only
from dedup.provenance.attribution.patterns import Pattern, Side
from dedup.provenance.attribution.scanner import ScannedText
from dedup.provenance.attribution.shapes import PARTED
from dedup.provenance.attribution.source_slot import SourceExtractor
from dedup.provenance.attribution.sources import Sources
from dedup.provenance.attribution.surroundings import clause_begins, invites, is_borne, is_photo, is_subject, runs_on
from dedup.provenance.records import CITATION, Citation, Scope

_AHEAD = 90  # characters of a slot that are read for a name
_NAME = 70  # characters that a name and the medium word before it take up at most
_TOUCHING = 1  # a gap of a blank parts nothing
_MOST_TRIGGERS = 5000  # of an article, the first ones: more is no prose, and each takes up to two milliseconds
_MOST_OF_A_LINE = 1000  # and of a line: sixty thousand characters at the sixteen triggers that a thousand have in news
_TRIES = 24  # words of a sentence that are tried as the start of a name
_ENDS = " .,;:!?…)]}”»“\"'’。、」』۔।"
_REST_CHARS = 160
_REST = re.compile(rf"(?:[^\n.!?;。۔।]|\.(?![\s\n])){{0,{_REST_CHARS}}}")
_BLANK = re.compile(r"[^\S\n]+")
# How sure it is that the slot of a cue of each class names a source. By judgement, in the order of how plainly the
# words say so.
_WEIGHT = {"credit": 0.97, "report": 0.9, "told": 0.85, "loose": 0.65, "self": 0.8, "help": 0.9, "none": 0.0}
_CITING = 0.7  # who reports and cites somebody is a medium, but for some that quote studies
_ALONE = 0.97  # a line that only names a source says so on purpose


def find_citations(
    articles: pa.Table,
    config: ProvenanceConfig | None = None,
    *,
    cues: Cues | None = None,
    sources: Sources | None = None,
    known: Paragraphs | None = None,
) -> pa.Table:
    """Return one row (`CITATION`) for each place where an article names a source, by article and position.

    `articles` has the columns article, id, url, outlet, title, text, lang, author, credits and body; every one but
    article and text may be missing. Rows of type "unknown" name somebody of whom nothing but the place in the sentence
    says that it is a medium: they count once `DROP_UNKNOWN_SQL` finds the name in other stories too. `cues` and
    `sources` save loading them again for each batch, and `known`, of the same three, reading paragraphs again that an
    earlier batch held.
    Raises KeyError without the two columns, ConfigError for a table of sources that is none.
    """
    config = config or ProvenanceConfig()
    cues = cues or Cues.load()
    sources = sources or Sources.load(config.sources)
    finder = Finder(cues, sources, config, known or Paragraphs())
    rows: list[Citation] = []
    records = articles.to_pylist()
    texts = [str(record["text"] or "") for record in records]
    languages = [cues.of(_string(record, "lang")) for record in records]
    for record, found in zip(records, cues.scanner(sources).scan(texts, languages), strict=True):
        rows.extend(finder.article(record, found))
    columns = {name: [getattr(row, name) for row in rows] for name in CITATION.names}
    return pa.table(columns, schema=CITATION)


@dataclass(frozen=True)
class _Place:
    """The article at hand, and how its language's slots are read."""

    article: int
    layout: Layout
    language: Language
    extractor: SourceExtractor
    found: ScannedText


class Finder:
    """Cues, sources and config, held together for one batch."""

    def __init__(self, cues: Cues, sources: Sources, config: ProvenanceConfig, known: Paragraphs) -> None:
        self._cues, self._sources, self._config, self._known = cues, sources, config, known
        self._extractors: dict[str, SourceExtractor] = {}

    def article(self, record: dict[str, object], places: ScannedText) -> list[Citation]:
        """Return the citations of one article, given as a row of `find_citations`' input, and what `scan` found in
        it."""
        number, text = int(str(record["article"])), str(record["text"] or "")
        language = self._cues.of(_string(record, "lang"))
        own = self._sources.outlet_keys(_string(record, "outlet"), _string(record, "url"))
        own |= site_keys(record.get("credits"), self._sources)
        body = record.get("body")
        layout = Layout(text, [(s["start"], s["end"]) for s in body] if isinstance(body, list) else None)
        found: list[Citation] = []
        found.extend(from_credits(number, record.get("credits"), own, self._sources))
        found.extend(from_author(number, _string(record, "author"), self._sources))
        found.extend(from_title(number, _string(record, "title"), _string(record, "lang"), self._sources))
        found.extend(find_datelines(number, layout, language, self._sources, places.hints if language else None))
        found.extend(find_head_line(number, layout, language, self._sources))
        if language is not None:
            extractor = self._extractors.setdefault(language.lang, SourceExtractor(language, self._sources))
            found.extend(self._patterns(_Place(number, layout, language, extractor, places)))
        found.extend(find_sign_off(number, layout, language, self._sources))
        found.extend(find_footers(number, layout, language, self._sources))
        chosen = choose_cues(found, own)
        if language is None or language.lang == "de":  # where every noun is written large
            return chosen
        return [
            one
            for one in chosen
            if one.source_key[0] != "~" or " " in one.source or not is_surname(text, one.source, language.fillers)
        ]

    def _patterns(self, place: _Place) -> Iterator[Citation]:
        layout = place.layout
        for start, end, triggers in paragraphs_of(layout.text, place.found.triggers[:_MOST_TRIGGERS]):
            key = key_of(place.language, layout, start, end)
            cues = self._known.get(key)
            if cues is None:
                cues = sources_only(self._paragraph(place, start, end, triggers))
                self._known.put(key, cues)
            for cue in cues:
                yield Citation(
                    article=place.article,
                    source=cue.source,
                    source_key=cue.source_key,
                    type=cue.type,
                    scope=self._scope(layout, cue, start + cue.at),
                    start=start + cue.start,
                    end=start + cue.end,
                    words=cue.words,
                    confidence=cue.confidence,
                )

    def _paragraph(self, place: _Place, start: int, end: int, triggers: Sequence[tuple[int, int]]) -> Iterator[Cue]:
        """The cues of one paragraph, given with its triggers. They are a function of what `key_of` reads."""
        layout, most, hints = place.layout, self._config.cue_window, place.found.hints
        hints = hints[bisect_left(hints, start) : bisect_left(hints, end)]
        line_end, left = -1, 0
        for at, trigger in triggers:
            if at >= line_end:
                line_end, left = layout.text.find("\n", at, end), _MOST_OF_A_LINE
                line_end = line_end if line_end >= 0 else end
            left -= 1
            if left < 0:
                continue
            window: tuple[int, int] | None = None
            before = bisect_left(hints, at)
            for kind, pattern in place.language.triggers[trigger][2]:
                low, high = at - pattern.reach[0], at + pattern.reach[1]
                if pattern.anchored and low > 0 and layout.text.find("\n", low, at) < 0:
                    continue
                if not _may_name(hints, at, kind, pattern, most):
                    continue
                window = window or layout.window(at, most)
                first, last = max(window[0], low), min(window[1], high)
                if pattern.names_first and not pattern.any_name:
                    # The name holds the last hint before the trigger or stands right beside it.
                    if not before or hints[before - 1] < first:
                        continue
                    first = max(first, hints[before - 1] - _NAME)
                match = pattern.find(layout.text, first, last)
                while match is not None and match[0][1] <= at:
                    match = pattern.find(layout.text, match[0][1], last)
                if match and match[0][0] <= at:
                    cue = self._match(place, kind, pattern, *match)
                    for one in (cue, *self._joined(place, kind, pattern, *match, cue)):
                        if one is not None:
                            yield one.moved(-start)

    def _joined(
        self,
        place: _Place,
        kind: str,
        pattern: Pattern,
        match: tuple[int, int],
        where: tuple[int, int],
        first: Cue | None,
    ) -> Iterator[Cue | None]:
        """The citations of the listed names that an enumeration gives beside that of a cue, or beside what names no
        medium in its slot."""
        text, language = place.layout.text, place.language

        def listed(side: Side) -> Callable[[int, int], tuple[int, int] | None]:
            def find(start: int, end: int) -> tuple[int, int] | None:
                found = place.extractor.extract(text[start:end], side, kind, medium=True)
                return (start + found.start, start + found.end) if found is not None and found.listed else None

            return find

        for other in names_behind(text, first.named[1], language, listed("after")) if first is not None else ():
            span, near = (match[0], other[1]), (other[0], len(text))
            yield self._cue(place, kind, pattern, span, other, near, side="after")
        if pattern.side != "before":
            return
        last = first.named if first is not None else no_medium(text, where, language)
        others = list(names_before(text, last, language, listed("before"))) if last is not None else []
        if first is None and (not others or not is_opening(text, others[-1][0], language)):
            return  # "… the BBC and the ministry said": what was done to the BBC may stand before
        for other in others:
            yield self._cue(place, kind, pattern, (other[0], match[1]), other, (0, other[1]), side="before")
        if first is None and last is not None and listed("after")(*last) is not None:
            yield self._cue(place, kind, pattern, (last[0], match[1]), last, (0, last[1]), side="after")

    def _match(
        self, place: _Place, kind: str, pattern: Pattern, match: tuple[int, int], where: tuple[int, int]
    ) -> Cue | None:
        """The citation of a match, given with its slot; across a gap, of the first place in the rest of the sentence
        that names a source."""
        text = place.layout.text
        if pattern.other is None:
            # Between the name and the words of its cue nothing makes it the matter of the news.
            # What follows a name that was told something is who told it ("рассказал РИА Новости директор").
            after = where[0] if kind == "told" else len(text)
            near = (where[0], after) if match[0] < where[0] else (0, where[1])
            if kind == "told" and match[0] == where[0] and pattern.side == "before":
                near = (where[1], where[1])  # "Demiryolu sözcüsü Tarsus Gazetesi'ne": who told it stands before
            return self._cue(place, kind, pattern, match, where, near)
        if pattern.forward:
            rest = _REST.match(text, match[1])
            at, stop = match[1], rest.end() if rest else match[1]
        else:
            sentence = place.layout.sentence((match[0], match[0]))
            at, stop = max(sentence[0], match[0] - self._config.cue_window), match[0]
        if pattern.last is not None and pattern.last.search(text, at, stop) is None:
            return None
        hints = place.found.hints
        for _ in range(_TRIES):
            after = bisect_left(hints, at)
            unseen = after == len(hints) or hints[after] >= stop
            if unseen and not pattern.any_name:
                return None
            if not unseen and hints[after] - at > _AHEAD and place.language.spaced and not pattern.any_name:
                at = text.find(" ", hints[after] - _AHEAD, stop) + 1 or at
            other = pattern.other.search(text, at, stop)
            if other is None:
                return None
            if not pattern.forward and ": " in text[other.end("s") : match[0]]:
                return None  # "Analiza Hine: što donosi novi zakon": the verb is not the name's
            span = (min(match[0], other.start()), max(match[1], other.end()))
            near = (match[1], len(text)) if pattern.forward else (0, match[0])
            if pattern.medium and pattern.forward:
                near = (other.start(), len(text))  # "siger direktøren til Berlingske": whose director, is not said
            apart = not pattern.forward or other.start() - match[1] > _TOUCHING
            cue = self._cue(place, kind, pattern, span, other.span("s"), near, apart=apart)
            if cue is not None:
                return cue
            if place.language.spaced:
                following = _BLANK.search(text, other.start() + 1, stop)
                if following is None:
                    return None
                at = following.end()
            else:
                at = other.end("s")
        return None

    def _cue(
        self,
        place: _Place,
        kind: str,
        pattern: Pattern,
        span: tuple[int, int],
        where: tuple[int, int],
        near: tuple[int, int],
        *,
        apart: bool = False,
        side: Side | None = None,
    ) -> Cue | None:
        """The citation of a pattern that matches at `span` with its slot at `where`; None if that names no source.

        Words outside `near` are no reason to take it for the matter of the news; `apart`
        from the rest of its cue, a name must be listed or stand beside a medium word. A `side` is given
        for a member of an enumeration: where its slot holds the name, which is a medium's as the others are.
        """
        layout = place.layout
        if not place.language.spaced and PARTED.match(layout.text, where[0] - 1):
            return None
        before = kind_before(layout.text, place.language, where[0], side or pattern.side)
        behind = kind_behind(layout.text, place.language, where[1])
        slot = place.extractor.extract(
            layout.text[before:behind],
            side or pattern.side,
            kind,
            apart=apart,
            medium=pattern.medium or side is not None,
            any_name=pattern.any_name,
            kinded=pattern.any_name and is_kind(layout.text, place.language, where[0]),
        )
        if slot is None:
            return None
        alone = layout.alone(span)
        if not alone and not layout.in_body(span[0]):
            return None
        name = before + slot.start, before + slot.end
        known = self._sources.get(slot.key)
        agency = known is not None and known.kind == "agency"
        if known is not None and is_namesake(layout.text, name, agency=agency):
            led = span[0] < where[0] == name[0] and not apart
            led = led or is_kind(layout.text, place.language, name[0])
            if not led or is_namesake(layout.text, name, agency=agency, introduced=True):
                return None
        if is_photo(layout, place.language, name):
            return None
        # Behind "told" the words before the name are who said it ("сказал лидер партии «Известиям»"), and those behind
        # it may be as well.
        if kind != "credit" and not agency and not (kind == "told" and span[0] < where[0]):
            if is_borne(layout.text, place.language, name):
                return None
            opens = layout.sentence(span)[0] == span[0] < where[0] and clause_begins(layout.text, name[1])
            if known is not None and not opens and runs_on(layout.text, place.language, name):
                return None
        if kind not in ("credit", "none") and is_subject(layout, place.language, name, near):
            return None
        sentence = layout.sentence(span)
        if kind != "credit" and invites(layout.text, place.language, sentence[0], name[0]):
            return None
        credit = kind == "credit" or (alone and pattern.whole_line)
        # The slot is wider than the name, and may reach into the next sentence.
        last = name[0] + len(layout.text[slice(*name)].rstrip(_ENDS))
        said = name[0] if where[0] == span[0] else span[0], last if where[1] == span[1] else span[1]
        start, end = layout.quotation(said)
        if slot.guessed and kind == "report" and place.language.citing.match(layout.text, last):
            slot = replace(slot, sure=_CITING)
        return Cue(
            source=slot.source,
            source_key=slot.key,
            type="unknown" if slot.guessed else kind if kind == "help" else "credit_line" if credit else "sentence",
            start=start,
            end=end,
            words=shortened(layout.text[start:end], name[0] - start),
            confidence=round((_ALONE if alone and slot.sure > 0.9 else _WEIGHT[kind]) * slot.sure, 3),
            kind=kind,
            at=span[0],
            alone=alone,
            older=bool(place.language.background.search(layout.text, *sentence)),
            named=(name[0], last),
        )

    def _scope(self, layout: Layout, cue: Cue, at: int) -> Scope:
        if cue.kind == "help":
            return "quote"
        if cue.kind == "credit" or (cue.alone and cue.kind != "self"):
            return "whole"
        if cue.kind == "self":
            return "self"
        if cue.older and not layout.is_lead(at, self._config.lead_chars // 3):
            return "quote"
        if layout.is_lead(at, self._config.lead_chars):
            return "whole"
        return "whole" if cue.kind == "report" and layout.is_last(at) else "quote"


def _may_name(hints: list[int], at: int, kind: str, pattern: Pattern, most: int) -> bool:
    """Whether a source might be named where a pattern with a trigger at `at` looks for its slot.

    Of a pattern with a gap that is what `_match` reads: the rest of the sentence, or this many characters before it.
    """
    low, high = at - pattern.reach[0], at + pattern.reach[1]
    if pattern.searched is not None:
        low, high = (at + 1, high + _REST_CHARS) if pattern.forward else (low - most, at)
    elif kind == "credit" or pattern.anchored or pattern.any_name:
        return True
    after = bisect_left(hints, low)
    return after < len(hints) and hints[after] < high


def _string(record: dict[str, object], name: str) -> str | None:
    value = record.get(name)
    return str(value) if value else None
