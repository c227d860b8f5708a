"""Words to elements: the stem of each word, hashed with its language, so that only one language's words ever meet."""

import hashlib
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.meaning.remembering import count_owners, grown, look_up, put
from dedup.meaning.stems import UNSPACED, base_language, stem_words
from dedup.meaning.weights import PRIOR_SHARE, PRIOR_SHARE_BIGRAM
from dedup.text import Bodies

STEMS = pa.schema(
    [
        ("lang", pa.string()),
        ("element", pa.uint32()),
        ("stem", pa.string()),
        ("articles", pa.int64()),
        ("prior_share", pa.float64()),
    ]
)
"""In how many articles of a batch each stem stands, and what the prior says of stems of its length."""


_MOST_WORDS: Final = 300_000
"""Words of one language that are remembered, so that not every batch stems them anew; about 60 MB. When there are more,
all are forgotten: the common ones are back after one batch."""


class _Memory:
    """One language's words so far, by their hash as they stand. Threads share it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.words = 0
        self._hashes = np.zeros(1 << 16, np.uint64)
        self._places = np.zeros(1 << 16, np.int32)
        self._place_of: dict[int, int] = {}
        self.elements: list[int] = []
        self.stems: list[str] = []
        """The stem of each element; of several stems with one hash the first, with the greatest prior."""
        self.priors: list[float] = []

    def places(
        self, surfaces: NDArray[np.uint64], lang: str, spell: Callable[[NDArray[np.int64]], list[str]]
    ) -> NDArray[np.int32]:
        """Where each word stands in `elements`; `spell` gives the words at places of `surfaces` that are new."""
        surfaces = np.maximum(surfaces, np.uint64(1))
        found: NDArray[np.int32] = look_up(self._hashes, self._places, surfaces)
        missing = np.flatnonzero(found < 0)
        if len(missing):
            new, first = np.unique(surfaces[missing], return_index=True)
            self._learn(new, spell(missing[first]), lang)
            found[missing] = look_up(self._hashes, self._places, surfaces[missing])
        return found

    def _learn(self, surfaces: NDArray[np.uint64], words: Sequence[str], lang: str) -> None:
        stems = stem_words(words, lang) if lang else [word.lower() for word in words]
        places = np.empty(len(words), np.int32)
        for number, stem in enumerate(stems):
            element, prior = _element(lang, stem), _prior_share(lang, stem)
            place = self._place_of.setdefault(element, len(self.elements))
            if place == len(self.elements):
                self.elements.append(element)
                self.stems.append(stem)
                self.priors.append(prior)
            else:
                self.stems[place] = min(stem, self.stems[place])
                self.priors[place] = max(prior, self.priors[place])
            places[number] = place
        self.words += len(words)
        while 2 * self.words > len(self._hashes):
            self._hashes, self._places = grown(self._hashes, self._places)
        put(self._hashes, self._places, surfaces, places)


class StemReader:
    """Reads stems, and remembers those of words that it has seen."""

    def __init__(self) -> None:
        self._memories: dict[str, _Memory] = {}

    def _memory(self, lang: str) -> _Memory:
        memory = self._memories.setdefault(lang, _Memory())
        if memory.words > _MOST_WORDS:
            # Another thread may be reading the one that is full: it keeps it.
            memory = self._memories[lang] = _Memory()
        return memory

    def read(self, bodies: Bodies, texts: Sequence[str]) -> tuple[NDArray[np.uint32], pa.Table]:
        """The element of each word of `bodies.words`, and the batch's `STEMS`.

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
            if not len(chosen):
                continue

            def spell(places: NDArray[np.int64], chosen: NDArray[np.int64] = chosen) -> list[str]:
                at = chosen[places]
                spans = zip(owner[at].tolist(), bodies.starts[at].tolist(), bodies.ends[at].tolist(), strict=True)
                return [texts[article][start:end] for article, start, end in spans]

            memory = self._memory(group)
            with memory.lock:
                places = memory.places(bodies.surfaces[chosen], group, spell)
                distinct, articles = count_owners(places, owner[chosen], len(memory.elements))
                listed = distinct.tolist()
                of = np.array(memory.elements, np.uint32)
                stems, priors = [memory.stems[at] for at in listed], [memory.priors[at] for at in listed]
            elements[chosen] = of[places]
            tables.append(
                pa.table(
                    {
                        "lang": pa.repeat(group, len(listed)),
                        "element": of[distinct],
                        "stem": stems,
                        "articles": articles,
                        "prior_share": priors,
                    },
                    schema=STEMS,
                ).sort_by("element")
            )
        return elements, pa.concat_tables(tables) if tables else STEMS.empty_table()


def _element(lang: str, stem: str) -> int:
    name = f"{lang} {stem}".encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(name, digest_size=4).digest(), "little")


def _prior_share(lang: str, stem: str) -> float:
    if lang in UNSPACED and not stem.isascii():
        return PRIOR_SHARE_BIGRAM
    return float(PRIOR_SHARE[min(len(stem), len(PRIOR_SHARE) - 1)])
