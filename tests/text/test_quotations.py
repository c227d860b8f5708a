"""What stands in quotation marks, by the habits of many languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.text.quotations import quotations


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said: "We are done." Then "no".', ["We are done.", "no"]),
        ("„Wir gehen“, sagte er. „Ja“.", ["Wir gehen", "Ja"]),
        ("»So ist es«, sagte er, »genau«.", ["So ist es", "genau"]),
        ("Il dit : « On va y aller », puis « non ».", [" On va y aller ", " non "]),
        ("”Så är det”, sa han. ”Ja”.", ["Så är det", "Ja"]),
        ("»Niin», hän sanoi.", ["Niin"]),
        ("„Tak” – powiedział. „Nie”.", ["Tak", "Nie"]),
        ("彼は「行く」と言った。『はい』", ["行く", "はい"]),
        ('他说：“我们走”，她说"不"。', ["我们走", "不"]),
        ("״שלום״ אמר צה״ל", ["שלום"]),
        ("ha’aretz said ‘we don’t know’ today", ["we don’t know"]),
        ("''We go,'' he said", ["We go,"]),
        ("> an older mail\nan answer", [" an older mail"]),
        ("no quotes at 5 o'clock", []),
    ],
)
def test_marks_open_and_close(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in quotations(text)] == quoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“One.\n\n“Two.\n\n“Three,” he said.", ["One.", "Two.", "Three,"]),
        ('"One.\n\n"Two," he said.', ["One.", "Two,"]),
        ("« Un.\n\n» Deux », dit-il.", [" Un.", " Deux "]),
        ("«Раз.\n\nДва», сказал он.", ["Раз.\n\nДва"]),
    ],
)
def test_a_quote_may_have_several_paragraphs(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in quotations(text)] == quoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('a 12" pipe and a 6" pipe\n\nthe "next" paragraph', ["next"]),
        ("“never closed\n\n“again” fine", ["never closed", "again"]),
        ("“never closed\n\nthen “again” fine", ["again"]),
        ("«" + "never closed " * 400 + "\n\nthe end» of it", []),
    ],
)
def test_a_mark_without_a_partner_makes_no_quote_of_what_follows(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in quotations(text)] == quoted


@given(st.text("ab .\n>\"'`"))
def test_marks_of_ascii_are_looked_for_as_all_marks_are(text: str) -> None:
    """A text of ASCII is looked through for fewer marks; a letter of another script behind it changes no quote."""
    assert quotations(text) == [span for span in quotations(text + "\nж") if span[1] <= len(text)]


@given(st.text("ab .,\n>" + "“”„‟«»‹›「」『』〝〟\"＂״'`‘’‚"))
def test_spans_lie_in_the_text_and_rise(text: str) -> None:
    spans = quotations(text)
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
