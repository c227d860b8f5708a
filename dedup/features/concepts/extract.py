"""Words to concepts: what of a text survives translation.

1. Names by their consonants (`names`), numbers and dates in any digits (`numbers`), names of countries, months and
   currencies in every language that CLDR has (`cldr`), and the seed lexicon (`seed`), all as `names`, `numbers`, ...
   write them: `w:ptn`, `n:2025`, `t:FR`, `s:war`.
2. In Chinese and Japanese (`cjk`) and other scripts without spaces (`syllabic`) the same, found in runs of characters.

A concept is kept as 32 bits of its hash. A word may stand for several. Skeletons of names and small numbers are weaker
evidence than entries of a lexicon, whatever their frequency: `factor_of` (`hashing`) says how much weaker.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.features.concepts import cldr
from dedup.features.concepts.compounds import compound_concepts
from dedup.features.concepts.figures import Figures, place_concepts, read_numbers
from dedup.features.concepts.hashing import hash_weighted
from dedup.features.concepts.lexicon import LONGEST_PHRASE, Lexicon
from dedup.features.concepts.names import name_concepts
from dedup.features.concepts.seed_lexicon import Seed
from dedup.features.concepts.syllabic import SYLLABIC, SyllabicReader
from dedup.features.hash_table import MOST_WORDS, ByLanguage, Growing, Places
from dedup.features.language_tables import is_unspaced, language_table
from dedup.features.stems.stemmer import base_language, stem_words
from dedup.features.stems.vocabulary import spelled
from dedup.kernels import kept
from dedup.tables import made_with, names_of
from dedup.text import Bodies

if TYPE_CHECKING:
    from dedup.features.concepts.cjk import CjkReader

MadeT = TypeVar("MadeT")

CONCEPTS = pa.schema(
    [("lang", pa.string()), ("concept", pa.uint32()), ("articles", pa.int64()), ("factor", pa.float64())]
)
"""In how many articles of a batch and language each concept stands, and its factor."""


@dataclass(frozen=True)
class Concepts:
    """The concepts of a batch of bodies, in order of the words they stand at."""

    values: NDArray[np.uint32]
    word: NDArray[np.int64]
    """Place of each in `Bodies.words`, rising."""
    counts: pa.Table
    """`CONCEPTS` of the batch."""
    figures: Figures


class _Memory:
    """One language's words so far, and what they were found to mean. Threads share it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.places = Places()
        self.stems: list[str] = []
        self.opens = Growing(np.bool_)
        """Whether some entry of several words begins with the word."""
        self.concepts = Growing(np.uint32)
        self.firsts = Growing(np.int64)
        """Where in `concepts` those of each word begin, and how many they are."""
        self.counts = Growing(np.int64)
        self.factors: dict[int, float] = {}

    def concepts_of(self, places: NDArray[np.int32]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """Return the concepts of words one after the other, and how many each has."""
        counts = self.counts.values[places]
        begins = np.cumsum(counts) - counts
        at = np.arange(int(counts.sum())) + np.repeat(self.firsts.values[places] - begins, counts)
        return self.concepts.values[at], counts


@dataclass(frozen=True)
class _Tables:
    """What is known of one language's words."""

    lang: str
    seed: Seed | None
    names: Lexicon[str] | None
    """CLDR's names."""
    unspaced: "CjkReader | SyllabicReader | None"

    @classmethod
    @cache
    def load(cls, lang: str, with_seed: bool) -> "_Tables":
        """Read and stem the tables, once a process: nothing in them changes."""
        seed = _stemmed("seed", lang, lambda: Seed.load([lang])) if with_seed and lang else None
        if lang in ("zh", "ja"):
            from dedup.features.concepts.cjk import CjkReader

            return cls(lang, seed, None, CjkReader(lang, seed))
        if lang in SYLLABIC:
            return cls(lang, seed, None, SyllabicReader(lang, seed))
        named = lang and not is_unspaced(lang)
        return cls(lang, seed, _stemmed("names", lang, lambda: cldr.load(lang)) if named else None, None)

    @property
    def lexicons(self) -> list[tuple[Lexicon[str] | Lexicon[int], Sequence[str] | None]]:
        """What may have entries of several words; where their concepts are numbers, with the names of those."""
        seeded = self.seed.lexicon(self.lang) if self.seed is not None else None
        found: list[tuple[Lexicon[str] | Lexicon[int], Sequence[str] | None]] = []
        if self.names is not None:
            found.append((self.names, None))
        if self.seed is not None and seeded is not None:
            found.append((seeded, self.seed.keys))
        return found

    def learn(self, new: Sequence[str], memory: _Memory) -> list[int]:
        """Add to `memory` what the words `new` mean; returns their places."""
        stems = stem_words(new, self.lang) if self.lang else list(new)
        names = name_concepts(new, self.lang)
        none = _without_meaning(self.lang)
        meant = ["" if word in none else stem for word, stem in zip(new, stems, strict=True)]
        places = self.names.named(new, meant) if self.names is not None else [()] * len(new)
        meanings = self.seed.concepts(meant, self.lang) if self.seed is not None else [()] * len(new)
        keys = self.seed.keys if self.seed is not None else ()
        seeded = self.seed.lexicon(self.lang) if self.seed is not None else None
        compounds = compound_concepts(new, meant, seeded.words, self.lang) if seeded is not None else [()] * len(new)
        opening = [lexicon.starts_phrase(stems) for lexicon, _ in self.lexicons]
        counts, hashes = [], []
        for name, place, meaning, parts in zip(names, places, meanings, compounds, strict=True):
            # What has a meaning of its own needs no skeleton: "Russia" and "Turkey" are better known by their entry.
            # What only seems a compound may be a name: Landsberg.
            known = (*place, *(keys[one] for one in meaning)) or (*(keys[one] for one in parts), *name)
            concepts = [hash_weighted(one, memory.factors) for one in dict.fromkeys(known)]
            counts.append(len(concepts))
            hashes += concepts
        before = len(memory.stems)
        firsts = len(memory.concepts) + np.cumsum(counts) - counts
        memory.stems += stems
        memory.opens.extend([any(flags) for flags in zip(*opening, strict=True)] or [False] * len(new))
        memory.concepts.extend(hashes)
        memory.firsts.extend(firsts.tolist())
        memory.counts.extend(counts)
        return list(range(before, len(memory.stems)))

    def phrases(
        self, places: NDArray[np.int32], offsets: NDArray[np.int64], memory: _Memory, factors: dict[int, float]
    ) -> Iterator[tuple[int, int]]:
        """Return the entries of several words ("Saudi Arabia") in the texts of a batch, whose words end at `offsets`:
        the first word and the concept of each."""
        opening = np.flatnonzero(memory.opens.values[places])
        until = offsets[np.searchsorted(offsets, opening, side="right")]
        windows = [
            (word, [memory.stems[place] for place in places[word : min(word + LONGEST_PHRASE, end)].tolist()])
            for word, end in zip(opening.tolist(), until.tolist(), strict=True)
        ]
        for lexicon, keys in self.lexicons:
            free = 0
            for word, stems in windows:
                if word >= free:
                    length, concepts = lexicon.phrase_at(stems)
                    free = word + length
                    for concept in concepts:
                        yield word, hash_weighted(keys[int(concept)] if keys is not None else str(concept), factors)


def _stemmed(name: str, lang: str, make: Callable[[], MadeT]) -> MadeT:
    """A table of one language, as `make` reads and stems it, kept on disk: the two of fourteen languages take most of
    a second to make, and a tenth of that to read. Articles may come in languages that there are not."""
    if next(names_of(lang), None) is None:
        return make()
    return kept(f"{name}-{lang}", (dict(made_with()), _code()), make)


@cache
def _code() -> str:
    """A hash of the code that tables are read and stemmed by."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[2]
    for path in sorted([*(package / "features").rglob("*.py"), *(package / "tables").rglob("*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def _without_meaning(lang: str) -> frozenset[str]:
    """Words of a language that have no meaning of news, though their stem is that of a word which has."""
    return frozenset(language_table(lang, "meanings").get("none", "").split())


class ConceptReader:
    """Reads concepts; the tables of a language are loaded when its first article comes (about 30 ms)."""

    def __init__(self, with_seed: bool = True, most_words: int = MOST_WORDS) -> None:
        """`with_seed=False` leaves the seed lexicon out, for an ablation; `most_words` are remembered."""
        self._with_seed = with_seed
        self._loading = Lock()
        self._memories = ByLanguage(_Memory, most_words)

    def _of(self, lang: str) -> "_Tables":
        with self._loading:
            return _Tables.load(lang, self._with_seed)

    def read(self, bodies: Bodies, texts: Sequence[str]) -> Concepts:
        """Return the concepts of every body; those of unknown language have names and numbers only."""
        factors: dict[int, float] = {}
        by_lang: dict[str, Mapping[int, float]] = {}
        langs = [base_language(lang or "") for lang in bodies.langs]
        numbers, number_words, counted, of_numbers = read_numbers(bodies, texts, factors)
        parts = [self._unspaced(bodies, langs, texts, factors)]
        owner = np.repeat(np.arange(len(texts)), np.diff(bodies.offsets))
        phrases: list[tuple[int, int]] = []
        for lang in sorted(set(langs)):
            tables = self._of(lang)
            chosen = np.flatnonzero(np.array([one == lang for one in langs], bool)[owner])
            if tables.unspaced is not None or not len(chosen):
                continue
            memory = self._memories.of(lang)
            by_lang[lang] = memory.factors
            with memory.lock:
                places = memory.places.of(
                    bodies.surfaces[chosen], _learner(tables, memory, chosen, owner, bodies, texts)
                )
                concepts, counts = memory.concepts_of(places)
                ends = np.flatnonzero(np.diff(owner[chosen], append=-1)) + 1
                for word, concept in tables.phrases(places, ends, memory, factors):
                    phrases.append((int(chosen[word]), concept))
            parts.append((concepts, np.repeat(chosen, counts)))
        parts.append((np.array([one for _, one in phrases], np.uint32), np.array([at for at, _ in phrases], np.int64)))
        values = np.concatenate([values for values, _ in parts])
        at = np.concatenate([at for _, at in parts])
        inside = np.zeros(len(owner), np.bool_)
        inside[of_numbers] = True
        kept = ~inside[at]
        values, at = np.concatenate([numbers, values[kept]]), np.concatenate([number_words, at[kept]])
        order = np.argsort(at, kind="stable")
        values, at = values[order], at[order]
        figures = Figures(numbers[counted], number_words[counted])
        return Concepts(values, at, _counts(values, at, bodies, factors, by_lang), figures)

    def _unspaced(
        self, bodies: Bodies, langs: Sequence[str], texts: Sequence[str], factors: dict[int, float]
    ) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """What is found in texts rather than in words: concepts and the words they stand at."""
        values: list[int] = []
        places: list[int] = []
        offsets = bodies.offsets.tolist()
        for number, text in enumerate(texts):
            low, high = offsets[number], offsets[number + 1]
            unspaced = self._of(langs[number]).unspaced
            if unspaced is not None and low < high:
                found = [(span.start, span.concept) for span in unspaced.concepts(text)] + _latin_names(text)
                place_concepts(found, bodies.starts[low:high].tolist(), low, places, values, factors)
        return np.array(values, np.uint32), np.array(places, np.int64)


def _learner(
    tables: _Tables,
    memory: _Memory,
    chosen: NDArray[np.int64],
    owner: NDArray[np.int64],
    bodies: Bodies,
    texts: Sequence[str],
) -> Callable[[NDArray[np.int64]], list[int]]:
    """What learns the meanings of those of the words `chosen` that a language's memory does not have."""
    return lambda new: tables.learn(spelled(chosen[new], owner, bodies, texts), memory)


_LATIN = re.compile(r"[A-Z][A-Za-z]+")


def _latin_names(text: str) -> list[tuple[int, str]]:
    """Names in Latin letters within a text of another script: NASA, Boeing."""
    words = [(match.start(), match[0]) for match in _LATIN.finditer(text)]
    names = name_concepts([word for _, word in words], "en")
    return [(start, concept) for (start, _), concepts in zip(words, names, strict=True) for concept in concepts]


def _counts(
    values: NDArray[np.uint32],
    word: NDArray[np.int64],
    bodies: Bodies,
    factors: Mapping[int, float],
    of_words: Mapping[str, Mapping[int, float]],
) -> pa.Table:
    """`CONCEPTS`; a factor is in `factors` or, by language, in `of_words`."""
    article = np.searchsorted(bodies.offsets, word, side="right").astype(np.uint64) - np.uint64(1)
    bases = [base_language(lang) if lang else "" for lang in bodies.langs]
    names = sorted(set(bases))
    number_of = {lang: number for number, lang in enumerate(names)}
    langs = np.array([number_of[lang] for lang in bases], np.int32)
    tables = []
    pairs = np.unique(article << np.uint64(32) | values.astype(np.uint64))
    of_pair = langs[(pairs >> np.uint64(32)).astype(np.int64)] if len(pairs) else langs[:0]
    for number in np.unique(of_pair).tolist():
        lang = names[number]
        concepts, articles = np.unique(pairs[of_pair == number] & np.uint64(0xFFFFFFFF), return_counts=True)
        of_lang = of_words.get(lang, {})
        columns = {
            "lang": [lang] * len(concepts),
            "concept": concepts.astype(np.uint32),
            "articles": articles,
            "factor": [max(factors.get(one, 0.0), of_lang.get(one, 0.0)) for one in concepts.tolist()],
        }
        tables.append(pa.table(columns, schema=CONCEPTS))
    return pa.concat_tables(tables) if tables else CONCEPTS.empty_table()
