"""Forms of one word share a stem; different words do not."""

import csv
import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.features.concepts.extract import ConceptReader
from dedup.features.language_tables import language_table, languages_with_a_page
from dedup.features.stems.stemmer import _ending_cutter, base_language, fold_word, stem_words

STEMMED = {lang: rules for lang in sorted(languages_with_a_page()) if (rules := language_table(lang, "stems"))}


def cases(relation: str) -> list[tuple[str, list[str]]]:
    with (Path(__file__).parent / "stems.tsv").open(encoding="utf-8") as rows:
        return [
            (row["lang"], row["words"].split())
            for row in csv.DictReader(rows, delimiter="\t")
            if row["relation"] == relation
        ]


@pytest.mark.parametrize(("lang", "words"), cases("same"))
def test_forms_of_one_word_share_a_stem(lang: str, words: list[str]) -> None:
    assert len(set(stem_words(words, lang))) == 1, stem_words(words, lang)


@pytest.mark.parametrize(("lang", "words"), cases("differ"))
def test_different_words_have_different_stems(lang: str, words: list[str]) -> None:
    assert len(set(stem_words(words, lang))) == len(words), stem_words(words, lang)


@pytest.mark.parametrize("lang", [*STEMMED, "zh", "ja", "sw", "xx"])
@given(words=st.lists(st.text(max_size=12), max_size=4))
def test_any_word_has_one_stem_that_does_not_depend_on_its_neighbours(lang: str, words: list[str]) -> None:
    stems = stem_words(words, lang)
    assert stems == [stem_words([word], lang)[0] for word in words]


def test_a_language_is_taken_by_its_base() -> None:
    assert [base_language(lang) for lang in ("pt-BR", "zh_Hant_TW", "nb", "hr", "EN")] == ["pt", "zh", "no", "sr", "en"]


def test_letters_with_and_without_marks_are_one() -> None:
    assert fold_word("за́мок", "ru") == "замок"
    assert fold_word("й", "ru") == "й"
    assert fold_word("п’ять", "uk") == fold_word("п'ять", "uk") == "пять"
    assert fold_word("IŞIK", "tr") == "ışık"
    assert fold_word('ארה"ב', "he") == fold_word("ארה״ב", "he")


def test_every_snowball_algorithm_named_is_there() -> None:
    import Stemmer

    named = {rules["snowball"] for rules in STEMMED.values() if "snowball" in rules}
    assert len(named) > 30
    assert named <= set(Stemmer.algorithms())


@pytest.mark.parametrize("lang", [lang for lang, rules in STEMMED.items() if "endings" in rules])
def test_endings_are_cut_as_an_expression_cuts_them(lang: str) -> None:
    rules, chance = STEMMED[lang], random.Random(lang)
    keep = rules.get("keep", 3)
    for listed in rules["endings"]:
        endings = listed.split()
        pattern = re.compile(f"^(.{{{keep},}}?)(?:{'|'.join(endings)})$")
        letters = [one for one in endings if one.isalpha()] or endings  # Bengali ones may be signs alone
        words = ["".join(chance.choices(letters, k=chance.randint(1, 4))) for _ in range(300)] + ["", "a"]
        cut = _ending_cutter(endings, keep)
        assert list(map(cut, words)) == [pattern.sub(r"\1", word) for word in words]
        assert any(cut(word) != word for word in words)


def test_tables_of_a_language_are_read_once() -> None:
    assert ConceptReader()._of("hy") is ConceptReader()._of("hy")
    assert ConceptReader(with_seed=False)._of("hy") is not ConceptReader()._of("hy")
