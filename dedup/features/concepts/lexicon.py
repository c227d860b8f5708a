"""Stems and runs of stems that stand for concepts: what `cldr` and `seed` both are, once read."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Generic, NamedTuple, TypeVar

from dedup.features.language_tables import is_unspaced, language_table
from dedup.features.stems.stemmer import base_language, fold_word, fold_words, stem_words

LONGEST_PHRASE = 4
"""Tokens of the longest multiword entry: "United States of America"."""

_MOST_BEFORE = 3
"""Letters that are written together before a name: the article and a conjunction."""

_ARABIC = re.compile("^ال(?=..)|(?<=..)ة$")
"""The article of a name and its ending, of which a word's stem has neither."""

_ACCENTS = re.compile("[\u0300-\u036f]")

ConceptT = TypeVar("ConceptT", int, str)
KeyT = TypeVar("KeyT")


class Phrase(NamedTuple, Generic[ConceptT]):
    """A concept and the tokens `start` to `end` (exclusive) that stand for it."""

    start: int
    end: int
    concept: ConceptT


class Lexicon(Generic[ConceptT]):
    """One language's entries. Built once, then only read."""

    def __init__(self, entries: Iterable[tuple[str, ConceptT]], lang: str, rigid: frozenset[str] = frozenset()) -> None:
        """Entries are dictionary forms with their concepts; several words make a phrase, a form may have several.
        Those in `rigid` have no other forms: abbreviations.

        In languages without spaces entries stay as they are, in `surfaces`, for `cjk` to find in a text.
        """
        self.lang = base_language(lang)
        self._rigid = frozenset(fold_words(sorted(rigid), self.lang))
        words: dict[str, list[ConceptT]] = {}
        self._forms: dict[str, list[tuple[str, bool, ConceptT]]] = {}
        surfaces: dict[str, list[ConceptT]] = {}
        phrases: dict[tuple[str, ...], list[ConceptT]] = {}
        if is_unspaced(self.lang):
            for form, concept in entries:
                surfaces.setdefault(fold_word(form, self.lang), []).append(concept)
        else:
            listed = [(form.replace("-", " ").split(), concept) for form, concept in entries]
            tokens = [
                list(inflected(split[0], self.lang)) if len(split) == 1 and split[0] not in rigid else split
                for split, _ in listed
            ]
            stems = iter(stem_words([token for group in tokens for token in group], self.lang))
            for group, (split, concept) in zip(tokens, listed, strict=True):
                key = tuple(next(stems) for _ in group)
                if len(split) == 1:
                    for stem, name, form in zip(key, group, fold_words(group, self.lang), strict=True):
                        words.setdefault(stem, []).append(concept)
                        self._forms.setdefault(stem, []).append((form, name.islower(), concept))
                elif 1 < len(split) <= LONGEST_PHRASE:
                    phrases.setdefault(key, []).append(concept)
        self.words: dict[str, tuple[ConceptT, ...]] = _frozen(words)
        self.surfaces: dict[str, tuple[ConceptT, ...]] = _frozen(surfaces)
        self._phrases: dict[str, dict[tuple[str, ...], tuple[ConceptT, ...]]] = {}
        for key, concepts in _frozen(phrases).items():
            self._phrases.setdefault(key[0], {})[key] = concepts

    def concepts(self, stems: Sequence[str]) -> list[tuple[ConceptT, ...]]:
        """Return for each stem the concepts of that word alone, none if it has none."""
        return [self.words.get(stem, ()) for stem in stems]

    def named(self, words: Sequence[str], stems: Sequence[str]) -> list[tuple[ConceptT, ...]]:
        """Return for each word and its stem the concepts of that name alone: the name as it is, else one of which the
        word may be another form. A stem is not enough: Spanish "para" has that of París, Hindi था (was) that of थाई.

        A name with a capital keeps it where another ending takes the place of its own (Russian газ is no Газа; German
        iranischen is of Iran), and one of three small letters is an abbreviation, which has none (Croatian "novo" is no
        "nov", Ukrainian "жовтий", yellow, no "жовт")."""
        found: list[tuple[ConceptT, ...]] = []
        for spelled, word, stem in zip(words, fold_words(words, self.lang), stems, strict=True):
            forms = self._forms.get(stem, ())
            concepts = [concept for form, _, concept in forms if form == word]
            if forms and not concepts:
                small = spelled.islower()
                concepts = [
                    concept
                    for form, lower, concept in forms
                    if form not in self._rigid
                    and (len(form) > 3 if lower else not small or word.startswith(form))
                    and _inflects(word, form)
                ]
            found.append(tuple(dict.fromkeys(concepts)))
        return found

    def phrases(self, stems: Sequence[str]) -> list[Phrase[ConceptT]]:
        """Return multiword entries in the stems of a text in its order; the longest wins, and none overlap."""
        found: list[Phrase[ConceptT]] = []
        place = 0
        while place < len(stems):
            length, concepts = self.phrase_at(stems[place : place + LONGEST_PHRASE])
            found += [Phrase(place, place + length, concept) for concept in concepts]
            place += max(1, length)
        return found

    def phrase_at(self, stems: Sequence[str]) -> tuple[int, tuple[ConceptT, ...]]:
        """Return the longest multiword entry that begins with the first of `stems`: of how many words, and its
        concepts; 0 and none if there is none."""
        starting = self._phrases.get(stems[0])
        if starting is not None:
            for length in range(min(LONGEST_PHRASE, len(stems)), 1, -1):
                concepts = starting.get(tuple(stems[:length]))
                if concepts is not None:
                    return length, concepts
        return 0, ()

    def starts_phrase(self, stems: Sequence[str]) -> list[bool]:
        """Return for each stem, whether any phrase starts with it: texts without one need not be searched."""
        return [stem in self._phrases for stem in stems]


def _frozen(table: dict[KeyT, list[ConceptT]]) -> dict[KeyT, tuple[ConceptT, ...]]:
    """The entries with each concept once, in the order they were read."""
    return {key: tuple(dict.fromkeys(concepts)) for key, concepts in table.items() if key}


def _inflects(word: str, name: str) -> bool:
    """Whether a word may be a form of a name with the same stem. Up to three letters may be written together before it
    (Arabic والعراق), and in a longer name an ending takes the place of one letter or two (Κύπρος, Κύπρου); where none
    takes it, it is another word (Hebrew שלום is not שלומה, Ukrainian "серед" no "середа")."""
    word, name = _unmarked(word), _ARABIC.sub("", _unmarked(name))
    begin = word.find(name[0], 0, _MOST_BEFORE + 1)
    if begin < 0:
        return False
    word = word[begin:]
    shorter = min(len(word), len(name))
    common = next((at for at in range(shorter) if word[at] != name[at]), shorter)
    lost = len(name) - common
    return lost == 0 or (lost <= 2 and len(name) > 5 and len(word) > common)


def _unmarked(word: str) -> str:
    """The word without accents, which move in other forms: danés, daneses."""
    return word if word.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFD", word))


def inflected(word: str, lang: str) -> Iterator[str]:
    """Return the word as it is, then other case forms of it, so far as the page of its language has them.

    A stemmer that takes Ереване for a verb gives it another stem than Ереван. Rather than change each stemmer, a
    lexicon lists the stems of both. A form that does not exist costs an entry and finds nothing.

    >>> list(inflected("Франция", "ru"))
    ['Франция', 'Франции', 'Францию', 'Францией']
    """
    yield word
    if lang == "he":
        yield from (prefix + word for prefix in "בלמהושכ")
        yield from (prefix + word for prefix in ("וב", "של", "שב", "וה", "מה"))
    if len(word) > 3:
        for ending, others in _compiled(lang):
            if found := ending.search(word):
                yield from (word[: found.start()] + other for other in others)
                return


@cache
def _compiled(lang: str) -> list[tuple[re.Pattern[str], list[str]]]:
    return [(re.compile(f"(?:{ending})$"), others.split()) for ending, others in language_table(lang, "cases").items()]
