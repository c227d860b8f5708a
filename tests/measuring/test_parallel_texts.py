"""The parallel texts are parallel, and reports in scripts that used to be lost meet their English."""

from benchmarks.parallel_texts import ENGLISH, OTHERS, languages, measure, stories


def test_every_file_has_the_same_stories() -> None:
    english = list(stories(ENGLISH))
    assert all(list(stories(lang)) == english for lang in languages())


def test_scripts_without_spaces_meet_their_english() -> None:
    found = measure([ENGLISH, OTHERS, "th", "km", "my", "bo", "dv", "ti"])
    assert found.unnamed == 0
    assert found.right >= 0.8 * found.true
    assert found.wrong <= 2
