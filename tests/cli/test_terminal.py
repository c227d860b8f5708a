"""Nothing that strangers wrote is obeyed by a terminal."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.messages import first_of, json_line, line, plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words\nin two lines", "plain words\nin two lines"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]0;title\x07text", "]0;titletext"),
        ("a\tb\r\nc\rd", "a b\ncd"),
        ("\u202eabc\u202c \u2066def\u2069", "abc def"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("tag\U000e0041", "tag"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("Ծանր ձյուն, 大雪, снег", "Ծանր ձյուն, 大雪, снег"),
    ],
)
def test_plain(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text())
def test_no_control_character_is_left(text: str) -> None:
    assert all(letter == "\n" or (letter >= " " and not "\x7f" <= letter <= "\x9f") for letter in plain(text))
    assert "\n" not in line(text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_keeps_everything(text: str) -> None:
    written = json_line({"text": text})
    assert json.loads(written) == {"text": text}
    assert all(" " <= letter < "\x7f" or letter > "\x9f" for letter in written)


def test_an_error_that_says_nothing_has_a_name() -> None:
    assert first_of(OSError("  \n")) == "OSError"
    assert first_of(ValueError("a table\nof two lines")) == "a table"
    assert len(first_of(ValueError("x" * 1_000))) == 200
