"""The pages of the languages hold what their readers look for, and nothing else."""

import re
import tomllib
from importlib.resources import files

import pytest

from dedup.features.concepts.syllabic import SYLLABIC
from dedup.features.language_tables import is_unspaced, language_table, languages_with_a_page
from dedup.text.unspaced import FREELY_SPACED

PARTS = (
    "stems",
    "cases",
    "scales",
    "names",
    "spelling",
    "compounds",
    "meanings",
    "density",
    "numbers",
    "folding",
    "cldr",
    "persons",
)


@pytest.mark.parametrize("lang", sorted(languages_with_a_page()))
def test_a_page_holds_known_parts(lang: str) -> None:
    found = {part: language_table(lang, part) for part in PARTS}
    assert any(found.values()) or is_unspaced(lang)
    assert ("snowball" in found["stems"]) != ("endings" in found["stems"]) or not found["stems"]
    assert all(words == words.strip() for words in found["scales"].values())
    assert all(factor == "none" or int(factor) >= 10 for factor in found["scales"])
    assert all(re.compile(ending) for ending in found["cases"])
    assert set(found["names"]) <= {"endings"}
    assert set(found["density"]) <= {"english_words"}
    assert set(found["folding"]) <= {"letters", "digraphs", "left_out", "ends_names", "beginning"}
    assert re.compile(found["folding"].get("beginning", ""))
    assert set(found["cldr"]) <= {"none"}
    assert all(words.strip() for words in found["persons"].values())
    assert set(found["numbers"]) <= {"scale_ahead", "scale_link", "scale_joined", "ordinal"}


def test_no_page_has_a_part_that_nobody_reads() -> None:
    pages = files("dedup.features") / "languages"
    parts = {part for page in pages.iterdir() for part in tomllib.loads(page.read_text("utf-8"))}
    assert parts == {*PARTS, "spaced"}


@pytest.mark.parametrize("lang", ["xx", "", "../concepts/en", "en/../en", "EN", "en.toml"])
def test_what_a_dump_calls_a_language_opens_no_file(lang: str) -> None:
    assert not any(language_table(lang, part) for part in PARTS)


def test_which_languages_have_no_spaces_is_said_once() -> None:
    """The page says it; other lists differ from it by what their names say."""
    unspaced = {lang for lang in languages_with_a_page() if is_unspaced(lang)}
    assert unspaced == {*SYLLABIC, "zh", "ja", "yue", "wuu"}
    assert unspaced & FREELY_SPACED == SYLLABIC - {"bo", "dz"}  # a mark after each syllable is no space
    cues = {
        file.name[:-5]: file.read_text("utf-8") for file in (files("dedup.provenance.attribution") / "cues").iterdir()
    }
    assert {
        lang for lang, text in cues.items() if not tomllib.loads(text).get("spaced", True)
    } == unspaced & cues.keys()
    assert is_unspaced("zh-Hant-TW")
    assert not is_unspaced("zhx")
