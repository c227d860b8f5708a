"""Finds, in one pass over a batch of texts, where the words of cues stand and where a source might be named.

Cues are regular expressions, and most places where one could begin name nobody. So each batch is first read by a
compiled kernel that knows three things by their letters: the triggers of all patterns; what a listed source's name,
a medium word or a name built like a medium's begins or ends with; and what a domain and a short quotation look like.
Only a trigger with such a hint near it is looked at by its patterns. A hint is never missing where a slot could name
somebody (the tests compare with all places taken for hints); where it is too many, it costs time alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

import numpy as np
import numpy.typing as npt

from dedup.provenance.attribution.cues import Cues, Language
from dedup.provenance.attribution.patterns import APOSTROPHES, QUOTES_CLOSE, QUOTES_OPEN, lowered
from dedup.provenance.attribution.scan_kernel import read_codes
from dedup.provenance.attribution.sources import Sources, name_heads

Codes = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]

_BITS = 18
_MULTIPLIER = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_LONGEST = 24
_WHOLE, _CAPITAL = 1, 2
# What `slots` takes for a medium's name by how it is built, as words, beginnings and ends of words.
_BUILT_WORDS = (
    "times post herald tribune gazette chronicle observer daily press wire media tv radio journal courier kurier "
    "zeitung tagblatt tageblatt anzeiger presse nachrichten rundschau echo gazeta dziennik diario correo giornale "
    "corriere gazzetta notizie noticias nouvelles vijesti list novine vesti вести новини газета правда інформ вестник "
    "вісник время телеканал express online"
).split()
_BUILT_HEADS = ["news", "actu", "haber", "ajans", "xəbər", "новост"]
_BUILT_TAILS = "news info press inform media новости инфо информ пресс інформ прес медиа tv".split()
_DENSE_TAILS = [
    *"社報报網网刊",
    "电视台",
    "電視台",
    "通讯",
    "通訊",
    "通信",
    "新闻",
    "テレビ",
    "放送",
    "ニュース",
    "タイムズ",
    "メディア",
]
_FOLDED = {"ي": "ی", "ى": "ی", "ك": "ک", "İ": "i"} | dict.fromkeys(APOSTROPHES, "'")


@dataclass(frozen=True)
class Found:
    """What one text holds."""

    triggers: tuple[tuple[int, int], ...]
    """Place of each trigger in the text, and its number in its language."""

    hints: list[int]
    """Places where a source might be named, in order."""


class Scanner:
    """The words of all cues and sources, as tables for the kernel. Made once for a `Cues` and a `Sources`."""

    def __init__(self, cues: Cues, sources: Sources) -> None:
        self._languages = [cues.of(code) for code in cues]
        self._numbers = {language.lang: n for n, language in enumerate(self._languages) if language is not None}
        entries: dict[int, tuple[int, list[tuple[int, int, int]]]] = {}
        rows = [(head, -1, -1, _WHOLE * whole + _CAPITAL * upper) for head, whole, upper in name_heads(sources)]
        rows += [(word, -1, -1, _WHOLE) for word in _BUILT_WORDS] + [(word, -1, -1, 0) for word in _BUILT_HEADS]
        for number, language in enumerate(self._languages):
            assert language is not None
            rows += [(trigger, number, n, _WHOLE * whole) for n, (trigger, whole, _) in enumerate(language.triggers)]
            rows += [(word, number, -1, _WHOLE * whole) for word, whole in language.media_words]
            if not language.spaced:
                rows += [(word, number, -1, 0) for word in _DENSE_TAILS]
        prefixes: set[int] = set()
        for word, of, trigger, flags in rows:
            hashes = _hashes(_fold(word))
            prefixes.update(hashes)
            entries.setdefault(hashes[-1], (len(hashes), []))[1].append((of, trigger, flags))
        order = sorted(entries)
        self._keys = np.array(order, np.uint64)
        flat = [(at, *entry) for at, key in enumerate(order) for entry in entries[key][1]]
        self._slots = _slots(order)
        self._first = np.searchsorted([row[0] for row in flat], np.arange(len(order) + 1)).astype(np.int64)
        self._entry_language = np.array([row[1] for row in flat], np.int64)
        self._entry_trigger = np.array([row[2] for row in flat], np.int64)
        self._entry_flags = np.array([row[3] for row in flat], np.int64)
        self._prefixes, self._ends = _bitmap(prefixes), _bitmap(order)
        self._tails = np.array(sorted(_hashes(_fold(tail))[-1] for tail in _BUILT_TAILS), np.uint64)
        self._kinds, self._lower = _alphabet()
        self._dense = np.array([language is not None and not language.spaced for language in self._languages], np.bool_)

    def scan(self, texts: Sequence[str], languages: Sequence[Language | None]) -> list[Found]:
        """What each text holds; nothing for one whose language has no cues."""
        numbers = np.array([self._numbers[lg.lang] if lg is not None else -1 for lg in languages], np.int64)
        lengths = np.array([len(text) for text in texts], np.int64)
        offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
        place, trigger = self._read(codes, offsets, numbers)
        bounds = np.searchsorted(place, offsets)
        found = []
        for n, (low, high) in enumerate(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)):
            if low == high:
                found.append(Found((), []))
                continue
            at, number = place[low:high] - offsets[n], trigger[low:high]
            hit = number >= 0
            found.append(Found(tuple(zip(at[hit].tolist(), number[hit].tolist(), strict=True)), at[~hit].tolist()))
        return found

    def _read(self, codes: Codes, offsets: Places, numbers: Places) -> tuple[Places, Places]:
        room, count = len(codes) // 16 + 64, 0
        while True:
            place, found = np.empty(room, np.int64), np.empty(room, np.int64)
            tables = (self._dense, self._kinds, self._lower, self._prefixes, self._ends, self._slots, self._keys)
            entries = (self._first, self._entry_language, self._entry_trigger, self._entry_flags, self._tails)
            count = read_codes(codes, offsets, numbers, *tables, *entries, place, found)
            if count <= room:
                return place[:count], found[:count]
            room = count


def _fold(word: str) -> str:
    return "".join(_FOLDED.get(c, c) for c in lowered(word))[:_LONGEST]


def _hashes(word: str) -> list[int]:
    """The hash of each beginning of a word, as the kernel makes them."""
    found, value = [], 0
    for letter in word:
        value = ((value ^ ord(letter)) * _MULTIPLIER) & _MASK
        value ^= value >> 29
        found.append(value)
    return found


def _bitmap(hashes: Iterable[int]) -> npt.NDArray[np.bool_]:
    bits = np.zeros(1 << _BITS, np.bool_)
    for value in hashes:
        bits[value & ((1 << _BITS) - 1)] = True
    return bits


def _slots(hashes: Sequence[int]) -> npt.NDArray[np.int64]:
    """An open hash table: at a hash's lowest bits, or behind, its number; -1 where there is none."""
    size = 1 << 17
    slots = [-1] * size
    for number, value in enumerate(hashes):
        at = value & (size - 1)
        while slots[at] >= 0:
            at = (at + 1) & (size - 1)
        slots[at] = number
    return np.array(slots, np.int64)


_ALNUM, _BLANK, _OPEN, _CLOSE, _BREAK, _UPPER, _ASCII_LOWER, _LOWER = 1, 2, 4, 8, 16, 32, 64, 128


def _alphabet() -> tuple[npt.NDArray[np.uint8], Codes]:
    """What each code point of the basic plane is, and its lower case."""
    letters = list(map(chr, range(1 << 16)))
    kinds, lower = np.zeros(1 << 16, np.uint8), np.arange(1 << 16, dtype=np.uint32)
    for bit, holds in ((_ALNUM, str.isalnum), (_BLANK, str.isspace), (_UPPER, str.isupper), (_LOWER, str.islower)):
        kinds |= np.where(np.fromiter(map(holds, letters), np.bool_, len(letters)), np.uint8(bit), np.uint8(0))
    for bit, chosen in ((_OPEN, QUOTES_OPEN), (_CLOSE, QUOTES_CLOSE), (_BREAK, "\n"), (_ASCII_LOWER, ascii_lowercase)):
        kinds[[ord(letter) for letter in chosen]] |= bit
    for code, letter in enumerate(letters):
        small = _FOLDED.get(letter) or letter.lower()
        if small != letter and len(small) == 1:
            lower[code] = ord(_FOLDED.get(small, small))
    return kinds, lower
