"""Articles that stand alone, say nothing, or mean harm."""

import json
import re
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

import dedup
from dedup.cli.program import app

runner = CliRunner()
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
WORDS = "The northern gate of the harbour closes for eleven weeks, and fishing boats use the canal lock until then."


def archive_of(folder: Path, *rows: dict[str, str]) -> Path:
    (folder / "dump.jsonl").write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    dedup.run([str(folder / "dump.jsonl")], folder / "out", report=False)
    return folder / "out" / "archive.duckdb"


def test_an_article_without_words_is_not_called_an_origin(tmp_path: Path) -> None:
    path = archive_of(tmp_path, {"id": "empty", "text": "…", "title": "—"}, {"id": "full", "text": WORDS})
    with dedup.Archive.open(path) as archive:
        empty, full = dedup.origin(archive, "empty"), dedup.origin(archive, "full")
    assert (empty.answer, empty.comparable) == ("undetermined", False)
    assert (full.answer, full.comparable) == ("earliest_here", True)
    told = runner.invoke(app, ["origin", "empty", "--exit-code", "--archive", str(path)])
    assert told.exit_code == 13
    assert "too little text to be compared" in told.stdout


def test_what_is_too_short_to_match_is_not_called_the_earliest(tmp_path: Path) -> None:
    flash, credit = " ".join(WORDS.split()[:8]), "Hello there. (Reuters)"
    rows = {"greeting": "Hello there", "老桥": "老桥关闭了", "flash": flash, "credit": credit}
    path = archive_of(tmp_path, *({"id": name, "text": text} for name, text in rows.items()))
    with dedup.Archive.open(path) as archive:
        found = {name: dedup.origin(archive, name) for name in rows}
        stories = {name: archive.story(name) for name in rows}
    assert [name for name, story in stories.items() if "too little text to be compared" in str(story)] == [
        "greeting",
        "老桥",
    ]
    assert stories["greeting"].origin.verdict == "undetermined"
    assert [name for name, answer in found.items() if not answer.comparable] == ["greeting", "老桥"]
    assert {found[name].answer for name in ("greeting", "老桥")} == {"undetermined"}
    assert found["credit"].source == "Reuters"
    assert json.loads((tmp_path / "out" / "run.json").read_bytes())["unmatchable"] == 3


def test_two_equally_early_articles_are_not_known(tmp_path: Path) -> None:
    path = archive_of(tmp_path, *({"id": name, "outlet": f"{name}.example", "text": WORDS} for name in "ab"))
    with dedup.Archive.open(path) as archive:
        assert dedup.origin(archive, "a").answer == "undetermined"
        assert dedup.origin(archive, "a").story.origin.verdict == "undetermined"
    told = runner.invoke(app, ["origin", "a", "--exit-code", "--archive", str(path)])
    assert told.exit_code == 13


@pytest.mark.parametrize("command", ["origin", "story"])
def test_hostile_articles_do_not_reach_the_terminal(tmp_path: Path, command: str) -> None:
    nasty = "\x1b[31m \x1b]0;owned\x07 \u202egnp.exe \x9b31m [bold red]markup[/] :smile: └> '; DROP TABLE article; --"
    text = f"{WORDS} {nasty} {WORDS} Source: Reuters{nasty}"
    path = archive_of(
        tmp_path,
        *(
            {
                "id": f"{n}{nasty}",
                "title": nasty,
                "outlet": f"{n}{nasty}.example",
                "url": f"https://x/{nasty}",
                "text": text,
            }
            for n in range(3)
        ),
    )
    with dedup.Archive.open(path) as archive:
        names = archive.rows("SELECT id FROM article ORDER BY id")["id"].to_pylist()
    told = runner.invoke(app, [command, names[0], "--archive", str(path)])
    assert told.exit_code == 0
    assert not OBEYED.search(told.stdout)
    assert "markup[/]" in told.stdout
    as_json = runner.invoke(app, [command, names[0], "--archive", str(path), "--json"])
    assert not OBEYED.search(as_json.stdout)
    assert "\u202egnp" in json.dumps(json.loads(as_json.stdout), ensure_ascii=False)


def test_a_large_story_is_cut_around_the_article_and_told_whole_by_story(tmp_path: Path) -> None:
    rows = [
        {
            "id": f"copy{n:03}",
            "outlet": f"outlet{n:03}.example",
            "published": f"2025-03-{1 + n // 20:02}T{n % 20:02}:00:00Z",
            "text": f"{WORDS} {WORDS if n % 3 else ''}",
        }
        for n in range(90)
    ]
    path = archive_of(tmp_path, *rows)
    told = runner.invoke(app, ["origin", "copy089", "--archive", str(path)])
    shown = set(re.findall(r"copy\d{3}", told.stdout))
    assert re.search(r"> [^\n]*copy089", told.stdout)
    assert "copy000" in shown
    assert 20 <= len(shown) <= 45
    assert re.search(r"… and \d+ more", told.stdout)
    whole = runner.invoke(app, ["story", "copy089", "--archive", str(path)])
    assert set(re.findall(r"copy\d{3}", whole.stdout)) == {row["id"] for row in rows}
