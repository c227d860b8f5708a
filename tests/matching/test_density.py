"""Lengths count in words of English: what one word says differs by language."""

import numpy as np
import pyarrow as pa
import pytest

from benchmarks.parallel_texts import stories
from dedup.features import density_of
from dedup.matching import TermWeights, in_english
from dedup.text import TextTables
from matching.articles import Dump

KOREAN = (
    "모란리 방앗간은 삼월부터 문을 닫고 방앗간을 물려받은 손자가 "
    "그 자리에 작은 빵집과 도서관을 열기로 했다고 군청은 알렸다."
)
ENGLISH = "The mill of Orsk closes in March and a grandson of the miller opens a bakery there."
HEADLINE = "สภาเมืองอนุมัติสะพานลอยคนเดินแห่งใหม่"


def pair(lang: str, shared: str, tables: TextTables, *, words_alone: bool = False) -> pa.Table:
    """The matches of two reports on different events that have one line in common."""
    first, second = (stories(lang)[name] for name in ("quake", "trial"))
    dump = Dump([f"{first}\n{shared}", f"{second}\n{shared}"], [lang] * 2, tables)
    if words_alone:
        dump.term_weights = TermWeights(None)
    return dump.verify([(0, 1)])


@pytest.mark.parametrize(("lang", "shared", "kinds"), [("ko", KOREAN, ["copy"]), ("en", ENGLISH, [])])
def test_a_line_of_as_many_words_says_more_in_korean(
    tables: TextTables, lang: str, shared: str, kinds: list[str]
) -> None:
    """Both have seventeen words."""
    assert len(shared.split()) == 17
    assert pair(lang, shared, tables, words_alone=True)["kind"].to_pylist() == kinds


def test_a_headline_alone_is_no_rewrite_where_a_word_is_a_pair_of_characters(tables: TextTables) -> None:
    assert pair("th", HEADLINE, tables).num_rows == 0


@pytest.mark.parametrize("lang", ["en", "ko", "th", "bo", None])
def test_only_the_lengths_of_paragraphs_are_weighed(lang: str | None) -> None:
    paragraphs = np.array([[0, 50, 0, 300, 100], [50, 51, 301, 303, 1]], np.int32)
    weighed = in_english(paragraphs, np.array([0, 2]), [lang])
    assert (weighed[:, :4] == paragraphs[:, :4]).all()
    assert weighed[:, 4].tolist() == [
        round(100 * (density_of(lang) if lang else 1)),
        max(1, round(density_of(lang or ""))),
    ]
