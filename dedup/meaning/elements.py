"""Words to elements: the stem of each word, hashed with its language, so that only one language's words ever meet."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

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


@dataclass(frozen=True)
class _Memory:
    """One language's words so far. Threads add to it at once, and all add the same."""

    elements: dict[str, int] = field(default_factory=dict)
    stems: dict[int, tuple[str, float]] = field(default_factory=dict)
    """The stem of each element with its prior; of several stems with one hash the first, with the greatest prior."""

    def learn(self, words: Sequence[str], lang: str) -> None:
        """Add the elements of those `words` that it lacks."""
        new = [word for word in words if word not in self.elements]
        stems = stem_words(new, lang) if lang else [word.lower() for word in new]
        for word, stem in zip(new, stems, strict=True):
            element, prior = _element(lang, stem), _prior_share(lang, stem)
            known = self.stems.get(element, (stem, prior))
            self.stems[element] = min(stem, known[0]), max(prior, known[1])
            self.elements[word] = element


class StemReader:
    """Reads stems, and remembers those of words that it has seen."""

    def __init__(self) -> None:
        self._memories: dict[str, _Memory] = {}

    def _memory(self, lang: str) -> _Memory:
        memory = self._memories.setdefault(lang, _Memory())
        if len(memory.elements) > _MOST_WORDS:
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
        groups = [base_language(lang) if lang else "" for lang in bodies.langs]
        group_of_word = np.array(groups, object)[owner] if len(owner) else np.zeros(0, object)
        for group in sorted(set(groups)):
            chosen = np.flatnonzero(group_of_word == group)
            if not len(chosen):
                continue
            _, first, back = np.unique(bodies.surfaces[chosen], return_index=True, return_inverse=True)
            at = chosen[first]
            spans = zip(owner[at].tolist(), bodies.starts[at].tolist(), bodies.ends[at].tolist(), strict=True)
            words = [texts[number][start:end] for number, start, end in spans]
            memory = self._memory(group)
            memory.learn(words, group)
            elements[chosen] = np.array([memory.elements[word] for word in words], np.uint32)[back]
            pairs = np.unique(owner[chosen].astype(np.uint64) << np.uint64(32) | elements[chosen].astype(np.uint64))
            distinct, articles = np.unique(pairs & np.uint64(0xFFFFFFFF), return_counts=True)
            stems = [memory.stems[element] for element in distinct.tolist()]
            tables.append(
                pa.table(
                    {
                        "lang": [group] * len(distinct),
                        "element": distinct.astype(np.uint32),
                        "stem": [stem for stem, _ in stems],
                        "articles": articles,
                        "prior_share": [prior for _, prior in stems],
                    },
                    schema=STEMS,
                )
            )
        return elements, pa.concat_tables(tables) if tables else STEMS.empty_table()


def _element(lang: str, stem: str) -> int:
    name = f"{lang} {stem}".encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(name, digest_size=4).digest(), "little")


def _prior_share(lang: str, stem: str) -> float:
    if lang in UNSPACED and not stem.isascii():
        return PRIOR_SHARE_BIGRAM
    return float(PRIOR_SHARE[min(len(stem), len(PRIOR_SHARE) - 1)])
