"""What an outlet does with stories."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import orjson
import pyarrow as pa
import pytest
from typer.testing import CliRunner
from whole_run import Ran

import dedup
from dedup.archive import MemoryArchive
from dedup.cli.program import app
from dedup.config import SURE_LINK, Config, ConfigError
from dedup.export.jsonl import rows as written
from dedup.provenance import OUTLETS_SQL, Sources
from dedup.queries.outlet import outlet_ways

runner = CliRunner()

TEXTS = [
    "The old bridge over the river will open again in May after two years of repairs, the mayor said on Monday. "
    "Engineers found that three of its pillars had moved by almost a hand and had to be set on new ground.",
    "Fishermen asked for a second ramp at the northern quay, which the council refused because the bank is too steep. "
    "They now collect signatures in the market and hope for a vote before the autumn storms begin.",
    "A school at the edge of the moor reopens with eleven children, after parents rebuilt its roof by themselves. "
    "The county pays for the teacher, and a bakery next door for the breakfast of all of them.",
    "Divers brought up the bell of a ferry that sank before the war, and found it without a crack. The museum of "
    "the port wants to hang it above its gate, although the heirs of the captain ask for it as well.",
    "Beekeepers of the eastern valley lost half of their hives to a frost that came in the middle of April. They "
    "ask the province for sugar, and for a ban on trucks that pass the orchards while the trees are in flower.",
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
        ("h0", "heron.example", "04T08", f"MOSCOW, March 4 (TASS) - {TEXTS[3]}"),
        ("h1", "heron.example", "05T08", TEXTS[4]),
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


def test_how_its_articles_came_about(archive: Path) -> None:
    with dedup.Archive.open(archive) as opened:
        sputnik, gull, ria = (dedup.outlet(opened, name) for name in ("Sputnik", "gull.example", "ria.ru"))
    assert [(way.way, way.articles, way.taken_from) for way in sputnik.ways] == [
        ("taken", 2, (("gull.example", 2),)),
        ("from_source", 1, (("Reuters", 1),)),
    ]
    with dedup.Archive.open(archive) as opened:
        heron = dedup.outlet(opened, "heron.example")
    assert [(way.way, way.taken_from) for way in heron.ways] == [("alone", ()), ("translated", (("TASS", 1),))]
    assert sputnik.ways[0].median_lag == 3 * 3600
    assert [one.id for one in sputnik.ways[0].examples] == ["s0", "s1"]
    assert [(way.way, way.articles) for way in ria.ways] == [("alone", 1)]
    assert sum(way.share for way in gull.ways) == pytest.approx(1, abs=0.001)
    assert {way.way for way in gull.ways} <= {"originated", "earliest_here"}


def test_a_window_of_time(archive: Path) -> None:
    with dedup.Archive.open(archive) as opened:
        late = dedup.outlet(opened, "Sputnik", since="2025-03-02", until="2025-03-02")
        never = dedup.outlet(opened, "Sputnik", since="2026")
        with pytest.raises(ConfigError, match="not a date"):
            dedup.outlet(opened, "Sputnik", until="soon")
    assert [(way.way, way.articles) for way in late.ways] == [("taken", 1)]
    assert (late.articles, never.articles, never.ways) == (1, 0, ())
    assert [one.articles for one in late.takes_from] == [1]


def test_one_sentence_and_a_table(archive: Path) -> None:
    told = runner.invoke(app, ["outlet", "Sputnik", "--archive", str(archive), "--width", "100"])
    sentence = " ".join(told.stdout.split())
    assert (
        "Of its 3 articles, 2 were taken from other outlets (gull.example 2) and 1 comes from a source that is not in "
        "the archive (Reuters 1); median delay after the source: 3 hours."
    ) in sentence
    assert "2025-03-01" in told.stdout
    with dedup.Archive.open(archive) as opened:
        found = dedup.outlet(opened, "Sputnik")
    assert found.ways[0].timed == 2
    partly = replace(found, ways=(replace(found.ways[0], timed=1), *found.ways[1:]))
    assert " ".join(str(partly).split()).count("3 hours (1 of 2 known)") == 2


def test_many_outlets_as_csv(archive: Path, tmp_path: Path) -> None:
    names = tmp_path / "outlets.txt"
    names.write_text("# ours\ngull.example\n\nnobody.example\n", "utf-8")
    told = runner.invoke(app, ["outlet", "Sputnik", "--outlets", str(names), "--archive", str(archive), "--csv"])
    assert told.exit_code == 0
    assert "nobody.example" in told.stderr
    rows = list(csv.DictReader(io.StringIO(told.stdout)))
    assert [(row["outlet"], row["articles"], row["taken"]) for row in rows] == [
        ("sputniknews.com", "3", "2"),
        ("gull.example", "2", "0"),
    ]
    assert rows[0]["takes_most_from"] == "gull.example (2); Reuters (1)"
    assert rows[0]["median_delay_hours"] == "3.0"
    lines = runner.invoke(app, ["outlet", "Sputnik", "ria.ru", "--archive", str(archive), "--json"]).stdout
    assert [json.loads(one)["articles"] for one in lines.splitlines()] == [3, 1]


@pytest.mark.parametrize(
    "arguments", [[], ["x", "--csv", "--json"], ["--outlets", "nosuch.txt"]], ids=["none", "both", "no-file"]
)
def test_what_cannot_be_answered_is_a_usage_error(archive: Path, arguments: list[str]) -> None:
    assert runner.invoke(app, ["outlet", *arguments, "--archive", str(archive)]).exit_code == 2


@pytest.mark.parametrize("name", ["nobody.example", "", "gull", "'; DROP TABLE article; --", "\x1b[31m"])
def test_unknown_outlets(archive: Path, name: str) -> None:
    told = runner.invoke(app, ["outlet", name, "--archive", str(archive)])
    assert told.exit_code == 5
    assert "no article of an outlet" in told.stderr
    assert "\x1b" not in told.stderr


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("gul.example", "'gull.example'"),
        ("Спутнік", "'Спутник'"),
        ("Reutesr", "'Reuters'"),
        ("sputnikknews.com", "'sput"),
    ],
)
def test_names_nearly_right_are_reported(archive: Path, name: str, near: str) -> None:
    answer = runner.invoke(app, ["outlet", name, "--archive", str(archive)])
    assert answer.exit_code == 5
    assert f"did you mean {near}" in answer.stderr


def test_names_of_others_are_not_reported(archive: Path) -> None:
    for name in ("nobody.example", "ab", "Интерфакс", "新华社"):
        assert "did you mean" not in runner.invoke(app, ["outlet", name, "--archive", str(archive)]).stderr


def test_an_outlet_says_of_its_articles_what_origin_says_of_them(ran: Ran) -> None:
    """One claim has one confidence: also of an article whose story's verdict says whence it is where its link does
    not, which was "not known", and "apparently its own" in the shares."""
    ways_of = {
        "outside": {"from_source", "translated"},
        "taken": {"taken", "update"},
        "originated": {"originated"},
        "earliest_here": {"earliest_here", "alone"},
        "undetermined": {"unknown"},
    }
    without_link = 0
    with dedup.Archive.open(ran.archive) as opened:
        for name in sorted({row["outlet"] for row in ran.rows("articles.jsonl")} - {None}):
            found = opened.outlet(name)
            for way in found.ways:
                for example in way.examples:
                    answer = opened.origin(example.id)
                    assert way.way in ways_of[answer.answer], example
                    if way.way not in ("alone", "unknown"):
                        assert example.confidence == answer.confidence, example
                    if answer.answer == "outside" and not answer.chain:
                        without_link += 1
                        assert example.taken_from == answer.source
                        assert (found.original or 0) < 1
                        assert answer.source in {one.outlet for one in found.takes_from if not one.in_archive}
    assert without_link


def test_shares_add_up_for_every_outlet_of_the_samples(ran: Ran) -> None:
    with dedup.Archive.open(ran.archive) as opened:
        for name in {row["outlet"] for row in ran.rows("articles.jsonl")} - {None}:
            found = dedup.outlet(opened, name)
            shares = (found.original, found.copied, found.rewritten, found.translated, found.from_source)
            known = [share for share in shares if share is not None]
            assert not known or sum(known) == pytest.approx(1, abs=0.001)
            assert (found.articles > found.unsure) == bool(known)


def test_shares_and_ways_count_an_article_alike() -> None:
    """An article that began its story may credit a source beside: it is its outlet's own in both tables."""
    tables = {
        "article": [{"article": n, "id": f"a{n}", "outlet": "gull.example"} for n in range(6)],
        "body": [{"article": n, "lang": "en", "words": 90} for n in range(6)],
        "membership": [{"article": n, "story": n % 4} for n in (0, 1, 2, 4, 5)],
        "origin": [
            {"story": 0, "article": "a0", "source": None, "verdict": "originated", "confidence": 0.8},
            {"story": 1, "article": "a5", "source": "Reuters", "verdict": "outside", "confidence": 0.8},
        ],
        "link": [
            {"child": "a0", "parent": None, "source": "Reuters", "kind": None, "confidence": 0.7},
            {"child": "a1", "source": "Reuters", "confidence": 0.7},
            {"child": "a2", "source": "Reuters", "confidence": 0.3},
            {"child": "a4", "parent": "a0", "kind": "copy", "confidence": 0.3},
            {"child": "a5", "source": "Reuters", "confidence": 0.3},
        ],
    }
    rows = {name: pa.Table.from_pylist(found) for name, found in tables.items()}
    with MemoryArchive(Path("made"), Config().settings(), rows) as made:
        (shares,) = made.rows(OUTLETS_SQL, {"confidence": SURE_LINK}).to_pylist()
        found = outlet_ways(made, ["gull.example"], Sources.load())  # type: ignore[arg-type]
        roles = {row["id"]: row["role"] for row in written(made, "articles.jsonl")}
    ways = {way.way: [(one.id, one.taken_from, one.confidence) for one in way.examples] for way in found}
    # Where the first of a story is known, the others took it, though not surely from whom.
    assert ways == {
        "originated": [("a0", None, 0.8)],
        "alone": [("a3", None, None)],
        "taken": [("a4", None, 0.8)],
        "from_source": [("a1", "Reuters", 0.7)],
        "unknown": [("a2", None, None), ("a5", None, None)],
    }
    assert [round(shares[name] * 3) for name in ("original", "from_source")] == [2, 1]
    assert shares["unsure"] == 3
    assert {name: roles[name] for name in ("a0", "a1", "a2", "a3")} == {
        "a0": "origin",
        "a1": "from_source",
        "a2": "from_source",
        "a3": "alone",
    }
