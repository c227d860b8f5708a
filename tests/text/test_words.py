"""The kernel that cuts words and lines says what its plain twin says, and both say what readers would."""

import unicodedata
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.text import TextTables
from dedup.text.boilerplate import hash_lines
from dedup.text.characters import _EQUAL_LETTERS, _LAST_FOLDED, LETTER, Alphabet, _fold, simplified_han
from dedup.text.tokenizer import AFTER_BLANK, BIGRAM, ENDED, ENDS_SENTENCE, FLAGS, LOWER_START, UNCASED_START, words_of
from text.mixed import mixed_texts
from text.twins import Cut, chain_hash


def spellings(tables: TextTables, text: str) -> list[str]:
    words = words_of([text], tables.alphabet)
    return [text[start:end] for start, end in zip(words.start, words.end, strict=True)]


def hashes(tables: TextTables, text: str) -> list[int]:
    return words_of([text], tables.alphabet).hash.tolist()


def line_flags(tables: TextTables, text: str) -> list[int]:
    return words_of([text], tables.alphabet).lines[:, FLAGS].tolist()


@given(texts=st.lists(mixed_texts, max_size=4))
def test_kernel_and_twin_cut_the_same_words_and_lines(tables: TextTables, texts: list[str]) -> None:
    words = words_of(texts, tables.alphabet)
    line_hash = hash_lines(words)
    for number, text in enumerate(texts):
        twin = Cut(text, tables.alphabet)
        low, high = words.offsets[number : number + 2]
        found = [
            column[low:high].tolist() for column in (words.start, words.end, words.hash, words.surface, words.flags)
        ]
        assert list(zip(*found, strict=True)) == [astuple(word) for word in twin.words]
        low, high = words.line_offsets[number : number + 2]
        assert words.lines[low:high].tolist() == [list(astuple(line)) for line in twin.lines]
        twin_hashes = [chain_hash([word.hash for word in twin.words[line.first : line.last]]) for line in twin.lines]
        assert line_hash[low:high].tolist() == twin_hashes


@given(text=mixed_texts)
def test_words_are_in_order_and_inside_their_lines(tables: TextTables, text: str) -> None:
    words = words_of([text], tables.alphabet)
    assert (words.start < words.end).all()
    assert (np.diff(words.start) > 0).all()
    covered = 0
    for start, end, first, last in words.lines[:, :4]:
        assert first == covered
        covered = last
        assert start <= words.start[first]
        assert words.end[last - 1] <= end <= len(text)
    assert covered == len(words.start)


@given(
    text=st.lists(
        st.sampled_from(["за́мок", "й", "Їжак", "é", "ñ", "أحمد", "إيران", "שָׁלוֹם", "ज़मीन", "ά", " ", "\n"])
    ).map("".join)
)
def test_composed_and_decomposed_letters_are_one(tables: TextTables, text: str) -> None:
    composed, apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert hashes(tables, composed) == hashes(tables, apart)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Harbour” — closed", '"HARBOUR" - Closed'),
        ("naïve café", "naive cafe"),
        ("Ёлка и её огни", "Елка и ее огни"),
        ("пʼять", "п'ять"),
        ("п’ять", "п'ять"),
        ("ＴＯＫＹＯ １２", "tokyo 12"),
        ("كِتَابٌ", "كتاب"),
        ("مـــدرسة", "مدرسه"),
        ("می\u200cشود", "میشود"),
        ("۱۲۳", "١٢٣"),
        ("שָׁלוֹם", "שלום"),
        ("בן־אדם", "בן-אדם"),
        ("ताज़ा", "ताजा"),
        ("ინტერვიუ", "ᲘᲜᲢᲔᲠᲕᲘᲣ"),
        ("ինչո՞ւ", "ինչու"),
        ("so\u00adft", "soft"),
        ("葛\U000e0100城市", "葛城市"),
        ("新\u200b闻\u200b网", "新闻网"),
        ("❤\ufe0f love", "❤ love"),
    ],
)
def test_what_reprints_change_is_one_word(tables: TextTables, one: str, other: str) -> None:
    assert hashes(tables, one) == hashes(tables, other)


@pytest.mark.parametrize(
    ("one", "other"), [("кот", "кит"), ("カキ", "ガギ"), ("کار", "کاری"), ("बाल", "बोल"), ("12", "13")]
)
def test_what_changes_the_meaning_is_another_word(tables: TextTables, one: str, other: str) -> None:
    assert hashes(tables, one) != hashes(tables, other)


def test_scripts_without_spaces_are_cut_into_bigrams(tables: TextTables) -> None:
    assert spellings(tables, "港口新闻。字 A字B") == ["港口", "口新", "新闻", "字", "A", "字", "B"]
    words = words_of(["港口 port"], tables.alphabet)
    assert words.flags.tolist() == [BIGRAM, 0]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("It cost 5.0 million. Nobody paid.", ["million", "paid"]),
        ("He said “yes.” Then he left", ["yes"]),
        ("今天。明天", ["今天"]),
        ("Նա ասաց: Հետո գնաց։", ["ասաց", "գնաց"]),
        ("at 10:30: nothing", []),
        ("क्या हुआ। कुछ नहीं", ["हुआ"]),
        ("ماذا حدث؟ لا شيء", ["حدث"]),
        ("... no", []),
    ],
)
def test_where_sentences_end(tables: TextTables, text: str, ends: list[str]) -> None:
    words = words_of([text], tables.alphabet)
    found = np.flatnonzero(words.flags & ENDS_SENTENCE)
    assert [text[words.start[at] : words.end[at]] for at in found] == ends


def test_what_lines_say_of_themselves(tables: TextTables) -> None:
    assert line_flags(tables, "A port.\nand boats\r\nЛодка\r\n\r\nпорт»") == [
        AFTER_BLANK | ENDED,
        LOWER_START,
        0,
        AFTER_BLANK | LOWER_START,
    ]
    assert line_flags(tables, "“A port.”") == [AFTER_BLANK | ENDED]
    assert line_flags(tables, "ნავსადგური") == [AFTER_BLANK | UNCASED_START]
    assert line_flags(tables, "Նավահանգիստը փակ է:") == [AFTER_BLANK | ENDED]
    assert line_flags(tables, "The rules are these:") == [AFTER_BLANK]


def test_nothing_is_cut_from_nothing(tables: TextTables) -> None:
    for texts in ([], [""], ["", "\n\n", " \u200b…— 😀"]):
        words = words_of(texts, tables.alphabet)
        assert len(words.hash) == len(words.lines) == 0
        assert words.offsets.tolist() == words.line_offsets.tolist() == [0] * (len(texts) + 1)


def test_characters_fold_as_unicode_says(tables: TextTables) -> None:
    """Every letter by its decompositions, not only those that are known to have one."""
    alphabet = tables.alphabet
    mine = {*map(ord, _EQUAL_LETTERS), *simplified_han()}
    for code in np.flatnonzero(alphabet.kind[:_LAST_FOLDED] == LETTER).tolist():
        assert alphabet.lower[code] == ord(chr(code).lower()[0])
        if code not in mine:
            assert alphabet.fold[code] == _fold(chr(code)), hex(code)
    assert alphabet is Alphabet.build()
    assert not alphabet.fold.flags.writeable
