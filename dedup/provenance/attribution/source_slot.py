"""What stands in a slot: which words of it are the name, and whether a name that is not listed is a medium's.

"According to" is followed by people, ministries and studies far more often than by media. So a slot counts only if
it holds a listed source, a domain, a name beside a medium word ("газета «…»"), a name that is built like a medium's
("… Times", "…news", "…інформ"), or, where the cue itself is strong enough, any name that is not an office's.
"""

import re
from dataclasses import dataclass, replace

from dedup.provenance.attribution.cues import Language
from dedup.provenance.attribution.name_forms import ELISION, bare_forms, host_of, letters
from dedup.provenance.attribution.patterns import QUOTES_CLOSE, QUOTES_OPEN, Side
from dedup.provenance.attribution.sources import Sources

_TOKEN = re.compile(r"\S+")
_TRIM = ".,:;!?)(]["
_CONNECTORS = frozenset("& and de del della des di du e für i la le les of the und y в и на та".split())
_BUILT = re.compile(
    r"(?i:(?:^|[\s-])(?:news\w*|times|post|herald|tribune|gazette|chronicle|observer|daily|press|wire|media|tv|radio|"
    r"journal|courier|kurier|zeitung|tagblatt|tageblatt|anzeiger|presse|nachrichten|rundschau|echo|gazeta|dziennik|"
    r"diario|correo|giornale|corriere|gazzetta|notizie|noticias|nouvelles|actu\w*|haber\w*|ajans\w*|xəbər\w*|vijesti|"
    r"list|novine|vesti|вести|новост\w*|новини|газета|правда|інформ|вестник|вісник|время|телеканал|express|online)"
    r"(?:$|[\s-])|\w(?:news|info|(?<!ex)press|inform|media|новости|инфо|информ|пресс|інформ|прес|медиа|tv)$)"
)
_SCRIPTLESS = re.compile(
    r"(?:通讯社|通訊社|通信社?|日报|日報|晚报|晚報|时报|時報|电视台|電視台|新闻网?|新聞社?|网|報|报|周刊|週刊|社|テレビ|放送|ニュース|タイムズ|メディア)$"
)


_UNINFLECTED = re.compile("[^\u3040-\u309f]+$")
"""What is written without hiragana: between a particle and the end of a slot, a name."""
_SHORTEST = 3
"""Letters of an unlisted name at least: 本报 and 該報 say "this paper"."""
_HANGUL = re.compile("([가-힣]{2,8})(?:일보|신문|타임스|뉴스|저널|투데이|포스트)")
"""A Korean medium's name, which says what kind it is; not 방송 and 통신, which are broadcasts and networks too."""
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,12}", re.ASCII)
_LATIN_START = re.compile(r"[A-Za-z][\w&.+ -]*", re.ASCII)
_LATIN_END = re.compile(r"[A-Za-z][\w&.+ -]*$", re.ASCII)
# How sure an unlisted name is a source. By judgement: beside a word for a medium it is one but for shops and clubs
# named after papers; where nothing but its place says so, below one half, since other articles must name it too.
_BESIDE = 0.85
_GUESS = 0.4
_GUESSED = frozenset({"report", "told"})
_COMPOUND = 40
_REMEMBERED = 1 << 14
_TAIL = re.compile(r"[’'-]\w{1,5}$")


@dataclass(frozen=True)
class Slot:
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
        return self.sure <= _GUESS


def _cased(letter: str) -> bool:
    if "ა" <= letter <= "ჿ":
        return False  # Georgian letters are lower case to Unicode, without capitals in use
    return letter.isupper() or letter.islower() or not letter.isalpha()


Spans = list[tuple[int, int]]


class SlotReader:
    """Reads the slots of a language's patterns. What it read once it knows: copies of an article have the same slots,
    and several patterns meet at most places. For one thread."""

    def __init__(self, language: Language, sources: Sources) -> None:
        self._language, self._sources = language, sources
        self._known: dict[tuple[str, Side, str, bool], Slot | None] = {}
        self._words: dict[str, bool] = {}
        self._apart, self._kind = False, ""

    def read(self, slot: str, side: Side, kind: str, *, apart: bool = False) -> Slot | None:
        """Return the source a slot names, or None. `kind` is the class of the cue (`cues.CLASSES`).

        `apart` from the words of its cue, a name must be listed or stand beside a medium word, and one that is an
        ordinary word too needs that or quotes.
        """
        asked = (slot, side, kind, apart)
        if asked not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._apart, self._kind = apart, kind
            plain = self._language.spaced and kind != "credit" and self._all_ordinary(slot)
            found = None if plain else self._read(slot, side, kind)
            if found is not None and apart and not found.listed and found.sure < _BESIDE:
                found = None
            self._known[asked] = found
        return self._known[asked]

    def _all_ordinary(self, slot: str) -> bool:
        words = self._words
        for word in slot.split(" "):
            known = words.get(word)
            if known is None:
                if len(words) >= _REMEMBERED:
                    words.clear()
                known = words[word] = self._is_ordinary(word)
            if not known:
                return False
        return True

    def _is_ordinary(self, word: str) -> bool:
        """No name begins with the word, no medium is called so, and it is not built like the name of one."""
        return (
            word.replace("-", "").isalnum()
            and not (self._language.lang == "ar" and word[0] == "ل")
            and not self._sources.may_begin(word)
            and not self._language.media.fullmatch(word)
            and not _BUILT.search(word)
            and not _HANGUL.match(word)
        )

    def _read(self, slot: str, side: Side, kind: str) -> Slot | None:
        if slot[0] in QUOTES_OPEN:
            close = max(slot.rfind(c) for c in QUOTES_CLOSE)
            return self._named(slot[1:close] if close > 1 else slot[1:], (0, len(slot)), kind, quoted=True)
        head = slot.split(maxsplit=1)[0].rstrip(_TRIM)
        if self._language.spaced and host_of(head) and side != "before":
            return self._domain(head, 0)
        if not self._language.spaced:
            return self._scriptless(slot, side, kind)
        tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(slot)]
        return self._before(slot, tokens, kind) if side == "before" else self._after(slot, tokens, kind)

    def _domain(self, host: str, start: int) -> Slot:
        name, key = self._sources.resolve(host)
        return Slot(name, key, start, start + len(host), not key.startswith("~"), 0.95)

    def _listed(self, slot: str, start: int, end: int, beside_medium: bool) -> Slot | None:
        name = slot[start:end].rstrip(_TRIM)
        lang = self._language.lang
        if name[0] in QUOTES_OPEN and not any(c in QUOTES_CLOSE for c in name[1:]):
            return None  # a part of what stands in quotes: "Спутник V"
        found = self._sources.named(name, lang)
        if found is None and lang == "ar" and name[0] == "ل":
            found = self._sources.named("ا" + name, lang)  # للجزيرة is ل and الجزيرة
        if found is None and "-" in name and end - start < _COMPOUND:
            head, _, rest = name.rpartition("-")  # SPIEGEL-Informationen
            found = self._sources.named(head, lang) if self._language.fillers.fullmatch(rest) else None
        if found is None:
            return None
        if not beside_medium and name[0] not in QUOTES_OPEN:
            # "prema Petra": far from its cue, or behind the loosest ones in another language, a word is a word.
            doubtful = self._apart or (self._kind == "loose" and found.lang != lang)
            if doubtful and self._sources.is_word(name):
                return None
            if self._kind != "credit" and self._sources.is_credit_only(name):
                return None
        return Slot(found.name, found.key, start, end, True, 0.97)

    def _named(
        self, name: str, span: tuple[int, int], kind: str, *, quoted: bool = False, beside_medium: bool = False
    ) -> Slot | None:
        """A listed name, or one of which the cue or the name itself says that it is a medium's."""
        start, end = span
        name = name.strip(" " + _TRIM)
        if known := self._sources.named(name, self._language.lang):
            word = (self._apart and self._sources.is_word(name)) or (
                kind != "credit" and self._sources.is_credit_only(name)
            )
            if word and not quoted and not beside_medium:
                return None
            return Slot(known.name, known.key, start, end, True, 0.97)
        if host_of(name):
            return self._domain(name, start)
        if len(name) < 2 or name.isdigit() or self._language.offices.search(name):
            return None
        if not quoted and (name[:1].islower() or name[:1].isdigit() or self._language.fillers.fullmatch(name)):
            return None
        if not quoted and self._language.media.fullmatch(name):
            return None  # "die Zeitung": what kind of medium it is, and no name
        words = len(name.split())
        sure = (
            _BESIDE
            if beside_medium
            else 0.8
            if words <= 4 and (_BUILT.search(name) or (quoted and words > 1 and self._has_medium(name)))
            else 0.6
            if kind == "credit" and words <= 5
            else 0.0
        )
        if not sure and kind in _GUESSED and quoted and words <= 4 and self._language.spaced:
            sure = _GUESS
        key = self._sources.resolve(name, self._language.lang)[1]
        return Slot(name, key, start, end, False, sure) if sure else None

    def _has_medium(self, name: str) -> bool:
        return any(self._language.media.fullmatch(word) for word in name.split())

    def _is_medium(self, slot: str, token: tuple[int, int]) -> bool:
        word = slot[slice(*token)].strip(_TRIM)
        return bool(self._language.media.fullmatch(word)) and not self._language.fillers.fullmatch(word)

    def _after(self, slot: str, tokens: Spans, kind: str) -> Slot | None:
        """The name stands at the start of the slot, behind articles, adjectives and medium words."""
        medium = False
        for first, (start, end) in enumerate(tokens[:6]):
            elided = self._language.lang == "ar" and slot[start] == "ل"
            begins = elided or self._sources.may_begin(slot[start:end])
            for last in range(min(len(tokens), first + self._sources.longest), first, -1) if begins else ():
                beside = medium or (last < len(tokens) and self._is_medium(slot, tokens[last]))
                if found := self._listed(slot, start, tokens[last - 1][1], beside):
                    return found
            word = ELISION.sub("", slot[start:end].strip(_TRIM))
            if word[:1] in QUOTES_OPEN:
                inner = re.match(f"[{QUOTES_OPEN}]([^{QUOTES_CLOSE}]+)", slot[start:])
                return self._named(inner[1] if inner else word, (start, end), kind, quoted=True, beside_medium=medium)
            if host_of(word) and "." in word:
                return self._domain(word, start)
            filler = self._language.fillers.fullmatch(word)
            is_medium = not filler and self._language.media.fullmatch(word)
            if (is_medium or filler) and slot[end - 1] in ".;:!?)":
                return None  # the sentence ends with the description: no name
            if is_medium:
                medium = True
                continue
            # "the Russian news agency …": an unknown small word is passed over if a medium word follows it.
            # So is a capitalised one ("the Italian newspaper …") if a name follows that.
            described = (
                first + 1 < len(tokens)
                and self._is_medium(slot, tokens[first + 1])
                and (word[:1].islower() or (first + 2 < len(tokens) and not slot[tokens[first + 2][0]].islower()))
            )
            if not filler and not described and not self._describes(slot, tokens, first):
                return self._capitalised(slot, tokens, first, kind, medium)
        return None

    def _describes(self, slot: str, tokens: Spans, at: int) -> bool:
        """One long word in small letters, or a possessive ("South Korea's"), right before a listed name."""
        for end in range(at, min(at + 2, len(tokens) - 1)):
            word = slot[slice(*tokens[end])]
            if word[-2:] in ("'s", "’s") or (end == at and len(word) > 4 and word.isalpha() and word.islower()):
                start = tokens[end + 1][0]
                lasts = range(min(len(tokens), end + 1 + self._sources.longest), end + 1, -1)
                return any(self._listed(slot, start, tokens[last - 1][1], beside_medium=False) for last in lasts)
        return False

    def _capitalised(self, slot: str, tokens: Spans, first: int, kind: str, medium: bool) -> Slot | None:
        """The run of capitalised words from token `first` on, if it can be a medium's name."""
        stop = first
        if kind == "credit" and first == 0 and len(tokens) <= 4 and not _cased(slot[tokens[0][0]]):
            # Where no capitals mark a name, a credit line of a few words is one.
            return self._named(slot, (0, tokens[-1][1]), kind)
        while stop < min(len(tokens), first + 5):
            piece = slot[slice(*tokens[stop])]
            joined = piece.lower() in _CONNECTORS and stop > first
            if not (piece[:1].isupper() or piece[:1].isdigit() or joined):
                break
            stop += 1
            if piece[-1] in _TRIM:
                break
        while stop > first and slot[slice(*tokens[stop - 1])].lower() in _CONNECTORS:
            stop -= 1
        if stop == first:
            return self._hangul(slot, tokens[first])
        if kind == "credit" and len(tokens) <= 5 and (first == 0 or self._is_title(slot, tokens[:first])):
            first, stop = 0, len(tokens)  # "Izvor: Glas doline", "Bron: Weekblad Dalburg": all of a credit is the name
        elif kind == "credit" and medium and len(tokens) - first <= 4:
            stop = len(tokens)  # "Preuzeto iz lista Glas doline": behind what kind of medium it is, too
        beside = medium or (stop < len(tokens) and self._is_medium(slot, tokens[stop]))
        start, end = tokens[first][0], tokens[stop - 1][1]
        return self._named(slot[start:end], (start, end), kind, beside_medium=beside)

    def _is_title(self, slot: str, tokens: Spans) -> bool:
        """What kind of medium it is stands before a name, written as part of it ("Diário do Vale")."""
        words = [slot[slice(*token)] for token in tokens]
        return words[0][:1].isupper() and self._language.lang != "de" and not self._language.fillers.fullmatch(words[0])

    def _before(self, slot: str, tokens: Spans, kind: str) -> Slot | None:
        """The name stands at the end of the slot; a medium word may follow it there (Turkish) or precede it."""
        stop = len(tokens)
        medium = False
        while stop > max(0, len(tokens) - 3):
            end = tokens[stop - 1][1]
            for first in range(max(0, stop - self._sources.longest), stop):
                beside = medium or (first > 0 and self._is_medium(slot, tokens[first - 1]))
                if found := self._listed(slot, tokens[first][0], end, beside):
                    return found
            bare = _TAIL.sub("", slot[slice(*tokens[stop - 1])].strip(_TRIM))
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
                if found := self._listed(slot, tokens[first][0], tokens[end - 1][1], beside_medium=False):
                    return found
        first = stop
        while first > max(0, stop - 5):
            piece = slot[slice(*tokens[first - 1])]
            if not (piece[:1].isupper() or piece[:1] in QUOTES_OPEN) or piece[-1] in ".,;:":
                break
            first -= 1
        if first == stop:
            return self._hangul(slot, tokens[stop - 1])
        beside = medium or (first > 0 and self._is_medium(slot, tokens[first - 1]))
        start, end = tokens[first][0], tokens[stop - 1][1]
        return self._named(slot[start:end], (start, end), kind, beside_medium=beside)

    def _hangul(self, slot: str, token: tuple[int, int]) -> Slot | None:
        """A Korean name that is not listed, without its particle: 강만일보는; but not 지역신문은, "the local paper"."""
        word = slot[slice(*token)].rstrip(_TRIM)
        if not _HANGUL.match(word):
            return None
        for name in (word, *bare_forms(word, "ko")):
            shaped = _HANGUL.fullmatch(name)
            if shaped and not self._language.described.fullmatch(shaped[1]):
                key = self._sources.resolve(name)[1]
                return Slot(name, key, token[0], token[0] + len(name), False, _BESIDE)
        return None

    def _scriptless(self, slot: str, side: Side, kind: str) -> Slot | None:
        """Scripts without spaces: the longest listed name at the slot's start or end, or all of it; behind its kind,
        where that stands before the name (Thai)."""
        head = self._language.kinds.match(slot)
        if head is None:
            return self._scriptless_rest(slot, side, kind, led=False)
        rest = slot[head.end() :]
        found = self._scriptless_rest(rest, side, kind, led=True) if rest else None
        return found and replace(found, start=found.start + head.end(), end=found.end + head.end())

    def _scriptless_rest(self, slot: str, side: Side, kind: str, *, led: bool) -> Slot | None:
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
            return Slot(found.name, found.key, edge.start(), edge.end(), True, 0.95)
        start, end, led = self._bare(slot, led=led)
        name = slot[start:end]
        if kind != "credit" and self._language.offices.search(name):
            return None
        if self._language.described.fullmatch(name):
            return None  # 当地媒体: what kind of medium it is, and no name
        sure = (
            0.65
            if len(name) >= _SHORTEST and (led or (len(name) <= 10 and _SCRIPTLESS.search(name)))
            else 0.6
            if kind == "credit" and len(name) <= 14
            else 0.0
        )
        return Slot(name, self._sources.resolve(name)[1], start, end, False, sure) if sure else None

    def _bare(self, slot: str, *, led: bool) -> tuple[int, int, bool]:
        """Where a name that is not listed stands in a slot without blanks: behind its kind (then `led`) as far as that
        name goes, behind prepositions and adverbs that are written on to it (据江湾日报), in Japanese behind the last
        particle before it."""
        kinds = list(self._language.kinds.finditer(slot))
        start, led = (kinds[-1].end(), True) if kinds else (0, led)
        stop = self._language.stop.search(slot, start) if led else None
        end = stop.start() if stop else len(slot)
        if lead := self._language.lead.match(slot, start, end):
            start = lead.end()
        if self._language.lang == "ja" and (last := _UNINFLECTED.search(slot, start, end)):
            start = last.start()
        return start, end, led

    def _scriptless_name(self, slot: str, side: Side) -> Slot | None:
        """The listed name that is all of the slot, or the longest at its start or end."""
        if found := self._sources.named(slot):
            return Slot(found.name, found.key, 0, len(slot), True, 0.97)
        for cut in range(len(slot) - 1, 1, -1):
            for start, end in ((0, cut), (len(slot) - cut, len(slot))):
                if (start == 0 and side == "before") or (start > 0 and side == "after"):
                    continue
                piece = slot[start:end]
                if letters(piece) in self._sources.scriptless and (found := self._sources.named(piece)):
                    return Slot(found.name, found.key, start, end, True, 0.95)
        return None
