"""Sentences that cite an article of a law are found; a law itself and other numbered things are none."""

import time

import pytest

from dedup.text.law_citations import law_citations


@pytest.mark.parametrize(
    ("before", "cited", "after"),
    [
        ("他被罚款。", "根据交通安全法第二十二条，饮酒的，不得驾驶机动车", "。路已通车。"),
        ("男は黙秘している。", "道路交通法第65条は、何人も酒気を帯びて車を運転してはならないと定む", "。調べは続く。"),
        ("그는 입건됐다. ", "도로교통법 제44조는 술에 취한 상태에서 운전하여서는 아니 된다고 정한다", ". 조사 중이다."),
        ("He was fined. ", "Under Article 22 of the Road Act nobody who has drunk may drive", ". The road is open."),
        ("Ihm droht Haft. ", "Nach § 316 Abs. 1 wird bestraft, wer berauscht ein Fahrzeug führt", ". Er schweigt."),
        ("Дело возбуждено. ", "По ст. 264 УК нарушение правил наказывается лишением свободы", ". Он молчит."),
        ("Fue multado. ", "El artículo 379 castiga al que condujere bajo la influencia del alcohol", ". Calla."),
        ("Został ukarany. ", "Artykuł 178 zabrania prowadzenia pojazdu po alkoholu", ". Milczy."),
        ("Er schwieg. ", "Der Mann wurde gem. § 316 StGB zu einer Geldstrafe verurteilt", ". Die Straße ist frei."),
        ("Նա տուգանվել է։ ", "Օրենսգրքի 124 հոդվածը արգելում է վարել մեքենան խմած", "։ Ճանապարհը բաց է։"),
        ("ตำรวจปรับเขาแล้ว ", "มาตรา 43 ห้ามผู้ขับขี่ขณะเมาสุรา", " ถนนเปิดแล้ว"),
        ("उस पर जुर्माना लगा। ", "धारा 185 के अनुसार शराब पीकर गाड़ी चलाना अपराध है", "। वह चुप है।"),
    ],
)  # fmt: skip
def test_the_sentence_of_a_citation_is_found(before: str, cited: str, after: str) -> None:
    text = before + cited + after
    assert [text[start:end] for start, end in law_citations(text)] == [(cited + after[:1]).strip()]


@pytest.mark.parametrize(
    "text",
    [
        "路很好走，第三条路也通了，条件不错。",
        "Section A begins with part 5 of the article. Art fairs open on May 5.",
        "第二十一条　新建架空线路不得跨越仓库。\n第二十二条　改建线路的单位必须签订协议。",
    ],
)
def test_laws_themselves_and_other_numbers_are_no_citations(text: str) -> None:
    assert law_citations(text) == []


def test_articles_of_a_law_one_after_the_other_take_no_longer_than_their_length() -> None:
    # Whoever copies what stands before each of them copies 40 GB.
    text = "法第一条。" * 200_000
    began = time.process_time()
    assert len(law_citations(text)) == 199_999
    assert time.process_time() - began < 4
