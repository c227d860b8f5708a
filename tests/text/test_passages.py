"""Paragraphs and passages: nothing of the body is lost, nothing stands in two paragraphs, nothing is too long."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup.config import TextConfig
from dedup.text import TextTables, cut_bodies
from dedup.text.passages import cut_paragraphs, join_passages
from dedup.text.tokenizer import BIGRAM, ENDS_SENTENCE, FIRST, LAST, Words, words_of
from text.mixed import article_texts, mixed_texts
from text.twins import join_passages as twin_passages

NOTHING_RECURS = np.zeros(0, np.uint64)


def paragraphs_of(words: Words, boilerplate: NDArray[np.bool_], most_half: int) -> NDArray[np.int32]:
    rows: NDArray[np.int32] = cut_paragraphs(
        words.lines, words.line_offsets, words.offsets, words.flags, boilerplate, most_half
    )
    return rows


def half_words(flags: NDArray[np.uint8]) -> int:
    return int(2 * len(flags) - np.count_nonzero(flags & BIGRAM))


@given(
    texts=st.lists(article_texts | mixed_texts, max_size=3),
    every=st.integers(1, 5),
    most_half=st.sampled_from([4, 7, 20, 41, 200]),
)
def test_paragraphs_hold_the_body_once_and_in_order(
    tables: TextTables, texts: Sequence[str], every: int, most_half: int
) -> None:
    words = words_of(texts, tables.alphabet)
    boilerplate = np.arange(len(words.lines)) % 5 >= every
    rows = paragraphs_of(words, boilerplate, most_half)
    for number in range(len(texts)):
        own = rows[rows[:, 0] == number]
        lines = slice(*words.line_offsets[number : number + 2])
        body = [
            word
            for line, left_out in zip(words.lines[lines], boilerplate[lines], strict=True)
            if not left_out
            for word in range(line[FIRST], line[LAST])
        ]
        assert [word for _, first, last, _, _ in own for word in range(first, last)] == body
        flags = words.flags[words.offsets[number] : words.offsets[number + 1]]
        for _, first, last, half, _ in own:
            assert first < last
            assert half == half_words(flags[first:last])
            assert half <= max(most_half, 2)
    assert (np.diff(rows[:, 0]) >= 0).all()


@given(text=article_texts, most_half=st.sampled_from([10, 30, 60]))
def test_a_cut_inside_a_line_is_at_a_sentence_or_at_an_equal_share(
    tables: TextTables, text: str, most_half: int
) -> None:
    words = words_of([text], tables.alphabet)
    rows = paragraphs_of(words, np.zeros(len(words.lines), bool), most_half)
    line_ends = set(words.lines[:, LAST].tolist())
    for (_, first, last, half, _), (_, _, _, after, _) in pairwise(rows):
        if last not in line_ends and not words.flags[last - 1] & ENDS_SENTENCE:
            # No sentence end that would have left a fair part was passed over.
            share = (half + after) // 2
            ends = [word + 1 for word in range(first, last) if words.flags[word] & ENDS_SENTENCE]
            assert all(half_words(words.flags[first:end]) * 2 < share + most_half // 2 + 1 for end in ends)


@given(
    st.lists(st.tuples(st.integers(0, 1), st.integers(1, 60), st.booleans()), max_size=12),
    st.sampled_from([(20, 60), (80, 240)]),
)
def test_kernel_and_twin_join_the_same_passages(
    paragraphs: list[tuple[int, int, bool]], limits: tuple[int, int]
) -> None:
    rows = []
    for article in (0, 1):
        at = 0
        for owner, half, follows in paragraphs:
            if owner == article:
                rows.append([article, at, at + half, half, at > 0 and follows])
                at += half
    joined = join_passages(np.array(rows, np.int32).reshape(-1, 5), *limits)
    assert joined.tolist() == twin_passages(rows, *limits)


@given(texts=st.lists(article_texts | mixed_texts, min_size=1, max_size=3))
def test_bodies_count_from_their_article(tables: TextTables, texts: list[str]) -> None:
    config = TextConfig()
    bodies = cut_bodies(texts, [None] * len(texts), ["en"] * len(texts), NOTHING_RECURS, tables, config)
    for number, text in enumerate(texts):
        words = slice(*bodies.offsets[number : number + 2])
        starts, ends = bodies.starts[words], bodies.ends[words]
        rows = bodies.paragraphs[slice(*bodies.paragraph_offsets[number : number + 2])]
        at_word = at_char = 0
        for first, last, start, end, _ in rows:
            assert first == at_word
            assert at_char <= start <= starts[first] < ends[last - 1] <= end <= len(text)
            at_word, at_char = last, end
        assert at_word == len(starts)
        for _, paragraph, first, last, start, end, half in bodies.passages[bodies.passages[:, 0] == number]:
            inside = rows[(rows[:, 0] >= first) & (rows[:, 1] <= last)]
            assert rows[paragraph, 0] == first
            assert (inside[0, 0], inside[-1, 1]) == (first, last)
            assert (inside[0, 2], inside[-1, 3], inside[:, 4].sum()) == (start, end, half)
            assert 2 * config.least_words <= half <= 2 * config.passage_words[1]


@given(texts=st.lists(article_texts | mixed_texts, min_size=2, max_size=4))
def test_a_body_is_the_same_in_any_batch(tables: TextTables, texts: list[str]) -> None:
    unknown: list[None] = [None] * len(texts)
    together = cut_bodies(texts, unknown, unknown, NOTHING_RECURS, tables, TextConfig())
    for number, text in enumerate(texts):
        alone = cut_bodies([text], [None], [None], NOTHING_RECURS, tables, TextConfig())
        words = slice(*together.offsets[number : number + 2])
        rows = slice(*together.paragraph_offsets[number : number + 2])
        assert together.words[words].tolist() == alone.words.tolist()
        assert together.surfaces[words].tolist() == alone.surfaces.tolist()
        assert together.paragraphs[rows].tolist() == alone.paragraphs.tolist()
        assert together.passages[together.passages[:, 0] == number, 1:].tolist() == alone.passages[:, 1:].tolist()
        assert together.langs[number] == alone.langs[0]


SENTENCE = "The ferry to the outer islands was cancelled for a third day on Tuesday."
WRAPPED = {
    "en": """The ferry to the outer islands was
cancelled for a third day on Tuesday as
waves of six metres broke over the pier,
and the council asked the people who
live there to stay at home until noon.""",
    "ka": """გემი შორეულ კუნძულებზე მესამე დღეა
ვეღარ გადის და ნავსადგურის უფროსი
ამბობს რომ ქარი ხვალამდე არ ჩადგება
ამიტომ მგზავრებმა სახლში უნდა დაიცადონ
სანამ ახალი ცნობა არ გამოქვეყნდება.""",
    "he": """המעבורת לאיים הרחוקים בוטלה ביום
השלישי ברציפות ומנהל הנמל אמר כי
הרוח לא תיחלש לפני מחר ולכן על
הנוסעים להמתין בבתיהם עד שתפורסם
הודעה חדשה של הרשות המקומית היום.""",
}


@pytest.mark.parametrize("lang", WRAPPED)
def test_hard_wrapped_text_is_one_paragraph(tables: TextTables, lang: str) -> None:
    text = "\n\n".join([WRAPPED[lang]] * 2)
    bodies = cut_bodies([text], [None], [lang], NOTHING_RECURS, tables, TextConfig())
    assert [text[start:end] for _, _, start, end, _ in bodies.paragraphs] == [WRAPPED[lang]] * 2


def test_lines_are_paragraphs_where_no_program_wrapped_them(tables: TextTables) -> None:
    georgian = [
        "ნავსადგურის უფროსმა დღეს ახალი განრიგი წარადგინა",
        "გემი შორეულ კუნძულებზე მესამე დღეა ვეღარ გადის, რადგან ქარი ძლიერია და ტალღები ექვს მეტრს აღწევს.",
        "მგზავრებმა სახლში უნდა დაიცადონ, სანამ ახალი ცნობა არ გამოქვეყნდება, თქვა მან გუშინ საღამოს.",
    ]
    text = "\n".join(georgian)
    bodies = cut_bodies([text], [None], ["ka"], NOTHING_RECURS, tables, TextConfig())
    assert [text[start:end] for _, _, start, end, _ in bodies.paragraphs] == georgian


def test_a_long_paragraph_is_cut_at_sentences_of_about_equal_parts(tables: TextTables) -> None:
    text = " ".join([SENTENCE] * 20)
    bodies = cut_bodies([text], [None], ["en"], NOTHING_RECURS, tables, TextConfig())
    parts = [text[start:end] for _, _, start, end, _ in bodies.paragraphs]
    assert parts == [" ".join([SENTENCE] * sentences) for sentences in (7, 6, 7)]


@pytest.mark.parametrize(
    ("sentence", "between"),
    [("“The ferry to the outer islands stays in the harbour.”", " "), ("「離島行きのフェリーは港に残る。」", "")],
)
def test_quotation_marks_stay_with_their_sentence_where_a_line_is_cut(
    tables: TextTables, sentence: str, between: str
) -> None:
    text = between.join([sentence] * 60)
    bodies = cut_bodies([text], [None], [None], NOTHING_RECURS, tables, TextConfig())
    parts = [text[start:end] for _, _, start, end, _ in bodies.paragraphs]
    assert len(parts) > 1
    assert between.join(parts) == text
    assert {(part[0], part[-1]) for part in parts} == {(sentence[0], sentence[-1])}


def test_short_neighbours_make_a_passage_and_a_removed_line_parts_it(tables: TextTables) -> None:
    text = "\n".join([f"{SENTENCE} Boat {number} stays." for number in ("one", "two", "three", "four")])
    bodies = cut_bodies([text], [None], ["en"], NOTHING_RECURS, tables, TextConfig())
    assert bodies.passages[:, 1].tolist() == [0, 1]
    assert bodies.passages[:, 6].tolist() == [102, 102]
    parted = text.replace(
        "\nThe ferry to the outer islands was cancelled for a third day on Tuesday. Boat two stays.",
        "\nHome | News | Sport | Contacts",
    )
    bodies = cut_bodies([parted], [None], ["en"], NOTHING_RECURS, tables, TextConfig())
    assert len(bodies.paragraphs) == 3
    assert bodies.passages[0, 6] == 34
