"""Countries, months and cities are found in the forms that texts have them in."""

import pytest

from dedup.features.concepts import cldr
from dedup.features.stems.stemmer import stem_words

from .tables import table


@pytest.mark.parametrize("case", table("cldr.tsv"), ids=lambda case: f"{case['lang']} {case['word']}")
def test_labelled_words(case: dict[str, str]) -> None:
    (concepts,) = cldr.load(case["lang"]).named([case["word"]], stem_words([case["word"]], case["lang"]))
    assert case["concept"] in concepts


@pytest.mark.parametrize(
    ("lang", "word"),
    [
        *(("es", "para"), ("hi", "लिए"), ("hi", "था"), ("hi", "गया")),
        *(("ar", "البحر"), ("en", "islands"), ("zh", "群岛"), ("en", "may")),
        *(("cs", "pro"), ("hr", "mali"), ("lt", "apie")),
        *(("ru", "газ"), ("ru", "малого"), ("ru", "самой"), ("uk", "мало"), ("fr", "gaz"), ("fr", "mal")),
        *(("hr", "novo"), ("ro", "mare"), ("it", "male"), ("fr", "marée"), ("pt", "marca"), ("en", "Julie")),
        *(("uk", "серед"), ("uk", "читати"), ("uk", "жовтий"), ("uk", "квітами"), ("uk", "листя"), ("ru", "читал")),
        *(("de", "Augen"), ("tr", "Benim"), ("tr", "Hazine"), ("he", "שלום"), ("he", "בסוף"), ("he", "המאה")),
    ],
)
def test_words_of_the_stem_of_a_name_are_no_names(lang: str, word: str) -> None:
    lexicon = cldr.load(lang)
    assert lexicon.named([word], stem_words([word], lang)) == [()]
    assert word not in lexicon.surfaces


def test_a_name_with_its_capital_or_more_letters_has_other_forms() -> None:
    for lang, word, concept in (("ru", "Газе", "z:Gaza"), ("ru", "русском", "t:RU"), ("de", "iranischen", "t:IR")):
        assert cldr.load(lang).named([word], stem_words([word], lang)) == [(concept,)]


def test_china_is_not_hong_kong_too() -> None:
    for lang, word in (("es", "China"), ("en", "China")):
        assert cldr.load(lang).named([word], stem_words([word], lang)) == [("t:CN",)]


def test_may_is_a_month_beside_a_day() -> None:
    english = cldr.load("en")
    for words in (["24", "May"], ["May", "3"]):
        assert [found.concept for found in english.phrases(stem_words(words, "en"))] == ["m:5"]
    assert not english.phrases(stem_words(["He", "may", "be", "5"], "en"))
    for lang, word in (("hi", "मई"), ("bn", "মে")):
        assert cldr.load(lang).named([word], stem_words([word], lang)) == [("m:5",)]


@pytest.mark.parametrize("lang", ["pt", "ro", "hu", "sk", "lt", "vi", "ca", "sq", "tr", "fr"])
def test_cities_are_known_by_their_english_names_in_latin_letters(lang: str) -> None:
    names = set(cldr.names(lang))
    assert {("Nairobi", "z:Nairobi"), ("Jakarta", "z:Jakarta"), ("Tokyo", "z:Tokyo")} <= names


def test_phrases_take_the_longest_name() -> None:
    stems = stem_words(["the", "United", "States", "and", "South", "Africa"], "en")
    assert [(found.start, found.end, found.concept) for found in cldr.load("en").phrases(stems)] == [
        (1, 3, "t:US"),
        (4, 6, "t:ZA"),
    ]


def test_a_language_that_cldr_lacks_has_no_names() -> None:
    assert cldr.load("xx").words == {}
