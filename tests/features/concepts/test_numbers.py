"""Numbers mean the same in any digits, with any separators and scale words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.features.concepts import numbers as numbers_module
from dedup.features.concepts.lone_numbers import lone_numbers
from dedup.features.concepts.numbers import is_weak, number_concepts
from dedup.features.concepts.scales import scale_pattern, stands_ahead
from dedup.features.language_tables import language_table, languages_with_a_page

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


TEXTS = st.text(alphabet="01259.,:/- %$万億三٥٫m月조ki\u00a0\n", max_size=40) | st.lists(
    st.sampled_from(["7", "1905", "million", "тыс.", "2 bn", "km", "12:30", "3,5", "-", "$", "٣", "1" * 25, "12 000"])
).map(" ".join)


@given(st.lists(st.tuples(TEXTS, st.sampled_from(["en", "ru", "zh", "ko", "sw", "ro", ""])), max_size=6))
@settings(deadline=None)
def test_texts_of_lone_numbers_read_as_with_the_closer_look(given: list[tuple[str, str]]) -> None:
    """Of many texts at once, too: digits that end one text and begin the next are two numbers."""
    found = lone_numbers([text for text, _ in given], [lang for _, lang in given])
    for number, (text, lang) in enumerate(given):
        expected = number_concepts(text, lang)
        if number in found.closer:
            assert number_concepts(text, lang, found.closer[number]) == expected
            continue
        of_text = found.text == number
        rows = zip(
            found.start[of_text].tolist(), found.end[of_text].tolist(), found.value[of_text].tolist(), strict=True
        )
        assert [(start, end, f"n:{value}") for start, end, value in rows] == expected


def test_numbers_that_are_their_digits_need_no_closer_look() -> None:
    texts = ["In 1905 and 007, 12. ٣٤ miles", "No number", "5 million", "At 12:30", "A fifth, 20%"]
    found = lone_numbers(texts, ["en"] * len(texts))
    assert list(found.closer) == [2, 3, 4]
    assert found.value.tolist() == [1905, 7, 12, 34]


@pytest.mark.parametrize("lang", sorted(languages_with_a_page()))
def test_every_scale_is_met_behind_a_lone_number(lang: str) -> None:
    """What a scale begins with is looked for before its pattern is tried."""
    if stands_ahead(lang) or (pattern := scale_pattern(lang)) is None:
        return
    words = {word.strip(".").replace("_", " ") for word in " ".join(language_table(lang, "scales").values()).split()}
    texts = [f"7{gap}{form}" for word in sorted(words) for gap in ("", " ", "-") for form in (word, word.upper())]
    found = lone_numbers(texts, [lang] * len(texts))
    assert {number for number, text in enumerate(texts) if pattern.match(text, 1)} <= found.closer.keys()
