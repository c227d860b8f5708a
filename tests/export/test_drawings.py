"""Drawings: dates as they are known, lines that fit, scripts read from the right, an axis that begins behind names."""

import re
from typing import Any

import pytest

from dedup.export.report import notebook
from dedup.export.report.chain import chain
from dedup.export.report.dates import interval
from dedup.export.report.overview import _bars, _matrix
from dedup.export.report.svg import INK, NOTEBOOK_LOOKS, PAPER, QUIET, RULE, published, shortened, text, width_of
from dedup.export.report.timeline import timeline

ARABIC = "افتتاح الجسر القديم بعد عامين من الترميم"
TWO = {"a": ("2025-05-13T07:00:00Z", "second"), "b": ("2025-05-14T07:00:00Z", "second")}


def made_story(**dates: tuple[str | None, str | None]) -> dict[str, Any]:
    articles = [
        {
            "id": name,
            "url": None,
            "outlet": f"{name}.example",
            "title": name,
            "lang": "en",
            "published": written,
            "published_precision": precision,
            "published_from": None,
            "role": "copy",
            "parent": None,
        }
        for name, (written, precision) in dates.items()
    ]
    origin = {"article": None, "source": None, "verdict": "undetermined", "confidence": 0.0, "evidence": []}
    known: dict[str, Any] = {"outlets": [], "independent": 1, "languages": [], "first_seen": None, "last_seen": None}
    return {"id": "s0", "articles": articles, "links": [], "origin": origin, **known}


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


def test_dates_are_drawn_as_precisely_as_they_are_known() -> None:
    drawn = timeline(
        made_story(
            moment=("2025-05-13T07:00:00Z", "second"),
            day=("2025-05-14", "day"),
            month=("2025-05", "month"),
            none=(None, None),
        )
    )
    bars = {float(width) for width in re.findall(r'width="([\d.]+)" height="12"', drawn)}
    assert len(bars) == 2
    assert 25 < max(bars) / min(bars) < 35
    assert drawn.count("open dashed") == 2
    assert "no date" in drawn


@pytest.mark.parametrize("written", ["0001", "9999-12-31", "1969-07-20T20:17:40Z"])
def test_any_date_can_be_drawn(written: str) -> None:
    precision = {4: "year", 10: "day"}.get(len(written), "second")
    assert "<svg" in timeline(made_story(a=(written, precision), b=("2025-05-14", "day")))
    assert interval(written, precision) is not None


def test_a_drawing_of_its_own_is_xml_with_its_colours() -> None:
    from xml.etree import ElementTree

    story = made_story(**{'a<b&"c': ("2025-05-14", "day"), "b": (None, None)})
    for drawn in (timeline(story), chain(story)):
        root = ElementTree.fromstring(published(drawn))
        texts = [one for one in root.iter("{http://www.w3.org/2000/svg}text")]
        assert texts
        assert all(one.get("fill") for one in texts)


def test_without_dates_there_is_no_timeline() -> None:
    none, one = (made_story(a=(None, None), b=dated) for dated in ((None, None), ("2025-05-14", "day")))
    assert [notebook.story_html(story).count("<svg") for story in (none, one)] == [1, 2]
    assert [notebook.story_picture(story, {}).count("Timeline of story") for story in (none, one)] == [0, 1]


def test_a_line_in_straight_quotes_is_read_from_the_right_as_well() -> None:
    assert f">\u2067&quot;{ARABIC}&quot;\u2069</text>" in text(0, 0, f'"{ARABIC}"')


def test_in_a_notebook_drawings_have_the_ink_of_its_texts() -> None:
    drawn = published(timeline(made_story(**TWO)) + chain(made_story(**TWO)), NOTEBOOK_LOOKS)
    assert 'fill="currentColor"' in drawn
    assert not re.search("|".join((INK, QUIET, RULE, PAPER)), drawn)


@pytest.mark.parametrize("count", [1, 2, 5, 9])
def test_the_last_bar_of_the_overview_has_its_label(count: int) -> None:
    days = [1_740_787_200 + 86_400 * n for n in range(count)]
    drawn = _bars([{"period": day, "stories": 1} for day in days], "day")
    assert f">{count} March 2025</text>" in drawn or f">{count} Mar 2025</text>" in drawn
    assert len(re.findall(r"2025</text>", drawn)) == count
