"""Bylines that name the agency beside its reporter or a date, and lines like them that name a picture's maker."""

import pytest
from cited import cite

EN = "A storm hit the northern coast on Tuesday, killing five people and sweeping away the old pier, the mayor said."
DE = "Ein Sturm hat am Dienstag die Nordküste getroffen und mindestens fünf Menschen getötet, sagte der Bürgermeister."
FR = "Une violente tempête a frappé mardi la côte nord, tuant au moins cinq personnes, a déclaré le maire de Velmar."

BYLINES = (
    ("en", "By Lena Ott and Tomas Varga The Associated Press", "ap"),
    ("en", "By Lena Ott The Associated Press", "ap"),
    ("en", "LENA OTT Associated Press", "ap"),
    ("en", "LENA OTT\nAssociated Press", "ap"),
    ("en", "By LENA OTT, AP Congressional Correspondent", "ap"),
    ("en", "By LENA OTT\nAP Sports Writer", "ap"),
    ("en", "By Lena Ott | Associated Press", "ap"),
    ("en", "by: LENA OTT, Associated Press", "ap"),
    ("en", "By Lena Ott of Reuters", "reuters"),
    ("en", "Story by Reuters • 2h", "reuters"),
    ("en", "By Lena Ott, CNN", "cnn"),
    ("en", "Published: June 23, 2020, 9:24 am • Associated Press", "ap"),
    ("de", "dpa | 23.06.2020", "dpa"),
    ("de", "Stand: 23.06.2020, 10:20 Uhr | dpa", "dpa"),
    ("de", "Von Lena Ott, dpa", "dpa"),
    ("fr", "Publié le 23/06/2020 à 10:20 - AFP", "afp"),
)


@pytest.mark.parametrize(("lang", "line", "key"), BYLINES)
def test_a_byline_names_the_agency(lang: str, line: str, key: str) -> None:
    body = {"en": EN, "de": DE, "fr": FR}[lang]
    found = cite(f"{line}\n\n{body}\n\n{body[:60]}.", lang)
    assert {row["source_key"] for row in found} == {key}
    assert {row["scope"] for row in found} == {"whole"}


@pytest.mark.parametrize(
    "line",
    [
        "Lena Ott / AP",
        "LENA OTT/AP",
        "Lena Ott | Reuters",
        "Lena Ott, The Associated Press",
        "AP Photo/Lena Ott",
        "By Lena Ott, Harbour Desk",
        "By Lena Ott, Metro Reporter",
        "By Lena Ott",
        "By Friday the Associated Press had asked twice for the list of those who were on the pier",
    ],
)
def test_a_picture_s_credit_or_a_reporter_is_no_source(line: str) -> None:
    assert cite(f"{line}\n\n{EN}\n\n{EN[:60]}.", "en") == []


@pytest.mark.parametrize(
    ("author", "keys"),
    [
        ("Lena Ott Associated Press", {"ap"}),
        ("By LENA OTT AP Sports Writer", {"ap"}),
        ("Lena Ott, Reuters", {"reuters"}),
        ("Lena Ott", set()),
    ],
)
def test_an_author_field_is_read_as_a_byline(author: str, keys: set[str]) -> None:
    assert {row["source_key"] for row in cite(EN, "en", author=author)} == keys
