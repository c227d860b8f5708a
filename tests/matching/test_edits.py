"""Word-level edits: what a copy cut, added and changed, in any script."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.matching.edits import Edit, word_edits

CASES = [
    pytest.param("The mayor resigned today.", "the MAYOR, resigned — today", [], id="case and punctuation"),
    pytest.param(
        "He paid $11m to them", "He paid 11 million dollars to them", [("$11m", "11 million dollars")], id="sum"
    ),
    pytest.param("The port closed on Monday night", "The port closed", [("on Monday night", "")], id="cut at the end"),
    pytest.param("Storks came back", "In April, storks came back", [("", "In April")], id="added at the start"),
    pytest.param("a fall of -5 degrees", "a fall of 5 degrees", [("-", "")], id="sign"),
    pytest.param("prices rose 5%", "prices rose 5", [("%", "")], id="per cent"),
    pytest.param("the well-known bridge", "the well known bridge", [], id="hyphen in a word"),
    pytest.param("Кабинет отменил указ", "Кабинет не отменил указ", [("", "не")], id="Russian negation"),
    pytest.param("Ёлку привезли в 2023 году", "елку привезли в 2024 году", [("2023", "2024")], id="Russian yo"),
    pytest.param(
        "内阁批准了新预算，五千亿元。", "内阁批准新预算，六千亿元。", [("了", ""), ("五", "六")], id="Chinese"
    ),
    pytest.param("閣僚は火曜日に承認した", "閣僚は水曜日に承認した", [("火", "水")], id="Japanese"),
    pytest.param("สภาผ่านงบแล้ว", "สภาไม่ผ่านงบแล้ว", [("", "ไม่")], id="Thai negation"),
    pytest.param("समाचार एजेंसी ने कहा", "समाचार संस्था ने कहा", [("एजेंसी", "संस्था")], id="Hindi vowel signs"),
    pytest.param("قَالَ الوزير أمس", "قال الوزير اليوم", [("أمس", "اليوم")], id="Arabic points"),
    pytest.param("Նախարարը հրաժարվեց երեկ։", "Նախարարը հրաժարվեց այսօր։", [("երեկ", "այսօր")], id="Armenian"),
    pytest.param("총리가 어제 사임했다", "총리가 오늘 사임했다", [("어제", "오늘")], id="Korean"),
    pytest.param("１２ people", "12 people", [], id="full-width digits"),
    pytest.param("", "", [], id="nothing"),
    pytest.param("… —", "", [], id="no words"),
]


def changes(a: str, b: str) -> list[tuple[str, str]]:
    return [(a[slice(*edit.a)], b[slice(*edit.b)]) for edit in word_edits(a, b) if edit.op != "equal"]


@pytest.mark.parametrize(("a", "b", "expected"), CASES)
def test_edits_of_a_pair(a: str, b: str, expected: list[tuple[str, str]]) -> None:
    assert changes(a, b) == expected
    assert changes(b, a) == [(after, before) for before, after in expected]


def test_the_name_of_an_edit_says_which_side_has_words() -> None:
    assert [edit.op for edit in word_edits("one two three four five six", "zero one two 3 four five")] == [
        "insert",
        "equal",
        "replace",
        "equal",
        "delete",
    ]


def test_chance_words_do_not_cut_a_rewritten_stretch_to_pieces() -> None:
    a = "Officials said heavy snow in the northern hills closed the pass for a week"
    b = "Officials said it was the worst winter since records began for a week"
    assert changes(a, b) == [
        ("heavy snow in the northern hills closed the pass", "it was the worst winter since records began")
    ]


def test_invisible_characters_are_no_edit() -> None:
    assert changes("news\u00adpaper\u200b said", "newspaper said") == []


def test_two_long_passages_take_little_memory_and_time() -> None:
    words = [f"w{number}" for number in range(70_000)]
    other = [f"x{number}" if number % 2 else word for number, word in enumerate(words)]
    edits = word_edits(" ".join(words), " ".join(other))
    # Past the bound the middle is one edit; what both begin and end with stays equal.
    assert [edit.op for edit in edits] == ["equal", "replace"]


texts = st.lists(st.sampled_from("a b c the 新 聞 5 % -5 Ё е́ . , \u200b ქ न्".split(" ")), max_size=30).map(" ".join)


@given(texts, texts)
def test_edits_cover_every_word_once_and_in_order(a: str, b: str) -> None:
    edits = word_edits(a, b)
    for text, spans in ((a, [edit.a for edit in edits]), (b, [edit.b for edit in edits])):
        at = 0
        for start, end in spans:
            assert at <= start <= end
            assert not re.search(r"\w", text[at:start])
            at = end
        assert not re.search(r"\w", text[at:])
    assert all(before.op != after.op for before, after in itertools.pairwise(edits))


@given(texts)
def test_a_text_has_no_edits_against_itself(text: str) -> None:
    assert [edit.op for edit in word_edits(text, text)] in ([], ["equal"])


def test_spans_are_of_the_texts_as_given() -> None:
    assert word_edits("  a.", "“b”") == [Edit("replace", (2, 3), (1, 2))]
