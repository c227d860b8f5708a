"""Stems and runs of stems that stand for concepts: what `cldr` and `seed` both are, once read."""

from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from dedup.meaning.stems import UNSPACED, base_language, fold_word, stem_words

LONGEST_PHRASE = 4
"""Tokens of the longest multiword entry: "United States of America"."""

ConceptT = TypeVar("ConceptT", int, str)
KeyT = TypeVar("KeyT", str, tuple[str, ...])


class Found(NamedTuple, Generic[ConceptT]):
    """A concept and the tokens `start` to `end` (exclusive) that stand for it."""

    start: int
    end: int
    concept: ConceptT


class Lexicon(Generic[ConceptT]):
    """One language's entries. Built once, then only read."""

    def __init__(self, entries: Iterable[tuple[str, ConceptT]], lang: str) -> None:
        """Entries are dictionary forms with their concepts; several words make a phrase, a form may have several.

        In languages without spaces (`UNSPACED`) entries stay as they are, in `surfaces`, for `cjk` to find in a text.
        """
        self.lang = base_language(lang)
        self.words: dict[str, tuple[ConceptT, ...]] = {}
        self.surfaces: dict[str, tuple[ConceptT, ...]] = {}
        self._phrases: dict[str, dict[tuple[str, ...], tuple[ConceptT, ...]]] = {}
        listed = list(entries)
        if self.lang in UNSPACED:
            for form, concept in listed:
                _append(self.surfaces, fold_word(form, self.lang), concept)
            return
        tokens = [form.replace("-", " ").split() for form, _ in listed]
        stems = iter(stem_words([token for split in tokens for token in split], self.lang))
        for split, (_, concept) in zip(tokens, listed, strict=True):
            key = tuple(next(stems) for _ in split)
            if len(key) == 1:
                _append(self.words, key[0], concept)
            elif 1 < len(key) <= LONGEST_PHRASE:
                _append(self._phrases.setdefault(key[0], {}), key, concept)

    def concepts(self, stems: Sequence[str]) -> list[tuple[ConceptT, ...]]:
        """For each stem the concepts of that word alone, none if it has none."""
        return [self.words.get(stem, ()) for stem in stems]

    def phrases(self, stems: Sequence[str]) -> list[Found[ConceptT]]:
        """Multiword entries in the stems of a text in its order; the longest wins, and none overlap."""
        found: list[Found[ConceptT]] = []
        place = 0
        while place < len(stems):
            starting = self._phrases.get(stems[place])
            end = place + 1
            if starting is not None:
                for length in range(LONGEST_PHRASE, 1, -1):
                    concepts = starting.get(tuple(stems[place : place + length]))
                    if concepts is not None:
                        end = place + length
                        found += [Found(place, end, concept) for concept in concepts]
                        break
            place = end
        return found

    def starts_phrase(self, stems: Sequence[str]) -> list[bool]:
        """For each stem, whether any phrase starts with it: texts without one need not be searched."""
        return [stem in self._phrases for stem in stems]


def _append(table: dict[KeyT, tuple[ConceptT, ...]], key: KeyT, concept: ConceptT) -> None:
    """Adds a concept to an entry, once."""
    if key and concept not in table.get(key, ()):
        table[key] = (*table.get(key, ()), concept)
