"""An aggregator that names its source at the head of a text is told from the agency itself."""

import pytest
from cited import SOURCES, cite

BODY = {
    "en": "The bridge over the Varn will reopen in May after two years of repairs, the mayor said on Monday.",
    "ru": "Мост через Варну откроется в мае после двух лет ремонта, сообщил в понедельник мэр.",
    "de": "Die Brücke über die Varn öffnet im Mai nach zwei Jahren wieder, wie der Bürgermeister am Montag mitteilte.",
    "es": "El puente sobre el Varn reabrirá en mayo tras dos años de obras, dijo el lunes el alcalde.",
    "fr": "Le pont sur la Varn rouvrira en mai après deux ans de travaux, a annoncé lundi le maire.",
    "pt": "A ponte sobre o Varn reabre em maio após dois anos de obras, disse na segunda-feira o presidente da câmara.",
    "zh": "瓦恩河大桥经过两年维修后将于五月重新开放，市长周一表示。在此之前将有渡轮运行。",
    "ja": "ヴァルン川の橋は2年間の修理を経て5月に再開すると市長が月曜日に述べた。それまではフェリーが運航する。",
    "ko": "바른강 다리가 2년의 보수 끝에 5월 다시 열린다고 시장이 월요일 말했다. 그때까지는 배가 다닌다.",
    "ar": "يعاد فتح الجسر على نهر فارن في مايو بعد عامين من الإصلاح، قال العمدة يوم الاثنين.",
    "tr": "Varn üzerindeki köprü iki yıllık onarımın ardından mayısta yeniden açılacak, dedi belediye başkanı.",
    "uk": "Міст через Варну відкриють у травні після двох років ремонту, повідомив у понеділок мер.",
    "hy": "Վառնի կամուրջը մայիսին կվերաբացվի երկու տարվա վերանորոգումից հետո, երկուշաբթի ասաց քաղաքապետը։",
}
HEADS: dict[str, list[tuple[str, str]]] = {
    "en": [
        ("ArmInfo. {b}", "arminfo"),
        ("ArmInfo\n\n{b}", "arminfo"),
        ("ArmInfo.\n{b}", "arminfo"),
        ("TASS - {b}", "tass"),
        ("TASS -- {b}", "tass"),
        ("(Yonhap) {b}", "yonhap"),
        ("Via dpa\n\n{b}", "dpa"),
        ("Source: RIA Novosti\n\n{b}", "ria"),
        ("By Reuters\n\n{b}", "reuters"),
        ("AP — {b}", "ap"),
        ("Reuters\nMay 5, 2025\n{b}", "reuters"),
        ("{b}\n\nSource: Armenpress", "armenpress"),
        ("From Xinhua:\n{b}", "xinhua"),
        ("[AFP] {b}", "afp"),
        ("ARMENPRESS, 5 May. {b}", "armenpress"),
    ],
    "ru": [
        ("АрмИнфо. {b}", "arminfo"),
        ("ТАСС\n\n{b}", "tass"),
        ("ТАСС - {b}", "tass"),
        ("Источник: РИА Новости\n\n{b}", "ria"),
        ("РИА Новости\n{b}", "ria"),
        ("По материалам Интерфакса\n\n{b}", "interfax"),
        ("Интерфакс: {b}", "interfax"),
        ("(Рёнхап) {b}", "yonhap"),
        ("{b} Источник: ТАСС", "tass"),
        ("/ТАСС/ {b}", "tass"),
    ],
    "de": [
        ("Quelle: dpa\n\n{b}", "dpa"),
        ("dpa\n\n{b}", "dpa"),
        ("(dpa) {b}", "dpa"),
        ("dpa – {b}", "dpa"),
        ("Von AFP\n\n{b}", "afp"),
        ("via Reuters\n\n{b}", "reuters"),
        ("APA: {b}", "apa-at"),
        ("Via dpa\n\n{b}", "dpa"),
        ("{b}\n\nQuelle: APA", "apa-at"),
    ],
    "es": [
        ("Fuente: EFE\n\n{b}", "efe"),
        ("EFE\n\n{b}", "efe"),
        ("(EFE) {b}", "efe"),
        ("EFE.- {b}", "efe"),
        ("Europa Press - {b}", "europapress"),
        ("Por AFP\n\n{b}", "afp"),
        ("Vía Reuters\n\n{b}", "reuters"),
    ],
    "fr": [
        ("Source : AFP\n\n{b}", "afp"),
        ("AFP\n\n{b}", "afp"),
        ("(AFP) {b}", "afp"),
        ("AFP - {b}", "afp"),
        ("Par AFP\n\n{b}", "afp"),
        ("Via Reuters\n\n{b}", "reuters"),
        ("Avec l'agence Belga\n\n{b}", "belga"),
    ],
    "pt": [
        ("Fonte: Lusa\n\n{b}", "lusa"),
        ("Lusa\n\n{b}", "lusa"),
        ("(Lusa) {b}", "lusa"),
        ("Lusa - {b}", "lusa"),
        ("Da Agência Brasil\n\n{b}", "agencia-brasil"),
        ("Por Reuters\n\n{b}", "reuters"),
    ],
    "zh": [
        ("来源:新华社\n\n{b}", "xinhua"),
        ("来源：新华社\n{b}", "xinhua"),
        ("新华社\n\n{b}", "xinhua"),
        ("（新华社）{b}", "xinhua"),
        ("中新社：{b}", "cns"),
        ("新华社电 {b}", "xinhua"),
        ("据新华社报道，{b}", "xinhua"),
        ("2025-05-05 来源：中新网\n{b}", "cns"),
        ("文章来源：中央社\n\n{b}", "cna-tw"),
    ],
    "ja": [
        ("出典：共同通信\n\n{b}", "kyodo"),
        ("共同通信\n\n{b}", "kyodo"),
        ("（共同）{b}", "kyodo"),
        ("時事通信：{b}", "jiji"),
        ("配信元：ロイター\n\n{b}", "reuters"),
        ("【共同】{b}", "kyodo"),
        ("提供：時事通信\n{b}", "jiji"),
    ],
    "ko": [
        ("출처: 연합뉴스\n\n{b}", "yonhap"),
        ("연합뉴스\n\n{b}", "yonhap"),
        ("(연합뉴스) {b}", "yonhap"),
        ("[연합뉴스] {b}", "yonhap"),
        ("연합뉴스 = {b}", "yonhap"),
        ("뉴시스 - {b}", "newsis"),
        ("(서울=뉴시스) {b}", "newsis"),
    ],
    "ar": [
        ("المصدر: رويترز\n\n{b}", "reuters"),
        ("رويترز\n\n{b}", "reuters"),
        ("(رويترز) {b}", "reuters"),
        ("رويترز - {b}", "reuters"),
        ("نقلا عن الأناضول\n\n{b}", "aa"),
        ("عن وكالة شينخوا\n\n{b}", "xinhua"),
        ("(أ ف ب) - {b}", "afp"),
    ],
    "tr": [
        ("Kaynak: AA\n\n{b}", "aa"),
        ("AA\n\n{b}", "aa"),
        ("(AA) {b}", "aa"),
        ("AA - {b}", "aa"),
        ("DHA: {b}", "dha"),
        ("Anadolu Ajansı\n\n{b}", "aa"),
    ],
    "uk": [
        ("Джерело: Укрінформ\n\n{b}", "ukrinform"),
        ("Укрінформ\n\n{b}", "ukrinform"),
        ("Укрінформ. {b}", "ukrinform"),
        ("(УНІАН) {b}", "unian"),
        ("УНН - {b}", "unn"),
    ],
    "hy": [
        ("Արմենպրես. {b}", "armenpress"),
        ("Աղբյուրը՝ Արմենպրես\n\n{b}", "armenpress"),
        ("ԱՐՄԵՆՊՐԵՍ: {b}", "armenpress"),
    ],
}
"""How a text that somebody else's site shows names its agency: `{b}` is what follows."""

NONE = {
    "en": [
        "Home\nReuters\nSport\n\n{b}",
        "Sport\nReuters\n\n{b}",
        "Business\n\nReuters\n\n{b}",
        "News.am: {b}",
        "Photo: Reuters\n\n{b}",
        "Reuters cuts a hundred posts in London\n\n{b}",
        "{b}\n\nReuters\nAFP\nTASS",
    ],
    "ru": ["Главная\nТАСС\n\n{b}", "Фото: ТАСС\n\n{b}", "Новости Армении — NEWS.am\n\n{b}"],
    "de": ["Sport\ndpa\n\n{b}", "Foto: dpa\n\n{b}"],
    "zh": ["首页\n新华社\n\n{b}", "图片来源：新华社\n\n{b}"],
    "ja": ["写真：共同通信\n\n{b}"],
    "ko": ["정치\n연합뉴스\n\n{b}", "사진=연합뉴스\n\n{b}"],
}
"""A menu, a picture's credit, a headline."""


def whole(text: str, lang: str, outlet: str) -> set[str]:
    return {row["source_key"] for row in cite(text, lang, outlet=outlet) if row["scope"] == "whole"}


@pytest.mark.parametrize(("lang", "form", "key"), [(lang, *head) for lang, heads in HEADS.items() for head in heads])
def test_an_aggregator_and_the_agency_itself(lang: str, form: str, key: str) -> None:
    text = form.replace("{b}", BODY[lang])
    assert whole(text, lang, "gull.example") == {key}
    source = SOURCES.get(key)
    assert source is not None
    assert whole(text, lang, source.domains[0]) == set()


@pytest.mark.parametrize(("lang", "form"), [(lang, form) for lang, forms in NONE.items() for form in forms])
def test_no_credit_at_the_head(lang: str, form: str) -> None:
    assert whole(form.replace("{b}", BODY[lang]), lang, "gull.example") == set()
