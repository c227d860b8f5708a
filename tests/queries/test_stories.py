"""Stories are listed and searched."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from whole_run import Ran

import dedup
from dedup.cli.program import app
from dedup.cli.render.archive import largest_stories
from dedup.cli.render.terminal import make_console
from dedup.config import Config, ProvenanceConfig
from dedup.queries import list_stories
from dedup.queries.printed import laid_out, stories_page

runner = CliRunner()


def found(ran: Ran, words: str = "", **asked: Any) -> list[str]:
    with dedup.Archive.open(ran.archive) as archive:
        return [story.id for story in list_stories(archive, words, most=1000, **asked)]


def test_all_of_them_are_listed_the_largest_first(ran: Ran) -> None:
    rows = {row["id"]: row for row in ran.rows("stories.jsonl")}
    with dedup.Archive.open(ran.archive) as archive:
        listed = list_stories(archive, most=1000)
    assert {story.id for story in listed} == rows.keys()
    assert [story.articles for story in listed] == sorted((len(row["articles"]) for row in rows.values()), reverse=True)
    for story in listed:
        row = rows[story.id]
        assert (story.first, story.verdict, story.confidence) == (
            row["articles"][0],
            row["origin"]["verdict"],
            row["origin"]["confidence"],
        )
        assert (list(story.outlets), story.first_seen, story.independent) == (
            row["outlets"],
            row["first_seen"],
            row["independent"],
        )
    with dedup.Archive.open(ran.archive) as archive:
        assert list_stories(archive, most=3) == listed[:3]


def test_a_story_from_outside_is_named_after_its_source(ran: Ran) -> None:
    sources = {row["id"]: row["origin"] for row in ran.rows("stories.jsonl")}
    with dedup.Archive.open(ran.archive) as archive:
        outside = [story for story in list_stories(archive, most=1000) if story.verdict == "outside"]
        listed = "".join(laid_out(stories_page(outside), make_console(width=200)))
    assert outside, "the samples have stories of agencies that are not in the dump"
    for story in outside:
        assert story.origin == sources[story.id]["source"]
        assert f"from {story.origin}, not in the archive" in listed


TEXT = "The northern gate of the harbour of Norvik closes for eleven weeks from Monday, its master Jon Vell said. " * 3


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (TEXT, "“The northern gate of the harbour of Norvik closes for eleven weeks from …”"),
        ("港口北門將於週一起關閉十一週，港務長表示，漁船在此期間可使用運河船閘進出。" * 9, "“港口北門將於週一起關閉"),
    ],
)
def test_a_story_without_titles_shows_how_it_begins(tmp_path: Path, text: str, shown: str) -> None:
    rows = [json.dumps({"id": name, "text": text}) for name in ("one", "two")]
    (tmp_path / "dump.jsonl").write_text("\n".join(rows), encoding="utf-8")
    dedup.add(tmp_path / "dump.jsonl", tmp_path / "a.duckdb", Config(provenance=ProvenanceConfig(trace=False)))
    with dedup.Archive.open(tmp_path / "a.duckdb") as archive:
        (story,) = list_stories(archive)
        (largest,) = largest_stories(archive, 3)
    assert story.title is None
    assert story.beginning is not None
    assert story.beginning.startswith(shown)
    assert len(story.beginning) <= 76
    assert story.beginning in laid_out(stories_page([story]), make_console(width=200))
    assert "0 outlets" not in laid_out([*stories_page([story]), largest], make_console())
    assert largest.title == story.beginning


def test_words_outlets_languages_and_kinds(ran: Ran) -> None:
    articles = ran.rows("articles.jsonl")
    stories = {row["id"]: row for row in ran.rows("stories.jsonl")}

    def having(name: str, value: str) -> set[str]:
        return {row["story"] for row in articles if row["story"] and row[name] == value}

    assert set(found(ran, outlet="HarbourPost.example")) == having("outlet", "harbourpost.example") != stories.keys()
    assert set(found(ran, lang="ka")) == having("lang", "ka") != stories.keys()
    (norvik,) = set(found(ran, "NORVIK ransom"))
    assert "yz4qfum" in stories[norvik]["articles"]
    assert found(ran, "norvik", lang="ja") == []
    translated = {
        row["story"]
        for pair in ran.rows("matches.jsonl")
        if pair["kind"] == "translation"
        for row in articles
        if row["id"] == pair["a"]
    }
    assert set(found(ran, kind="translation")) == translated


def test_dates_are_whole_days_months_and_years(ran: Ran) -> None:
    dated = [
        (row["story"], row["published"]) for row in ran.rows("articles.jsonl") if row["story"] and row["published"]
    ]
    for since, until in (("2025-05", None), (None, "2025-04-14"), ("2025-05-06", "2025-05-06"), (None, "2024")):
        expected = {
            story
            for story, day in dated
            if (since is None or day >= since) and (until is None or day[: len(until)] <= until)
        }
        assert set(found(ran, since=since, until=until)) == expected
    newest = found(ran, order="newest")
    seen = {row["id"]: row["last_seen"] or "" for row in ran.rows("stories.jsonl")}
    assert [seen[id] for id in newest] == sorted(seen.values(), reverse=True)


@pytest.mark.parametrize(
    "asked", [{"kind": "hologram"}, {"order": "sideways"}, {"since": "2025-13"}, {"until": "May"}, {"since": "0"}]
)
def test_what_cannot_be_asked(ran: Ran, asked: dict[str, str]) -> None:
    with pytest.raises(dedup.ConfigError):
        found(ran, **asked)


def test_words_are_never_sql(ran: Ran) -> None:
    assert found(ran, "'; DROP TABLE article; -- % _", outlet="' OR 1=1", lang="\x1b") == []


def test_the_command(ran: Ran) -> None:
    told = runner.invoke(app, ["stories", "norvik", "--archive", str(ran.out)])
    assert "Norvik Lines refused ransom" in told.stdout
    assert "originated by harbourpost.example" in told.stdout
    assert max(map(len, told.stdout.splitlines())) <= 80
    rows = runner.invoke(app, ["stories", "--archive", str(ran.out), "-n", "2", "--json"]).stdout.splitlines()
    assert [json.loads(row)["articles"] for row in rows] == [10, 10]
    none = runner.invoke(app, ["stories", "zzzz", "--archive", str(ran.out)])
    assert (none.exit_code, none.stdout.strip()) == (0, "")
    assert "no story" in none.stderr
