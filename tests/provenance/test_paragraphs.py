"""What is remembered of a paragraph is what would be read of it again, wherever it stands."""

import random
import tomllib
from pathlib import Path

import pyarrow as pa
import pytest

from dedup.provenance import Cues, Paragraphs, Sources, find_citations
from dedup.provenance.attribution.layout import Layout
from dedup.provenance.attribution.paragraphs import key_of, paragraphs_of

CUES, SOURCES = Cues.load(), Sources.load()
CASES = Path(__file__).parent / "cases"


def cite(rows: list[dict[str, object]], known: Paragraphs | None) -> list[dict[str, object]]:
    return find_citations(pa.Table.from_pylist(rows), cues=CUES, sources=SOURCES, known=known).to_pylist()


def article(number: int, text: str, lang: str, body: tuple[int, int] | None = None) -> dict[str, object]:
    start, end = body or (0, len(text))
    return {"article": number, "text": text, "lang": lang, "body": [{"start": start, "end": end}]}


@pytest.mark.parametrize("lang", ["ar", "de", "en", "he", "hi", "ja", "ru", "tr", "zh"])
def test_paragraphs_of_any_company_are_read_once(lang: str) -> None:
    cases = tomllib.loads((CASES / f"{lang}.toml").read_text("utf-8"))
    pool = [case["text"] for case in cases["positive"]][:25] + cases["negative"][:8]
    pool += ["Anna", "13:00", "at 8 p.m.", "“A quotation that is never closed. NBC", "Reuters", "Bloomberg\n"]
    chosen = random.Random(lang)
    rows = []
    for number in range(12):
        gaps = chosen.choices(["\n\n", "\n\n\n", "\n \n", "\n"], [8, 1, 1, 1], k=8)
        text = "".join(piece + gap for piece, gap in zip(chosen.choices(pool, k=8), gaps, strict=True))
        text = text.rstrip() if number % 2 else text
        rows.append(article(number, text, lang, (chosen.randrange(40), chosen.randrange(len(text) // 2, len(text)))))
    fresh = [row for one in rows for row in cite([one], None)]
    known = Paragraphs()
    assert [row for one in rows for row in cite([one], known)] == fresh
    assert [row for one in rows for row in cite([one], known)] == fresh
    assert fresh


SHOWN = "The match will be shown, according to NBC"
SURNAME = "Bloomberg reports that the mill has been sold to its rival."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"Sport.\n\n{SHOWN}\n\nRain is expected.", f"Sport.\n\n{SHOWN}\n\n20:45 tonight."),
        (f"The mill.\n\n{SURNAME}", f"Written by Jane\n\n{SURNAME}"),
        (f"{SURNAME}\n\nMore.", f"More.\n\n{SURNAME}"),
    ],
)
def test_what_stands_beside_a_paragraph_counts(first: str, second: str) -> None:
    known = Paragraphs()
    rows = [article(0, first, "en"), article(1, second, "en")]
    assert [cite([row], known) for row in rows] == [cite([row], None) for row in rows]


def test_scope_and_body_are_of_the_article() -> None:
    told = "The budget is settled and nothing of it will be changed this year, the mayor told Reuters on Monday. "
    told += "He did not say what would become of the old mill and of the fields behind it, for which there is no plan."
    filler = "\n\n".join(["The council met in the old hall and nobody left before the evening came."] * 20)
    top, deep = f"{told}\n\n{filler}", f"{filler}\n\n{told}\n\n{filler}"
    known = Paragraphs()
    found = [
        [row["scope"] for row in cite([row], known)]
        for row in (article(0, top, "en"), article(1, deep, "en"), article(2, deep, "en", (0, 400)))
    ]
    assert found == [["whole"], ["quote"], []]


def test_a_paragraph_is_another_by_language_and_at_the_edges_of_the_text() -> None:
    told = "Das Werk wurde verkauft, berichtet Reuters."

    def key(before: str, after: str, lang: str = "de") -> bytes:
        language = CUES.of(lang)
        assert language is not None
        return key_of(language, Layout(before + told + after, None), len(before), len(before + told))

    more = "\n\nMehr dazu morgen."
    keys = [key("", ""), key("Kurz.\n\n", ""), key("", more), key("Kurz.\n\n", more), key("Kurz.\n\n", more, "nl")]
    assert len(set(keys)) == len(keys)
    assert key("Kurz.\n\n", more) == key("Aus der Wirtschaft.\n\n", "\n\nUnd sonst nichts.")


def test_triggers_are_grouped_by_the_empty_lines_around_them() -> None:
    text = "one two\n\n\nthree\n\nfour"
    at = [text.index(word) for word in ("one", "two", "three", "four")]
    groups = [(text[s:e], [a for a, _ in t]) for s, e, t in paragraphs_of(text, [(a, 0) for a in at])]
    assert groups == [("one two", at[:2]), ("three", at[2:3]), ("four", at[3:])]


def test_body_of_a_stretch() -> None:
    layout = Layout("x" * 30, [(2, 6), (10, 20)])
    assert layout.body_within(0, 30) == ((2, 6), (10, 20))
    assert layout.body_within(4, 12) == ((0, 2), (6, 8))
    assert layout.body_within(6, 10) == ()
    assert layout.body_within(25, 30) == ()
