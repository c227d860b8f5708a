"""The parallel texts are parallel, and reports in scripts that used to be lost meet their English."""

import pytest

from benchmarks.parallel_texts import ENGLISH, OTHERS, languages, measure, stories


def test_every_file_has_the_same_stories() -> None:
    """Reports of persons whose names stand in Chinese characters are in the languages that write them so."""
    english = list(stories(ENGLISH))
    for lang in languages():
        found = list(stories(lang))
        assert found[:5] == english[:5], lang
        assert found[5:] == [story for story in english[5:] if story in found], lang
        assert len(found) == 5 or lang in {"ja", "zh"}


def test_scripts_without_spaces_meet_their_english() -> None:
    found = measure([ENGLISH, OTHERS, "th", "km", "my", "bo", "dv", "ti"])
    assert found.unnamed == 0
    assert found.right >= 0.8 * found.true
    assert found.wrong == 0


@pytest.mark.parametrize("lang", ["bo", "ml"])
def test_in_a_small_dump_reports_of_one_kind_stay_apart(lang: str) -> None:
    """Cholera in Sudan and in Haiti: in a dump of 21 articles all that the two share looked rare."""
    found = measure([ENGLISH, OTHERS, lang])
    assert (found.right, found.wrong) == (found.true, 0)
