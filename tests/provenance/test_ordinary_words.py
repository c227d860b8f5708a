"""Ordinary words that look like a form of a listed name, or are one and stand where they mean something else."""

import pytest
from cited import cite, cited_keys


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Kati Orlow, 25, told Republican Sen. Tom Tarn on Wednesday that she would die without coverage."),
        ("en", "The Republican president said on Friday that he may issue a new order."),
        ("en", "The report by the UN's Economic and Social Commission accuses the ministry, it said."),
        ("en", "The pictures show green slush ice, according to NASA's Earth Observatory site."),
        ("en", "Norway is the happiest place on Earth, according to a United Nations agency report."),
        ("en", "“He lit up our years,” Mick Jagger of the Rolling Stones said."),
        ("en", "Mr Watts said that at times they know he is online, hoping he will read their reports."),
        ("en", "“My main idea is the brotherhood of man,” Bartok is quoted as saying."),
        ("en", "The Department of Foreign Affairs has said that the office is recruiting staff."),
        ("en", "The Minister for Foreign Affairs has said it remains the view of the government."),
        ("en", "Todos somos todos pic.twitter.com/49HPvQAsdj wrote on its page, “This will be peaceful.”"),
    ],
)
def test_an_ordinary_word_is_no_source(lang: str, text: str) -> None:
    assert cited_keys(text, lang) == set()


@pytest.mark.parametrize(
    ("lang", "text", "named"),
    [
        ("en", "The mayor resigned, the Rolling Stone reported.", {"rollingstone"}),
        ("en", "The mayor wrote in Foreign Affairs that the quay would stay.", {"foreign-affairs"}),
        ("en", "The mayor resigned, according to Reuters’ sources.", {"reuters"}),
        (
            "en",
            "A spokesman for the Department of Foreign Affairs told the Irish Times that he had left.",
            {"irishtimes"},
        ),
        ("ru", "Об этом мэр рассказал «Интерфаксу».", {"interfax"}),
        ("pl", "Burmistrz powiedział Polskiej Agencji Prasowej, że odchodzi.", {"pap"}),
    ],
)
def test_listed_names_are_sources_as_before(lang: str, text: str, named: set[str]) -> None:
    assert cited_keys(text, lang) == named


@pytest.mark.parametrize(
    ("lang", "named"),
    [("en", set()), ("az", {"report-az"})],
)
def test_a_word_before_a_colon_of_a_title_is_a_source_at_home_alone(lang: str, named: set[str]) -> None:
    rows = cite("The council met in Velmar.", lang, title="Report: governor used a private account")
    assert {row["source_key"] for row in rows} == named
