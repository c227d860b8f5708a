"""Reads slots in scripts without spaces or capitals: there a name is known by the table, or by what it ends with."""

import re
from dataclasses import dataclass, replace

from dedup.provenance.attribution.cues import Language
from dedup.provenance.attribution.name_forms import SHORTENERS, bare_forms, host_of, letters
from dedup.provenance.attribution.patterns import Side
from dedup.provenance.attribution.shapes import (
    CASELESS,
    CLAUSE,
    DATED,
    HANGUL_KINDS,
    SCRIPTLESS,
)
from dedup.provenance.attribution.sources import Sources

Spans = list[tuple[int, int]]
"""Places of words in a slot."""
TRIM = ".,:;!?)(]["
# How sure an unlisted name is a source. By judgement: beside a word for a medium it is one but for shops and clubs
# named after papers; where nothing but its place says so, below one half, since other articles must name it too.
BESIDE = 0.85
GUESS = 0.4
_PAPER = re.compile(
    r"(?:[日晚晨早][报報]|[时時][报報]|周[报報]|新[聞报報]|通[讯訊信]社|[电電][视視][台臺]|[周週]刊|テレビ|放送|タイムズ)$"
)
"""Ends of names that are a medium's for certain where it shows at which letter they begin: between title marks, and in
Japanese behind a particle."""
_UNINFLECTED = re.compile("[^\u3040-\u309f]+$")
"""What is written without hiragana: between a particle and the end of a slot, a name."""
LONGEST_TITLE = 10
"""Characters of an unlisted name at most, in a script without spaces: a longer one is a headline."""
_SHORTEST = 3
"""Letters of an unlisted name at least: 本报 and 該報 say "this paper"."""
HANGUL = re.compile(f"([가-힣]{{2,8}})(?:{'|'.join(HANGUL_KINDS)})")
"""A Korean medium's name, which says what kind it is."""
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,12}", re.ASCII)
_LATIN_START = re.compile(r"[A-Za-z][\w&.+ -]*", re.ASCII)
_LATIN_END = re.compile(r"[A-Za-z][\w&.+ -]*$", re.ASCII)


@dataclass(frozen=True)
class FoundSource:
    """A source found in a slot."""

    source: str
    key: str
    start: int
    """Where the name starts and ends, in characters of the slot's text."""

    end: int
    listed: bool
    """It is in the table of sources."""

    sure: float
    """How surely it names a medium, 0 to 1."""

    @property
    def guessed(self) -> bool:
        """Nothing but its place in the sentence says that it is a medium's name."""
        return self.sure <= GUESS


class UnspacedSourceExtractor:
    """Reads slots of one language in which spaces or capitals do not show where a name begins."""

    def __init__(self, language: Language, sources: Sources) -> None:
        self._language, self._sources, self._titles = language, sources, language.titles

    def _is_paper(self, name: str) -> bool:
        """Whether a title in a script without blanks ends as a paper's: 《海陵晨报》."""
        return not self._language.spaced and len(name) <= LONGEST_TITLE and bool(_PAPER.search(name))

    def _domain(self, host: str, start: int) -> FoundSource | None:
        if host_of(host) in SHORTENERS:
            return None
        name, key = self._sources.resolve(host)
        return FoundSource(name, key, start, start + len(host), not key.startswith("~"), 0.95)

    def _caseless(self, slot: str, tokens: Spans, stop: int) -> FoundSource | None:
        """A name of two words that is not listed, in a script without capitals: "नदीपुर टाइम्स"."""
        last = slot[slice(*tokens[stop - 1])].rstrip(TRIM) if stop > 1 else ""
        last = next((form for form in (last, *bare_forms(last, self._language.lang)) if form in CASELESS), "")
        if not last:
            return None
        word = slot[slice(*tokens[stop - 2])]
        if self._language.fillers.fullmatch(word) or self._language.media.fullmatch(word) or word in CASELESS:
            return None
        start = tokens[stop - 2][0]
        if self._language.lang == "ar" and word[0] == "و":
            listed = self._sources.named(f"{word[1:]} {last}", "ar")  # "رويترز وأسوشيتد برس": and AP
            if listed is not None:
                return FoundSource(listed.name, listed.key, start + 1, tokens[stop - 1][0] + len(last), True, 0.97)
        name = slot[start : tokens[stop - 1][0] + len(last)]
        kind = stop > 2 and self._language.media.fullmatch(slot[slice(*tokens[stop - 3])])
        return FoundSource(
            name, self._sources.resolve(name)[1], start, start + len(name), False, BESIDE if kind else 0.8
        )

    def _behind_kind(self, slot: str, tokens: Spans, first: int) -> FoundSource | None:
        """A name that is not listed behind what kind of medium it is, in a script without capitals: "صحيفة صوت الساحل".

        It is one word with the article, or two of which the second has it or ends a name ("وادي نيوز"); an adjective
        without one describes a paper and names none ("صحيفة محلية").
        """
        if first + 1 < len(tokens) and (named := self._caseless(slot, tokens, first + 2)) is not None:
            return replace(named, sure=BESIDE)
        kind = slot[slice(*tokens[first - 1])].lstrip("وبل") if first else ""
        if kind not in self._titles.kinds:
            return None
        return self._after_kind(slot, tokens[first : first + 2])

    def _after_kind(self, slot: str, tokens: Spans) -> FoundSource | None:
        """The name of which these are the first two words, or one, right behind what kind of medium it is."""
        words = [slot[slice(*token)].strip(TRIM) for token in tokens]
        names = [not self._language.fillers.fullmatch(w) and not self._language.stop.fullmatch(w) for w in words]
        article = self._titles.article
        definite = [word.startswith(article) and named for word, named in zip(words, names, strict=True)]
        if not names[0] or len(words[0]) < _SHORTEST or not any(definite):
            return None
        if any(word.endswith(self._titles.plurals) for word in words) or self._titles.is_daily(words[0]):
            return None
        if slot[tokens[0][1] - 1] in TRIM and not definite[0]:
            return None
        last = len(words) > 1 and definite[1] and slot[tokens[0][1] - 1] not in TRIM
        start, end = tokens[0][0], tokens[last][1]
        kind = slot[:start].rsplit(maxsplit=1)[-1].removeprefix("ב").removeprefix("ל")
        if kind in self._titles.named_kinds:
            start = slot.rindex(kind, 0, start)
        name = slot[start:end].rstrip(TRIM)
        key = self._sources.resolve(name.removesuffix(self._titles.dative))[1]
        return FoundSource(name, key, start, start + len(name), False, BESIDE)

    def _kind_then_name(self, slot: str, tokens: Spans, stop: int) -> FoundSource | None:
        """A name of one or two words that ends a slot, behind what kind of medium it is: "روزنامہ ساحل"."""
        for first in (stop - 1, stop - 2):
            if first > 0 and slot[slice(*tokens[first - 1])].lstrip("وبل") in self._titles.kinds:
                found = self._after_kind(slot, tokens[first:stop])
                whole = found is not None and found.end == len(slot[: tokens[stop - 1][1]].rstrip(TRIM))
                return found if whole else None
        return None

    def _name_then_kind(self, slot: str, tokens: Spans) -> FoundSource | None:
        """A name of one or two words that is all of a slot but the word for a daily that ends it."""
        daily = self._titles.behind
        if not daily or len(tokens) not in (2, 3) or not slot[tokens[-1][0] :].startswith(daily):
            return None
        words = [slot[slice(*token)] for token in tokens[:-1]]
        if any(self._language.fillers.fullmatch(word) or self._language.offices.fullmatch(word) for word in words[:1]):
            return None
        name = slot[: tokens[-2][1]]
        return FoundSource(name, self._sources.resolve(name)[1], 0, len(name), False, BESIDE)

    def _hangul(self, slot: str, token: tuple[int, int]) -> FoundSource | None:
        """A Korean name that is not listed, without its particle: 강만일보는; but not 지역신문은, "the local paper"."""
        word = slot[slice(*token)].rstrip(TRIM)
        if not HANGUL.match(word):
            return None
        for name in (word, *bare_forms(word, "ko")):
            shaped = HANGUL.fullmatch(name)
            if shaped and not self._language.described.fullmatch(shaped[1]):
                key = self._sources.resolve(name)[1]
                return FoundSource(name, key, token[0], token[0] + len(name), False, BESIDE)
        return None

    def _scriptless(self, slot: str, side: Side, kind: str) -> FoundSource | None:
        """Scripts without spaces: the longest listed name at the slot's start or end, or all of it; behind its kind,
        where that stands before the name (Thai)."""
        head = self._language.kinds.match(slot)
        if head is None:
            return self._scriptless_rest(slot, side, kind, led=False)
        rest = slot[head.end() :]
        found = self._scriptless_rest(rest, side, kind, led=True) if rest else None
        return found and replace(found, start=found.start + head.end(), end=found.end + head.end())

    def _scriptless_rest(self, slot: str, side: Side, kind: str, *, led: bool) -> FoundSource | None:
        for kind_of in self._language.media.finditer(slot):
            # 纽约时报网站: what kind of medium it is stands behind the name.
            if kind_of.end() == len(slot) and kind_of.start() > 1:
                whole = self._scriptless_name(slot[: kind_of.start()], side)
                if whole is not None:
                    return whole
        if (listed := self._scriptless_name(slot, side)) is not None:
            return listed
        if host := _HOST.search(slot):
            return self._domain(host[0], host.start())
        edge = _LATIN_START.match(slot) if side == "after" else _LATIN_END.search(slot)
        if edge and (found := self._sources.named(edge[0])):
            return FoundSource(found.name, found.key, edge.start(), edge.end(), True, 0.95)
        start, end, led = self._bare(slot, led=led)
        name = slot[start:end]
        if kind != "credit" and (self._language.offices.search(name) or CLAUSE.search(name)):
            return None
        if self._language.described.fullmatch(name):
            return None  # 当地媒体: what kind of medium it is, and no name
        sure = (
            BESIDE
            if self._language.lang == "ja" and _SHORTEST < len(name) <= LONGEST_TITLE and _PAPER.search(name)
            else 0.65
            if len(name) >= _SHORTEST and (led or (len(name) <= LONGEST_TITLE and SCRIPTLESS.search(name)))
            else 0.6
            if kind == "credit" and len(name) <= 14
            else 0.0
        )
        return FoundSource(name, self._sources.resolve(name)[1], start, end, False, sure) if sure else None

    def _bare(self, slot: str, *, led: bool) -> tuple[int, int, bool]:
        """Where a name that is not listed stands in a slot without blanks: behind its kind (then `led`) as far as that
        name goes, behind prepositions and adverbs that are written on to it (据江湾日报), in Japanese behind the last
        particle before it."""
        kinds = list(self._language.kinds.finditer(slot))
        start, led = (kinds[-1].end(), True) if kinds else (0, led)
        stop = self._language.stop.search(slot, start) if led else None
        end = stop.start() if stop else len(slot)
        if lead := self._language.lead.match(slot, start, end):
            start = lead.end() - slot.startswith(("经济", "經濟"), lead.end() - 1)  # 经 alone is a preposition
        if self._language.lang == "zh" and (day := DATED.match(slot[start:end])):
            start += day.end()
        if self._language.lang == "ja" and (last := _UNINFLECTED.search(slot, start, end)):
            start = last.start()
        return start, end, led

    def _scriptless_name(self, slot: str, side: Side) -> FoundSource | None:
        """The listed name that is all of the slot, or the longest at its start or end."""
        if found := self._sources.named(slot):
            return FoundSource(found.name, found.key, 0, len(slot), True, 0.97)
        for cut in range(len(slot) - 1, 1, -1):
            for start, end in ((0, cut), (len(slot) - cut, len(slot))):
                if (start == 0 and side == "before") or (start > 0 and side == "after"):
                    continue
                piece = slot[start:end]
                if letters(piece) in self._sources.scriptless and (found := self._sources.named(piece)):
                    return FoundSource(found.name, found.key, start, end, True, 0.95)
        return None
