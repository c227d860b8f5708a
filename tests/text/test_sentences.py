"""The sentence around a place is whole: no stop of an abbreviation cuts it, and none of its neighbours comes along."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.text.sentences import sentence_around

TEXTS = (
    ("It rains.", "Prof. Dr. Ana Reyes told *Reuters* on Dec. 5 so.", "Nobody was hurt."),
    ("Gece sakin geçti.", "*Anadolu Ajansı* muhabirine konuşan Müdür Prof. Dr. Nermin Kaya böyle dedi.", "Yol kapalı."),
    ("Тихо.", "Как сообщил *ТАСС* проф. И. П. Лунин, за 2024 г. выпало 5 млн. тонн.", "Ждут дождя."),
    ("Leden kom.", "Podle agentury *ČTK* doc. Ing. Jan Malý, Ph.D. souhlasí.", "Konec."),
    ("Es regnet.", "Der Schaden liegt laut *dpa* bei 3 Mio. Euro, d.h. bei ca. 5 Prozent.", "Mehr dazu um acht."),
    ("He said no.", "The editors of *Reuters* agreed.", "Years passed."),
    ("Vor sa hon.", "Enligt *TT* stannade tåget.", "Ingen skadades."),
    ("It fell.", "“Will it hold?” he asked a reporter of *AFP* in the U.S. on Monday.", "It did."),
    ("ჩვენ ვნახეთ.", "*ინტერპრესნიუსი* წერს ამას.", "წვიმს."),
    ("बारिश हुई।", "डॉ. मीरा ने *पीटीआई* को बताया।", "सब ठीक है।"),
    ("雨が降った。", "*共同通信*が伝えた。", "被害はない。"),
    ("It ended.", "*AP* counted 40 … and then some.", "Done."),
    ("Il libro è mio.", "Lo scrive *ANSA* oggi.", "Fine."),
)


@pytest.mark.parametrize("texts", TEXTS, ids=lambda texts: texts[1][:20])
@pytest.mark.parametrize("blank", [" ", "\n"])
def test_a_sentence_is_whole_and_alone(texts: tuple[str, str, str], blank: str) -> None:
    marked = blank.join(texts)
    start, end = marked.index("*"), marked.rindex("*") - 1
    text = marked.replace("*", "")
    found = sentence_around(text, (start, end), 0, len(text))
    assert text[slice(*found)] == texts[1].replace("*", "")


@given(st.text(alphabet="aB .!?\n”5г"), st.integers(0, 30), st.integers(0, 5))
def test_it_holds_the_place_and_stays_between_the_bounds(text: str, at: int, length: int) -> None:
    start = min(at, len(text))
    span = start, min(start + length, len(text))
    low, high = sentence_around(text, span, 0, len(text))
    assert 0 <= low <= len(text)
    assert high <= len(text)
    if text[slice(*span)].strip():
        assert low <= span[1]
        assert text[slice(*span)].strip() in text[low:high] or "\n" in text[slice(*span)]


def test_a_line_ends_a_sentence_behind_an_abbreviation_too() -> None:
    text = "It rained in the U.S.\nThe mayor told Reuters so. Rain."
    at = text.index("Reuters")
    assert text[slice(*sentence_around(text, (at, at + 7), 0, len(text)))] == "The mayor told Reuters so."
