"""A number of several words is one concept: its scale means nothing by itself."""

import numpy as np
import pytest

from dedup.config import TextConfig
from dedup.features.concepts.extract import ConceptReader
from dedup.features.concepts.hashing import concept_hash
from dedup.text import TextTables, cut_bodies

CASES = [
    ("en", "They asked for 40 million litres", "n:40000000", "n:1000000"),
    ("de", "Sie verlangten 40 Millionen Liter", "n:40000000", "n:1000000"),
    ("ru", "Они просили 40 миллионов литров", "n:40000000", "n:1000000"),
    ("es", "Pidieron 2 mil millones de litros", "n:2000000000", "n:1000000000"),
    ("hi", "उन्होंने 40 मिलियन लीटर मांगे", "n:40000000", "n:1000000"),
    ("zh", "他们要了40百万升", "n:40000000", "n:1000000"),
    ("ja", "彼らは5百万リットルを求めた", "n:5000000", "n:1000000"),
]


def read(tables: TextTables, text: str, lang: str) -> set[int]:
    bodies = cut_bodies([text], [None], [lang], np.zeros(0, np.uint64), tables, TextConfig())
    return set(ConceptReader().read(bodies, [text]).values.tolist())


@pytest.mark.parametrize(("lang", "text", "number", "scale"), CASES, ids=[case[0] for case in CASES])
def test_the_scale_of_a_number_is_no_number(tables: TextTables, lang: str, text: str, number: str, scale: str) -> None:
    found = read(tables, text, lang)
    assert concept_hash(number) in found
    assert concept_hash(scale) not in found


def test_a_scale_alone_is_a_number(tables: TextTables) -> None:
    assert concept_hash("n:1000000") in read(tables, "A million people saw it", "en")


@pytest.mark.parametrize(
    ("lang", "text"),
    [("am", "ጦርነቱ በ2011 ከተጀመረ"), ("he", "המלחמה החלה ב2011 בסוריה"), ("ar", "بدأت الحرب في سوريا بـ2011")],
)
def test_a_number_behind_a_preposition_is_read(tables: TextTables, lang: str, text: str) -> None:
    assert concept_hash("n:2011") in read(tables, text, lang)


def test_letters_before_digits_are_a_name_where_none_are_written_on(tables: TextTables) -> None:
    assert concept_hash("n:2011") not in read(tables, "The model B2011 flew", "en")
