"""Languages, from `cases/languages.jsonl`: a sentence and a paragraph of each language that the project knows."""

import json
from pathlib import Path

import numpy as np
import pytest

from dedup.config import TextConfig
from dedup.text import Cutter, cut_bodies

CASES = {
    case["lang"]: case
    for case in map(json.loads, (Path(__file__).parent / "cases" / "languages.jsonl").read_text("utf-8").splitlines())
}


def language_of(cutter: Cutter, text: str, given: str | None = None) -> str | None:
    return cut_bodies([text], [None], [given], np.zeros(0, np.uint64), cutter, TextConfig()).langs[0]


@pytest.mark.parametrize("lang", CASES)
@pytest.mark.parametrize("length", ["short", "long"])
def test_a_language_is_known_by_its_text(cutter: Cutter, lang: str, length: str) -> None:
    assert language_of(cutter, CASES[lang][length]) == lang


@pytest.mark.parametrize("lang", CASES)
def test_a_record_is_believed_where_its_script_allows(cutter: Cutter, lang: str) -> None:
    assert language_of(cutter, CASES[lang]["long"], lang) == lang


@pytest.mark.parametrize("lang", ["ru", "uk", "hy", "ka", "ar", "fa", "he", "hi", "zh", "ja"])
@pytest.mark.parametrize("given", ["en", "el"])
def test_a_record_is_corrected_by_its_script(cutter: Cutter, lang: str, given: str) -> None:
    assert language_of(cutter, CASES[lang]["short"], given) == lang


@pytest.mark.parametrize(("lang", "given"), [("en", "ru"), ("de", "hy"), ("tr", "zh"), ("fr", "ar")])
def test_latin_text_is_not_of_another_script(cutter: Cutter, lang: str, given: str) -> None:
    assert language_of(cutter, CASES[lang]["long"], given) == lang


def test_a_foreign_menu_does_not_decide(cutter: Cutter) -> None:
    menu = "Главная\nНовости\nПолитика\nЭкономика\n"
    footer = "\nСвидетельство о регистрации СМИ № 4418. Все права защищены."
    assert language_of(cutter, menu + CASES["en"]["long"] + footer) == "en"


@pytest.mark.parametrize("text", ["", "\n\n", "2026 14:05", "😀 …"])
def test_nothing_says_nothing(cutter: Cutter, text: str) -> None:
    assert language_of(cutter, text) is None
    assert language_of(cutter, text, "ka") == "ka"


def test_other_names_of_a_language(cutter: Cutter) -> None:
    assert language_of(cutter, CASES["zh"]["long"], "yue") == "zh"
    assert language_of(cutter, CASES["hr"]["long"], "sh") == "hr"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("uz", "Велмар шаҳар кенгаши ёғоч бандаргоҳни ёзгача тиклашга қарор қилди, деди ҳоким ўринбосари."),
        ("kk", "Велмар қалалық кеңесі ағаш айлақты қайта салу туралы ұйғарым жасады, деді ұжым басшысы."),
        ("tg", "Шӯрои шаҳри Велмар қарор кард, ки бандари чӯбиро аз нав созад, гуфт ҷонишини раис."),
        ("be", "Савет горада Вельмар вырашыў аднавіць драўляны прычал, паведаміў намеснік старшыні."),
    ],
)  # fmt: skip
def test_cyrillic_languages_are_known_by_their_letters(cutter: Cutter, lang: str, text: str) -> None:
    assert language_of(cutter, text) == lang
