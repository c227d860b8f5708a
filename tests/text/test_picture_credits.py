"""Captions are known by the credit that ends them, whoever is named in it; prose that speaks of pictures is prose:
`picture_credits.jsonl`."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.config import TextConfig
from dedup.text import TextTables, cut_bodies, picture_credits
from dedup.text.picture_credits import MOST_HALF_WORDS, end_in_credit
from dedup.text.tokenizer import HALF_WORDS, words_of

with (Path(__file__).parent / "cases" / "picture_credits.jsonl").open(encoding="utf-8") as lines:
    CASES = [(case["text"], case["caption"]) for case in map(json.loads, lines)]


@pytest.mark.parametrize(("text", "caption"), CASES)
def test_a_caption_ends_in_its_credit(text: str, caption: bool, tables: TextTables) -> None:
    assert end_in_credit([text], words_of([text], tables.alphabet)).tolist() == [caption]


PIECES = [
    "Photo",
    "FOTO: ",
    "by ",
    "BY ",
    "Courtesy of ",
    "fot. ",
    "Fot.",
    "© ",
    "/",
    "写真",
    "：",
    " - ",
    "Ida Vest",
    ". ",
    "\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.text("bycofut. ", max_size=8))
@settings(deadline=None)
def test_looking_for_signs_and_words_first_misses_no_credit(text: str, before: str) -> None:
    texts = [before + text, text]
    words = words_of(texts, TextTables.load().alphabet)
    lines = [
        (texts[article][start:end])[-90:]
        for article, (low, high) in enumerate(pairwise(words.line_offsets.tolist()))
        for start, end in words.lines[low:high, :2].tolist()
    ]
    assert end_in_credit(texts, words).tolist() == [bool(picture_credits._credit().search(line)) for line in lines]


def test_a_paragraph_that_ends_in_a_credit_is_prose(tables: TextTables) -> None:
    text = "The council voted to close the road. " * 12 + "Photo: Ida Vest"
    words = words_of([text], tables.alphabet)
    assert words.lines[0, HALF_WORDS] > MOST_HALF_WORDS
    assert not end_in_credit([text], words).any()


def test_a_caption_is_left_out_of_the_body_beside_prose(tables: TextTables) -> None:
    """Alone, as in a gallery, captions are all the text there is."""
    prose = (
        "The council of Marlow Bay voted on Tuesday to close the old quarry road after a landslide, and asked "
        "engineers to report within a month whether the slope above it can be made safe."
    )
    one, other = CASES[0][0], CASES[1][0]
    texts = [f"{one}\n{prose}", f"{prose}\n{other}", f"{one}\n{other}"]
    cut = cut_bodies(texts, [None] * 3, [None] * 3, np.zeros(0, np.uint64), tables, TextConfig())
    spans = np.split(cut.paragraphs[:, 2:4], cut.paragraph_offsets[1:-1])
    kept = [[text[start:end] for start, end in rows] for text, rows in zip(texts, spans, strict=True)]
    assert kept[:2] == [[prose], [prose]]
    assert kept[2]
