"""Countries, months and cities are found in the forms that texts have them in."""

import pytest

from dedup.features.concepts import cldr
from dedup.features.stems.stemmer import stem_words

from .tables import table


@pytest.mark.parametrize("case", table("cldr.tsv"), ids=lambda case: f"{case['lang']} {case['word']}")
def test_labelled_words(case: dict[str, str]) -> None:
    (concepts,) = cldr.load(case["lang"]).concepts(stem_words([case["word"]], case["lang"]))
    assert case["concept"] in concepts


def test_phrases_take_the_longest_name() -> None:
    stems = stem_words(["the", "United", "States", "and", "South", "Africa"], "en")
    assert [(found.start, found.end, found.concept) for found in cldr.load("en").phrases(stems)] == [
        (1, 3, "t:US"),
        (4, 6, "t:ZA"),
    ]


def test_a_language_that_cldr_lacks_has_no_names() -> None:
    assert cldr.load("xx").words == {}
