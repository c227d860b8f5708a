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
