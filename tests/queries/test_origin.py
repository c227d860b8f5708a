"""Where an article has its story from: the answers say what the files say, and say it plainly."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result
from whole_run import Ran

import dedup
from dedup.cli.commands.origin import ORIGIN_CODES
from dedup.cli.program import EXIT_CODES, app
from dedup.export import found_in, in_words

runner = CliRunner()


@pytest.fixture(scope="module")
def archive(ran: Ran) -> Iterator[dedup.Archive]:
    with dedup.Archive.open(ran.archive) as opened:
        yield opened


@pytest.fixture(scope="module")
def answers(ran: Ran, archive: dedup.Archive) -> dict[str, dedup.OriginAnswer]:
    return {row["id"]: dedup.origin(archive, row["id"]) for row in ran.rows("articles.jsonl")}


def asked(ran: Ran, *names: str) -> Result:
    return runner.invoke(app, ["origin", *names, "--archive", str(ran.archive)])


def plain(link: Any) -> dict[str, Any]:
    return json.loads(json.dumps(asdict(link)))


def test_every_link_of_the_run_is_replayed(ran: Ran, answers: dict[str, dedup.OriginAnswer]) -> None:
    links = {row["child"]: row for row in ran.rows("links.jsonl")}
    for name, answer in answers.items():
        at, expected = name, []
        while at in links:
            expected.append(links[at])
            at = links[at]["parent"]
        assert [plain(link) for link in answer.chain] == expected
        assert {link.child: plain(link) for link in answer.story.links} == {
            article.id: links[article.id] for article in answer.story.articles if article.id in links
        }
        assert answer.parent == (expected[0]["parent"] if expected else None)


def test_every_story_of_the_run_is_told_as_in_the_files(ran: Ran, answers: dict[str, dedup.OriginAnswer]) -> None:
    articles = {row["id"]: row for row in ran.rows("articles.jsonl")}
    stories = {row["id"]: row for row in ran.rows("stories.jsonl")}
    assert {answer.story.id for answer in answers.values()} - {None} == stories.keys()
    for name, answer in answers.items():
        told = asdict(answer.article)
        assert told == {key: articles[name].get(key, told[key]) for key in told}
        assert answer.story.id == articles[name]["story"]
        if answer.story.id is None:
            assert [article.id for article in answer.story.articles] == [name]
            continue
        story = stories[answer.story.id]
        assert [article.id for article in answer.story.articles] == story["articles"]
        origin = asdict(answer.story.origin)
        assert {key: origin[key] for key in story["origin"]} == story["origin"]
        for key in ("independent", "first_seen", "last_seen"):
            assert getattr(answer.story, key) == story[key]
        assert [list(answer.story.outlets), list(answer.story.languages)] == [story["outlets"], story["languages"]]


def test_answers_follow_from_links_and_verdicts(ran: Ran, answers: dict[str, dedup.OriginAnswer]) -> None:
    assert {answer.answer for answer in answers.values()} >= ORIGIN_CODES.keys() - {"undetermined"}
    for row in ran.rows("stories.jsonl"):
        if row["origin"]["verdict"] in ("originated", "earliest_here"):
            assert answers[row["origin"]["article"]].answer == row["origin"]["verdict"]
    for name, answer in answers.items():
        assert (answer.answer in ("originated", "earliest_here")) <= (answer.story.origin.article == name)
        assert (answer.answer == "taken") <= (answer.parent is not None)
        assert (answer.answer == "outside") <= (answer.source is not None)
        if answer.answer == "outside" and answer.parent is not None:
            assert answer.chain[0].confidence < 0.5
        assert (answer.answer in ("taken", "outside")) <= (answer.confidence >= 0.5)
        link = answer.chain[0] if answer.chain else None
        if answer.answer == "taken" and link and link.confidence >= 0.5:
            assert answer.confidence == link.confidence


def test_who_cannot_be_told_apart_are_both_named(tmp_path: Path) -> None:
    """Two copies of one hour: none of them is the origin, and each may be."""
    text = (
        "The ferry between Ostby and Lund will stop for the winter, the harbour office said. Its engine needs parts "
        "that a yard abroad can deliver in March at the earliest. Until then the mail boat takes foot passengers twice "
        "a day, and cars must go round by the bridge at Holm, which adds forty minutes to the way to school."
    )
    dump = tmp_path / "dump.jsonl"
    rows = [
        {"id": name, "outlet": f"{name}.example", "published": "2025-05-06T08:00:00Z", "text": text} for name in "ab"
    ]
    dump.write_text("".join(json.dumps(row) + "\n" for row in rows))
    dedup.run([dump], tmp_path / "out")
    asking = ["origin", "a", "--archive", str(tmp_path / "out" / "archive.duckdb"), "--exit-code"]
    told = runner.invoke(app, asking)
    assert told.exit_code == ORIGIN_CODES["undetermined"]
    said = " ".join(told.stdout.split())
    assert re.search(r"The origin is not determined. It may be a\.example \(\d+%\), or b\.example \(\d+%\)", said)


@pytest.mark.parametrize("answer", sorted(ORIGIN_CODES.keys() - {"undetermined"}))
def test_each_answer_has_an_exit_code_and_words(ran: Ran, answers: dict[str, dedup.OriginAnswer], answer: str) -> None:
    name = next(name for name, found in answers.items() if found.answer == answer and len(found.story.articles) > 1)
    told = asked(ran, name)
    assert told.exit_code == 0, "an answer is no failure: scripts under `set -e` go on"
    coded = asked(ran, name, "--exit-code")
    assert coded.exit_code == ORIGIN_CODES[answer]  # type: ignore[index]
    assert str(coded.exit_code) in EXIT_CODES
    assert coded.stdout == told.stdout == f"{answers[name]}\n", "the command prints what `str` of the answer is"
    words = {
        "originated": "It originated the story (confidence ",
        "earliest_here": "It is the earliest article of its story here (confidence ",
        "taken": "It is a ",
        "outside": ", which is not in the archive",
        "undetermined": "Not determined: ",
    }
    assert words[answer] in told.stdout
    assert re.search(r"\d+ articles, \d+ outlets, \d+\s+independent\s+sources?;", told.stdout)
    assert re.search(rf"[└├]?> .*{name}", told.stdout, re.DOTALL)
    assert "\x1b" not in told.stdout
    assert max(len(row) for row in told.stdout.splitlines() if "://" not in row) <= 80


def test_the_words_that_say_so_are_shown(ran: Ran, answers: dict[str, dedup.OriginAnswer]) -> None:
    for name, answer in list(answers.items())[::9]:
        told = " ".join(re.sub("[│├└─]", " ", asked(ran, name).stdout).split())
        for link in answer.chain:
            for evidence in link.evidence:
                if evidence["type"] == "cue":
                    assert " ".join(str(evidence["words"]).split()) in told


def test_dates_are_shown_with_their_precision_and_place(ran: Ran, answers: dict[str, dedup.OriginAnswer]) -> None:
    places = {answer.article.published_from for answer in answers.values()}
    assert len(places - {None}) > 2
    for place in places - {None}:
        name, answer = next((name, found) for name, found in answers.items() if found.article.published_from == place)
        article = answer.article
        first = " ".join(asked(ran, name, "-v").stdout.split("\n\n", maxsplit=1)[0].split())
        assert f"{in_words(article.published, article.published_precision)} ({found_in(place)})" in first
        assert str(place) not in asked(ran, name).stdout.split("\n\n", maxsplit=1)[0]


def test_all_of_it_as_one_object(ran: Ran, answers: dict[str, dedup.OriginAnswer]) -> None:
    for name in ("nvjuh68", "agr8nps"):
        told = json.loads(asked(ran, name, "--json").stdout)
        assert told == json.loads(json.dumps(asdict(answers[name])))
        assert told["chain"][0]["evidence"]
        assert told["story"]["origin"]["verdict"]


def test_several_articles_are_answered_and_counted(ran: Ran) -> None:
    told = asked(ran, "nvjuh68", "yz4qfum", "agr8nps")
    assert told.exit_code == 0
    assert "3 articles, 2 stories, 2 independent sources: Armenpress, harbourpost.example" in told.stdout
    as_json = json.loads(asked(ran, "nvjuh68", "yz4qfum", "agr8nps", "--json").stdout)
    assert [one["article"]["id"] for one in as_json["answers"]] == ["nvjuh68", "yz4qfum", "agr8nps"]
    assert (as_json["articles"], as_json["stories"], as_json["independent"]) == (3, 2, 2)


def test_a_story_comes_down_to_as_many_tellers_as_it_is_said_to_have(answers: dict[str, dedup.OriginAnswer]) -> None:
    for story in {answer.story.articles[0].id: answer.story for answer in answers.values()}.values():
        assert dedup.tally([answers[article.id] for article in story.articles]).independent == story.independent


def test_one_article_twice_is_one(ran: Ran) -> None:
    assert "1 article, 1 story, 1 independent source: " in asked(ran, "yz4qfum", "yz4qfum").stdout


def test_a_url_is_found_in_its_usual_disguises(archive: dedup.Archive) -> None:
    for url in (
        "https://www.ridgeline-times.example/no-ransom-paid-says-norvik-boss.html",
        "http://ridgeline-times.example/no-ransom-paid-says-norvik-boss.html",
        "ridgeline-times.example/no-ransom-paid-says-norvik-boss.html/",
        "https://ridgeline-times.example/no-ransom-paid-says-norvik-boss.html?utm_source=x&utm_medium=y#top",
    ):
        assert dedup.origin(archive, url).article.id == "nvjuh68"


@pytest.mark.parametrize(
    "name", ["nobody", "https://ridgeline-times.example/", "https://ridgeline-times.example/no-ransom", "a/.", ""]
)
def test_unknown_articles(ran: Ran, name: str) -> None:
    told = asked(ran, name)
    assert told.exit_code == 5
    assert "no article has the id or URL" in told.stderr


def test_a_name_that_is_a_path_is_answered_as_one(ran: Ran, tmp_path: Path) -> None:
    (tmp_path / "harbour.html").write_text("<p>The harbour.</p>")
    slip = asked(ran, str(tmp_path / "harbor.html"))
    assert slip.exit_code == 5
    assert (
        f"harbor.html: no such file, and no article has that id or URL; did you mean {tmp_path / 'harbour.html'}?"
        in (slip.stderr)
    )
    assert "a folder, and no article has that id; name the files in it" in asked(ran, str(tmp_path)).stderr
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.4")
    assert "report.pdf: a PDF; `pdftotext` makes a text of it" in asked(ran, str(tmp_path / "report.pdf")).stderr


def test_explain_says_the_same_of_each_link(ran: Ran, archive: dedup.Archive) -> None:
    for link in ran.rows("links.jsonl"):
        found = dedup.explain(archive, link["child"], link["parent"] or link["child"])
        told = next(row for row in found.links if row["child"] == link["child"])
        assert told == link


def test_a_story_is_found_by_its_id_and_its_articles(ran: Ran, archive: dedup.Archive) -> None:
    for row in ran.rows("stories.jsonl"):
        found = dedup.story_of(archive, row["id"])
        assert found == dedup.story_of(archive, row["articles"][-1])
        assert [article.id for article in found.articles] == row["articles"]
    with pytest.raises(dedup.UnknownArticleError):
        dedup.story_of(archive, "s000000000000")


def test_story_shows_each_article_once_by_time_and_once_in_the_tree(ran: Ran) -> None:
    row = max(ran.rows("stories.jsonl"), key=lambda row: len(row["articles"]))
    told = runner.invoke(app, ["story", row["id"], "--archive", str(ran.archive)])
    assert told.exit_code == 0
    listed, _, tree = told.stdout.partition("Which came from which")
    for article in row["articles"]:
        assert article in listed
        assert article in tree
    assert (
        f"{len(row['articles'])} articles, {len(row['outlets'])} outlets, {row['independent']} independent source"
        in " ".join(listed.split())
    )
    as_json = json.loads(runner.invoke(app, ["story", row["id"], "--archive", str(ran.archive), "--json"]).stdout)
    assert [article["id"] for article in as_json["articles"]] == row["articles"]
    assert as_json["origin"]["article"] == row["origin"]["article"]


def test_a_story_that_is_none(ran: Ran) -> None:
    told = runner.invoke(app, ["story", "no\x1b[31mthing", "--archive", str(ran.archive)])
    assert told.exit_code == 5
    assert "\x1b" not in told.stderr
