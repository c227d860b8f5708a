"""The pages of the languages hold what their readers look for, and nothing else."""

import re
import tomllib

import pytest

from dedup.features.language_tables import language_table, languages_with_a_page

PARTS = ("stems", "cases", "scales", "names", "spelling", "density")


@pytest.mark.parametrize("lang", sorted(languages_with_a_page()))
def test_a_page_holds_known_parts(lang: str) -> None:
    found = {part: language_table(lang, part) for part in PARTS}
    assert any(found.values())
    assert ("snowball" in found["stems"]) != ("endings" in found["stems"]) or not found["stems"]
    assert all(int(factor) >= 10 and words == words.strip() for factor, words in found["scales"].items())
    assert all(re.compile(ending) for ending in found["cases"])
    assert set(found["names"]) <= {"endings"}
    assert set(found["density"]) <= {"english_words"}


def test_no_page_has_a_part_that_nobody_reads() -> None:
    from importlib import resources

    pages = resources.files("dedup.features") / "languages"
    parts = {part for page in pages.iterdir() for part in tomllib.loads(page.read_text("utf-8"))}
    assert parts == set(PARTS)


@pytest.mark.parametrize("lang", ["xx", "", "../concepts/en", "en/../en", "EN", "en.toml"])
def test_what_a_dump_calls_a_language_opens_no_file(lang: str) -> None:
    assert not any(language_table(lang, part) for part in PARTS)
