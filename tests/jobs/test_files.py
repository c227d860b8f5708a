"""The files of a run: what is in them, and what must be true of every line."""

import json
from typing import Any

import orjson
import pytest
from whole_run import Ran

ARTICLE_KEYS = ["id", "url", "outlet", "title", "lang", "published", "published_precision", "story", "role", "parent"]
ROLES = {"origin", "copy", "rewrite", "translation", "from_source", "alone"}
VERDICTS = {"originated", "earliest_here", "outside", "undetermined"}
KEYS = {
    "articles.jsonl": [*ARTICLE_KEYS, "keep", "modified"],
    "matches.jsonl": ["a", "b", "kind", "score", "coverage_a", "coverage_b", "passages"],
    "borrowed.jsonl": ["a", "b", "kind", "score", "coverage_a", "coverage_b", "passages"],
    "stories.jsonl": [
        *("id", "articles", "origin", "outlets", "independent", "languages", "first_seen", "last_seen"),
    ],
    "links.jsonl": ["child", "parent", "source", "via", "kind", "confidence", "evidence"],
}


@pytest.fixture(scope="module")
def articles(ran: Ran) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in ran.rows("articles.jsonl")}


def test_a_run_writes_these_files_and_nothing_else(ran: Ran) -> None:
    # Other tests may have asked this archive already: its keys, and the empty file of a lock, then lie beside it.
    assert {path.name for path in ran.out.iterdir() if not path.name.startswith("archive.duckdb.")} == {
        *KEYS,
        "rejected.jsonl",
        "run.json",
        "archive.duckdb",
        "report.html",
    }


@pytest.mark.parametrize("name", KEYS)
def test_every_line_has_the_same_keys(ran: Ran, name: str) -> None:
    rows = ran.rows(name)
    assert rows
    assert all(list(row) == KEYS[name] for row in rows)


def test_articles_are_all_there_by_id(ran: Ran, articles: dict[str, dict[str, Any]]) -> None:
    assert len(articles) == ran.summary.articles == 113
    assert list(articles) == sorted(articles, key=str.encode)
    for row in articles.values():
        assert row["role"] in ROLES
        assert (row["published"] is None) == (row["published_precision"] is None)
        assert (row["role"] == "alone") == (row["story"] is None)
        assert row["parent"] is None or (row["parent"] in articles and row["parent"] != row["id"])
        assert row["lang"]


def test_dates_are_written_as_precisely_as_they_are_known(articles: dict[str, dict[str, Any]]) -> None:
    lengths = {"year": 4, "month": 7, "day": 10, "minute": 20, "second": 20}
    lengths |= {"minute, zone unknown": 19, "second, zone unknown": 19}
    dated = [row for row in articles.values() if row["published"]]
    assert {row["published_precision"] for row in dated} >= {"day", "second"}
    assert all(len(row["published"]) == lengths[row["published_precision"]] for row in dated)


def test_each_story_keeps_one_article(ran: Ran, articles: dict[str, dict[str, Any]]) -> None:
    for story in ran.rows("stories.jsonl"):
        assert sum(articles[article]["keep"] for article in story["articles"]) == 1
    assert all(row["keep"] for row in articles.values() if row["story"] is None)
    assert sum(row["keep"] for row in articles.values()) == ran.summary.kept


def test_stories_agree_with_articles(ran: Ran, articles: dict[str, dict[str, Any]]) -> None:
    stories = ran.rows("stories.jsonl")
    assert len(stories) == ran.summary.stories == len({story["id"] for story in stories})
    for story in stories:
        members = [articles[article] for article in story["articles"]]
        assert len(members) >= 2
        assert {row["story"] for row in members} == {story["id"]}
        assert story["outlets"] == sorted({row["outlet"] for row in members if row["outlet"]})
        assert story["languages"] == sorted({row["lang"] for row in members})
        assert 1 <= story["independent"] <= len(members)
        times = [row["published"] for row in members if row["published"]]
        assert [row["published"] for row in members] == times + [None] * (len(members) - len(times))
    assert sum(len(story["articles"]) for story in stories) == sum(
        row["story"] is not None for row in articles.values()
    )


def test_a_verdict_says_no_more_than_it_knows(ran: Ran, articles: dict[str, dict[str, Any]]) -> None:
    for story in ran.rows("stories.jsonl"):
        origin = story["origin"]
        assert list(origin) == ["article", "source", "verdict", "confidence"]
        assert origin["verdict"] in VERDICTS
        assert 0 <= origin["confidence"] <= 1
        named = origin["verdict"] in {"originated", "earliest_here"}
        if named:  # a source beside the article only where it may have been before
            assert origin["article"] is not None
            assert origin["source"] is None or origin["verdict"] == "earliest_here"
        elif origin["verdict"] == "outside":
            assert origin["source"] is not None
        else:  # undetermined: an article only as the other of two, beside the source that is credited
            assert origin["article"] is None or origin["source"] is not None
        assert origin["article"] is None or (articles[origin["article"]]["role"] == "origin") == named
        if origin["verdict"] == "outside":  # who has it from no other article has it from there
            roots = [row for key in story["articles"] if (row := articles[key])["parent"] is None]
            assert {row["role"] for row in roots} == {"from_source"}


@pytest.mark.parametrize("name", ["matches.jsonl", "borrowed.jsonl"])
def test_passages_lie_within_their_texts_and_in_order(ran: Ran, texts: dict[str, str], name: str) -> None:
    for row in ran.rows(name):
        assert row["a"] < row["b"]
        assert row["kind"] in {"copy", "rewrite", "translation"}
        assert 0 < row["score"] <= 1
        assert 0 < row["coverage_a"] <= 1
        assert 0 < row["coverage_b"] <= 1
        assert row["passages"]
        for side in "ab":
            spans = [passage[side] for passage in row["passages"]]
            assert all(start < end for start, end in spans)
            if row[side] in texts:
                text = texts[row[side]]
                assert all(start >= 0 and end <= len(text) for start, end in spans)
                assert all(text[start:end].strip() for start, end in spans)
        assert [passage["a"] for passage in row["passages"]] == sorted(passage["a"] for passage in row["passages"])
        assert all(0 < passage["score"] <= 1 for passage in row["passages"])


def test_matches_are_sorted_and_each_pair_is_there_once(ran: Ran) -> None:
    pairs = [(row["a"], row["b"]) for name in ("matches.jsonl", "borrowed.jsonl") for row in ran.rows(name)]
    assert len(pairs) == len(set(pairs))
    matches = [(row["a"], row["b"]) for row in ran.rows("matches.jsonl")]
    assert matches == sorted(matches)
    assert sum(ran.summary.matches.values()) == len(matches)


def test_every_link_shows_its_evidence(ran: Ran, articles: dict[str, dict[str, Any]]) -> None:
    links = ran.rows("links.jsonl")
    assert [link["child"] for link in links] == sorted({link["child"] for link in links})
    for link in links:
        assert link["evidence"]
        assert all(evidence["type"] for evidence in link["evidence"])
        assert link["parent"] or link["source"]
        assert 0 < link["confidence"] <= 1
        assert articles[link["child"]]["parent"] == link["parent"]
        if link["parent"]:
            assert articles[link["parent"]]["story"] == articles[link["child"]]["story"]


def test_cues_quote_the_text(ran: Ran, texts: dict[str, str]) -> None:
    cues = [
        (link["child"], evidence)
        for link in ran.rows("links.jsonl")
        for evidence in link["evidence"]
        if evidence.get("start") is not None and link["child"] in texts
    ]
    assert cues
    for child, cue in cues:
        quoted = texts[child][cue["start"] : cue["end"]]
        assert " ".join(quoted.split()) == " ".join(cue["words"].split())


def test_no_article_is_its_own_ancestor_and_no_parent_is_later(ran: Ran, articles: dict[str, dict[str, Any]]) -> None:
    for article in articles.values():
        seen = {article["id"]}
        row = article
        while row["parent"]:
            above = articles[row["parent"]]
            assert above["id"] not in seen
            if (
                row["published"]
                and above["published"]
                and "day" not in (above["published_precision"], row["published_precision"])
            ):
                assert above["published"] <= row["published"]
            seen.add(above["id"])
            row = above


def test_run_json_says_what_was_run(ran: Ran) -> None:
    report = orjson.loads((ran.out / "run.json").read_bytes())
    assert report.keys() >= {"config", "machine", "versions", "inputs", "stages", "articles", "seconds", "matches"}
    names = [stage["name"] for stage in report["stages"]]
    assert (names[0], names[-1]) == ("read", "report")
    keys = {"name", "seconds", "rows", "peak_memory", "articles_a_second"}
    assert all(stage.keys() == keys for stage in report["stages"])
    read = report["stages"][0]
    assert read["articles_a_second"] == round(report["articles"] / read["seconds"])
    assert len(report["inputs"]) == 20
    assert all(len(digest) == 64 for digest in report["inputs"].values())
    assert report["versions"]["duckdb"]


def test_files_are_utf8_and_not_escaped(ran: Ran) -> None:
    text = (ran.out / "articles.jsonl").read_text(encoding="utf-8")
    assert "\\u" not in text
    assert json.loads(text.splitlines()[0])
