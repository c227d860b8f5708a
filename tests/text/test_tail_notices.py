"""Notices behind the last sentence of a report whose lines were joined are no part of it; what a report says of notices
is."""

import numpy as np
import pytest

from dedup.config import Config
from dedup.text import TextTables, cut_bodies

REPORTS = {
    "en": "The ferry to Aldmoor ran aground at dawn on Sunday with 84 people on board. Two lifeboats and a helicopter "
    "brought them ashore within three hours, the coastguard said. Six were treated for cold. Captain Runa Hessel said "
    "a buoy had broken loose in the storm and drifted into the fairway. Divers will look at the hull on Monday, and "
    "the line will use an older ship until then.",
    "es": "El transbordador de Aldamar encalló al amanecer del domingo con 84 personas a bordo. Dos botes y un "
    "helicóptero las llevaron a tierra en tres horas, informó la guardia costera. Seis fueron atendidas por frío. La "
    "capitana Runa Hessel dijo que una boya se había soltado en la tormenta. Los buzos revisarán el casco el lunes.",
    "zh": "开往阿尔德摩的渡轮周日凌晨搁浅，船上有84人。海岸警卫队说，两艘救生艇和一架直升机在三个小时内把所有人送上岸，"
    "六人因受寒接受治疗。"
    "船长鲁娜·黑塞尔说，一个浮标在风暴中松脱，漂进了航道。潜水员周一将检查船体，在此之前航线使用一艘旧船。",
}
NOTICES = {
    "en": "Subscribe to our newsletter and get the news straight to your inbox. By signing up you agree to our terms. "
    "You can unsubscribe at any time. Follow us on all channels and download our free app.",
    "es": "Suscríbase a nuestro boletín y recíbalo en su correo. Al suscribirse acepta nuestros términos y nuestra "
    "política de privacidad. Descarga nuestra aplicación con avisos de última hora.",
    "zh": "凡本网注明“稿件来源：青禾网”的所有文字和图片，版权均属青禾网所有，未经本网协议授权不得转载。"
    "已经协议授权的媒体必须注明来源，违者本网将追究法律责任。"
    "本网未注明来源的均为转载稿，并不意味着赞同其观点或证实其内容的真实性。",
}


def body(text: str, lang: str, tables: TextTables) -> str:
    bodies = cut_bodies([text], [None], [lang], np.zeros(0, np.uint64), tables, Config().text)
    return " ".join(text[row[2] : row[3]] for row in bodies.paragraphs)


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("lang", REPORTS)
def test_notices_at_the_end_of_a_line_are_cut_off(tables: TextTables, lang: str, times: int) -> None:
    report = " ".join([REPORTS[lang]] * times)
    found = body(f"{report} {NOTICES[lang]}", lang, tables)
    assert found.replace("\n", " ").endswith(report[-12:])
    assert "".join(found.split()) == "".join(report.split())


@pytest.mark.parametrize("lang", REPORTS)
def test_a_long_line_of_notices_alone_is_no_text(tables: TextTables, lang: str) -> None:
    assert body(" ".join([NOTICES[lang]] * 6), lang, tables) == ""


@pytest.mark.parametrize("lang", REPORTS)
def test_notices_that_a_report_goes_on_behind_are_kept(tables: TextTables, lang: str) -> None:
    text = f"{REPORTS[lang]} {NOTICES[lang]} {REPORTS[lang]}"
    assert "".join(body(text, lang, tables).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("lang", "report", "end"),
    [
        ("en", REPORTS["en"], "The author holds the copyright. The paper printed an advertisement."),
        (
            "de",
            "Ein 34 Jahre alter Mann ist am Sonntag in Kirnau von zwei Unbekannten angegriffen worden.",
            "Der Mann erstattete Anzeige. Auch ein Nachbar erstattete Anzeige.",
        ),
        (
            "ar",
            "قالت وزارة التعليم في كيرناو إن المدارس ستغلق أبوابها يومي الأحد والاثنين بسبب العاصفة.",
            "وجاء ذلك بعد إعلان حالة الطوارئ في الشمال. ومن المتوقع إعلان موعد جديد للامتحانات يوم الخميس.",
        ),
        (
            "ru",
            "В Кирнау в понедельник открылся новый травматологический пункт, где будут работать сорок врачей.",
            "Первым об этом написал телеграм-канал «Кирнау сегодня». Снимки показал телеграм-канал «Пристань».",
        ),
        (
            "hi",
            "किरनाउ नगर निगम ने मंगलवार को पुराने शहर में चमकीले बोर्ड लगाने पर रोक लगा दी।",
            "बसों पर विज्ञापन की अनुमति रहेगी। रेडियो पर विज्ञापन भी जारी रहेंगे।",
        ),
    ],
    ids=lambda value: value if len(value) == 2 else "",
)
def test_a_long_line_that_ends_in_words_of_notices_is_kept(
    tables: TextTables, lang: str, report: str, end: str
) -> None:
    text = f"{' '.join([report] * 15)} {end}"
    assert "".join(body(text, lang, tables).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "pitch",
    [
        "Harbour Post Culture is your one-stop shop for film, music and what is on at night, sent right to your inbox "
        "six days a week. Learn more",
        "The Ridgeline Brief is your daily dose of politics, straight to your inbox every weekday.",
    ],
)
def test_the_pitch_of_a_newsletter_is_cut_off(tables: TextTables, pitch: str) -> None:
    found = body(f"{REPORTS['en']} {pitch}", "en", tables)
    assert "".join(found.split()) == "".join(REPORTS["en"].split())
