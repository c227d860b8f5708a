"""One text with other spaces is a copy, in languages whose spaces are free."""

import json
import re
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.config import Config
from dedup.matching import Tokens
from dedup.matching.respaced import as_units
from dedup.pipeline.keys import keys_of_copies
from dedup.text import TextTables, cut_bodies, units_of
from matching.articles import Dump

with (Path(__file__).parent / "spaces.jsonl").open(encoding="utf-8") as lines:
    TEXTS: dict[str, str] = {one["name"]: one["text"] for one in map(json.loads, lines)}
KOREAN, PERSIAN, THAI, LAO = (TEXTS[name] for name in ("korean", "persian", "thai", "lao"))


def joined(text: str, every: int) -> str:
    """The text without each so-manieth space."""
    spaces = iter(range(1, len(text)))
    return re.sub(r"(?<=\S) (?=\S)", lambda _: "" if next(spaces) % every == 0 else " ", text)


def segmented(text: str) -> str:
    """The text with a space behind every few letters, marks left with theirs."""
    rng = Random(7)
    parts = re.findall(r"[^\W\d_][^\W\d_]?\W?|\s+|.", text)
    return "".join(part + (" " if rng.random() < 0.5 and part.strip() else "") for part in parts)


VARIANTS = {
    "ko, every second": ("ko", KOREAN, joined(KOREAN, 2)),
    "ko, every third": ("ko", KOREAN, joined(KOREAN, 3)),
    "ko, every fourth": ("ko", KOREAN, joined(KOREAN, 4)),
    "fa, joints as spaces": ("fa", PERSIAN, PERSIAN.replace("\u200c", " ")),
    "fa, joined and with spaces": ("fa", PERSIAN.replace("\u200c", ""), PERSIAN.replace("\u200c", " ")),
    "th, segmented": ("th", THAI, segmented(THAI)),
    "lo, segmented": ("lo", LAO, segmented(LAO)),
}


@pytest.mark.parametrize(("lang", "text", "other"), VARIANTS.values(), ids=VARIANTS)
def test_a_copy_with_other_spaces_is_a_copy(tables: TextTables, lang: str, text: str, other: str) -> None:
    [match] = Dump([text, other], [lang] * 2, tables).verify([(0, 1)]).to_pylist()
    assert match["kind"] == "copy"
    assert min(match["coverage_a"], match["coverage_b"]) > 0.95
    shown = "".join(text[one["a_start"] : one["a_end"]] for one in match["passages"])
    assert len(shown) > 0.95 * len(text)


@pytest.mark.parametrize(("lang", "text", "other"), VARIANTS.values(), ids=VARIANTS)
def test_a_copy_with_other_spaces_is_a_candidate(tables: TextTables, lang: str, text: str, other: str) -> None:
    table = keys_of_copies(Tokens.of(Dump([text, other], [lang] * 2, tables).table), Config().sketch)
    keys = [set(table["key"].filter(np.array(table["article"]) == number).to_pylist()) for number in (0, 1)]
    assert keys[0] & keys[1]


def test_a_notice_of_the_same_form_is_none_whatever_its_spaces(tables: TextTables) -> None:
    form = TEXTS["form"]
    texts = [
        form.format("월요일", 3, 17, "포항", 2.4, 36.1, 129.7, 11),
        joined(form.format("금요일", 5, 48, "제주", 3.2, 33.4, 126.2, 19), 2),
    ]
    assert not Dump(texts, ["ko"] * 2, tables).verify([(0, 1)]).num_rows


def test_other_texts_are_none_whatever_their_spaces(tables: TextTables) -> None:
    other = TEXTS["other"]
    assert not Dump([KOREAN, joined(other, 2)], ["ko"] * 2, tables).verify([(0, 1)]).num_rows


@given(st.sets(st.integers(1, len(KOREAN) - 1)))
def test_units_do_not_depend_on_spaces(places: set[int]) -> None:
    tables, nothing = TextTables.load(), np.zeros(0, np.uint64)
    spaced = "".join((" " if at in places else "") + character for at, character in enumerate(KOREAN))
    texts = [KOREAN, spaced]
    bodies = cut_bodies(texts, [None] * 2, ["ko"] * 2, nothing, tables, Config().text)
    units, starts, ends = units_of(bodies, texts, tables.alphabet)
    assert len(units) == ends[-1]
    # Long paragraphs are cut by words, and the last unit of each has no other character behind it.
    spelled = ["".join(texts[row][at] for at in starts[ends[row] : ends[row + 1]]) for row in (0, 1)]
    assert spelled[0] == spelled[1] == "".join(filter(str.isalnum, KOREAN))
    assert (units[: ends[1]] != units[ends[1] :]).sum() <= 4


def test_units_of_a_batch_are_those_of_each_article(tables: TextTables) -> None:
    texts = [KOREAN, "An English text of a few words.", THAI, "", PERSIAN]
    langs = ["ko", "en", "th", "ko", "fa"]
    dump = Dump(texts, langs, tables)
    tokens = as_units(Tokens.of(dump.table))
    assert np.diff(tokens.words.offsets)[[1, 3]].tolist() == [0, 0]
    for row, text in enumerate(texts):
        alone = as_units(Tokens.of(Dump([text], langs[row : row + 1], tables).table))
        low, high = tokens.words.offsets[row], tokens.words.offsets[row + 1]
        assert tokens.words.values[low:high].tolist() == alone.words.values[: alone.words.offsets[1]].tolist()
        starts, ends = tokens.starts.values[low:high], tokens.ends.values[low:high]
        assert all(text[start:end].strip() == text[start:end] for start, end in zip(starts, ends, strict=True))
        rows = tokens.paragraphs.values[tokens.paragraphs.offsets[row] : tokens.paragraphs.offsets[row + 1]]
        spans = rows.reshape(-1, 5)[:, :2].ravel().tolist()
        assert spans == sorted(spans)
        assert (spans[-1] if spans else 0) == high - low
