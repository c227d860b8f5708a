"""Articles that are not in the archive: what a run with them would have said, and nothing is written."""

import json
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pytest
from typer.testing import CliRunner
from whole_run import SAMPLES, Ran

import dedup
from dedup.cli.program import app
from dedup.config import ReadConfig
from dedup.ingest import read
from dedup.queries import Matcher, origin_of
from dedup.schema import MATCH

runner = CliRunner()

COPY, TRANSLATION, ON_PAGE = "nvjuh68", "3b4pytk", "https://rioni-post.example/news/463983"
PAGE = "rioni-8196.html"
"""The page of the article `ON_PAGE`, of the same story."""


@pytest.fixture(scope="module")
def less(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """A run over the samples without a copy, a translation and a page; those are files beside it."""
    folder = tmp_path_factory.mktemp("less")
    rows = [json.loads(line) for line in (SAMPLES / "dump.jsonl").open(encoding="utf-8")]
    for row in rows:
        if row["id"] in (COPY, TRANSLATION):
            (folder / f"{row['id']}.json").write_bytes(orjson.dumps(row))
    kept = (orjson.dumps(row) + b"\n" for row in rows if row["id"] not in (COPY, TRANSLATION))
    (folder / "dump.jsonl").write_bytes(b"".join(kept))
    pages = [str(page) for page in (SAMPLES / "pages").iterdir() if page.name != PAGE]
    return Ran(folder / "out", dedup.run([str(folder / "dump.jsonl"), *pages], folder / "out", report=False))


def article_of(path: Path) -> pa.Table:
    ((articles, _),) = read([str(path)], ReadConfig())
    return pa.Table.from_batches([articles])


def asked(less: Ran, path: Path) -> tuple[int, dict[str, Any]]:
    before = less.archive.read_bytes()
    answer = runner.invoke(app, ["origin", str(path), "--archive", str(less.archive), "--json"])
    assert less.archive.read_bytes() == before
    return answer.exit_code, json.loads(answer.stdout)


@pytest.mark.parametrize("name", [COPY, TRANSLATION])
def test_a_record_is_answered_as_if_it_had_been_in_the_dump(less: Ran, ran: Ran, name: str) -> None:
    code, found = asked(less, less.out.parent / f"{name}.json")
    with dedup.Archive.open(ran.archive) as archive:
        expected = dedup.origin(archive, name)
    assert code == 0
    assert found["in_archive"] is False
    assert (found["answer"], found["parent"]) == ("taken", expected.parent)
    assert found["chain"][0]["kind"] == expected.chain[0].kind
    members = {article["id"] for article in found["story"]["articles"]}
    assert members == {article.id for article in expected.story.articles} - ({COPY, TRANSLATION, ON_PAGE} - {name})
    assert found["story"]["origin"]["article"] == expected.story.origin.article


def test_a_page_is_answered_in_words(less: Ran, ran: Ran) -> None:
    answer = runner.invoke(app, ["origin", str(SAMPLES / "pages" / PAGE), "--archive", str(less.archive)])
    assert answer.exit_code == 0
    assert ON_PAGE in answer.stdout.split("\n\n")[0]
    assert "not in the archive: it was compared with it, and not added" in answer.stdout
    rows = {row["id"]: row for row in ran.rows("articles.jsonl")}
    assert f"It is a translation of the article of {rows[rows[ON_PAGE]['parent']]['outlet']} (" in answer.stdout


def test_what_the_archive_has_is_answered_from_there(less: Ran, tmp_path: Path) -> None:
    row = next(json.loads(line) for line in (less.out.parent / "dump.jsonl").open(encoding="utf-8"))
    (tmp_path / "same.json").write_bytes(orjson.dumps(row))
    assert asked(less, tmp_path / "same.json")[1]["in_archive"]
    (tmp_path / "fetched.json").write_bytes(orjson.dumps(row | {"id": "other", "text": row["text"] + "\n\nUpdated."}))
    _, found = asked(less, tmp_path / "fetched.json")
    assert (found["in_archive"], found["article"]["id"]) == (True, row["id"])


def test_without_a_match_it_stands_alone_and_its_own_words_count(less: Ran, tmp_path: Path) -> None:
    (tmp_path / "alone.json").write_bytes(
        orjson.dumps(
            {
                "id": "yz4qfum",  # somebody else's
                "outlet": "pebble-beach.example",
                "text": "PEBBLE BEACH, May 3 (Reuters) - Seals came back to the pier after eleven winters away, "
                "said the warden, who counted forty of them at low tide and asked visitors to keep their dogs in.",
            }
        )
    )
    with dedup.Archive.open(less.archive) as archive:
        article = article_of(tmp_path / "alone.json")
        matched = Matcher(archive).match(article)
        assert not matched.matches.num_rows
        found = origin_of(archive, article, matched)
    assert (found.answer, found.source, found.in_archive) == ("outside", "Reuters", False)
    assert [article.id for article in found.story.articles] == [found.article.id]
    assert found.article.id != "yz4qfum"


def test_matches_alone_place_it_in_their_story(less: Ran) -> None:
    """Rows of the table `match`, with the new article as `b`, as `OnlineMatcher` gives them."""
    article = article_of(less.out.parent / f"{COPY}.json")
    with dedup.Archive.open(less.archive) as archive:
        first, borrowed = (
            archive.rows("SELECT article FROM article WHERE id = ?", [name])["article"][0].as_py()
            for name in ("yz4qfum", "jr9pw5b")
        )
        shares = dict.fromkeys(("focus_a", "focus_b", "lead_a", "lead_b", "strength"), 0.9)
        rows = [
            {
                "a": a,
                "b": archive.next_number(),
                "kind": "copy",
                "score": 0.97,
                "coverage_a": 0.8,
                "coverage_b": 0.97,
                **shares,
            }
            | {"passages": [], "same_statement": same}
            for a, same in ((first, True), (borrowed, False))
        ]
        schema = MATCH.append(pa.field("same_statement", pa.bool_()))
        matched = Matcher(archive).match(article)._replace(matches=pa.Table.from_pylist(rows, schema))
        found = origin_of(archive, article, matched)
    assert (found.answer, found.parent) == ("taken", "yz4qfum")
    assert "jr9pw5b" not in found.story.by_id
    assert found.chain[0].evidence[0]["source"] == "Harbour Post"


def test_a_file_that_cannot_be_read(less: Ran, tmp_path: Path) -> None:
    (tmp_path / "empty.json").write_text("{}")
    answer = runner.invoke(app, ["origin", str(tmp_path / "empty.json"), "--archive", str(less.archive)])
    assert answer.exit_code == 3
    assert "empty.json" in answer.stderr
    answer = runner.invoke(app, ["origin", str(tmp_path), "--archive", str(less.archive)])
    assert answer.exit_code == 5
