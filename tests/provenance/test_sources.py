"""Names, outlets and domains resolve to one key."""

from pathlib import Path

import pytest

from dedup.config import Config, ConfigError, ProvenanceConfig
from dedup.provenance import Sources, read_sources
from dedup.provenance.attribution.source_table import shipped

SOURCES = Sources.load()


def test_the_table_is_large_and_consistent() -> None:
    assert len(SOURCES) >= 1500
    assert len({source.country for source in SOURCES}) >= 120
    assert {source.kind for source in SOURCES} == {"agency", "outlet"}


@pytest.mark.parametrize(
    ("written", "lang", "key"),
    [
        ("The Boston Globe", "en", "bostonglobe"),
        ("the Australian Financial Review", "en", "afr"),
        ("Helsingin Sanomat", "fi", "hs-fi"),
        ("新京报", "zh", "bjnews"),
        ("مدى مصر", "ar", "madamasr"),
        ("nation.africa", None, "nation-ke"),
    ],
)
def test_outlets_of_the_world_are_known(written: str, lang: str | None, key: str) -> None:
    assert SOURCES.resolve(written, lang)[1] == key


def test_an_abbreviation_is_no_firm() -> None:
    assert SOURCES.named("DNA") is not None
    assert SOURCES.named("D&A") is None


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
        ("연합뉴스", "yonhap"),
        ("OʻzA", "uza"),
        ("O'zA", "uza"),
        ("রয়টার্স", "reuters"),
        ("র\u09dfটার্স", "reuters"),
        ("รอยเตอร์", "reuters"),
    ],
)
def test_known_names(written: str, key: str) -> None:
    assert SOURCES.resolve(written)[1] == key


@pytest.mark.parametrize(
    ("written", "lang", "key"),
    [
        ("로이터통신은", "ko", "reuters"),
        ("AP는", "ko", "ap"),
        ("Népszavának", "hu", "nepszava"),
        ("AFPga", "uz", "afp"),
        ("BBC-нің", "kk", "bbc"),
        ("தினமலருக்கு", "ta", "dinamalar"),
        ("যুগান্তরকে", "bn", "jugantor"),
        ("Καθημερινής", "el", "kathimerini"),
    ],
)
def test_what_a_language_hangs_on_a_name_comes_off(written: str, lang: str, key: str) -> None:
    found = SOURCES.named(written, lang)
    assert found is not None
    assert found.key == key
    assert written.isascii() or SOURCES.named(written, "en") is None or lang == "kk"


def test_every_key_and_domain_is_given_once() -> None:
    given = shipped()
    assert len({source.key for source in given}) == len(given)
    domains = [domain for source in given for domain in source.domains]
    assert sorted(set(domains)) == sorted(domains)


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


MINE = '[[sources]]\nkey = "hvc"\nname = "Hill Valley Courier"\ndomains = ["hvc.org"]\nowner = "Biff"\n'


def test_users_add_their_own(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(MINE, "utf-8")
    mine = Sources.load(read_sources(file))
    assert mine.resolve("hvc.org") == ("Hill Valley Courier", "hvc")
    assert mine.owner("hvc") == "Biff"
    assert mine.resolve("ria.ru")[1] == "ria"
    assert Sources.load(MINE.replace("hvc", "ria", 1)).resolve("Hill Valley Courier")[1] == "ria"


def test_the_sample_of_a_table_is_one() -> None:
    sample = Sources.load(read_sources(Path(__file__).parents[2] / "samples" / "sources.toml"))
    assert sample.owner("tideline") == sample.owner("harbour-post")
    assert sample.named("Харбор Посту", "ru") == sample.get("harbour-post")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[sources]]\nkey = "hvc"\n', r"source 1 \(hvc\): name is missing"),
        (MINE + '[[sources]]\nname = "X"\n', "source 2: key is missing"),
        (MINE + "owner = \n", "line 6"),
        (MINE + "web = 'x'\n", "no such field: 'web'"),
        (MINE + "names = 'x'\n", "names must be a list"),
        (MINE + "kind = 'blog'\n", "kind must be outlet or agency"),
        ("sources = 'x'", "must be a list"),
        ("", "no sources in it"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=r"mine\.toml.*" + words):
        read_sources(file)


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml: No such file"):
        read_sources(tmp_path / "nowhere.toml")


def test_settings_compare_what_a_table_says_and_not_where_it_is(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(MINE, "utf-8")
    a, b = (Config(provenance=ProvenanceConfig(sources=read_sources(tmp_path / n))) for n in ("a.toml", "b.toml"))
    assert a.settings() == b.settings() != Config().settings()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("reuters", "reuters"),
        ("lenta", "gazeta-ru"),
        ("mirror", "daily-express"),
        ("wsj", "times-uk"),
        ("bild", "welt"),
    ],
)
def test_sites_of_one_owner(one: str, other: str) -> None:
    assert SOURCES.owner(one) == SOURCES.owner(other)


def test_a_table_is_read_once() -> None:
    once = Sources.load()
    assert Sources.load() is once
    assert Sources.load(MINE) is Sources.load(MINE)
    assert Sources.load(MINE) is not SOURCES
