"""Words to concepts: what of a text survives translation.

1. Names by their consonants (`names`), numbers and dates in any digits (`numbers`), names of countries, months and
   currencies in every language that CLDR has (`cldr`), and the seed lexicon (`seed`), all as `names`, `numbers`, ...
   write them: `w:ptn`, `n:2025`, `t:FR`, `s:war`.
2. In Chinese and Japanese the same, found in runs of characters (`cjk`).

A concept is kept as 32 bits of its hash. A word may stand for several.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.meaning import cldr
from dedup.meaning.cjk import CjkReader
from dedup.meaning.lexicon import Lexicon
from dedup.meaning.names import name_concepts
from dedup.meaning.numbers import number_concepts
from dedup.meaning.seed import Seed
from dedup.meaning.stems import UNSPACED, base_language, stem_words
from dedup.text import Bodies


@dataclass(frozen=True)
class Concepts:
    """The concepts of a batch of bodies, in order of the words they stand at."""

    values: NDArray[np.uint32]
    word: NDArray[np.int64]
    """Place of each in `Bodies.words`, rising."""


@dataclass(frozen=True)
class ConceptReader:
    """What reading concepts needs for some languages, loaded once."""

    seed: Seed | None
    names: Mapping[str, Lexicon[str]]
    """CLDR's names, by language."""
    unspaced: Mapping[str, CjkReader]

    @classmethod
    def load(cls, langs: Iterable[str], with_seed: bool = True) -> "ConceptReader":
        """Read the tables of `langs` (about 30 ms each). Without the seed lexicon, for an ablation, `with_seed=False`."""
        wanted = sorted({base_language(lang) for lang in langs if lang})
        seed = Seed.load(wanted) if with_seed else None
        spaced = [lang for lang in wanted if lang not in UNSPACED]
        return cls(
            seed,
            {lang: cldr.load(lang) for lang in spaced},
            {lang: CjkReader(lang, seed) for lang in wanted if lang in ("zh", "ja")},
        )

    def read(self, bodies: Bodies, texts: Sequence[str]) -> Concepts:
        """The concepts of every body; those of unknown language have names and numbers only."""
        values: list[NDArray[np.uint32]] = []
        words: list[NDArray[np.int64]] = []
        known: dict[str, dict[str, tuple[int, ...]]] = {}
        for number, text in enumerate(texts):
            low, high = int(bodies.offsets[number]), int(bodies.offsets[number + 1])
            if low == high:
                continue
            lang = base_language(bodies.langs[number] or "")
            starts, ends = bodies.starts[low:high], bodies.ends[low:high]
            found = [(span.start, span.concept) for span in number_concepts(text, lang)]
            if lang in self.unspaced:
                found += [(span.start, span.concept) for span in self.unspaced[lang].concepts(text)]
                at, concepts = _places(found, starts)
            else:
                surfaces = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
                of_word = known.setdefault(lang, {})
                self._learn(of_word, surfaces, lang)
                at, concepts = _places(found, starts)
                each = [of_word[surface] for surface in surfaces]
                counts = np.fromiter((len(one) for one in each), np.int64, len(each))
                at = np.concatenate([at, np.repeat(np.arange(len(each)), counts)])
                flat = np.fromiter((concept for one in each for concept in one), np.uint32, int(counts.sum()))
                concepts = np.concatenate([concepts, flat])
                order = np.argsort(at, kind="stable")
                at, concepts = at[order], concepts[order]
            values.append(concepts)
            words.append(at + low)
        if not values:
            return Concepts(np.zeros(0, np.uint32), np.zeros(0, np.int64))
        return Concepts(np.concatenate(values), np.concatenate(words))

    def _learn(self, of_word: dict[str, tuple[int, ...]], surfaces: Sequence[str], lang: str) -> None:
        """Add to `of_word` the concepts of those `surfaces` that it lacks."""
        new = sorted({surface for surface in surfaces if surface not in of_word})
        if not new:
            return
        stems = stem_words(new, lang) if lang else new
        names = name_concepts(new, lang)
        places = self.names[lang].concepts(stems) if lang in self.names else [()] * len(new)
        meanings = self.seed.concepts(stems, lang) if self.seed is not None else [()] * len(new)
        keys = self.seed.keys if self.seed is not None else ()
        for surface, name, place, meaning in zip(new, names, places, meanings, strict=True):
            # What has a meaning of its own needs no skeleton: "Russia" and "Turkey" are better known by their entry.
            known = (*place, *(keys[one] for one in meaning))
            of_word[surface] = tuple(concept_hash(one) for one in dict.fromkeys(known or name))


def concept_hash(concept: str) -> int:
    """32 bits of a concept's name.

    >>> concept_hash("t:FR") == concept_hash("t:FR"), concept_hash("t:FR") == concept_hash("t:DE")
    (True, False)
    """
    return int.from_bytes(hashlib.blake2b(concept.encode(), digest_size=4).digest(), "little")


def _places(found: Sequence[tuple[int, str]], starts: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """The word at which each concept's first character stands; concepts outside the body fall away."""
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.uint32)
    characters = np.array([start for start, _ in found], np.int64)
    at = np.minimum(np.searchsorted(starts, characters), len(starts) - 1)
    inside = starts[at] == characters
    hashes: dict[str, int] = {}
    values = np.array([hashes.setdefault(concept, concept_hash(concept)) for _, concept in found], np.uint32)
    order = np.argsort(at[inside], kind="stable")
    return at[inside][order], values[inside][order]
