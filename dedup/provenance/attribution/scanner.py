"""Finds, in one pass over a batch of texts, where the words of cues stand and where a source might be named.

Cues are regular expressions, and most places where one could begin name nobody. So each batch is first read by a
compiled kernel that knows three things by their letters: the triggers of all patterns; what a listed source's name,
a medium word or a name built like a medium's begins or ends with; and what a domain and a short quotation look like.
Only a trigger with such a hint near it is looked at by its patterns. A hint is never missing where a slot could name
somebody (the tests compare with all places taken for hints); where it is too many, it costs time alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from threading import Lock

import numpy as np
import numpy.typing as npt

from dedup.provenance.attribution.cues import Language
from dedup.provenance.attribution.name_forms import name_endings
from dedup.provenance.attribution.patterns import APOSTROPHES, QUOTES_CLOSE, QUOTES_OPEN, lowered
from dedup.provenance.attribution.scan_kernel import (
    ALNUM,
    ASCII_LOWER,
    BLANK,
    BREAK,
    CAPITAL,
    CLOSE,
    LONGEST,
    LOWER,
    MULTIPLIER,
    OPEN,
    UPPER,
    WHOLE,
    Codes,
    read_codes,
)
from dedup.provenance.attribution.shapes import (
    CASELESS,
    DENSE_TAILS,
    HANGUL_KINDS,
    HEADS,
    HINT_TAILS,
    LAST,
    PLACED,
    WORDS,
)
from dedup.provenance.attribution.sources import Sources, name_heads

Places = npt.NDArray[np.int64]

_BITS = 18
_FOLDED = {"ي": "ی", "ى": "ی", "ك": "ک", "İ": "i"} | dict.fromkeys(APOSTROPHES, "'")
_FOLDING = str.maketrans(_FOLDED)


@dataclass(frozen=True)
class ScannedText:
    """What one text holds."""

    triggers: tuple[tuple[int, int], ...]
    """Place of each trigger in the text, and its number in its language."""

    hints: list[int]
    """Places where a source might be named, in order."""


class _Words:
    """Words to be found and what each stands for, by the hash of its letters."""

    def __init__(self) -> None:
        self._prefixes: list[npt.NDArray[np.uint64]] = []
        self._keys: list[npt.NDArray[np.uint64]] = []
        self._entries: list[npt.NDArray[np.int64]] = []

    def add(self, rows: Iterable[tuple[str, int, int, int]]) -> None:
        """Add words, each with the number of its language (-1 for all), that of its trigger (-1 for a hint) and how
        it must be written."""
        rows = list(rows)
        if not rows:
            return
        words, *entry = zip(*rows, strict=True)
        prefixes, keys = _hashes(words)
        self._prefixes.append(prefixes)
        self._keys.append(keys)
        self._entries.append(np.array(entry, np.int64))

    def tables(self) -> tuple[npt.NDArray[np.generic], ...]:
        """Return the tables of all words, as the kernel takes them."""
        keys = np.concatenate(self._keys)
        order = np.argsort(keys, kind="stable")
        different, counts = np.unique(keys, return_counts=True)
        first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        entries = np.concatenate(self._entries, axis=1).take(order, axis=1)
        return (
            _bitmap(np.concatenate(self._prefixes)),
            _bitmap(different),
            _slots(different),
            different,
            first,
            *entries,
        )


class Scanner:
    """The words of cues and sources, as tables for the kernel. Made once for a `Sources`; a language's words are added
    when a text of it comes: those of all languages take a third of a second."""

    def __init__(self, sources: Sources) -> None:
        self._words = _Words()
        self._words.add((head, -1, -1, WHOLE * whole + CAPITAL * upper) for head, whole, upper in name_heads(sources))
        self._words.add(
            [(word, -1, -1, WHOLE) for word in sorted(WORDS | LAST | PLACED)]
            + [(word, -1, -1, 0) for word in sorted(CASELESS | set(HEADS))]
        )
        self._tails = np.sort(_hashes([*HINT_TAILS, *_hangul_tails()])[1])
        self._alphabet = _alphabet()
        self._numbers: dict[str, int] = {}
        self._known: tuple[npt.NDArray[np.generic], ...] = ()
        self._dense: list[bool] = []
        self._adding = Lock()

    def _tables(self, languages: Iterable[Language | None]) -> tuple[npt.NDArray[np.generic], ...]:
        """The tables of the words of all sources, and of these languages at least."""
        with self._adding:
            asked = {language.lang: language for language in languages if language is not None}
            new = [language for code, language in sorted(asked.items()) if code not in self._numbers]
            for language in new:
                number = self._numbers[language.lang] = len(self._numbers)
                self._dense.append(not language.spaced)
                whole = [(trigger, number, n, WHOLE * whole) for n, (trigger, whole, _) in enumerate(language.triggers)]
                whole += [(word, number, -1, WHOLE * whole) for word, whole in language.media_words]
                whole += [(word, number, -1, WHOLE) for word in sorted(language.titles.hints)]
                self._words.add(whole + [(word, number, -1, 0) for word in (() if language.spaced else DENSE_TAILS)])
            if new:
                self._known = (np.array(self._dense), *self._alphabet, *self._words.tables())
            return self._known

    def scan(self, texts: Sequence[str], languages: Sequence[Language | None]) -> list[ScannedText]:
        """Return what each text holds; nothing for one whose language has no cues."""
        tables = self._tables(languages)
        if not tables:
            return [ScannedText((), []) for _ in texts]
        numbers = np.array([self._numbers[lg.lang] if lg is not None else -1 for lg in languages], np.int64)
        lengths = np.array([len(text) for text in texts], np.int64)
        offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
        place, trigger = self._read(codes, offsets, numbers, tables)
        bounds = np.searchsorted(place, offsets)
        found = []
        for n, (low, high) in enumerate(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)):
            if low == high:
                found.append(ScannedText((), []))
                continue
            at, number = place[low:high] - offsets[n], trigger[low:high]
            hit = number >= 0
            found.append(
                ScannedText(tuple(zip(at[hit].tolist(), number[hit].tolist(), strict=True)), at[~hit].tolist())
            )
        return found

    def _read(
        self, codes: Codes, offsets: Places, numbers: Places, tables: tuple[npt.NDArray[np.generic], ...]
    ) -> tuple[Places, Places]:
        room, count = len(codes) // 16 + 64, 0
        while True:
            place, found = np.empty(room, np.int64), np.empty(room, np.int64)
            count = read_codes(codes, offsets, numbers, *tables, self._tails, place, found)
            if count <= room:
                return place[:count], found[:count]
            room = count


def _hangul_tails() -> Iterator[str]:
    """What a Korean name that says its kind ends in, with any particle behind it."""
    particles = [ending for ending, _ in name_endings()["ko"]]
    return (kind + particle for kind in HANGUL_KINDS for particle in ("", *particles))


def _hashes(words: Sequence[str]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """The hashes of all beginnings of some words, and of each word that of all of it, as the kernel makes them."""
    letters = np.array([lowered(word).translate(_FOLDING)[:LONGEST] for word in words])
    codes = letters.view(np.uint32).reshape(len(words), -1).astype(np.uint64)
    lengths, value = np.char.str_len(letters), np.zeros(len(words), np.uint64)
    found, whole = [], value
    for place in range(codes.shape[1]):
        value = (value ^ codes[:, place]) * MULTIPLIER
        value ^= value >> np.uint64(29)
        found.append(value[lengths > place])
        whole = np.where(lengths == place + 1, value, whole)
    return np.concatenate(found), whole


def _bitmap(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    bits = np.zeros(1 << _BITS, np.bool_)
    bits[hashes & np.uint64((1 << _BITS) - 1)] = True
    return bits


def _slots(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """An open hash table: at a hash's lowest bits, or behind, its number; -1 where there is none."""
    size = 1 << 17
    slots = np.full(size, -1, np.int64)
    for number, place in enumerate((hashes & np.uint64(size - 1)).tolist()):
        at = place
        while slots[at] >= 0:
            at = (at + 1) & (size - 1)
        slots[at] = number
    return slots


def _alphabet() -> tuple[npt.NDArray[np.uint8], Codes]:
    """What each code point of the basic plane is, and its lower case."""
    letters = list(map(chr, range(1 << 16)))
    kinds, lower = np.zeros(1 << 16, np.uint8), np.arange(1 << 16, dtype=np.uint32)
    for bit, holds in ((ALNUM, str.isalnum), (BLANK, str.isspace), (UPPER, str.isupper), (LOWER, str.islower)):
        kinds |= np.where(np.fromiter(map(holds, letters), np.bool_, len(letters)), np.uint8(bit), np.uint8(0))
    for bit, chosen in ((OPEN, QUOTES_OPEN), (CLOSE, QUOTES_CLOSE), (BREAK, "\n"), (ASCII_LOWER, ascii_lowercase)):
        kinds[[ord(letter) for letter in chosen]] |= bit
    for code, letter in enumerate(letters):
        small = _FOLDED.get(letter) or letter.lower()
        if small != letter and len(small) == 1:
            lower[code] = ord(_FOLDED.get(small, small))
    return kinds, lower
