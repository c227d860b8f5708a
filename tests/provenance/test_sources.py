"""Names, outlets and domains resolve to one key."""

from pathlib import Path

import pytest

from dedup.provenance import Sources

SOURCES = Sources.load()


def test_the_table_is_large_and_consistent() -> None:
    assert len(SOURCES) >= 150


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("РИА Новости", "ria"),
        ("РИА Новостям", "ria"),
        ("ria.ru", "ria"),
        ("https://ria.ru/20251216/kavkaz.html", "ria"),
        ("RIA Novosti", "ria"),
        ("Интерфаксу", "interfax"),
        ("«Интерфакса»", "interfax"),
        ("Известиям", "izvestia"),
        ("Комсомольской правде", "kp"),
        ("Արմենպրես-ի", "armenpress"),
        ("Արմենպրեսի", "armenpress"),
        ("Anadolu Ajansı'na", "aa"),
        ("ინტერპრესნიუსის", "interpressnews"),
        ("Polskiej Agencji Prasowej", "pap"),
        ("Deutschen Presse-Agentur", "dpa"),
        ("Süddeutschen Zeitung", "sz"),
        ("l’AFP", "afp"),
        ("新华社", "xinhua"),
        ("ロイター通信", "reuters"),
        ("رويترز", "reuters"),
        ("Укринформа", "ukrinform"),
        ("kyivpost.com", "kyiv-post"),
    ],
)
def test_known_names(written: str, key: str) -> None:
    assert SOURCES.resolve(written)[1] == key


@pytest.mark.parametrize(("lang", "key"), [("az", "apa-az"), ("de", "apa-at")])
def test_a_shared_name_goes_by_language(lang: str, key: str) -> None:
    assert SOURCES.resolve("APA", lang)[1] == key


@pytest.mark.parametrize("written", ["pa", "time", "map", "the sun rises", "sta"])
def test_a_common_word_is_no_source(written: str) -> None:
    assert SOURCES.named(written) is None


def test_an_unlisted_name_meets_its_domain() -> None:
    assert SOURCES.resolve("Hill Valley Courier")[1] == SOURCES.resolve("www.hillvalley-courier.org")[1]
    assert SOURCES.outlet_keys("hill-valley-courier.co.uk") == {SOURCES.resolve("Hill Valley Courier")[1]}


def test_short_labels_keep_their_country() -> None:
    assert SOURCES.resolve("vest.am")[1] != SOURCES.resolve("vest.ge")[1]


def test_users_add_their_own(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        'sources = [{ key = "hvc", name = "Hill Valley Courier", domains = ["hvc.org"], owner = "Biff" }]', "utf-8"
    )
    mine = Sources.load(file)
    assert mine.resolve("hvc.org") == ("Hill Valley Courier", "hvc")
    assert mine.owner("hvc") == "Biff"
    file.write_text('sources = [{ key = "hvc" }]', "utf-8")
    with pytest.raises(ValueError, match="name"):
        Sources.load(file)
