"""What stands in a slot: which words of it are the name, and whether a name that is not listed is a medium's.

"According to" is followed by people, ministries and studies far more often than by media. So a slot counts only if
it holds a listed source, a domain, a name beside a medium word ("газета «…»"), a name that is built like a medium's
("… Times", "…news", "…інформ"), or, where the cue itself is strong enough, any name that is not an office's.
"""

import re
from dataclasses import dataclass

from .cues import Language
from .patterns import QUOTES_CLOSE, QUOTES_OPEN, Side, lowered
from .sources import Sources, host_of

_TOKEN = re.compile(r"\S+")
_TRIM = ".,:;!?)(]["
_CONNECTORS = frozenset("of the and de la le les du des del della di für und and y e i & на в и та".split())
_BUILT = re.compile(
    r"(?i:(?:^|[\s-])(?:news\w*|times|post|herald|tribune|gazette|chronicle|observer|daily|press|wire|media|tv|radio|"
    r"journal|courier|kurier|zeitung|tagblatt|tageblatt|anzeiger|presse|nachrichten|rundschau|echo|gazeta|dziennik|"
    r"diario|correo|giornale|corriere|gazzetta|notizie|noticias|nouvelles|actu\w*|haber\w*|ajans\w*|xəbər\w*|vijesti|"
    r"list|novine|vesti|вести|новост\w*|новини|газета|правда|інформ|вестник|вісник|время|телеканал|express|online)"
    r"(?:$|[\s-])|\w(?:news|info|press|inform|media|новости|инфо|информ|пресс|інформ|прес|медиа|tv)$)"
)
_SCRIPTLESS = re.compile(
    r"(?:通讯社|通訊社|通信社?|日报|日報|晚报|晚報|时报|時報|电视台|電視台|新闻网?|新聞社?|网|報|报|周刊|週刊|社|テレビ|放送|ニュース|タイムズ|メディア)$"
)


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


def read_slot(slot: str, side: Side, kind: str, language: Language, sources: Sources) -> Slot | None:
    """The source a slot names, or None. `kind` is the class of the cue (`cues.CLASSES`)."""
    if slot[0] in QUOTES_OPEN:
        close = max(slot.rfind(c) for c in QUOTES_CLOSE)
        inner = slot[1:close] if close > 1 else slot[1:]
        return _named(slot, inner, 0, len(slot), kind, language, sources, quoted=True)
    head = slot.split()[0].rstrip(_TRIM)
    if host_of(head) and side != "before":
        return _domain(head, 0, sources)
    if not language.spaced:
        return _read_scriptless(slot, side, kind, sources)
    tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(slot)]
    return _read_before(slot, tokens, kind, language, sources) if side == "before" else _read_after(slot, tokens, kind, language, sources)


def _domain(host: str, start: int, sources: Sources) -> Slot:
    name, key = sources.resolve(host)
    return Slot(name, key, start, start + len(host), not key.startswith("~"), 0.95)


def _listed(slot: str, start: int, end: int, language: Language, sources: Sources) -> Slot | None:
    found = sources.named(slot[start:end].rstrip(_TRIM), language.lang)
    return Slot(found.name, found.key, start, end, True, 0.97) if found else None


def _named(
    slot: str, name: str, start: int, end: int, kind: str, language: Language, sources: Sources, *, quoted: bool = False, beside_medium: bool = False
) -> Slot | None:
    """An unlisted name, if the cue or the name itself says that it is a medium's."""
    name = name.strip(" " + _TRIM)
    if known := sources.named(name, language.lang):
        return Slot(known.name, known.key, start, end, True, 0.97)
    if host_of(name):
        return _domain(name, start, sources)
    if len(name) < 2 or name.isdigit() or language.offices.search(name):
        return None
    if not quoted and not name[:1].isupper():
        return None
    built = bool(_BUILT.search(name))
    words = len(name.split())
    sure = 0.85 if beside_medium else 0.8 if built else 0.6 if kind == "credit" and words <= 5 else 0.0
    if not sure and quoted and kind == "report" and words <= 4:
        sure = 0.5
    return Slot(name, sources.resolve(name, language.lang)[1], start, end, False, sure) if sure else None


def _read_after(slot: str, tokens: list[tuple[int, int]], kind: str, language: Language, sources: Sources) -> Slot | None:
    """The name stands at the start of the slot, behind articles, adjectives and medium words."""
    medium = False
    for first, (start, end) in enumerate(tokens[:6]):
        for last in range(min(len(tokens), first + sources.longest), first, -1):
            if found := _listed(slot, start, tokens[last - 1][1], language, sources):
                # "told Vesti that TASS": only words of a medium's description may stand before the name.
                return found
        word = slot[start:end].strip(_TRIM)
        if word[:1] in QUOTES_OPEN:
            inner = re.match(f"[{QUOTES_OPEN}]([^{QUOTES_CLOSE}]+)", slot[start:])
            return _named(slot, inner[1] if inner else word, start, end, kind, language, sources, quoted=True, beside_medium=medium)
        if host_of(word) and "." in word:
            return _domain(word, start, sources)
        if slot[end - 1] in ".;:!?)" and (language.media.fullmatch(word) or language.fillers.fullmatch(word)):
            return None  # the sentence ends with the description: no name
        if language.media.fullmatch(word):
            medium = True
        elif not language.fillers.fullmatch(word) and not (
            first + 1 < len(tokens) and language.media.fullmatch(slot[slice(*tokens[first + 1])].strip(_TRIM)) and word[:1].islower()
        ):
            stop = first
            while stop < len(tokens) and stop < first + 5:
                piece = slot[slice(*tokens[stop])]
                if not (piece[:1].isupper() or piece[:1].isdigit() or (piece.lower() in _CONNECTORS and stop > first)):
                    break
                stop += 1
                if piece[-1] in _TRIM:
                    break
            while stop > first and slot[slice(*tokens[stop - 1])].lower() in _CONNECTORS:
                stop -= 1
            if stop == first:
                return None
            after = stop < len(tokens) and bool(language.media.fullmatch(slot[slice(*tokens[stop])].strip(_TRIM)))
            return _named(slot, slot[start : tokens[stop - 1][1]], start, tokens[stop - 1][1], kind, language, sources, beside_medium=medium or after)
    return None


def _read_before(slot: str, tokens: list[tuple[int, int]], kind: str, language: Language, sources: Sources) -> Slot | None:
    """The name stands at the end of the slot; a medium word may follow it there (Turkish) or precede it."""
    end_at = len(tokens)
    medium = False
    while end_at > 0 and end_at > len(tokens) - 3:
        end = tokens[end_at - 1][1]
        for first in range(max(0, end_at - sources.longest), end_at):
            if found := _listed(slot, tokens[first][0], end, language, sources):
                return found
        word = slot[slice(*tokens[end_at - 1])].strip(_TRIM)
        if host_of(re.sub(r"[’'-]\w{1,5}$", "", word)) and "." in word:
            return _domain(re.sub(r"[’'-]\w{1,5}$", "", word), tokens[end_at - 1][0], sources)
        if not language.media.fullmatch(word) or word[:1].isupper():
            break
        medium = True
        end_at -= 1
    if end_at == 0:
        return None
    first = end_at
    while first > 0 and first > end_at - 5:
        piece = slot[slice(*tokens[first - 1])]
        if not (piece[:1].isupper() or piece[:1] in QUOTES_OPEN) or piece[-1] in ".,;:":
            break
        first -= 1
    if first == end_at:
        return None
    before = first > 0 and bool(language.media.fullmatch(slot[slice(*tokens[first - 1])].strip(_TRIM)))
    name = slot[tokens[first][0] : tokens[end_at - 1][1]]
    return _named(slot, name, tokens[first][0], tokens[end_at - 1][1], kind, language, sources, beside_medium=medium or before)


def _read_scriptless(slot: str, side: Side, kind: str, sources: Sources) -> Slot | None:
    """Scripts without spaces: the longest listed name at the slot's start or end, or all of it."""
    known = sources.scriptless
    if found := sources.named(slot):
        return Slot(found.name, found.key, 0, len(slot), True, 0.97)
    for cut in range(len(slot) - 1, 1, -1):
        for start, end in ((0, cut), (len(slot) - cut, len(slot))):
            if (start == 0 and side == "before") or (start > 0 and side == "after"):
                continue
            piece = lowered(slot[start:end])
            if piece in known and (found := sources.named(slot[start:end])):
                return Slot(found.name, found.key, start, end, True, 0.95)
    if host := re.search(r"(?:[\w-]+\.)+[a-z]{2,12}", slot, re.ASCII):
        return _domain(host[0], host.start(), sources)
    if kind == "credit" and len(slot) <= 14:
        return Slot(slot, sources.resolve(slot)[1], 0, len(slot), False, 0.6)
    if len(slot) <= 10 and _SCRIPTLESS.search(slot):
        return Slot(slot, sources.resolve(slot)[1], 0, len(slot), False, 0.65)
    return None
