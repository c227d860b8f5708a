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
        # The word for "and" is written on to the name.
        ("ar", "وذكرت رويترز وفرانس برس أن المحادثات مستمرة.", {"reuters", "afp"}),
        ("he", "לפי רויטרס, בלומברג וה-BBC, העסקה תיחתם.", {"reuters", "bloomberg", "bbc"}),
        ("ko", "블룸버그통신과 월스트리트저널(WSJ)은 협상이 막바지라고 보도했다.", {"bloomberg", "wsj"}),
        # The cue follows the names, of which the last one stands beside it.
        ("hi", "रॉयटर्स, एएफ़पी और पीटीआई के मुताबिक, वार्ता शुक्रवार को होगी।", {"reuters", "afp", "pti"}),
        ("bn", "খবর রয়টার্স ও এএফপির।", {"reuters", "afp"}),
        ("ja", "AFP、ロイター両通信と米CNNが伝えた。", {"afp", "reuters", "cnn"}),
        ("ko", "AP, 로이터통신 등에 따르면 협상이 계속된다.", {"ap", "reuters"}),
        ("th", "รอยเตอร์และเอเอฟพีรายงานว่า การเจรจา", {"reuters", "afp"}),
        ("en", "Reuters, AFP and the BBC reported that talks go on.", {"reuters", "afp", "bbc"}),
        ("en", '"It was chaos," one passenger told Sky News, the BBC and ITV.', {"sky", "bbc", "itv"}),
        (
            "de",
            "Nach Recherchen von SWR, „Zeit“ und Bellingcat führt die Spur nach Wien.",
            {"swr", "zeit", "bellingcat"},
        ),
        ("es", "Fuentes del caso confirmaron a Infobae y a Página/12 que habrá apelación.", {"infobae", "pagina12"}),
        ("ar", "ونقلت رويترز وأسوشيتد برس عن مسؤول قوله إن الاتفاق وشيك.", {"reuters", "ap"}),
        # The last one is no medium.
        ("hi", "रॉयटर्स, एएफ़पी और मंत्रालय के अनुसार, वार्ता शुक्रवार को होगी।", {"reuters", "afp"}),
        ("tr", "Reuters, AFP ve bakanlığa göre görüşmeler sürüyor.", {"reuters", "afp"}),
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
        ("en", "He sued the BBC, Sky News and the minister said so.", set()),
        ("cs", "Podle Petra Fialy je rozpočet letos schodkový, ale vláda s tím prý počítala už na jaře.", set()),
        ("lt", "Meras LRT televizijai teigė, kad sprendimas priimtas.", {"lrt"}),
        ("hu", "Forrás: mti", {"mti"}),
        ("az", 'Nazirlikdən "Report"a verilən məlumata görə, yanğın söndürülür.', {"report-az"}),
        ("sv", "Det var Aftonbladet som avslöjade affären.", {"aftonbladet"}),
    ],
)
def test_the_words_beside_a_name_decide_whether_it_is_credited(lang: str, text: str, named: set[str]) -> None:
    assert cited_keys(text, lang) == named
