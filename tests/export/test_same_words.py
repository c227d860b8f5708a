"""The files, PROV-JSON, the report, `origin --json` and the terminal quote the same sentence of the same article."""

import base64
import html
import json
import re
import zlib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from whole_run import Ran

import dedup
from dedup.cli import app
from dedup.export.prov import PROV_FILE
from dedup.messages import json_line
from dedup.queries.printed import as_text, origin_page

_STORY = re.compile(r'<script type="text/plain"[^>]*>([^<]+)</script>')
_TAG = re.compile(r"<[^>]+>")
_BLANKS = re.compile(r"\s+")
_WIDE = 100_000  # columns: nothing is folded


def quoted(links: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """The child and the evidence of each link that rests on words."""
    return [(link["child"], one) for link in links for one in link["evidence"] if one["type"] == "cue" and one["words"]]


def plain(text: str) -> str:
    return _BLANKS.sub(" ", text)


def shown(page: str) -> str:
    """The text of a page, without what marks a name within a sentence."""
    return plain(html.unescape(_TAG.sub("", page)))


@pytest.fixture(scope="module")
def cues(ran: Ran) -> list[tuple[str, dict[str, Any]]]:
    found = quoted(ran.rows("links.jsonl"))
    assert len(found) > 20
    return found


def test_words_are_those_of_the_span(ran: Ran, cues: list[tuple[str, dict[str, Any]]]) -> None:
    with dedup.Archive.open(ran.archive) as archive:
        texts = dict(archive.connection.execute("SELECT id, text FROM article").fetchall())
    for child, one in cues:
        spans = (texts[name][one["start"] : one["end"]] for name in (one.get("article") or child, child))
        assert one["start"] is None or any(one["words"].strip("…") in span for span in spans)


def test_prov_holds_the_same(ran: Ran, tmp_path: Path) -> None:
    out = str(tmp_path / "prov")
    ended = CliRunner().invoke(app, ["export", "--archive", str(ran.archive), "-o", out, "--format", "prov-json"])
    assert ended.exit_code == 0
    prov = json.loads((tmp_path / "prov" / PROV_FILE).read_text("utf-8"))
    held = [json.loads(one) for row in prov["wasDerivedFrom"].values() for one in row.get("dedup:evidence", ())]
    assert held == [one for link in ran.rows("links.jsonl") for one in link["evidence"]]


def test_the_report_quotes_the_same(ran: Ran, cues: list[tuple[str, dict[str, Any]]]) -> None:
    stories = _STORY.findall((ran.out / "report.html").read_text("utf-8"))
    page = " ".join(shown(zlib.decompress(base64.b64decode(story)).decode()) for story in stories)
    within = {row["id"] for row in ran.rows("articles.jsonl") if row["story"]}
    asked = [one["words"] for child, one in cues if child in within]
    assert len(asked) > 20
    assert [words for words in asked if plain(words) not in page] == []


def test_answers_quote_the_same(ran: Ran, cues: list[tuple[str, dict[str, Any]]]) -> None:
    with dedup.Archive.open(ran.archive) as archive:
        for child, one in cues[::8]:
            answer = archive.origin(child)
            printed = json.loads(json_line(asdict(answer)))
            assert one in [found for link in printed["chain"] for found in link["evidence"]]
            assert plain(one["words"]) in plain(as_text(origin_page(answer), _WIDE).replace("\u00a0", " "))
