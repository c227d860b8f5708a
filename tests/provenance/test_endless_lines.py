"""What one article costs does not grow with the square of its cues: a line of a megabyte may hold fifty thousand."""

from collections.abc import Sequence

import pyarrow as pa
import pytest

from dedup.provenance import find_citations
from dedup.provenance.attribution import cue_choice, extract
from dedup.provenance.attribution.layout import Layout
from dedup.provenance.records import Citation

WORDS = "the ship came in and "


def citations(text: str, lang: str = "en") -> list[dict[str, object]]:
    return find_citations(pa.table({"article": [1], "text": [text], "lang": [lang]})).to_pylist()


@pytest.mark.parametrize(("filler", "cue"), [(WORDS, "Reuters reported that "), ("船到了", "据新华社报道")])
def test_a_sentence_ends_near_its_cue(filler: str, cue: str) -> None:
    around = filler * (40_000 // len(filler))
    text = around + cue + around
    at = len(around)
    start, end = Layout(text, None).sentence((at, at + len(cue)))
    assert start <= at < at + len(cue) <= end
    assert end - start < 7_000
    assert " " not in filler or (text[start - 1] == " " and text[end] == " ")
    assert {one["source"] for one in citations(text, "en" if " " in filler else "zh")} == {
        "Reuters" if " " in filler else "Xinhua"
    }


def test_a_sentence_is_cut_no_shorter_than_its_ends_say() -> None:
    first, second = "One. " * 300, "A ship came in, Reuters reported on Monday. "
    text = first + second + first
    at = text.index("Reuters")
    assert text[slice(*Layout(text, None).sentence((at, at + 7)))] == second.strip()


def test_a_name_is_compared_with_the_cues_of_its_words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands elsewhere shares no words with it, so the answer is that of comparing with all."""
    text = "".join(
        f"The mayor told the Daily Zxq{n} Gazette of it, the Zxq{n} Gazette reported on Monday. " for n in range(20)
    )
    seen = []
    is_part = cue_choice._is_part

    def counting(cue: Citation, others: Sequence[Citation]) -> bool:
        seen.append(len(others))
        return is_part(cue, others)

    monkeypatch.setattr(cue_choice, "_is_part", counting)
    found = citations(text)
    monkeypatch.setattr(cue_choice, "_overlapping", lambda cues: lambda _: list(cues))
    assert found == citations(text)
    assert len(seen) >= 40
    assert max(seen[:20]) < 10


def test_an_article_of_very_many_cues_keeps_its_first(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"Reuters reported that ship {number} came in.\n\n" for number in range(40))
    whole = citations(text)
    monkeypatch.setattr(extract, "_MOST_TRIGGERS", 10)
    few = citations(text)
    assert 0 < len(few) < len(whole)
    assert few == whole[: len(few)]


def test_a_line_of_very_many_cues_keeps_its_first_and_the_next_line_has_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = "".join(f"Reuters reported that ship {number} came in. " for number in range(40))
    text = f"{line}\nThe BBC reported that it sank."
    whole = citations(text)
    monkeypatch.setattr(extract, "_MOST_OF_A_LINE", 10)
    few = citations(text)
    assert 1 < len(few) < len(whole)
    assert few[:-1] == whole[: len(few) - 1]
    assert few[-1] == whole[-1]
    assert few[-1]["source_key"] == "bbc"
