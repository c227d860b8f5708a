"""Reads the titles of papers that are not listed: a kind of medium, a place and what stands between them."""

import re

from dedup.provenance.attribution.name_forms import ELISION, bare_forms, letters
from dedup.provenance.attribution.patterns import QUOTES_OPEN
from dedup.provenance.attribution.shapes import (
    AGENCY,
    AUTHORITIES,
    CASELESS,
    LINKS,
    OF_NEWS,
    QUOTED_TAILS,
    is_hyphened,
    is_nordic,
)
from dedup.provenance.attribution.small_titles import is_common, small_title
from dedup.provenance.attribution.source_table import Source
from dedup.provenance.attribution.unspaced_slot import BESIDE, HANGUL, TRIM, FoundSource, Spans, UnspacedSourceExtractor

_LINKED = 2
"""Words between a paper's title and its place at most: "de la"."""
_PLACED = re.compile(
    r"(?:(?:La|El|Le|Il|O|A|The) |L['’])?(\w+) (?:d[aeiou]|del|della|des|of|von|ya)(?: la| las| los)? [^\W\d_]"
)
_SHORT_WORD = 4
"""Letters of a preposition or a conjunction at most."""
_PLACED_WORDS = 6
"""A paper's title and its place ("Gazzetta di Borgofiume"), if the first is one (`Titles.is_title`); words at most."""
BUILT = 0.8
"""How sure a name that is built like a medium's is one, by judgement."""
ENDED = re.compile(r"[’'ʼ]\w{1,5}$")  # a hyphen is part of a name: "Radio-24"
APOSTROPHED = frozenset(["tr"])
"""Languages that part a name from its ending by an apostrophe: "Sabaha kadar" is till morning, not told Sabah."""
DAYS = re.compile(
    r"(?i:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|"
    r"november|december|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|δευτέρας?|τρίτης?|τετάρτης?|πέμπτης?|"
    r"παρασκευής?|σαββάτου|κυριακής?)\b"
)
OPEN, ORDINARY, CLOSED = range(3)
"""What a word says of a slot: it may be of a name; it is of none; nor does a name begin behind it, unless the next
word begins one."""
_PERIODS = frozenset("Daily Evening Morning Weekly".split())
_SURNAME = re.compile(r" [^\W\d_a-zß-ÿа-яё][^\W\d_]+")
_CODE = re.compile(r"[^\W\d_]{3,5}")
"""An agency's code as desks set it, in small letters."""
_ROMANCE = frozenset("es fr it pt".split())
_OF = frozenset("du des".split())
_ELIDED = frozenset(["d'", "d’"])
_PLACES = frozenset(
    "littoral bocage marais vignoble bassin plateau massif vallon val delta golfe lac fleuve terroir pays canton "
    "centre nord sud est ouest midi matin soir vallées lacs plaines collines îles rives monts".split()
)
"""What papers are called after in small letters: regions, and times of day; not people, offices and their seats ("du
peuple", "du maire", "du stade")."""


class TitledSourceExtractor(UnspacedSourceExtractor):
    """Reads slots of one language for the parts of a paper's title."""

    def _is_medium(self, slot: str, token: tuple[int, int]) -> bool:
        word = slot[slice(*token)].strip(TRIM)
        return bool(self._language.media.fullmatch(word)) and not self._language.fillers.fullmatch(word)

    def _is_weak(self, slot: str, token: tuple[int, int]) -> bool:
        """Whether a word for a kind of medium says it of much else, and so makes no unlisted name one's: "the Al Qaeda
        network"."""
        return bool(self._language.weak.fullmatch(slot[slice(*token)].strip(TRIM)))

    def _is_kind_of_name(self, slot: str, tokens: Spans, at: int) -> bool:
        """Whether token `at` says what kind of medium the name behind it is: not where it ends the sentence before."""
        return at >= 0 and slot[tokens[at][1] - 1] not in TRIM and self._is_medium(slot, tokens[at])

    def _is_office(self, slot: str, tokens: Spans, at: int) -> bool:
        """Whether a word for an agency, written large within a sentence, begins the name of an authority ("Agencia
        Tributaria"): of a news agency it says that, or is written small. In German all nouns are written large."""
        word = ELISION.sub("", slot[slice(*tokens[at])])
        if self._language.lang == "de" or not word[:1].isupper() or not AGENCY.match(word):
            return False
        rest = [slot[slice(*token)].strip(TRIM) for token in tokens[at + 1 : at + 6]]
        if any(OF_NEWS.search(one) for one in rest):
            return False
        ends = (
            end for end in range(len(rest), 0, -1) if self._sources.named(" ".join(rest[:end]), self._language.lang)
        )
        end = next(ends, None)
        return end is None or (end < len(rest) and (rest[end][:1].isupper() or rest[end] in LINKS))

    def _titled(self, slot: str, tokens: Spans, at: int) -> bool:
        """A word for a kind of medium stands as part of a name that is not listed: written large, before a place or a
        number ("Harian Teluk Biru", "Jornal da Serra", "Radio 24"); not "Agencia EFE"."""
        words = [slot[slice(*token)] for token in tokens[at : at + 5]]
        german = self._language.lang == "de" and words[:1] != ["Radio"]  # all nouns are written large
        led = self._language.lang == "sw"  # "Gazeti la Mwananchi": its words for kinds always stand before names
        if len(words) < 2 or german or led or not words[0][:1].isupper():
            return False
        if not self._language.media.fullmatch(words[0]) or self._is_office(slot, tokens, at):
            return False
        rest = next((n for n, word in enumerate(words[1:], 1) if word not in LINKS), 0)
        place = words[rest].strip(TRIM)
        if not rest or not (place.isdigit() or place[:1].isupper()) or DAYS.match(place):
            return False
        if at == 0 and self._is_weak(slot, tokens[0]) and not place.isdigit():
            return False  # "Strona Polska", the Polish side; but "Canal 26", "El Canal Norte"
        for end in range(len(words), 1, -1):
            if self._sources.named(" ".join(words[1:end]).strip(TRIM), self._language.lang) is not None:
                return self._goes_on(words, end)
        return True

    def _articled(self, slot: str, tokens: Spans, at: int) -> FoundSource | None:
        """A title of an ordinary word behind its article, both written large, before a place: "El Faro del Bierzo"."""
        title = self._titles.with_article
        found = title.match(slot, tokens[at][0]) if title is not None else None
        if found is None or any(slot[end - 1] in TRIM for _, end in tokens[at:] if end < found.end()):
            return None
        end = next(end for _, end in tokens if end >= found.end())
        name = slot[tokens[at][0] : end].rstrip(TRIM)
        return FoundSource(
            name,
            self._sources.resolve(name, self._language.lang)[1],
            tokens[at][0],
            tokens[at][0] + len(name),
            False,
            BUILT,
        )

    def _goes_on(self, words: list[str], end: int) -> bool:
        """Whether the listed name that ends before word `end` is only a part of one: "Radio Suara Lereng", where
        Suara.com is listed."""
        if end + 1 < len(words) and words[end] in LINKS:
            return words[end + 1][:1].isupper()
        return end == _LINKED and end < len(words) and self._titles.is_title(words[1]) and words[end][:1].isupper()

    def _coded(self, slot: str) -> FoundSource | None:
        """The agency whose code all of a credit is, set in small letters: "Forrás: mti"."""
        desk = self._sources.named(slot.upper(), self._language.lang) if _CODE.fullmatch(slot) else None
        if desk is None or desk.kind != "agency" or not slot.islower():
            return None
        return FoundSource(desk.name, desk.key, 0, len(slot), True, 0.97)

    def _is_authority(self, slot: str, found: FoundSource) -> bool:
        """Whether a name is the first word of an authority's or a gazette's ("la Gazzetta Ufficiale"), or one that is
        an office at home: "het CBS" counts the Dutch."""
        known, lang = self._sources.get(found.key), self._language.lang
        if known is not None and known.lang != lang and self._language.offices.fullmatch(slot, found.start, found.end):
            return True
        whole = AUTHORITIES.match(slot, found.start)
        return whole is not None and whole.end() > found.end and not slot[whole.end() : whole.end() + 1].isalpha()

    def _is_foreign_word(self, found: FoundSource) -> bool:
        """Whether a listed name of another language is an ordinary word or an abbreviation first: "IG"."""
        known = self._sources.get(found.key)
        return known is not None and known.lang != self._language.lang and self._sources.is_credit_only(found.source)

    def _is_given(self, slot: str, start: int, end: int) -> bool:
        """Whether a listed name that is an ordinary word too stands before a surname: "Podle Petra Fialy"."""
        return bool(_SURNAME.match(slot, end)) and slot[start:end].isalpha() and self._sources.is_word(slot[start:end])

    def _is_placed(self, name: str, words: int) -> bool:
        placed = _PLACED.match(name) if words <= _PLACED_WORDS else None
        return placed is not None and self._titles.is_title(placed[1])

    def _upright(self, name: str) -> str:
        """A title before a place in the nominative: "Monitorului de Vale"."""
        placed = _PLACED.match(name)
        head, _, rest = name.partition(" ")
        if placed is None and rest and not self._titles.is_title(head):
            heads = (form for form in bare_forms(head, self._language.lang) if self._titles.is_title(form))
            return f"{next(heads, head)} {rest}"  # "Radiem Kolor"
        if placed is None or self._titles.is_title(placed[1]):
            return name
        forms = (form for form in bare_forms(placed[1], self._language.lang) if self._titles.is_title(form))
        return name[: placed.start(1)] + next(forms, placed[1]) + name[placed.end(1) :]

    def _is_title_form(self, word: str) -> bool:
        return any(map(self._titles.is_title, (word, *bare_forms(word, self._language.lang))))

    def _belongs(self, slot: str, tokens: Spans, first: int, last: int) -> bool:
        """Whether a listed name is the end of a longer one: one of a single word, "Tiszai Híradó", where Híradó is
        listed, or one that says how often the paper is out, "Harwick Daily Record", where Daily Record is."""
        head = slot[slice(*tokens[first])].strip(TRIM)
        if self._is_of_office(slot, tokens, first, last):
            return True
        if first == 0 or not (self._is_title_form(head) if last - first == 1 else head in _PERIODS):
            return False
        word = slot[slice(*tokens[first - 1])]
        return word[:1].isupper() and word.isalpha() and not self._is_plain(word)

    def _runs_on(self, slot: str, tokens: Spans, first: int, last: int) -> bool:
        """Whether an ordinary word that is a medium's name begins a longer one: "El Faro del Bierzo"."""
        end, behind = tokens[last - 1][1], tokens[last : last + 2]
        if not behind or slot[end - 1] in TRIM or self._language.lang == "de":
            return False
        if slot[slice(*behind[0])] in LINKS:
            behind = behind[1:]
        name = slot[tokens[first][0] : end]
        word = self._sources.is_word(name) or self._sources.is_credit_only(name)
        return word and bool(behind) and slot[behind[0][0]].isupper()

    def _goes_with(self, slot: str, tokens: Spans, stop: int) -> bool:
        """Whether the words before token `stop` describe what follows: "Colombian investigators". A name ends where a
        sign, a short word or the slot does."""
        if stop == len(tokens) or slot[tokens[stop - 1][1] - 1] in TRIM:
            return False
        return tokens[stop][1] - tokens[stop][0] > _SHORT_WORD

    def _is_of_office(self, slot: str, tokens: Spans, first: int, last: int) -> bool:
        """Whether a listed name that is an ordinary word too says what an office is for: "Ministry of Foreign
        Affairs"."""
        if first < 2 or not self._sources.is_word(slot[tokens[first][0] : tokens[last - 1][1]].rstrip(TRIM)):
            return False
        link, office = (slot[slice(*tokens[at])] for at in (first - 1, first - 2))
        return link.islower() and len(link) < 4 and self._language.offices.search(office) is not None

    def _is_plain(self, word: str) -> bool:
        """Whether a word is an article, an adverb or what a kind of medium is called."""
        return bool(self._language.fillers.fullmatch(word) or self._language.media.fullmatch(word))

    def _small_title(self, slot: str, tokens: Spans, at: int) -> FoundSource | None:
        """A Slavic title that begins with token `at`: "Podravski glasnik"; not "Regionalni dnevnik Zora". It is in no
        way sure (0) that one is a medium's which only says what sort of paper it is: "Službeni list"."""
        if at + 1 >= len(tokens) or self._is_plain(slot[slice(*tokens[at])]):
            return None
        start, end = tokens[at][0], tokens[at + 1][1]
        name = small_title(slot[slice(*tokens[at])], slot[tokens[at + 1][0] : end].rstrip(TRIM), self._language.lang)
        goes_on = at + 2 < len(tokens) and not slot[tokens[at + 2][0]].islower() and slot[end - 1] not in TRIM
        common = name is not None and is_common(name)
        if name is None or (goes_on and not common):
            return None
        return FoundSource(
            name, self._sources.resolve(name)[1], start, len(slot[:end].rstrip(TRIM)), False, 0.0 if common else BESIDE
        )

    def _placed_end(self, slot: str, tokens: Spans, first: int, stop: int) -> int:
        """Where a title ends that the words up to token `stop` are, if a place follows that is not written large.

        In French that is a word in small letters or behind an article ("La Voix du littoral", "Le Courrier de
        l'Ouest"). It is at `first` where a title alone would be left of a longer name: "L'Écho du passé".
        """
        lang = self._language.lang
        if lang not in _ROMANCE or not first < stop < len(tokens) or slot[tokens[stop - 1][1] - 1] in TRIM:
            return stop
        words = [slot[slice(*token)].strip(TRIM) for token in tokens[first : stop + 2]]
        *before, title, link, place = (*words, "") if stop + 1 >= len(tokens) else words
        bare = ELISION.sub("", title)
        if not self._titles.is_title(bare):
            return stop
        inner = ELISION.sub("", place)
        if lang == "fr":
            if (link in _OF and place in _PLACES) or (link == "de" and inner != place and inner[:1].isupper()):
                return stop + 2
            if link[:2] in _ELIDED and link[2:3].isupper():
                return stop + 1
        linked = link in LINKS or link[:2] in _ELIDED
        alone = all(map(self._language.fillers.fullmatch, before))
        dated = DAYS.match(inner) or inner[:1].isdigit()
        return first if linked and (alone or link in _OF) and not dated else stop

    def _title_before(self, slot: str, tokens: Spans, first: int) -> int:
        """Where the name begins of which the words from token `first` on are the place: "La Gaceta de Robledo"."""
        at = first
        while at > 0 and first - at < _LINKED and slot[slice(*tokens[at - 1])] in LINKS:
            at -= 1
        if at in (first, 0) or not self._titles.is_title(slot[slice(*tokens[at - 1])]):
            return first
        return at - 1 if slot[tokens[at - 1][0]].isupper() else first

    def _is_double(self, found: FoundSource) -> bool:
        """Whether a name that is not listed is two words or more, one of them a paper's title: "Tiszaparti Hírlap"; not
        a listed one behind a word that begins the sentence ("As CBC News"), nor in German, where each noun is written
        large."""
        words, lang = found.source.split(), self._language.lang
        if lang == "de":
            return is_hyphened(found.source)
        if words[-1] in CASELESS or (len(words) == 1 and is_nordic(words[0])):
            return True
        if found.sure < BUILT or len(words) < 2 or not self._titles.is_built(found.source):
            return False
        parts = [*words, *(" ".join(words[n:]) for n in range(1, len(words)))]
        named = {part for part in parts if self._sources.named(part, lang) and not self._sources.is_credit_only(part)}
        return not named or (named == {words[-1]} and self._is_title_form(words[-1]) and not self._is_plain(words[-2]))

    def _is_cited(self, slot: str, found: FoundSource, kind: str) -> bool:
        """Whether somebody told it to a paper whose title of several words stands in quotation marks, and says so."""
        quoted = slot[found.start] in QUOTES_OPEN
        return kind == "told" and quoted and " " in found.source and found.sure >= BUILT

    def _is_inflected(self, name: str, source: Source) -> bool:
        """Whether a listed outlet's name has an ending that is not parted from it by an apostrophe, where a language
        parts those of names: an ordinary word."""
        if self._language.lang not in APOSTROPHED or source.kind == "agency":
            return False
        bare = letters(ENDED.sub("", name))
        return all(letters(one) != bare for one in (source.name, *source.names))

    def _is_quoted_title(self, name: str, words: int) -> bool:
        """Whether a name in quotation marks says that it is a medium's: "Heidebote", "Sohil radiosi"."""
        if words > 1 and any(self._language.media.fullmatch(word) for word in name.split()):
            return True
        return QUOTED_TAILS.search(name) is not None or self._titles.is_called(name)

    def _is_ordinary(self, word: str) -> bool:
        """No name begins with the word, no medium is called so, and it is not built like the name of one."""
        return (
            word.replace("-", "").isalnum()
            and not (self._language.lang == "ar" and word[0] == "ل")
            and not self._sources.may_begin(word)
            and not self._language.media.fullmatch(word)
            and not self._titles.is_title(word)
            and not self._titles.is_built(word)
            and not HANGUL.match(word)
        )

    def _addressed(self, slot: str, token: tuple[int, int]) -> FoundSource | None:
        """The listed medium whose name, in a case of its own, follows that of the person who told it: "ütles linnapea
        Tiiu Randmaa Postimehele"."""
        name = slot[slice(*token)].rstrip(TRIM)
        known, bare = self._sources.named(name, self._language.lang), letters(name)
        if known is None or any(letters(one) == bare for one in (known.name, *known.names)):
            return None
        return FoundSource(known.name, known.key, token[0], token[0] + len(name), True, 0.97)

    def _is_title(self, slot: str, tokens: Spans) -> bool:
        """What kind of medium it is stands before a name, written as part of it ("Diário do Vale")."""
        words = [slot[slice(*token)] for token in tokens]
        return words[0][:1].isupper() and self._language.lang != "de" and not self._language.fillers.fullmatch(words[0])

    def _rank(self, word: str) -> int:
        """What a word says of a slot (`OPEN`)."""
        if not self._is_ordinary(word):
            return OPEN
        leads = (
            word[:1].isupper()
            or word[:1].isdigit()
            or word.lower() in self._titles.contracted
            or self._language.fillers.fullmatch(word) is not None
        )
        return ORDINARY if leads else CLOSED
