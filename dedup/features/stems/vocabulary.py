"""Words to elements: the stem of each word, hashed with its language, so that only one language's words ever meet."""

import hashlib
from collections.abc import Sequence
from threading import Lock

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.features.hash_table import MOST_WORDS, ByLanguage, Growing, Places, count_owners
from dedup.features.language_tables import is_unspaced
from dedup.features.stems.stemmer import base_language, stem_words
from dedup.features.weights import PRIOR_SHARE, PRIOR_SHARE_BIGRAM
from dedup.text import Bodies

STEMS = pa.schema(
    [
        ("lang", pa.string()),
        ("element", pa.uint32()),
        ("stem", pa.string()),  # null where the reader gave it before
        ("articles", pa.int64()),
        ("prior_share", pa.float64()),
    ]
)
"""In how many articles of a batch each stem stands, and what the prior says of stems of its length."""


class _Memory:
    """One language's words so far. Threads share it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.places = Places()
        self.elements = Growing(np.uint32)
        self.priors = Growing(np.float64)
        self.stems: list[str] = []
        """The stem of each element; of several stems with one hash the first, with the greatest prior."""
        self.given = Growing(np.bool_)
        """Whether a batch had the stem already."""
        self._of_stem: dict[str, int] = {}
        self._of_element: dict[int, int] = {}

    def learn(self, words: Sequence[str], lang: str) -> list[int]:
        """Stem words; returns where their elements stand."""
        stems = stem_words(words, lang) if lang else [word.lower() for word in words]
        new = [stem for stem in dict.fromkeys(stems) if stem not in self._of_stem]
        elements, priors = [], []
        for stem in new:
            element, prior = _element(lang, stem), _prior_share(lang, stem)
            place = self._of_element.setdefault(element, len(self.stems))
            self._of_stem[stem] = place
            if place == len(self.stems):
                elements.append(element)
                priors.append(prior)
                self.stems.append(stem)
            else:
                self.stems[place] = min(stem, self.stems[place])
                if place < len(self.priors):
                    self.priors.values[place] = max(prior, self.priors.values[place])
                else:
                    priors[place - len(self.priors)] = max(prior, priors[place - len(self.priors)])
        self.elements.extend(elements)
        self.priors.extend(priors)
        self.given.extend([False] * len(elements))
        return [self._of_stem[stem] for stem in stems]

    def give(self, places: NDArray[np.int64]) -> list[str | None]:
        """Return the stems at `places`, None for those that were given before."""
        new = np.flatnonzero(~self.given.values[places])
        self.given.values[places[new]] = True
        stems: list[str | None] = [None] * len(places)
        for at, place in zip(new.tolist(), places[new].tolist(), strict=True):
            stems[at] = self.stems[place]
        return stems


class StemReader:
    """Reads stems, and remembers those of words that it has seen, up to `most_words`."""

    def __init__(self, most_words: int = MOST_WORDS) -> None:
        self._memories = ByLanguage(_Memory, most_words)

    def read(self, bodies: Bodies, texts: Sequence[str]) -> tuple[NDArray[np.uint32], pa.Table]:
        """Return the element of each word of `bodies.words`, and the batch's `STEMS`: a stem is spelled out once, for
        the first batch that has it.

        Articles of unknown language get elements of their words as they are.
        """
        owner = np.repeat(np.arange(len(texts)), np.diff(bodies.offsets))
        elements = np.zeros(len(bodies.words), np.uint32)
        tables = []
        bases = {lang: base_language(lang) if lang else "" for lang in set(bodies.langs)}
        groups = sorted(set(bases.values()))
        numbers = {group: number for number, group in enumerate(groups)}
        group_of = np.array([numbers[bases[lang]] for lang in bodies.langs], np.int32)[owner]
        for number, group in enumerate(groups):
            chosen = np.flatnonzero(group_of == number)
            if len(chosen):
                elements[chosen], stems = self._read_language(group, chosen, owner, bodies, texts)
                tables.append(stems)
        return elements, pa.concat_tables(tables) if tables else STEMS.empty_table()

    def _read_language(
        self,
        lang: str,
        chosen: NDArray[np.int64],
        owner: NDArray[np.int64],
        bodies: Bodies,
        texts: Sequence[str],
    ) -> tuple[NDArray[np.uint32], pa.Table]:
        """The element of each of the words `chosen`, which are of one language, and their `STEMS`."""
        memory = self._memories.of(lang)
        with memory.lock:
            places = memory.places.of(
                bodies.surfaces[chosen], lambda new: memory.learn(spelled(chosen[new], owner, bodies, texts), lang)
            )
            distinct, articles = count_owners(places, owner[chosen], len(memory.stems))
            of = memory.elements.values
            by_element = np.argsort(of[distinct])
            distinct, articles = distinct[by_element], articles[by_element]
            columns = {
                "lang": pa.repeat(lang, len(distinct)),
                "element": of[distinct],
                "stem": memory.give(distinct),
                "articles": articles,
                "prior_share": memory.priors.values[distinct],
            }
            return of[places], pa.table(columns, schema=STEMS)


def spelled(words: NDArray[np.int64], owner: NDArray[np.int64], bodies: Bodies, texts: Sequence[str]) -> list[str]:
    """Return words of a batch as the texts have them; `owner` is the article of each of `bodies.words`."""
    spans = zip(owner[words].tolist(), bodies.starts[words].tolist(), bodies.ends[words].tolist(), strict=True)
    return [texts[article][start:end] for article, start, end in spans]


def _element(lang: str, stem: str) -> int:
    name = f"{lang} {stem}".encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(name, digest_size=4).digest(), "little")


def _prior_share(lang: str, stem: str) -> float:
    if is_unspaced(lang) and not stem.isascii():
        return PRIOR_SHARE_BIGRAM
    return float(PRIOR_SHARE[min(len(stem), len(PRIOR_SHARE) - 1)])
