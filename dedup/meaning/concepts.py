"""Words to concepts: what of a text survives translation.

1. Names by their consonants (`names`), numbers and dates in any digits (`numbers`), names of countries, months and
   currencies in every language that CLDR has (`cldr`), and the seed lexicon (`seed`), all as `names`, `numbers`, ...
   write them: `w:ptn`, `n:2025`, `t:FR`, `s:war`.
2. In Chinese and Japanese the same, found in runs of characters (`cjk`).

A concept is kept as 32 bits of its hash. A word may stand for several. Skeletons of names and small numbers are weaker
evidence than entries of a lexicon, whatever their frequency: `factor_of` says how much weaker.
"""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.meaning import cldr
from dedup.meaning.cjk import CjkReader
from dedup.meaning.lexicon import Lexicon
from dedup.meaning.names import name_concepts
from dedup.meaning.numbers import is_weak, number_concepts
from dedup.meaning.seed import Seed
from dedup.meaning.stems import UNSPACED, base_language, stem_words
from dedup.text import Bodies

CONCEPTS = pa.schema(
    [("lang", pa.string()), ("concept", pa.uint32()), ("articles", pa.int64()), ("factor", pa.float64())]
)
"""In how many articles of a batch and language each concept stands, and its factor."""

_FACTORS: Final[Mapping[str, float]] = MappingProxyType({"w:": 0.4, "W:": 0.2})
_WEAK_NUMBER: Final = 0.3


@dataclass(frozen=True)
class Concepts:
    """The concepts of a batch of bodies, in order of the words they stand at."""

    values: NDArray[np.uint32]
    word: NDArray[np.int64]
    """Place of each in `Bodies.words`, rising."""
    counts: pa.Table
    """`CONCEPTS` of the batch."""


_MOST_WORDS: Final = 300_000
"""Words of one language whose concepts are remembered, so that not every batch works them out anew; about 60 MB. When
there are more, all are forgotten: the common ones are back after one batch."""


class _Word(NamedTuple):
    """What one spelling of a word means."""

    concepts: tuple[int, ...]
    stem: str
    opens: bool
    """Some entry of several words begins with it."""


@dataclass(frozen=True)
class _Memory:
    """What one language's words were found to mean. Threads add to it at once, and all add the same."""

    of_word: dict[str, _Word]
    factors: dict[int, float]


@dataclass(frozen=True)
class _Tables:
    """What is known of one language's words."""

    lang: str
    seed: Seed | None
    names: Lexicon[str] | None
    """CLDR's names."""
    unspaced: CjkReader | None

    @classmethod
    def load(cls, lang: str, with_seed: bool) -> "_Tables":
        seed = Seed.load([lang]) if with_seed and lang else None
        if lang in ("zh", "ja"):
            return cls(lang, seed, None, CjkReader(lang, seed))
        return cls(lang, seed, cldr.load(lang) if lang and lang not in UNSPACED else None, None)

    def learn(self, surfaces: Sequence[str], memory: _Memory) -> None:
        """Add to `memory` the concepts of those `surfaces` that it lacks."""
        new = sorted({surface for surface in surfaces if surface not in memory.of_word})
        stems = stem_words(new, self.lang) if self.lang else new
        names = name_concepts(new, self.lang)
        places = self.names.concepts(stems) if self.names is not None else [()] * len(new)
        meanings = self.seed.concepts(stems, self.lang) if self.seed is not None else [()] * len(new)
        keys = self.seed.keys if self.seed is not None else ()
        lexicons = [one for one in (self.names, self.seed.lexicon(self.lang) if self.seed else None) if one is not None]
        opening = [any(flags) for flags in zip(*(one.starts_phrase(stems) for one in lexicons), strict=True)]
        for surface, stem, name, place, meaning, opens in zip(
            new, stems, names, places, meanings, opening or [False] * len(new), strict=True
        ):
            # What has a meaning of its own needs no skeleton: "Russia" and "Turkey" are better known by their entry.
            known = (*place, *(keys[one] for one in meaning))
            concepts = tuple(_hashed(one, memory.factors) for one in dict.fromkeys(known or name))
            memory.of_word[surface] = _Word(concepts, stem, opens)

    def phrases(self, words: Sequence[_Word], factors: dict[int, float]) -> list[tuple[int, int]]:
        """The entries of several words ("Saudi Arabia") in a text's words: first word and concept of each."""
        if not any(word.opens for word in words):
            return []
        stems = [word.stem for word in words]
        found = [(one.start, one.concept) for one in self.names.phrases(stems)] if self.names is not None else []
        if self.seed is not None:
            found += [(one.start, self.seed.keys[one.concept]) for one in self.seed.phrases(stems, self.lang)]
        return [(start, _hashed(concept, factors)) for start, concept in found]


class ConceptReader:
    """Reads concepts; the tables of a language are loaded when its first article comes (about 30 ms)."""

    def __init__(self, with_seed: bool = True) -> None:
        """`with_seed=False` leaves the seed lexicon out, for an ablation."""
        self._with_seed = with_seed
        self._loading = Lock()
        self._tables: dict[str, _Tables] = {}
        self._memories: dict[str, _Memory] = {}

    def _of(self, lang: str) -> "_Tables":
        with self._loading:
            if lang not in self._tables:
                self._tables[lang] = _Tables.load(lang, self._with_seed)
            return self._tables[lang]

    def _memory(self, lang: str) -> _Memory:
        memory = self._memories.setdefault(lang, _Memory({}, {}))
        if len(memory.of_word) > _MOST_WORDS:
            # Another thread may be reading the one that is full: it keeps it.
            memory = self._memories[lang] = _Memory({}, {})
        return memory

    def read(self, bodies: Bodies, texts: Sequence[str]) -> Concepts:
        """The concepts of every body; those of unknown language have names and numbers only."""
        values: list[int] = []
        places: list[int] = []
        memories: dict[str, _Memory] = {}
        factors: dict[int, float] = {}
        # Lists within an article, arrays for the batch: each call of numpy lets go of the interpreter, and to get it
        # back from another thread takes longer than the work on one article.
        offsets = bodies.offsets.tolist()
        for number, text in enumerate(texts):
            low, high = offsets[number], offsets[number + 1]
            if low == high:
                continue
            lang = base_language(bodies.langs[number] or "")
            starts, ends = bodies.starts[low:high].tolist(), bodies.ends[low:high].tolist()
            found = [(span.start, span.concept) for span in number_concepts(text, lang)]
            tables = self._of(lang)
            if tables.unspaced is not None:
                found += [(span.start, span.concept) for span in tables.unspaced.concepts(text)]
                found += _latin_names(text)
            _place(found, starts, low, places, values, factors)
            if tables.unspaced is None:
                surfaces = [text[start:end] for start, end in zip(starts, ends, strict=True)]
                if lang not in memories:
                    memories[lang] = self._memory(lang)
                memory = memories[lang]
                if not all(surface in memory.of_word for surface in surfaces):
                    tables.learn(surfaces, memory)
                each = [memory.of_word[surface] for surface in surfaces]
                for place, word in enumerate(each, low):
                    if word.concepts:
                        values += word.concepts
                        places += [place] * len(word.concepts)
                for place, concept in tables.phrases(each, factors):
                    values.append(concept)
                    places.append(low + place)
        at = np.array(places, np.int64)
        order = np.argsort(at, kind="stable")
        flat, at = np.array(values, np.uint32)[order], at[order]
        by_lang = {lang: memory.factors for lang, memory in memories.items()}
        return Concepts(flat, at, _counts(flat, at, bodies, factors, by_lang))


def factor_of(concept: str) -> float:
    """What a concept is worth beside an entry of a lexicon of the same frequency.

    Set by the share of true translations on news that outdo the 99.9th percentile of unrelated pairs: with these
    factors 0.97 of Russian and English ones do, with 1 for all 0.93.

    >>> factor_of("s:war"), factor_of("w:ptn"), factor_of("n:3")
    (1.0, 0.4, 0.3)
    """
    if concept.startswith("n:") and is_weak(concept):
        return _WEAK_NUMBER
    return _FACTORS.get(concept[:2], 1.0)


def concept_hash(concept: str) -> int:
    """32 bits of a concept's name.

    >>> concept_hash("t:FR") == concept_hash("t:FR"), concept_hash("t:FR") == concept_hash("t:DE")
    (True, False)
    """
    return int.from_bytes(hashlib.blake2b(concept.encode(), digest_size=4).digest(), "little")


def _hashed(concept: str, factors: dict[int, float]) -> int:
    found = concept_hash(concept)
    # Two concepts of one hash are taken for one: the better of their factors, whatever their order.
    factors[found] = max(factor_of(concept), factors.get(found, 0.0))
    return found


_LATIN = re.compile(r"[A-Z][A-Za-z]+")


def _latin_names(text: str) -> list[tuple[int, str]]:
    """Names in Latin letters within a text of another script: NASA, Boeing."""
    words = [(match.start(), match[0]) for match in _LATIN.finditer(text)]
    names = name_concepts([word for _, word in words], "en")
    return [(start, concept) for (start, _), concepts in zip(words, names, strict=True) for concept in concepts]


def _place(
    found: Sequence[tuple[int, str]],
    starts: Sequence[int],
    base: int,
    places: list[int],
    values: list[int],
    factors: dict[int, float],
) -> None:
    """Append the word at which each concept's first character stands, from `base` on, and the concept; those outside
    the body fall away."""
    for character, concept in found:
        at = bisect_left(starts, character)
        if at < len(starts) and starts[at] == character:
            places.append(base + at)
            values.append(_hashed(concept, factors))


def _counts(
    values: NDArray[np.uint32],
    word: NDArray[np.int64],
    bodies: Bodies,
    factors: Mapping[int, float],
    of_words: Mapping[str, Mapping[int, float]],
) -> pa.Table:
    """`CONCEPTS`; a factor is in `factors` or, by language, in `of_words`."""
    article = np.searchsorted(bodies.offsets, word, side="right").astype(np.uint64) - np.uint64(1)
    langs = np.array([base_language(lang) if lang else "" for lang in bodies.langs], object)
    tables = []
    pairs = np.unique(article << np.uint64(32) | values.astype(np.uint64))
    of_pair = langs[(pairs >> np.uint64(32)).astype(np.int64)] if len(pairs) else langs[:0]
    for lang in sorted(set(of_pair)):
        concepts, articles = np.unique(pairs[of_pair == lang] & np.uint64(0xFFFFFFFF), return_counts=True)
        of_lang = of_words.get(lang, {})
        columns = {
            "lang": [lang] * len(concepts),
            "concept": concepts.astype(np.uint32),
            "articles": articles,
            "factor": [max(factors.get(one, 0.0), of_lang.get(one, 0.0)) for one in concepts.tolist()],
        }
        tables.append(pa.table(columns, schema=CONCEPTS))
    return pa.concat_tables(tables) if tables else CONCEPTS.empty_table()
