"""What an outlet does with stories."""

import json
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner
from whole_run import Ran

import dedup
from dedup.cli.program import app

runner = CliRunner()

TEXTS = [
    "The old bridge over the river will open again in May after two years of repairs, the mayor said on Monday. "
    "Engineers found that three of its pillars had moved by almost a hand and had to be set on new ground.",
    "Fishermen asked for a second ramp at the northern quay, which the council refused because the bank is too steep. "
    "They now collect signatures in the market and hope for a vote before the autumn storms begin.",
    "A school at the edge of the moor reopens with eleven children, after parents rebuilt its roof by themselves. "
    "The county pays for the teacher, and a bakery next door for the breakfast of all of them.",
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three stories: Sputnik (under two names) copies two of gull.example, and reprints one of Reuters."""
    folder = tmp_path_factory.mktemp("outlets")
    told = [
        ("g0", "gull.example", "01T08", TEXTS[0]),
        ("g1", "gull.example", "02T08", TEXTS[1]),
        ("s0", "sputniknews.com", "01T10", f"{TEXTS[0]}\n\nSource: gull.example"),
        ("s1", "Спутник", "02T12", f"{TEXTS[1]}\n\nSource: gull.example"),
        ("s2", "Спутник", "03T08", f"LONDON, March 3 (Reuters) - {TEXTS[2]}"),
        ("r0", "ria.ru", "09T08", "Nothing that anybody else tells."),
    ]
    rows = [
        {"id": key, "outlet": outlet, "published": f"2025-03-{time}:00:00Z", "text": text}
        for key, outlet, time, text in told
    ]
    (folder / "dump.jsonl").write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    dedup.run([str(folder / "dump.jsonl")], folder / "out", report=False)
    return folder / "out" / "archive.duckdb"


@pytest.mark.parametrize("name", ["Спутник", "sputniknews.com", "Sputnik", "https://sputniknews.com/x", "سبوتنيك"])
def test_an_outlet_is_one_under_all_its_names(archive: Path, name: str) -> None:
    with dedup.Archive.open(archive) as opened:
        found = dedup.outlet(opened, name)
    assert set(found.names) == {"sputniknews.com", "Спутник"}
    assert found.articles == 3
    assert [round(share or 0, 2) for share in (found.original, found.copied, found.from_source)] == [0, 0.67, 0.33]
    assert [(one.outlet, one.in_archive, one.articles) for one in found.takes_from] == [
        ("gull.example", True, 2),
        ("Reuters", False, 1),
    ]
    assert found.median_lag == found.takes_from[0].median_lag == 3 * 3600
    assert found.owner == "Rossiya Segodnya"
    assert "ria.ru" in found.same_owner
    assert "Sputnik" not in found.same_owner


def test_who_takes_from_it(archive: Path) -> None:
    with dedup.Archive.open(archive) as opened:
        gull, reuters = dedup.outlet(opened, "gull.example"), dedup.outlet(opened, "Рейтер")
    assert (gull.articles, gull.original, gull.takes_from, gull.owner) == (2, 1.0, (), None)
    assert sum(one.articles for one in gull.taken_by) == 2
    assert (reuters.articles, reuters.original, reuters.owner) == (0, None, "Thomson Reuters")
    assert [one.articles for one in reuters.taken_by] == [1]


def test_outlet_in_words_and_as_json(archive: Path) -> None:
    told = runner.invoke(app, ["outlet", "Sputnik", "--archive", str(archive)])
    assert told.exit_code == 0
    for words in ("3 articles", "67%  copied", "3 hours", "Takes from", "Reuters  not in the archive", "ria.ru"):
        assert words in told.stdout
    as_json = json.loads(runner.invoke(app, ["outlet", "Sputnik", "--archive", str(archive), "--json"]).stdout)
    assert (as_json["articles"], as_json["copied"], as_json["median_lag"]) == (3, 0.6667, 10800.0)


@pytest.mark.parametrize("name", ["nobody.example", "", "gull", "'; DROP TABLE article; --", "\x1b[31m"])
def test_unknown_outlets(archive: Path, name: str) -> None:
    told = runner.invoke(app, ["outlet", name, "--archive", str(archive)])
    assert told.exit_code == 5
    assert "no article of an outlet" in told.stderr
    assert "\x1b" not in told.stderr


def test_shares_add_up_for_every_outlet_of_the_samples(ran: Ran) -> None:
    with dedup.Archive.open(ran.archive) as opened:
        for name in {row["outlet"] for row in ran.rows("articles.jsonl")} - {None}:
            found = dedup.outlet(opened, name)
            shares = (found.original, found.copied, found.rewritten, found.translated, found.from_source)
            known = [share for share in shares if share is not None]
            assert not known or sum(known) == pytest.approx(1, abs=0.001)
            assert (found.articles > found.unsure) == bool(known)
