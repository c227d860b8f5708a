"""Media that a sentence names and does not take anything from: their report is denied, they were told nothing, an
organisation bears their name."""

import pytest
from cited import cite, cited_keys


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The spokesman denied reports by Reuters and AFP."),
        ("en", "The bank dismissed a Bloomberg report on Friday."),
        ("en", "I would not tell the BBC, she said."),
        ("en", "The final will be shown live on ESPN."),
        ("de", "Der Verein dementierte einen Bericht der Bild."),
        ("fr", "Le ministre a démenti les informations du Monde."),
        ("es", "El ministro negó la información publicada por El País."),
        ("pt", "O ministro negou a notícia da Folha de S.Paulo."),
        ("pl", "Minister zaprzeczył doniesieniom Onetu."),
        ("ru", "Кремль опроверг сообщение Bloomberg."),
        ("uk", "Міністр спростував повідомлення Reuters."),
        ("cs", "Mluvčí popřel informace Seznam Zpráv."),
        ("tr", "Bakanlık, Hürriyet'in haberini yalanladı."),
        ("ar", "نفت الوزارة ما نشرته رويترز."),
        ("fa", "سخنگوی وزارت خبر رویترز را تکذیب کرد."),
        ("he", "המשרד הכחיש את הדיווח של רויטרס."),
        ("zh", "外交部否认了路透社的报道。"),
        ("ja", "外務省はロイターの報道を否定した。"),
        ("ko", "외교부는 로이터 보도를 부인했다."),
        ("hi", "मंत्रालय ने रॉयटर्स की रिपोर्ट का खंडन किया।"),
        ("hu", "A minisztérium cáfolta a Reuters hírét."),
        ("id", "Menteri membantah laporan Kompas."),
        ("vi", "Bộ Ngoại giao bác bỏ tin của Reuters."),
        ("th", "กระทรวงปฏิเสธรายงานของรอยเตอร์"),
        ("sw", "Waziri alikanusha habari za Reuters."),
        ("kk", "Министрлік Reuters хабарын жоққа шығарды."),
        ("tl", "Ayon sa AFP chief, ligtas ang mga sundalo."),
    ],
)
def test_a_medium_whose_report_is_denied_or_that_was_told_nothing_is_no_source(lang: str, text: str) -> None:
    assert cited_keys(text, lang) == set()


@pytest.mark.parametrize(
    ("lang", "text", "named"),
    [
        ("en", "The minister denied wrongdoing in an interview with Reuters.", {"reuters"}),
        ("en", "The minister denied the report to Reuters.", {"reuters"}),
        ("en", "The minister told Reuters he would not tell the BBC.", {"reuters"}),
        ("es", "El ministro negó en una entrevista con El País las acusaciones.", {"elpais"}),
        ("ru", "Песков опроверг сообщение о выборах, передает ТАСС.", {"tass"}),
        ("tr", "Reuters'ın haberine göre bakan iddiaları yalanladı.", {"reuters"}),
        ("zh", "据路透社报道，外交部否认了彭博社的报道。", {"reuters"}),
        ("ko", "외교부는 이를 부인했다고 로이터가 보도했다.", {"reuters"}),
    ],
)
def test_who_tells_of_a_denial_is_the_source_of_it(lang: str, text: str, named: set[str]) -> None:
    assert cited_keys(text, lang) == named


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "According to the Reuters Institute, fewer people pay for news."),
        ("en", "According to the Guardian Media Group, sales fell in May."),
        ("de", "Laut Focus Entertainment erscheint das Spiel im Mai."),
        ("es", "Según la Fundación El País, el curso empieza en mayo."),
        ("ru", "По данным фонда «Известия», цены выросли."),
        ("it", "Secondo la Gazzetta Ufficiale la legge entra in vigore lunedì."),
        ("ro", "Potrivit Monitorului Oficial, legea intră în vigoare luni."),
        ("bg", "Според Държавен вестник законът влиза в сила."),
        ("pl", "Strona Polska poinformowała, że rozmowy trwają."),
    ],
)
def test_an_organisation_that_bears_a_mediums_name_is_none(lang: str, text: str) -> None:
    assert cited_keys(text, lang) == set()


def test_ten_names_of_an_enumeration_are_read() -> None:
    text = "They left, according to Reuters, AFP, AP, TASS, Xinhua, Yonhap, Kyodo, DPA, ANSA and EFE."
    assert cited_keys(text, "en") == {"reuters", "afp", "ap", "tass", "xinhua", "yonhap", "kyodo", "dpa", "ansa", "efe"}


def test_what_a_page_calls_its_own_site_is_the_outlet_itself() -> None:
    text = "The bridge is shut, the mayor told the Larkhaven Courier on Monday."
    columns = {"outlet": "lc-news.example", "credits": [{"type": "publisher", "value": "Larkhaven Courier"}]}
    assert [row["scope"] for row in cite(text, "en", outlet="lc-news.example")] == ["whole"]
    assert [row["scope"] for row in cite(text, "en", **columns)] == ["self"]
