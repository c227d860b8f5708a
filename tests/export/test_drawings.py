"""Drawings: lines that fit, scripts that are read from the right, an axis that begins where the names end."""

import re

import pytest
from test_report import made_story

from dedup.export.report.chain import chain
from dedup.export.report.overview import _matrix
from dedup.export.report.svg import published, shortened, text, width_of
from dedup.export.report.timeline import timeline

ARABIC = "افتتاح الجسر القديم بعد عامين من الترميم"
TWO = {"a": ("2025-05-13T07:00:00Z", "second"), "b": ("2025-05-14T07:00:00Z", "second")}


@pytest.mark.parametrize("words", [ARABIC, f"“{ARABIC} …”", "נפתח הגשר"])
def test_a_line_that_begins_from_the_right_is_read_so_as_a_whole(words: str) -> None:
    assert f">\u2067{words}\u2069</text>" in text(0, 0, words)


@pytest.mark.parametrize("words", ["The bridge", f"AFP: {ARABIC}", "橋が開く", "2025"])
def test_another_line_is_left_as_it_is(words: str) -> None:
    assert f">{words}</text>" in text(0, 0, words)


def test_marks_that_turn_a_text_are_still_taken_out_of_it() -> None:
    drawn = text(0, 0, f"\u202e{ARABIC}\u2069 a\u2067b")
    assert re.findall("[\u202a-\u202e\u2066-\u2069]", drawn) == ["\u2067", "\u2069"]


def test_capitals_are_wider_than_small_letters() -> None:
    assert width_of("COUNCIL VOTES") > 1.2 * width_of("council votes")
    assert len(shortened("W" * 100, 400)) < len(shortened("l" * 100, 400))


def first_mark(drawn: str) -> float:
    return float(re.findall(r'<circle cx="([\d.]+)"', drawn)[0])


def test_the_axis_begins_where_the_longest_name_ends() -> None:
    short, long = made_story(**TWO), made_story(**TWO)
    long["articles"][0]["outlet"] = "the-morning-paper-of-larkhaven-and-the-coast.example"
    assert first_mark(timeline(short)) < 180
    assert 250 < first_mark(timeline(long)) < 300
    assert ">en · copy</text>" in timeline(short)


def test_words_over_the_grid_stand_on_paper() -> None:
    drawn = published(timeline(made_story(**TWO)))
    said = [one for one in re.findall("<text [^>]+>", drawn) if "small over" in one]
    assert said
    assert all('paint-order="stroke"' in one and 'stroke="#ffffff"' in one for one in said)


def test_a_chain_shows_the_headline_of_a_script_read_from_the_right() -> None:
    story = made_story(**TWO)
    story["articles"][0]["title"] = ARABIC * 4
    assert re.search("\u2067[^\u2069<]+…\u2069</text>", chain(story))


def test_rows_of_the_matrix_take_from_its_columns() -> None:
    def taken(outlet: str, source: str, articles: int) -> dict[str, object]:
        return {"outlet": outlet, "taken_from": source, "in_dump": True, "articles": articles}

    often = [taken(f"reader-{i}", f"lender-{i % 10}", 5) for i in range(10)]
    # Each of these takes more than any reader, yet of nobody from whom much is taken.
    made = _matrix(often + [taken(f"alone-{i}", f"rare-{i}-{n}", 4) for i in range(10) for n in range(3)])
    assert [row for row, _ in made["rows"]] == [f"reader-{i}" for i in range(10)]
    assert all(any(number for number, _ in cells) for _, cells in made["rows"])
    assert made["left_out"] == 30 + 10
