"""What stands in a slot: which words of it are the name, and whether a name that is not listed is a medium's.

"According to" is followed by people, ministries and studies far more often than by media. So a slot counts only if
it holds a listed source, a domain, a name beside a medium word ("газета «…»"), a name that is built like a medium's
("… Times", "…news", "…інформ"), or, where the cue itself is strong enough, any name that is not an office's.
"""

import re
from dataclasses import replace

from dedup.provenance.attribution.any_name import may_be_any
from dedup.provenance.attribution.cues import Language
from dedup.provenance.attribution.name_forms import ELISION, bare_forms, has_article, host_of
from dedup.provenance.attribution.patterns import QUOTES_CLOSE, QUOTES_OPEN, Side
from dedup.provenance.attribution.shapes import AUTHORITIES, LINKS, SCRIPTLESS, is_sure_at_home, is_trade
from dedup.provenance.attribution.sources import Sources
from dedup.provenance.attribution.title_slot import BUILT, CLOSED, DAYS, ENDED, OPEN, TitledSourceExtractor
from dedup.provenance.attribution.unspaced_slot import BESIDE, GUESS, LONGEST_TITLE, TRIM, FoundSource, Spans

_TOKEN = re.compile(r"\S+")
_DESCRIBED = re.compile(r"-(?:based|owned|run|linked|backed|language|funded|controlled)$")
"""What a medium is and not what it is called: "The Pakistan-based news agency"."""
_POSSESSIVE = re.compile(r"(.+?)['’]s ")
"""Whose programme or desk a name is: "the BBC's Newsnight"."""
_SPOKEN, _LONG_TITLE = frozenset(",.!?…"), 2
"""What ends, within quotation marks, words that somebody says, and how many words a title has that ends so."""
_SENTENCE_ENDS = ".!?:;…"
_ABLATIVE = re.compile(r"[nıi]nd[ae]n$|d[ae]n$")
_GUESSED = frozenset({"report", "told"})
_COMPOUND = 40
_REMEMBERED = 1 << 14
_TAIL = re.compile(r"[’'-]\w{1,5}$")
_SIGNS = re.compile(r"[+/|,،、·&]")
_SEVERAL = re.compile(r"[^\s+/,،、|·&][^+/,،、|·&]*[^\s+/,،、|·&]")
"""What stands between the signs that part the names of a credit line."""
_AT_END = re.compile(rf"(\S+) [{QUOTES_OPEN}]([^{QUOTES_OPEN}{QUOTES_CLOSE}]{{2,45}})[{QUOTES_CLOSE}]$")
"""A quotation that ends a slot, and the word before it."""
_BEHIND = re.compile(rf"[{QUOTES_CLOSE}](?:[-’']\w{{1,5}})?(?: |(?<=[》」』]))(\S+)$")
"""A word behind a quotation that ends a slot: "«Sohil ovozi» gazetasiga", "《财经》杂志"."""


def _cased(letter: str) -> bool:
    if "ა" <= letter <= "ჿ":
        return False  # Georgian letters are lower case to Unicode, without capitals in use
    return letter.isupper() or letter.islower() or not letter.isalpha()


class SourceExtractor(TitledSourceExtractor):
    """Extracts the sources that slots of a language's patterns name. It remembers slots: copies of an article have the
    same, and several patterns meet at most places. For one thread."""

    def __init__(self, language: Language, sources: Sources) -> None:
        super().__init__(language, sources)
        self._known: dict[tuple[str, Side, str, bool, bool, bool, bool], FoundSource | None] = {}
        self._words: dict[str, int] = {}
        self._apart, self._medium, self._any_name, self._kind, self._kinded = False, False, False, "", False

    def extract(
        self,
        slot: str,
        side: Side,
        kind: str,
        *,
        apart: bool = False,
        medium: bool = False,
        any_name: bool = False,
        kinded: bool = False,
    ) -> FoundSource | None:
        """Return the source a slot names, or None. `kind` is the class of the cue (`cues.CLASSES`).

        `apart` from the words of its cue, a name must be listed or stand beside a medium word, and one that is an
        ordinary word too needs that or quotes. Not where the cue says that the slot holds a `medium`; with `any_name`
        it says so of names that are not listed, too; of several words, where the kind stands before (`kinded`).
        """
        slot = self._language.others.sub("", slot) if side == "before" else slot
        asked = (slot, side, kind, apart, medium, any_name, kinded)
        if asked not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._apart, self._medium, self._any_name, self._kind = apart, medium and not apart, any_name, kind
            self._kinded = kinded
            read = kind == "credit" or self._medium or not self._language.spaced
            found = None if not read and self._names_nobody(slot, side) else self._extract(slot, side, kind)
            if kind == "credit" and (found is None or not found.listed) and _SIGNS.search(slot):
                found = self._one_of(slot, side)
            if found is not None and (self._is_authority(slot, found) or (any_name and self._is_foreign_word(found))):
                found = None
            doubted = found is not None and apart and not any_name and not found.listed and found.sure < BESIDE
            if found is not None and doubted and not (self._is_double(found) or self._is_cited(slot, found, kind)):
                found = None
            self._known[asked] = found
        return self._known[asked]

    def _one_of(self, slot: str, side: Side) -> FoundSource | None:
        """The first listed source of a credit line that names several: "وكالات + الأناضول", "agencies / AFP"."""
        parts = list(_SEVERAL.finditer(slot))
        for part in parts if len(parts) > 1 else ():
            found = self._extract(part[0], side, "credit")
            if found is not None and found.listed:
                return replace(found, start=part.start() + found.start, end=part.start() + found.end)
        return None

    def _names_nobody(self, slot: str, side: Side) -> bool:
        """All words are ordinary; or the first two, where a name stands at the start and the first is none that may
        stand before one. Most slots are told so by words that were met before."""
        words = slot.split(" ")
        for at, word in enumerate(words):
            known = self._words.get(word)
            if known is None:
                if len(self._words) >= _REMEMBERED:
                    self._words.clear()
                known = self._words[word] = self._rank(word)
            if known == OPEN:
                return False
            if at == 1 and side != "before" and self._words.get(words[0]) == CLOSED:
                return True
        return True

    def _extract(self, slot: str, side: Side, kind: str) -> FoundSource | None:
        if kind == "credit" and (coded := self._coded(slot)):
            return coded
        behind = _BEHIND.search(slot)
        followed = behind is not None and self._is_medium(slot, behind.span(1))
        if followed and behind is not None:
            slot = slot[: behind.start(1)].rstrip()
        if slot[0] in QUOTES_OPEN:
            close = max(slot.rfind(c) for c in QUOTES_CLOSE)
            name, end = (slot[1:close], close + 1) if close > 1 else (slot[1:], len(slot))
            return self._named(name, (0, end), kind, quoted=True, beside_medium=followed)
        if side == "before" and (quoted := _AT_END.search(slot)):
            beside = followed or self._is_medium(slot, quoted.span(1))
            return self._named(quoted[2], quoted.span(2), kind, quoted=True, beside_medium=beside)
        head = slot.split(maxsplit=1)[0].rstrip(TRIM)
        if self._language.spaced and host_of(head) and side != "before":
            return self._domain(head, 0)
        if not self._language.spaced:
            return self._scriptless(slot, side, kind)
        tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(slot)]
        return self._before(slot, tokens, kind) if side == "before" else self._after(slot, tokens, kind)

    def _listed(self, slot: str, start: int, end: int, beside_medium: bool) -> FoundSource | None:
        name = slot[start:end].rstrip(TRIM)
        lang = self._language.lang
        if name[0] in QUOTES_OPEN and not any(c in QUOTES_CLOSE for c in name[1:]):
            return None  # a part of what stands in quotes: "Спутник V"
        beside_medium = beside_medium or self._medium
        found = self._sources.named(name, lang)
        before = slot[:start].rsplit(maxsplit=1)
        if found is None and before and (article := self._titles.contracted.get(before[-1].lower())):
            found = self._sources.named(f"{article} {name}", lang) if name[:1].isupper() else None
            # "à TV Vale" is no ATV.
            found = found if found and any(n.startswith(f"{article} ") for n in (found.name, *found.names)) else None
        if found is None and lang == "ar" and name[0] == "ل":
            found = self._sources.named("ا" + name, lang)  # للجزيرة is ل and الجزيرة
        if found is None and "-" in name and end - start < _COMPOUND:
            head, _, rest = name.rpartition("-")  # SPIEGEL-Informationen, ZDF-„heute
            quoted = rest[:1] in QUOTES_OPEN and rest != ""
            found = self._sources.named(head, lang) if self._language.fillers.fullmatch(rest) or quoted else None
        if found is None:
            return None
        if self._is_inflected(name, found):
            return None
        if not beside_medium and name[0] not in QUOTES_OPEN:
            # "prema Petra": far from its cue, or behind the loosest ones in another language, a word is a word.
            doubtful = self._apart or (self._kind == "loose" and found.lang != lang)
            if doubtful and self._sources.is_word(name) and not (has_article(name) and (start or self._kind == "told")):
                return None
            if found.lang != lang and self._is_given(slot, start, end):
                return None
            at_home = found.lang == lang and is_sure_at_home(name, lang)
            if self._kind != "credit" and self._sources.is_credit_only(name) and not at_home:
                return None
        return FoundSource(found.name, found.key, start, end, True, 0.97)

    def _named(
        self, name: str, span: tuple[int, int], kind: str, *, quoted: bool = False, beside_medium: bool = False
    ) -> FoundSource | None:
        """A listed name, or one of which the cue or the name itself says that it is a medium's."""
        (start, end), lang = span, self._language.lang
        speech = quoted and name.rstrip()[-1:] in _SPOKEN and len(name.split()) > _LONG_TITLE
        name = name.strip(" " + TRIM)
        if known := self._sources.named(name, lang):
            word = (self._apart and self._sources.is_word(name)) or (
                kind != "credit" and self._sources.is_credit_only(name)
            )
            if (word and not quoted and not beside_medium and not self._medium) or (
                not quoted and self._is_inflected(name, known)
            ):
                return None
            return FoundSource(known.name, known.key, start, end, True, 0.97)
        if host_of(name):
            return self._domain(name, start)
        if speech:
            return None
        if (whose := _POSSESSIVE.match(name)) and not quoted and (owner := self._sources.named(whose[1], lang)):
            return FoundSource(owner.name, owner.key, start, start + whose.end(1), True, 0.97)
        name = self._upright(name)
        ended = ENDED.sub("", name)
        if _DESCRIBED.search(name):
            return None
        if name[len(ended) + 1 :].islower() and self._titles.is_built(ended):
            name = ended  # "Demirköy Postası'nın": only behind what a medium is called is it an ending ("Aujourd'hui")
        titled = (form for form in bare_forms(name, lang) if self._titles.is_called(form.rpartition(" ")[2]))
        name = next(titled, name)  # Tiszaparti Hírlapnak
        if len(name) < 2 or name.isdigit() or self._language.offices.search(name) or AUTHORITIES.fullmatch(name):
            return None
        if not quoted and (name[:1].islower() or name[:1].isdigit()):
            return None
        if not quoted and all(map(self._language.fillers.fullmatch, name.split())):
            return None  # "A Chinese newspaper"
        if not quoted and self._language.media.fullmatch(name):
            return None  # "die Zeitung": what kind of medium it is, and no name
        words = len(name.split())
        sure = (
            BESIDE
            if beside_medium or self._is_placed(name, words) or (quoted and self._is_paper(name))
            else 0.8
            if quoted and not self._language.spaced and len(name) <= LONGEST_TITLE and SCRIPTLESS.search(name)
            else BUILT
            if words <= 4
            and (
                (self._titles.is_built(name) and not (kind == "loose" and not quoted and is_trade(name)))
                or (quoted and self._is_quoted_title(name, words))
            )
            else 0.6
            if (kind == "credit" and words <= 5)
            or (self._any_name and may_be_any(name, lang, quoted=quoted or self._kinded))
            else 0.0
        )
        if not sure and kind in _GUESSED and quoted and words <= 4 and self._language.spaced:
            sure = GUESS
        key = self._sources.resolve(name, self._language.lang)[1]
        return FoundSource(name, key, start, end, False, sure) if sure else None

    def _after(self, slot: str, tokens: Spans, kind: str) -> FoundSource | None:
        """The name stands at the start of the slot, behind articles, adjectives and medium words."""
        medium = False
        for first, (start, end) in enumerate(tokens[:6]):
            elided = self._language.lang == "ar" and slot[start] == "ل"
            begins = elided or self._sources.may_begin(slot[start:end])
            held = self._titles.contracted
            begins = begins or bool(first and slot[slice(*tokens[first - 1])].lower() in held)
            for last in range(min(len(tokens), first + self._sources.longest), first, -1) if begins else ():
                beside = medium or (last < len(tokens) and self._is_medium(slot, tokens[last]))
                found = self._listed(slot, start, tokens[last - 1][1], beside)
                if found and not (self._medium and self._runs_on(slot, tokens, first, last)):
                    return self._of_a_place(slot, tokens, first, last, kind) or found
            if small := self._small_title(slot, tokens, first):
                return small if small.sure else None
            if articled := self._articled(slot, tokens, first):
                return articled
            if self._titled(slot, tokens, first):
                return self._capitalised(slot, tokens, first, kind, medium=True)
            word = ELISION.sub("", slot[start:end].strip(TRIM))
            if word[:1] in QUOTES_OPEN:
                inner = re.match(f"[{QUOTES_OPEN}]([^{QUOTES_CLOSE}]+)", slot[start:])
                return self._named(inner[1] if inner else word, (start, end), kind, quoted=True, beside_medium=medium)
            if host_of(word) and "." in word:
                return self._domain(word, start)
            filler = self._language.fillers.fullmatch(word)
            is_medium = not filler and self._language.media.fullmatch(word)
            if (is_medium or filler) and self._is_office(slot, tokens, first):
                return None
            if (is_medium or filler) and slot[end - 1] in ".;:!?)":
                return None  # the sentence ends with the description: no name
            if is_medium:
                medium = medium or not self._is_weak(slot, (start, end))
                continue
            # "the Russian news agency …": an unknown small word is passed over if a medium word follows it.
            # So is a capitalised one ("the Italian newspaper …") if a name follows that.
            described = (
                first + 1 < len(tokens)
                and self._is_medium(slot, tokens[first + 1])
                and (self._language.lang == "de" or not slot[tokens[first + 1][0]].isupper() or word[:1].islower())
                and (word[:1].islower() or (first + 2 < len(tokens) and not slot[tokens[first + 2][0]].islower()))
            )
            if not filler and word and not _cased(word[0]):
                led = self._behind_kind(slot, tokens, first) if medium else None
                if led := led or (self._caseless(slot, tokens, len(tokens)) if first + 2 == len(tokens) else None):
                    return led
            if not filler and not described and not self._describes(slot, tokens, first):
                return self._capitalised(slot, tokens, first, kind, medium)
        return None

    def _of_a_place(self, slot: str, tokens: Spans, first: int, last: int, kind: str) -> FoundSource | None:
        """The name that is not listed of which a listed paper's title is the beginning: "La Dépêche de Valbrune"."""
        title = slot[slice(*tokens[last - 1])]
        if last + 1 >= len(tokens) or not self._is_title_form(title) or slot[slice(*tokens[last])].lower() not in LINKS:
            return None
        first += bool(self._language.fillers.fullmatch(slot[slice(*tokens[first])]))
        found = self._capitalised(slot, tokens, first, kind, medium=False)
        return found if found is not None and found.end > tokens[last][1] else None

    def _describes(self, slot: str, tokens: Spans, at: int) -> bool:
        """One long word in small letters, or a possessive ("South Korea's"), right before a listed name."""
        for end in range(at, min(at + 2, len(tokens) - 1)):
            word = slot[slice(*tokens[end])]
            if word[-2:] in ("'s", "’s") or (end == at and len(word) > 4 and word.isalpha() and word.islower()):
                start = tokens[end + 1][0]
                lasts = range(min(len(tokens), end + 1 + self._sources.longest), end + 1, -1)
                return any(self._listed(slot, start, tokens[last - 1][1], beside_medium=False) for last in lasts)
        return False

    def _capitalised(self, slot: str, tokens: Spans, first: int, kind: str, medium: bool) -> FoundSource | None:
        """The run of capitalised words from token `first` on, if it can be a medium's name."""
        first += bool(DAYS.match(slot[tokens[first][0] :]) and slot[: tokens[first][1]].endswith(("'s", "’s")))
        if first == len(tokens):
            return None
        stop, links = first, self._titles.connectors
        if kind == "credit" and first == 0 and len(tokens) <= 4 and not _cased(slot[tokens[0][0]]):
            # Where no capitals mark a name, a credit line of a few words is one.
            return self._named(slot, (0, tokens[-1][1]), kind)
        while stop < min(len(tokens), first + 5):
            piece = slot[slice(*tokens[stop])]
            joined = piece.lower() in links and stop > first
            if not (piece[:1].isupper() or piece[:1].isdigit() or joined) or (stop > first and DAYS.match(piece)):
                break
            stop += 1
            if piece[-1] in TRIM:
                break
        if stop == first + 1 and DAYS.match(slot[tokens[first][0] :]):
            return None
        while stop > first and slot[slice(*tokens[stop - 1])].lower() in links:
            stop -= 1
        if stop == first:
            return self._hangul(slot, tokens[first])
        if (whole := self._placed_end(slot, tokens, first, stop)) == first and kind != "credit":
            return None
        stop = max(stop, whole)
        if kind == "credit" and len(tokens) <= 5 and (first == 0 or self._is_title(slot, tokens[:first])):
            first, stop = 0, len(tokens)  # "Izvor: Glas doline", "Bron: Weekblad Dalburg": all of a credit is the name
        elif kind == "credit" and medium and len(tokens) - first <= 4:
            stop = len(tokens)  # "Preuzeto iz lista Glas doline": behind what kind of medium it is, too
        behind = stop < len(tokens) and self._is_medium(slot, tokens[stop]) and not self._is_weak(slot, tokens[stop])
        if self._any_name and not behind and self._goes_with(slot, tokens, stop):
            return None
        start, end = tokens[first][0], tokens[stop - 1][1]
        last = tokens[stop - 1]
        acronym = behind and stop - first > 1 and slot[slice(*last)].isupper()
        if kind == "told" and stop - first > _LONG_TITLE and (told := self._addressed(slot, last)):
            return told
        if acronym and (listed := self._listed(slot, last[0], end, beside_medium=True)):
            return listed  # "Meras LRT televizijai": the word before begins the sentence
        return self._named(slot[start:end], (start, end), kind, beside_medium=medium or behind)

    def _before(self, slot: str, tokens: Spans, kind: str) -> FoundSource | None:
        """The name stands at the end of the slot; a medium word may follow it there (Turkish) or precede it."""
        stop = len(tokens)
        medium = False
        while stop > max(0, len(tokens) - 3):
            end = tokens[stop - 1][1]
            for first in range(max(0, stop - self._sources.longest), stop):
                beside = medium or self._is_kind_of_name(slot, tokens, first - 1)
                found = self._listed(slot, tokens[first][0], end, beside)
                if found and not self._belongs(slot, tokens, first, stop):
                    return found
            bare = _TAIL.sub("", slot[slice(*tokens[stop - 1])].strip(TRIM))
            if host_of(bare):
                return self._domain(bare, tokens[stop - 1][0])
            if not self._is_medium(slot, tokens[stop - 1]) or bare[:1].isupper():
                break
            medium = True
            stop -= 1
        for end in range(stop - 1, max(0, stop - 3), -1):
            # "Reuters earlier reported": an adverb of one or two words may stand between.
            if not slot[tokens[end][0]].islower():
                break
            for first in range(max(0, end - self._sources.longest), end):
                found = self._listed(slot, tokens[first][0], tokens[end - 1][1], beside_medium=False)
                if found and not self._is_of_office(slot, tokens, first, end):
                    return found
        first = stop
        while first > max(0, stop - 5):
            piece = slot[slice(*tokens[first - 1])]
            if not (piece[:1].isupper() or piece[:1] in QUOTES_OPEN or piece == "&") or piece[-1] in ".,;:":
                break
            first -= 1
        if len(tokens) > 1 and (titled := self._small_title(slot, tokens, len(tokens) - 2)):
            return titled if titled.sure else None
        if first == stop:
            named = self._kind_then_name(slot, tokens, stop) or self._name_then_kind(slot, tokens)
            for last in (stop, len(tokens)) if medium else (stop,):
                named = named or self._caseless(slot, tokens, last)
            return named or self._hangul(slot, tokens[stop - 1])
        first = self._title_before(slot, tokens, first)
        if self._is_office(slot, tokens, first):
            return None
        first += stop - first > 2 and self._language.lang == "hu" and slot[slice(*tokens[first])] in ("A", "Az")
        while self._any_name and first < stop - 1 and self._is_plain(slot[slice(*tokens[first])]):
            first += 1  # "Wie das Portal Nordwacht", "A Szelfő"
        kind_of = slot[slice(*tokens[first - 1])] if first > 0 else ""
        if self._language.lang == "tr" and self._is_medium(slot, tokens[first - 1]) and _ABLATIVE.search(kind_of):
            return None  # "Hürriyet gazetesinden Ali Demir": who writes for it
        beside = self._is_kind_of_name(slot, tokens, first - 1) and not self._is_weak(slot, tokens[first - 1])
        if medium and not beside:
            # "US television", "Public radio": one word that begins a sentence is an adjective as often as a name.
            beside = stop - first > 1 or (first > 0 and slot[tokens[first - 1][1] - 1] not in _SENTENCE_ENDS)
            beside = beside and not self._is_weak(slot, tokens[stop])
        start, end = tokens[first][0], tokens[stop - 1][1]
        return self._named(slot[start:end], (start, end), kind, beside_medium=beside)
