"""Thai, Lao, Khmer, Burmese and Tibetan are cut at entries that stand where a word can end."""

import pytest

from dedup.features.concepts.entries import read_entries
from dedup.features.concepts.seed_lexicon import Seed
from dedup.features.concepts.syllabic import SYLLABIC, SyllabicReader

# Country, weekday and a word of the seed lexicon, run together as these scripts write them.
CASES = {
    "th": ("รัฐบาลเยอรมนีเมื่อวันอังคาร", ["s:government", "t:DE", "d:2"]),
    "lo": ("ລັດຖະບານເຢຍລະມັນໃນວັນອັງຄານ", ["s:government", "t:DE", "d:2"]),
    "km": ("រដ្ឋាភិបាលអាល្លឺម៉ង់នៅថ្ងៃអង្គារ", ["s:government", "t:DE", "d:2"]),
    "my": ("ဂျာမနီအစိုးရကအင်္ဂါနေ့တွင်", ["t:DE", "s:government", "d:2"]),
    "bo": ("འཇར་མན་གཞུང་གིས་སྨན་ཁང་", ["t:DE", "s:government", "s:hospital"]),
}


@pytest.fixture(scope="module")
def readers() -> dict[str, SyllabicReader]:
    return {lang: SyllabicReader(lang, Seed.load([lang])) for lang in CASES}


@pytest.mark.parametrize("lang", CASES)
def test_words_are_found_in_a_run(lang: str, readers: dict[str, SyllabicReader]) -> None:
    text, concepts = CASES[lang]
    assert [span.concept for span in readers[lang].concepts(text)] == concepts


@pytest.mark.parametrize("lang", CASES)
def test_spans_are_those_of_the_text(lang: str, readers: dict[str, SyllabicReader]) -> None:
    text, concepts = CASES[lang]
    spans = readers[lang].concepts("3 " + text)
    assert [text[span.start - 2 : span.end - 2] for span in spans] == [
        text[span.start : span.end] for span in readers[lang].concepts(text)
    ]
    assert len(spans) == len(concepts)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("th", "จีนา"),  # a vowel leans on the last consonant of the name of China
        ("my", "ရုရှားန်"),  # a consonant with an asat closes the syllable
        ("km", "ចិន្ត"),  # a subscript consonant does
        ("bo", "དམར་འཇར་མནད་"),  # an entry is whole syllables
    ],
)
def test_part_of_a_syllable_is_no_word(lang: str, text: str, readers: dict[str, SyllabicReader]) -> None:
    assert not [span for span in readers[lang].concepts(text) if span.concept.startswith("t:")]


def test_tibetan_case_is_part_of_no_entry(readers: dict[str, SyllabicReader]) -> None:
    assert [span.concept for span in readers["bo"].concepts("ཨ་མེ་རི་ཀའི་དམག")] == ["t:US", "s:war"]


@pytest.mark.parametrize(("lang", "city"), [("th", "เดรสเดิน"), ("my", "လန်ဒန်"), ("bo", "ལོན་ཊོན"), ("zh", "德累斯顿")])
def test_large_cities_are_entries(lang: str, city: str) -> None:
    assert city in read_entries(lang, None, lambda surface: surface)


def test_a_city_that_cldr_has_is_one_concept_in_all_languages(readers: dict[str, SyllabicReader]) -> None:
    assert [span.concept for span in readers["th"].concepts("ไนโรบี")] == ["z:Nairobi"]


def test_every_language_without_spaces_has_a_reader_or_is_chinese_or_japanese() -> None:
    assert set(CASES) < SYLLABIC
