"""Languages, from `cases/languages.jsonl`: a sentence and a paragraph of each language that the project knows."""

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from dedup.config import TextConfig
from dedup.text import TextTables, cut_bodies

CASES = {
    case["lang"]: case
    for case in map(json.loads, (Path(__file__).parent / "cases" / "languages.jsonl").read_text("utf-8").splitlines())
}


def language_of(tables: TextTables, text: str, given: str | None = None) -> str | None:
    return cut_bodies([text], [None], [given], np.zeros(0, np.uint64), tables, TextConfig()).langs[0]


@pytest.mark.parametrize("lang", CASES)
@pytest.mark.parametrize("length", ["short", "long"])
def test_a_language_is_known_by_its_text(tables: TextTables, lang: str, length: str) -> None:
    assert language_of(tables, CASES[lang][length]) == lang


@pytest.mark.parametrize("lang", CASES)
def test_a_record_is_believed_where_its_script_allows(tables: TextTables, lang: str) -> None:
    assert language_of(tables, CASES[lang]["long"], lang) == lang


@pytest.mark.parametrize("lang", ["ru", "uk", "hy", "ka", "ar", "fa", "he", "hi", "zh", "ja"])
@pytest.mark.parametrize("given", ["en", "el"])
def test_a_record_is_corrected_by_its_script(tables: TextTables, lang: str, given: str) -> None:
    assert language_of(tables, CASES[lang]["short"], given) == lang


@pytest.mark.parametrize(("lang", "given"), [("en", "ru"), ("de", "hy"), ("tr", "zh"), ("fr", "ar")])
def test_latin_text_is_not_of_another_script(tables: TextTables, lang: str, given: str) -> None:
    assert language_of(tables, CASES[lang]["long"], given) == lang


def test_a_foreign_menu_does_not_decide(tables: TextTables) -> None:
    menu = "Главная\nНовости\nПолитика\nЭкономика\n"
    footer = "\nСвидетельство о регистрации СМИ № 4418. Все права защищены."
    assert language_of(tables, menu + CASES["en"]["long"] + footer) == "en"


@pytest.mark.parametrize("text", ["", "\n\n", "2026 14:05", "😀 …"])
def test_nothing_says_nothing(tables: TextTables, text: str) -> None:
    assert language_of(tables, text) is None
    assert language_of(tables, text, "ka") == "ka"


def test_other_names_of_a_language(tables: TextTables) -> None:
    assert language_of(tables, CASES["zh"]["long"], "yue") == "zh"
    assert language_of(tables, CASES["hr"]["long"], "sh") == "hr"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("uz", "Велмар шаҳар кенгаши ёғоч бандаргоҳни ёзгача тиклашга қарор қилди, деди ҳоким ўринбосари."),
        ("kk", "Велмар қалалық кеңесі ағаш айлақты қайта салу туралы ұйғарым жасады, деді ұжым басшысы."),
        ("tg", "Шӯрои шаҳри Велмар қарор кард, ки бандари чӯбиро аз нав созад, гуфт ҷонишини раис."),
        ("be", "Савет горада Вельмар вырашыў аднавіць драўляны прычал, паведаміў намеснік старшыні."),
    ],
)  # fmt: skip
def test_cyrillic_languages_are_known_by_their_letters(tables: TextTables, lang: str, text: str) -> None:
    assert language_of(tables, text) == lang


def shaped(text: str) -> str:
    """Arabic letters in their presentation forms, as a PDF file's text has them."""
    forms: dict[str, list[str]] = {}
    for form in map(chr, (*range(0xFB50, 0xFDFF), *range(0xFE70, 0xFEFD))):
        kind, *letters = unicodedata.decomposition(form).split() or [""]
        if kind in {"<isolated>", "<initial>", "<medial>", "<final>"} and len(letters) == 1:
            forms.setdefault(chr(int(letters[0], 16)), []).append(form)
    return "".join(forms.get(letter, [letter])[at % len(forms.get(letter, [letter]))] for at, letter in enumerate(text))


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def wide(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


@pytest.mark.parametrize(
    ("lang", "write", "text"),
    [
        ("ar", shaped, "أعلنت وزارة الصيد في ميناء فيلمار يوم الثلاثاء أن السفينة القديمة ستتحول إلى متحف عائم."),
        ("fa", shaped, "وزارت شیلات روز سه‌شنبه اعلام کرد که کشتی قدیمی بندر تا پایان تابستان موزه می‌شود."),
        ("ur", shaped, "وزارت ماہی گیری نے منگل کو اعلان کیا کہ بندرگاہ کا پرانا جہاز عجائب گھر بنے گا۔"),
        ("ko", decomposed, "항만청은 화요일 낡은 조사선을 떠 있는 박물관으로 바꾸겠다고 밝혔다."),
        ("vi", decomposed, "Hội đồng cảng quyết định hôm thứ Ba sửa lại cầu tàu gỗ trước mùa hè năm sau."),
        (
            "ru",
            decomposed,
            "Городской совет во вторник решил восстановить деревянный причал до начала лета, сообщил мэр.",
        ),
        ("en", wide, "The harbour council voted on Tuesday night to rebuild the wooden pier before summer."),
    ],
)
def test_compatibility_forms_and_decomposed_letters_are_known(
    tables: TextTables, lang: str, write: Callable[[str], str], text: str
) -> None:
    assert language_of(tables, write(text)) == lang
