"""Credits that name several media, and words beside a name that decide whether it is one."""

import pytest
from cited import cited_keys


@pytest.mark.parametrize(
    ("lang", "text", "named"),
    [
        ("en", "Three people were killed, according to Reuters and AFP.", {"reuters", "afp"}),
        ("en", "The bridge is safe, she told Reuters and Sky News on Monday.", {"reuters", "sky"}),
        ("en", "The plan was dropped, according to NPR, the BBC and Reuters.", {"npr", "bbc", "reuters"}),
        ("de", "Das berichten NDR, WDR und „Süddeutsche Zeitung“.", {"ndr", "wdr", "sz"}),
        ("fr", "Trois personnes sont mortes, selon Reuters et l'AFP.", {"reuters", "afp"}),
        ("es", "El puerto sigue cerrado, según Reuters y EFE.", {"reuters", "efe"}),
        ("ru", "Об этом сообщают РИА Новости и ТАСС.", {"ria", "tass"}),
        ("el", "Με πληροφορίες από Reuters και AFP", {"reuters", "afp"}),
    ],
)
def test_each_medium_of_an_enumeration_is_credited(lang: str, text: str, named: set[str]) -> None:
    assert cited_keys(text, lang) == named


@pytest.mark.parametrize(
    ("lang", "text", "named"),
    [
        ("en", "The port is shut, according to Reuters, Bloomberg has closed its office there.", {"reuters"}),
        ("en", "The bridge is safe, she told Reuters and the mayor of Marlow.", {"reuters"}),
        ("en", "Listen to the interview in full, or subscribe to the Harwick Herald podcast.", set()),
        ("cs", "Podle Petra Fialy je rozpočet letos schodkový, ale vláda s tím prý počítala už na jaře.", set()),
        ("lt", "Meras LRT televizijai teigė, kad sprendimas priimtas.", {"lrt"}),
        ("hu", "Forrás: mti", {"mti"}),
        ("az", 'Nazirlikdən "Report"a verilən məlumata görə, yanğın söndürülür.', {"report-az"}),
        ("sv", "Det var Aftonbladet som avslöjade affären.", {"aftonbladet"}),
    ],
)
def test_the_words_beside_a_name_decide_whether_it_is_credited(lang: str, text: str, named: set[str]) -> None:
    assert cited_keys(text, lang) == named
