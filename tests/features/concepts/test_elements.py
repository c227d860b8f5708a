"""Elements: one for each stem and language, whatever else is in the batch."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from text.mixed import mixed_texts

from dedup.config import TextConfig
from dedup.features import STEMS, StemReader
from dedup.text import TextTables, cut_bodies

LANGS = ("en", "de", "ru", "uk", "tr", "ar", "fa", "he", "hi", "hy", "zh", "ja", "hr", None)


def elements_of(
    tables: TextTables, texts: Sequence[str], langs: Sequence[str | None]
) -> tuple[list[list[int]], pa.Table]:
    bodies = cut_bodies(texts, [None] * len(texts), langs, np.zeros(0, np.uint64), tables, TextConfig())
    elements, stems = StemReader().read(bodies, texts)
    return [elements[slice(*bodies.offsets[at : at + 2])].tolist() for at in range(len(texts))], stems


def element(tables: TextTables, word: str, lang: str) -> int:
    [[found, *_]], _ = elements_of(tables, [word], [lang])
    return found


def shares_by_element(stems: pa.Table) -> dict[int, float]:
    return dict(zip(stems["element"].to_pylist(), stems["prior_share"].to_pylist(), strict=True))


@given(st.lists(st.tuples(mixed_texts, st.sampled_from(LANGS)), max_size=4))
def test_an_article_has_the_same_elements_in_any_batch(
    tables: TextTables, articles: list[tuple[str, str | None]]
) -> None:
    texts, langs = [text for text, _ in articles], [lang for _, lang in articles]
    together, stems = elements_of(tables, texts, langs)
    assert elements_of(tables, texts[::-1], langs[::-1])[0] == together[::-1]
    alone = [elements_of(tables, [text], [lang]) for text, lang in articles]
    assert together == [elements for [elements], _ in alone]
    counted = [
        row for _, table in alone for row in zip(table["lang"].to_pylist(), table["element"].to_pylist(), strict=True)
    ]
    expected = {row: counted.count(row) for row in counted}
    found = zip(stems["lang"].to_pylist(), stems["element"].to_pylist(), stems["articles"].to_pylist(), strict=True)
    assert {(lang, number): articles for lang, number, articles in found} == expected


def test_spellings_that_share_a_hash_do_not_share_a_stem_by_chance(tables: TextTables) -> None:
    # Letters with marks fold to those without, so these words meet in the copies' hash, in whatever order they come.
    for lang, words in (("en", ["resume", "re\u0301sume\u0301", "RÉSUMÉ"]), ("tr", ["Irak", "irak", "IRAK"])):
        forward, _ = elements_of(tables, words, [lang] * 3)
        backward, _ = elements_of(tables, words[::-1], [lang] * 3)
        assert forward == backward[::-1]


def test_forms_of_a_word_meet(tables: TextTables) -> None:
    assert element(tables, "harbours", "en") == element(tables, "Harbour", "en")
    assert element(tables, "пристани", "ru") == element(tables, "ПРИСТАНЬ", "ru")
    assert element(tables, "за́мок", "ru") == element(tables, "замок", "ru")


def test_croatian_serbian_and_bosnian_are_one_language(tables: TextTables) -> None:
    assert (
        element(tables, "pristanište", "hr")
        == element(tables, "pristanište", "sr")
        == element(tables, "pristanište", "bs")
    )


def test_one_spelling_in_two_languages_is_two_elements(tables: TextTables) -> None:
    assert element(tables, "Hand", "en") != element(tables, "Hand", "de")
    assert element(tables, "рука", "ru") != element(tables, "рука", "uk")


def test_the_table_counts_articles_not_words(tables: TextTables) -> None:
    _, stems = elements_of(tables, ["boat boats boat", "a boat", "Boot"], ["en", "en", "de"])
    assert stems.schema == STEMS
    boat = element(tables, "boat", "en")
    counts = dict(zip(stems["element"].to_pylist(), stems["articles"].to_pylist(), strict=True))
    assert counts[boat] == 2
    assert sorted(set(stems["lang"].to_pylist())) == ["de", "en"]
    shares = shares_by_element(stems)
    assert shares[element(tables, "a", "en")] > shares[boat]


def test_nothing_has_no_elements(tables: TextTables) -> None:
    for texts in ([], [""], ["", "…"]):
        elements, stems = elements_of(tables, texts, [None] * len(texts))
        assert elements == [[] for _ in texts]
        assert stems.schema == STEMS
        assert stems.num_rows == 0
