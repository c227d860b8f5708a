"""Media that no table lists are known by their kind, beside their name or as the end of it."""

import pytest
from cited import cite, cited_keys


def names(text: str, lang: str) -> list[str]:
    return [row["source"] for row in cite(text, lang)]


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("وقال المحافظ لصحيفة صدى الوادي إن الطريق سيفتح غدا.", "ar", "صدى الوادي"),
        ("ونقلت جريدة الضفاف عن شهود أن الجسر انهار.", "ar", "الضفاف"),
        ("ونشر موقع تلال نيوز نص الرسالة.", "ar", "تلال نيوز"),
        ("وذكرت وكالة سهول برس أن المحصول تضاعف.", "ar", "سهول برس"),
        ("霧浜日報は3日付朝刊で、覚書の全文を掲載した。", "ja", "霧浜日報"),
        ("知事は霧浜放送の番組に出演し、再開は来年になると話した。", "ja", "霧浜放送"),
        ("《溪口晨报》周二头版刊登了会议纪要。", "zh", "溪口晨报"),
        ("Ҳоким «Водий товуши» gazetasiga aytdi.", "uz", "Водий товуши"),
        ("Әкім «Дала айнасы» газетіне берген сұхбатында осылай деді.", "kk", "Дала айнасы"),
        ("A polgármester a Dombvidéki Hírlapnak nyilatkozott.", "hu", "Dombvidéki Hírlap"),
        ("সূত্র দৈনিক শালবন বার্তাকে নিশ্চিত করেছে।", "bn", "শালবন বার্তা"),
        ("“We never signed it,” the clerk told the Hollin Mercury.", "en", "Hollin Mercury"),
        ("The mayor wrote in Sunday's Hollin Gazette that the bridge will stay.", "en", "Hollin Gazette"),
        ("The closure was disclosed in a report in Friday's edition of the Norland Courier.", "en", "Norland Courier"),
        ("A Wexcombe Evening Star reporter who was in court counted nine jurors.", "en", "Wexcombe Evening Star"),
        ("Segons ha avançat El Diari de Vallfosca, el pont es tancarà.", "ca", "Diari de Vallfosca"),
        ("Видео с места аварии опубликовал телеграм-канал «Подъём Заречья».", "ru", "Подъём Заречья"),
        ("Agencja Bloomberg podała, że tankowce zmieniają bandery.", "pl", "Bloomberg"),
        ("In der Freitagausgabe des Weserthaler Tageblatts steht es.", "de", "Weserthaler Tageblatts"),
        ("Linnapea ütles Kanal 2 eetris, et sild suletakse.", "et", "Kanal 2"),
    ],
)
def test_a_kind_of_medium_names_one(text: str, lang: str, name: str) -> None:
    assert name in names(text, lang)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("وقال المحافظ لصحيفة محلية إن الطريق سيفتح غدا.", "ar"),
        ("ونقل الدفاع المدني المصابين من موقع الحادث.", "ar"),
        ("وأكدت الهيئة أن قناة السويس تعمل كالمعتاد.", "ar"),
        ("وقالت الصحيفة المحلية إن الجسر انهار.", "ar"),
        ("据气象台预报，明天有雨。", "zh"),
        ("地元新聞によると、橋は来年完成する。", "ja"),
        ("Según la Agencia Tributaria, la recaudación creció un 6%.", "es"),
        ("O teste foi aprovado, segundo a Agência Nacional de Vigilância Sanitária.", "pt"),
        ("По данни на Агенция „Пътна инфраструктура“ пътят е затворен.", "bg"),
        ("It was denied by the intelligence service. General Osman says the border is calm.", "en"),
        ("Public radio said the ministers would meet on Monday.", "en"),
        ("The indictment names the head of the Al Kadir network, and three others.", "en"),
        ("Hollin Media said its revenue rose 9 percent in the second quarter.", "en"),
        ("According to the Press Freedom Act, officials must answer.", "en"),
        ("Hak Hareketi de önemli bir sınav verdi.Son beş yılda üye sayısı iki katına çıktı.", "tr"),
        ("Sabaha kadar süren toplantıda karar çıkmadı, diye yazdı.", "tr"),
        ("霧浜市将于周五召开新闻发布会。", "zh"),
        ("审查认为徐某在互联网发布了不实内容。", "zh"),
        ("“Come along,” a Sunday edition of Hollin Pride promised.", "en"),
        ("The Wexcombe correspondent who was wounded is recovering.", "en"),
        ("The correspondent from Norland said the road was closed.", "en"),
        ("The space agency NASA reported a leak.", "en"),
        ("In der Montagausgabe der Tour de Norlande stürzten drei Fahrer.", "de"),
        ("„Kom mee”, zei hij tegen Pieter de Wolf.", "nl"),
        ("Trener je za Zagorico povedal le dobre besede.", "sl"),
        ("Evropska agencija za zdravila je objavila poročilo.", "sl"),
        ("Podľa Ivana Hradského je to pravda.", "sk"),
        ("Podľa Európskej agentúry pre lieky je vakcína bezpečná.", "sk"),
        ("Kosmosa aģentūra NASA vēsta par atklājumu.", "lv"),
        ("Reitingų agentūra „Moody's“ paskelbė vertinimą.", "lt"),
        ("A Chinese newspaper reported that the bridge would stay.", "en"),
        ("Michael Bloomberg said the fund would stay.", "en"),
    ],
)
def test_a_kind_of_medium_alone_names_none(text: str, lang: str) -> None:
    assert names(text, lang) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The Guardian put its price up to three pounds in March."),
        ("en", "An agreement that was reached by The Guardian and its union ends the strike."),
        ("en", "A claim related to The Guardian was dismissed by the court."),
        ("en", "It was The Guardian that moved its press to Hollin."),
        ("en", "The Times printed fewer copies in summer."),
        ("de", "Das ZDF zeigt das Endspiel am Sonntag."),
        ("de", "Der Spiegel druckt weniger Hefte als im Vorjahr."),
        ("nl", "De NOS toonde het doelpunt nog eens."),
        ("fr", "France 2 diffuse le concert samedi soir."),
        ("es", "TVE emite el partido a las nueve."),
        ("it", "È la Repubblica che deve garantire i diritti."),
        ("pt", "A Globo exibe a final no domingo."),
        ("ru", "НТВ показал матч в прямом эфире."),
        ("id", "Kompas mencatat laba tahun ini."),
        ("ar", "وذكرت صحيفة الدعوى أن المتهم غادر البلاد."),
        ("ar", "فازت نجمة تلفزيون الواقع بالجائزة."),
    ],
)
def test_what_a_medium_does_besides_reporting_is_no_credit(lang: str, text: str) -> None:
    assert names(text, lang) == []


def test_a_name_of_marks_alone_is_none() -> None:
    assert names("Kako piše „----a“, to je kraj.", "hr") == []


@pytest.mark.parametrize(
    ("lang", "line"), [("hr", "Izvor Hina"), ("sr", "Izvor Tanjug"), ("id", "Sumber Kompas"), ("bg", "Източник БТА")]
)
def test_a_line_of_credit_stays_one_beside_other_patterns(lang: str, line: str) -> None:
    assert {row["type"] for row in cite(line, lang)} == {"credit_line"}


APOSTROPHES = [
    ("tr", "Köprü kapatıldı. Demirköy Postası'nın haberine göre onarım başladı.", {"~demirkopostas"}),
    ("tr", "Köprü kapatıldı. Karasu Haber’e konuşan başkan onarımın başladığını söyledi.", {"~karasuhaber"}),
    ("az", "Körpü bağlanıb. Göyçay Xəbər'in məlumatına görə təmir başlayıb.", {"~goycaxeber"}),
    ("uz", "Ko‘prik yopildi. Vodiy Gazetasi’ning xabariga ko‘ra, ta’mirlash boshlandi.", {"~vodiygazetasi"}),
    ("en", "The bridge is shut. According to the Elm Valley Herald's report, repairs began.", {"~elmvalleyherald"}),
    ("tr", "Köprü kapatıldı. Ardıç Üniversitesi'nin haberine göre onarım başladı.", set()),
    ("fr", "Le pont est fermé. Selon Aujourd'hui, les travaux ont commencé.", set()),
]


@pytest.mark.parametrize(("lang", "text", "keys"), APOSTROPHES)
def test_an_ending_behind_an_apostrophe_is_no_part_of_a_name(lang: str, text: str, keys: set[str]) -> None:
    assert cited_keys(text, lang) == keys
