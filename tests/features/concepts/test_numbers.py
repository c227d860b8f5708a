"""Numbers mean the same in any digits, with any separators and scale words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.features.concepts import numbers as numbers_module
from dedup.features.concepts.numbers import concepts_of_numbers, is_weak, number_concepts

from .tables import table


@pytest.mark.parametrize("case", table("numbers.tsv"), ids=lambda case: f"{case['lang']} {case['text']}")
def test_labelled_texts(case: dict[str, str]) -> None:
    found = [span.concept for span in number_concepts(case["text"], case["lang"])]
    assert found == (case["concepts"] or "").split()


def test_spans_are_those_of_the_text() -> None:
    text = "Было ١٢٣ и 1,5 млн."
    assert [text[span.start : span.end] for span in number_concepts(text, "ru")] == ["١٢٣", "1,5 млн"]


def test_signs_stand_at_the_word_beside_them() -> None:
    """A sign begins no word, and what begins none is no concept of a text."""
    text = "Up 12%, $5 and 3 bn €, 7 %; % alone."
    found = [(text[span.start : span.end], span.concept) for span in number_concepts(text, "en")]
    assert [one for one in found if one[1][0] in "uc"] == [
        ("12", "u:percent"),
        ("5", "c:USD"),
        ("bn", "c:EUR"),
        ("7", "u:percent"),
    ]


def test_small_numbers_are_weak() -> None:
    assert [is_weak(concept) for concept in ("n:3", "n:12", "n:13", "n:2.5", "m:3")] == [
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("9" * 100_000, "en"),
        ("1" + "万" * 300_000, "zh"),
        ("5" + "조" * 100_000, "ko"),
        ("5" + "ล้าน" * 100_000, "th"),
        ("5 " + "million " * 50_000, "en"),
        ("1." * 1000 + "9" * 5000, "de"),
    ],
    ids=["digits", "wan", "jo", "lan", "million", "a version"],
)
def test_what_no_number_has_is_read_and_breaks_nothing(text: str, lang: str) -> None:
    """Python refuses to write numbers of more than 4,300 digits, and a decimal of a million overflows."""
    assert all(len(span.concept) < 70 for span in number_concepts(text, lang))
    assert not is_weak("n:" + "9" * 5000)


@given(
    text=st.text(alphabet="0123456789.,:/- %$万億三十٥٫m", max_size=40), lang=st.sampled_from(["en", "ru", "zh", "hi"])
)
def test_spans_are_in_order_and_within(text: str, lang: str) -> None:
    spans = number_concepts(text, lang)
    assert spans == sorted(spans)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@given(st.text(st.sampled_from("012359./-:：月월 ap,年"), max_size=24))
@settings(max_examples=150, deadline=None)
def test_looking_for_signs_first_misses_no_date_and_no_time(text: str) -> None:
    numbers, first, each = list(numbers_module._NUMBER.finditer(text)), bytearray(len(text)), bytearray(len(text))
    readers = ("_iso_dates", "_dotted_dates", "_han_months", "_clocks")
    everything = [span for name in readers for span in getattr(numbers_module, name)(text, each)]
    assert list(numbers_module._dates_and_times(text, numbers, first)) == everything
    assert first == each


@given(
    text=st.text(alphabet="01259.,:/- %$万億三٥٫m月조ki", max_size=40)
    | st.lists(st.sampled_from(["7", "1905", "million", "тыс.", "2 bn", "km", "12:30", "3,5", "-", "$", "٣"])).map(
        " ".join
    ),
    lang=st.sampled_from(["en", "ru", "zh", "ko", "sw", ""]),
)
@settings(deadline=None)
def test_a_text_of_lone_numbers_reads_as_with_the_closer_look(text: str, lang: str) -> None:
    quickly = number_concepts(text, lang)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbers_module, "_lone_numbers", lambda *_: None)
        assert number_concepts(text, lang) == quickly


@given(st.lists(st.text(alphabet="01 9.a٥\n", max_size=12), max_size=6))
def test_numbers_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    """Digits that end one text and begin the next are two numbers."""
    together = list(concepts_of_numbers(texts, ["en"] * len(texts)))
    assert together == [number_concepts(text, "en") for text in texts]
