"""Chinese and Japanese are cut at entries, katakana runs and transcriptions."""

import pytest

from dedup.features.concepts.cjk import CjkReader, transcription_keys
from dedup.features.concepts.names import name_concepts
from dedup.features.concepts.seed_lexicon import Seed

from .tables import table


@pytest.fixture(scope="module")
def readers() -> dict[str, CjkReader]:
    seed = Seed.load(["zh", "ja"])
    return {lang: CjkReader(lang, seed) for lang in ("zh", "ja")}


@pytest.mark.parametrize("case", table("cjk.tsv"), ids=lambda case: case["text"])
def test_labelled_texts(case: dict[str, str], readers: dict[str, CjkReader]) -> None:
    assert [span.concept for span in readers[case["lang"]].concepts(case["text"])] == case["concepts"].split()


@pytest.mark.parametrize("case", table("transcriptions.tsv"), ids=lambda case: case["en"])
def test_transcriptions_meet_the_coarse_key(case: dict[str, str]) -> None:
    assert set(transcription_keys(case["zh"])) & set(name_concepts([case["en"]], "en")[0])


def test_spans_are_those_of_the_text(readers: dict[str, CjkReader]) -> None:
    text = "昨日、プーチン大統領は"
    assert {text[span.start : span.end] for span in readers["ja"].concepts(text)} == {"昨日", "プーチン", "大統領"}


PERSONS = [
    ("ja", "反対した宮原健吾議員は", "Kengo Miyahara"),
    ("ja", "救助隊員は沢口大輔さん", "Daisuke Sawaguchi"),
    ("ja", "丸山元議長と平山氏", "Maruyama Hirayama"),
    ("ja", "社長の大竹は", "Ohtake"),
    ("zh", "宫原健吾在东京", "Kengo Miyahara"),
    ("zh", "渡边直树与黑泽直美", "Naoki Watanabe Naomi Kurosawa"),
    ("zh", "記者馮建華走訪", "Feng Jianhua"),
    ("zh", "院长邱广明介绍", "Qiu Guangming"),
    ("zh", "郝晓兰说", "Hao Xiaolan"),
]


@pytest.mark.parametrize(("lang", "text", "english"), PERSONS, ids=[english for _, _, english in PERSONS])
def test_a_person_has_the_keys_of_the_name_in_latin_letters(
    lang: str, text: str, english: str, readers: dict[str, CjkReader]
) -> None:
    found = {span.concept for span in readers[lang].concepts(text)}
    # A name of one consonant (Qiu) has no key in any language.
    named = [set(keys) for keys in name_concepts(english.split(), "en") if keys]
    assert named
    assert all(found & keys for keys in named)


@pytest.mark.parametrize(
    ("lang", "text", "english"),
    [
        pytest.param("ja", "中古市場が活況だ", "Furuichi", id="across the seam of two words"),
        pytest.param("ja", "高山植物の花", "Takayama", id="the beginning of a word"),
        pytest.param("zh", "小山坡上有树", "Koyama", id="a word in Chinese"),
        pytest.param("zh", "方法很简单", "Fang", id="no title and no saying"),
        pytest.param("zh", "王先生说", "Xiansheng", id="a title behind a surname"),
        pytest.param("zh", "白宫表示", "Bai", id="a word that begins with a surname"),
    ],
)
def test_no_name_is_read_within_words(lang: str, text: str, english: str, readers: dict[str, CjkReader]) -> None:
    found = {span.concept for span in readers[lang].concepts(text)}
    assert not found & set(name_concepts([english], "en")[0])
