"""Names of media that parks, parties and companies bear, and those of which a letter was lost."""

import pytest
from cited import cited_keys


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The firm was valued at two billion, according to Time Warner."),
        ("en", "According to Time Warner executives, the firm was valued at two billion."),
        ("en", "TSA officials said the queue stretched for a mile."),
        ("en", "Officials at the TSA said the queue stretched for a mile."),
        ("en", "RT? said the programme would return in autumn."),
        ("en", "RT\ufffd reported that the bridge was shut."),
        ("es", "La avenida de La Nación permanecerá cerrada, informó la policía."),
        ("it", "Piazza della Stampa resterà chiusa, ha comunicato il Comune."),
        ("pl", "Rzeczpospolita Polska podpisała umowę, poinformował rząd."),
        ("ro", "Libertatea presei a fost tema dezbaterii, a anunțat asociația."),
        ("ru", "Парк «Известия» откроется в мае, сообщили в мэрии."),
        ("ru", "Партия «Российская газета народа» выдвинула кандидатов, сообщил её лидер."),
        ("tr", "Hürriyet Partisi aday gösterecek, dedi sözcü."),
        ("fr", "Le Parti de la Libération appelle à manifester, selon son porte-parole."),
        ("en", "The memo was first reported by IG."),
        ("hr", "Ulica Vjesnika bit će zatvorena, priopćio je grad."),
    ],
)
def test_what_bears_the_name_of_a_medium_is_none(lang: str, text: str) -> None:
    assert cited_keys(text, lang) == set()


@pytest.mark.parametrize(
    ("lang", "text", "key"),
    [
        ("en", "The firm was valued at two billion, according to Time magazine.", "time-us"),
        ("en", "The bridge is to be sold, Axios' Dana Quill reported.", "axios"),
        ("en", "The bridge is to be sold, Axios’ Dana Quill first reported.", "axios"),
        ("es", "Según Clarín Marla Quent viajará a Roma en abril.", "clarin"),
        ("fr", "Selon Libération Marla Quent va démissionner.", "liberation"),
        ("it", "Secondo Tuttosport Quent lascia la squadra.", "tuttosport"),
        ("en", "According to Axios Quent will sign the order.", "axios"),
        ("en", "The bridge is shut, RT? No: it is open, RTÉ said.", "rte"),
        ("fr", "Le chantier fermera, a indiqué le parti à l'AFP.", "afp"),
        ("ru", "Мост закрыт, сообщил лидер партии «Известиям».", "izvestia"),
        ("en", "The mayor told the BBC's Newsnight programme that there was no choice.", "bbc"),
        ("de", "„Ein Versehen“, sagte eine Sprecherin der Bahn dem „Wexener Tageblatt“.", "~wexenertageblatt"),
        ("zh", "据《海港》杂志报道，市长早就知道这一计划。", "~haigang"),
        ("tr", "Demiryolu sözcüsü Tarsus Gazetesi'ne yaptığı açıklamada özür diledi.", "~tarsusgazetesi"),
        ("et", "„Valikut polnud,“ ütles linnapea Tiiu Randmaa Postimehele.", "postimees"),
    ],
)
def test_the_medium_itself_stays_one(lang: str, text: str, key: str) -> None:
    assert cited_keys(text, lang) == {key}


def test_what_somebody_says_before_a_medium_is_no_name() -> None:
    assert cited_keys('"Mums nebija izvēles," aģentūrai LETA sacīja mēre Dace Veliņa.', "lv") == {"leta"}
