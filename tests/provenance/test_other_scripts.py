"""An outlet of a story is recognised by its name in another case or script, however that was romanised."""

from dataclasses import replace

import pytest
from made_stories import article, cue, decide

from dedup.provenance.attribution.name_forms import is_outlet


@pytest.mark.parametrize(
    ("name", "lang", "outlet"),
    [
        ("Дніпро сьогодні", "uk", "dnipro-sohodni.example"),
        ("Днипро сьогодни", "ru", "dnipro-sohodni.example"),
        ("Голосу Лутави", "uk", "holoslutavy.example"),
        ("Глас долине", "sr", "glas-doline.example"),
        ("Երեկոյան Լոռի", "hy", "yerekoyan-lori.example"),
        ("მთის ხმა", "ka", "mtis-khma.example"),
        ("صدى الواحة", "ar", "sada-alwaha.example"),
        ("קול השפלה", "he", "kol-hashfela.example"),
        ("हिमालय टाइम्स", "hi", "himalayatimes.example"),
        ("江湾日报", "zh", "jiangwan-ribao.example"),
        ("강만일보", "ko", "gangman-ilbo.example"),
        ("Dnipro Sohodni", "en", "Дніпро сьогодні"),
        ("Kuriera Beskidzkiego", "pl", "kurierbeskidzki.example"),
    ],
)
def test_a_name_in_another_script_is_that_of_the_outlet(name: str, lang: str, outlet: str) -> None:
    assert is_outlet(name, lang, outlet, None)


@pytest.mark.parametrize(
    ("name", "lang", "outlet"),
    [
        ("Gazeta", "pl", "gazete.example"),
        ("Insider", "en", "inside.example"),
        ("Observer", "en", "observe.example"),
        ("Correio", "pt", "correo.example"),
        ("Дніпро сьогодні", "uk", "dnipro-novyny.example"),
        ("江湾日报", "zh", "jiangnan-wanbao.example"),
        ("Вести", "ru", "vista.example"),
        ("صدى", "ar", "sada.example"),
        ("Harbour Post", "en", "harborpost.example"),
        ("Harbor Post", "en", "harborposten.example"),
        ("Kurier Beskidzki", "pl", "kurierpodhalanski.example"),
        ("«»", "uk", "dnipro-sohodni.example"),
        ("Дніпро сьогодні", "uk", None),
        ("Дніпро сьогодні", None, "203.0.113.7"),
    ],
)
def test_others_short_names_and_names_in_one_script_are_not(name: str, lang: str, outlet: str | None) -> None:
    assert not is_outlet(name, lang, outlet, "uk")


def test_a_credit_in_another_script_is_a_link_within_the_dump() -> None:
    first, reprint = (
        replace(article(number, hour), outlet=outlet, lang="uk")
        for number, hour, outlet in ((1, 0, "dnipro-sohodni.example"), (2, 5, "lutava-live.example"))
    )
    told = decide([first, reprint], cue(2, "Дніпро сьогодні"))
    (link,) = told.links
    assert (link.parent, told.origin.source) == ("id1", None)
    assert (told.origin.article, told.origin.verdict) == ("id1", "originated")


def test_an_outlet_that_names_itself_in_its_own_script_names_itself() -> None:
    first, other = (
        replace(article(number, 0), outlet=outlet, lang="hy")
        for number, outlet in ((1, "yerekoyan-lori.example"), (2, "gyumri-lur.example"))
    )
    told = decide([first, other], cue(1, "Երեկոյան Լոռի"))
    assert (told.origin.article, told.origin.verdict) == ("id1", "originated")
