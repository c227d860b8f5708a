"""Words that are written as one are read by their parts."""

import pytest

from dedup.features.concepts.compounds import compound_concepts
from dedup.features.concepts.seed_lexicon import Seed
from dedup.features.stems.stemmer import stem_words


def _read(words: list[str], lang: str) -> list[set[str]]:
    seed = Seed.load([lang])
    lexicon = seed.lexicon(lang)
    assert lexicon is not None
    found = compound_concepts(words, stem_words(words, lang), lexicon.words, lang)
    return [{seed.keys[concept] for concept in concepts} for concepts in found]


@pytest.mark.parametrize(
    ("lang", "word", "concepts"),
    [
        ("de", "Raketensystemen", {"s:missile", "s:system"}),
        ("de", "Gesundheitsministers", {"s:health", "s:minister"}),
        ("is", "Umhverfisráðherrar", {"s:environment", "s:minister"}),
        ("is", "Evrópuþingsins", {"s:european", "s:parliament"}),
        ("fi", "lastensairaalaan", {"s:child", "s:hospital"}),
        ("et", "raketikatsed", {"s:missile", "s:test"}),
        ("nl", "oorlogsmisdaden", {"s:war", "s:crime"}),
        ("sv", "regeringskrisen", {"s:government", "s:crisis"}),
        ("da", "sundhedsministeren", {"s:health", "s:minister"}),
    ],
)
def test_parts_that_have_entries_are_found(lang: str, word: str, concepts: set[str]) -> None:
    assert concepts <= _read([word], lang)[0]


def test_a_word_with_an_entry_or_without_two_known_parts_is_left_as_it_is() -> None:
    assert _read(["Gesundheit", "Sekretariat", "Verfassungsentwurfskram", "Brot"], "de") == [set()] * 4


def test_a_language_that_writes_its_parts_apart_has_no_compounds() -> None:
    assert _read(["healthminister", "missilesystem"], "en") == [set(), set()]


def test_what_is_longer_than_any_word_is_not_split() -> None:
    first, last = "a" * 60, "b" * 41
    assert compound_concepts([first + last], [first + last], {first: ("s:one",), last: ("s:two",)}, "de") == [()]
