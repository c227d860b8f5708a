"""Compounds: what Gesundheitsminister, umhverfisráðherra and raketikatse say, by the words that they are made of.

Languages that write compounds as one word make them as they go, so no lexicon has them. A word without an entry is
split in two where both parts have one (Braschler and Ripplinger, "How effective is stemming and decompounding for
German text retrieval?", 2004). A language does so if its page has the part `compounds`: `links` are the letters that
join the parts, which are no part of the first (Gesundheit-s-minister).
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, TypeVar

from dedup.features.concepts.names import MOST_LETTERS
from dedup.features.language_tables import language_table
from dedup.features.stems.stemmer import fold_words, stem_words

LEAST_FIRST: Final = 3
LEAST_LAST: Final = 4
"""Letters of the first part (Öl, Rat, Eis) and of the stem of the last. With last parts of four letters nine of ten
splits in German news were right; shorter ones are endings of other words as well (zahl-reich, Sekreta-riat)."""

ConceptT = TypeVar("ConceptT")


def compound_concepts(
    words: Sequence[str], stems: Sequence[str], entries: Mapping[str, tuple[ConceptT, ...]], lang: str
) -> list[tuple[ConceptT, ...]]:
    """Return for each word the concepts of both its parts, by the `entries` of its language's stems; none for a word
    that has an entry, or does not fall into two parts that have.

    >>> entries = {"gesund": ("s:health",), "minist": ("s:minister",)}
    >>> compound_concepts(["Gesundheitsminister", "Gesundheit"], ["gesundheitsminist", "gesund"], entries, "de")
    [('s:health', 's:minister'), ()]
    """
    links = _links(lang)
    if links is None:
        return [()] * len(words)
    return [
        () if stem in entries or len(stem) > MOST_LETTERS else _parts(word, stem, entries, lang, links)
        for word, stem in zip(fold_words(words, lang), stems, strict=True)
    ]


@cache
def _links(lang: str) -> tuple[str, ...] | None:
    page = language_table(lang, "compounds")
    return tuple(page["links"].split()) if "links" in page else None


def _parts(
    word: str, stem: str, entries: Mapping[str, tuple[ConceptT, ...]], lang: str, links: Sequence[str]
) -> tuple[ConceptT, ...]:
    for at in range(LEAST_FIRST, len(stem) - LEAST_LAST + 1):
        last = entries.get(stem[at:])
        if last is not None:
            ends = [at, *(at - len(link) for link in links if word.endswith(link, LEAST_FIRST, at))]
            for first in stem_words([word[:end] for end in ends], lang):
                if first in entries:
                    return tuple(dict.fromkeys((*entries[first], *last)))
    return ()
