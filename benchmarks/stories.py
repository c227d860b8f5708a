"""Stories with known truth: a first version, and what outlets make of it.

Lengths are log-normal around 300 words, words follow a Zipf-Mandelbrot law, and a story comes back to its own names and
its own topic's words. A version is kept as concepts with their words, so that it can be reworded and translated as well
as cut and edited.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.languages import CONCEPTS, NAMES, Language, number

KINDS: Final = {
    "verbatim": 0.28,
    "edited": 0.2,
    "excerpt": 0.14,
    "embedding": 0.1,
    "rewrite": 0.13,
    "translation": 0.15,
}
"""What is done to a version, and how often."""

MEDIAN_WORDS: Final = 265
_SPREAD: Final = 0.55
_SENTENCE_WORDS = 17.0
_SAID_WORDS = 1.5
"""Words of running text for each word with a meaning: see `languages._FUNCTION_SHARE`."""

_ranks = np.arange(CONCEPTS)
_ZIPF = np.cumsum(1 / (_ranks + 25.0) ** 1.05)
_ZIPF /= _ZIPF[-1]
_NAMES = np.cumsum(1 / (np.arange(NAMES) + 15.0) ** 0.9)
_NAMES /= _NAMES[-1]


class Sentence(NamedTuple):
    """What is said, and its words."""

    concepts: NDArray[np.int64]
    text: str


Paragraphs = list[list[Sentence]]


@dataclass(frozen=True)
class Topic:
    """What a story keeps coming back to."""

    words: NDArray[np.int64]
    names: NDArray[np.int64]

    @classmethod
    def draw(cls, random: np.random.Generator) -> "Topic":
        """Some twenty words of middling frequency and half a dozen names."""
        words = np.exp(random.uniform(np.log(60), np.log(CONCEPTS), size=24)).astype(np.int64)
        return cls(words, CONCEPTS + np.searchsorted(_NAMES, random.random(7)))


@dataclass
class Version:
    """One wording of a statement, as one outlet has it."""

    language: Language
    variant: str
    paragraphs: Paragraphs
    background: str | None = None
    """The story that a paragraph was borrowed from."""
    own: list[int] = field(default_factory=list)
    """Numbers of the paragraphs that report the statement; all of them if empty."""

    def statement(self) -> Paragraphs:
        """The paragraphs that report the statement."""
        return [self.paragraphs[at] for at in self.own] if self.own else self.paragraphs

    def text(self) -> str:
        """The body."""
        return "\n\n".join(" ".join(sentence.text for sentence in paragraph) for paragraph in self.paragraphs)

    def title(self) -> str:
        """The first words."""
        return " ".join(self.paragraphs[0][0].text.rstrip(".।").split()[:10])


def first_version(
    topic: Topic, language: Language, variant: str, median_words: int, random: np.random.Generator
) -> Version:
    """The first version of a new statement."""
    words = int(np.clip(random.lognormal(np.log(median_words), _SPREAD), 40, 4000) / _SAID_WORDS)
    return Version(language, variant, _worded(_concepts(topic, words, random), language, random))


def _concepts(topic: Topic, count: int, random: np.random.Generator) -> NDArray[np.int64]:
    drawn = random.random(count)
    concepts = np.searchsorted(_ZIPF, random.random(count)).astype(np.int64)
    topical = drawn < 0.22
    concepts[topical] = random.choice(topic.words, int(topical.sum()))
    named = (drawn >= 0.22) & (drawn < 0.3)
    concepts[named] = random.choice(topic.names, int(named.sum()))
    counted = (drawn >= 0.3) & (drawn < 0.33)
    concepts[counted] = number(0) + np.exp(random.uniform(np.log(2), np.log(90_000), int(counted.sum()))).astype(
        np.int64
    )
    return concepts


def _worded(concepts: NDArray[np.int64], language: Language, random: np.random.Generator) -> Paragraphs:
    """Concepts as sentences and paragraphs of two to four sentences."""
    most = len(concepts) // 4 + 1
    lengths = np.clip(random.normal(_SENTENCE_WORDS, 6, size=most) / _SAID_WORDS, 4, 30).astype(np.int64)
    bounds = np.cumsum(lengths)
    ends = [*bounds[bounds < len(concepts) - 3].tolist(), len(concepts)]
    per_paragraph = random.integers(2, 5, size=len(ends)).tolist()
    return _said(concepts, ends, per_paragraph, language, random)


def _said(
    concepts: NDArray[np.int64],
    ends: Sequence[int],
    per_paragraph: Sequence[int],
    language: Language,
    random: np.random.Generator,
) -> Paragraphs:
    words = language.say(concepts, random)
    sentences = []
    start = 0
    for end in ends:
        if end > start:
            sentences.append(Sentence(concepts[start:end], language.sentence(words[start:end])))
        start = end
    paragraphs: Paragraphs = []
    at = 0
    for size in per_paragraph:
        if at >= len(sentences):
            break
        paragraphs.append(sentences[at : at + size])
        at += size
    return paragraphs


_LOST, _CHANGED, _ADDED = 0.09, 0.1, 0.06
_MOVED = 3.0
"""How translators differ: words left out, put otherwise and added; places a word may move within its sentence."""


def reworded(version: Version, language: Language, variant: str, random: np.random.Generator) -> Version:
    """The same statement in other words: a translation into `language`, or another one into its own."""
    sentences = [sentence for paragraph in version.statement() for sentence in paragraph]
    concepts = np.concatenate([sentence.concepts for sentence in sentences])
    of = np.repeat(np.arange(len(sentences)), [len(sentence.concepts) for sentence in sentences])
    fresh = np.searchsorted(_ZIPF, random.random(len(concepts)))
    # Names and numbers are left out now and then, but never put otherwise.
    changed = (random.random(len(concepts)) < _CHANGED) & (concepts < CONCEPTS)
    concepts = np.where(changed, fresh, concepts)
    kept = random.random(len(concepts)) >= _LOST
    added = random.random(len(concepts)) < _ADDED
    concepts = np.concatenate([concepts[kept], fresh[added]])
    of = np.concatenate([of[kept], of[added]])
    place = np.concatenate([np.flatnonzero(kept), np.flatnonzero(added)]) + random.uniform(0, _MOVED, len(of))
    order = np.lexsort((place, of))
    concepts, of = concepts[order], of[order]
    ends = np.searchsorted(of, np.arange(len(sentences)), side="right").tolist()
    sizes: list[int] = []
    for paragraph in version.statement():
        # Now and then two paragraphs become one, or one two.
        if sizes and random.random() < 0.08:
            sizes[-1] += len(paragraph)
        elif len(paragraph) > 2 and random.random() < 0.08:
            sizes += [1, len(paragraph) - 1]
        else:
            sizes.append(len(paragraph))
    return Version(language, variant, _said(concepts, ends, sizes, language, random))


def edit(version: Version, random: np.random.Generator) -> Version:
    """A reprint with typing errors, changed words, and a paragraph dropped, moved or joined to its neighbour."""
    paragraphs = list(version.statement())
    if len(paragraphs) > 3 and random.random() < 0.5:
        del paragraphs[int(random.integers(1, len(paragraphs)))]
    if len(paragraphs) > 2 and random.random() < 0.3:
        at = int(random.integers(1, len(paragraphs) - 1))
        paragraphs[at], paragraphs[at + 1] = paragraphs[at + 1], paragraphs[at]
    if len(paragraphs) > 2 and random.random() < 0.3:
        at = int(random.integers(len(paragraphs) - 1))
        paragraphs[at : at + 2] = [paragraphs[at] + paragraphs[at + 1]]
    share = random.uniform(0.01, 0.06)
    language = version.language
    edited = [[_mistyped(sentence, language, share, random) for sentence in paragraph] for paragraph in paragraphs]
    return Version(language, version.variant, edited)


def _mistyped(sentence: Sentence, language: Language, share: float, random: np.random.Generator) -> Sentence:
    words = sentence.text.split(" ")
    for at in np.flatnonzero(random.random(len(words)) < share).tolist():
        if len(words[at]) > 4 and random.random() < 0.5:
            words[at] = words[at][:2] + words[at][3] + words[at][2] + words[at][4:]
        else:
            words[at] = language.words[int(random.integers(2 * CONCEPTS))]
    return Sentence(sentence.concepts, " ".join(words))


def excerpt(version: Version, random: np.random.Generator) -> Version:
    """A third to two thirds of the statement, from its beginning or from further down."""
    paragraphs = version.statement()
    count = max(min(2, len(paragraphs)), round(len(paragraphs) * random.uniform(0.33, 0.66)))
    start = 0 if random.random() < 0.6 else int(random.integers(len(paragraphs) - count + 1))
    return Version(version.language, version.variant, paragraphs[start : start + count])


def embed(
    version: Version, topic: Topic, borrowed: tuple[str, list[Sentence]] | None, random: np.random.Generator
) -> Version:
    """The statement within a longer piece; `borrowed` is a paragraph of another story and that story's name."""
    statement = version.statement()
    own = sum(len(sentence.concepts) for paragraph in statement for sentence in paragraph)
    words = int(random.uniform(0.5, 1.2) * own)
    around = _worded(_concepts(topic, max(words, 30), random), version.language, random)
    if borrowed is not None:
        around.append(borrowed[1])
    at = int(random.integers(len(around)))
    return Version(
        version.language,
        version.variant,
        [*around[:at], *statement, *around[at:]],
        borrowed[0] if borrowed else None,
        list(range(at, at + len(statement))),
    )
